"""One package, one floor: what may know what (docs/architecture.md)."""

import sys

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.architecture.floors import FLOORS, ROOT, breaches, imported, may_know, sources


@pytest.mark.parametrize("package", FLOORS)
def test_a_package_names_only_itself_and_the_floors_below(package):
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in sources(package)
        if (wrong := breaches(package, path.read_text("utf-8")))
    }
    assert sources(package)
    assert found == {}


@pytest.mark.parametrize(
    ("package", "source", "wrong"),
    [
        ("statute", "import requests_app.models", ["requests_app"]),
        ("records", "from office.models import User", ["office"]),
        ("office", "from records import log", ["records"]),
        ("requests_app", "def late():\n    from casework import acts", ["casework"]),
        ("catalogue", "models.ForeignKey('requests_app.Application', PROTECT)", ["requests_app"]),
        ("requests_app", "apps.get_model('notices', 'Notice')", ["notices"]),
        ("reports", "import_module('web')", ["web"]),
        ("casework", "from requests_app import steps\nimport statute.clock", []),
        ("records", "from records import log\nfrom . import chain", []),
    ],
)
def test_a_breach_would_be_found(package, source, wrong):
    assert breaches(package, source) == wrong


def test_every_package_of_the_house_has_a_floor():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    folders = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert packages | folders <= set(FLOORS)


def test_the_law_imports_the_standard_library_only():
    allowed = set(sys.stdlib_module_names) | {"statute"}
    for path in sources("statute"):
        assert imported(path.read_text("utf-8")) <= allowed, path.name


def test_no_foreign_key_points_upwards_or_sideways():
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        for field in model._meta.get_fields(include_parents=True)
        if field.is_relation and not field.auto_created and _breaks_out(model, field)
    ]
    assert found == []


def _breaks_out(model, field) -> bool:
    other = field.related_model._meta.app_label
    return other in FLOORS and not may_know(model._meta.app_label, other)


def test_no_migration_depends_on_a_floor_above_or_beside():
    migrations = MigrationLoader(None).disk_migrations
    found = [
        f"{app}.{name} on {other}"
        for (app, name), migration in migrations.items()
        if app in FLOORS
        for other, _ in [*migration.dependencies, *migration.run_before]
        if other in FLOORS and not may_know(app, other)
    ]
    assert {app for app, _ in migrations} >= {"records", "office", "requests_app", "notices"}
    assert found == []
