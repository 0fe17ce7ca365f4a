"""The database keeps what must be true: each constraint is broken past every Python check."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from requests_app.models import Correction, Extension, FeeDemand, LaterDate
from tests.architecture.floors import FLOORS
from tests.architecture.rows import KEPT, World
from tests.cast import MONDAY, filed

# SQLite names a unique constraint by its columns, and the log's trigger is there before it.
BY_OTHER_WORDS = {"sqlite": ("UNIQUE", "append-only"), "postgresql": ()}


@pytest.fixture
def world(cast) -> World:
    return World(cast)


def insert(row) -> None:
    """Put a row in by SQL, without the model's own save()."""
    type(row).objects.bulk_create([row])


def test_no_constraint_is_without_a_row_that_breaks_it():
    declared = {
        constraint.name
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        for constraint in model._meta.constraints
    }
    assert declared == set(KEPT)


@pytest.mark.django_db
@pytest.mark.parametrize("name", KEPT)
def test_the_database_lets_the_legal_rows_in_and_keeps_the_other_out(world, name):
    kept = KEPT[name]
    for row in kept.rows(world):
        insert(row)
    bad = kept.bad_row(world)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        insert(bad)
    assert any(word in str(refused.value) for word in (name, *BY_OTHER_WORDS[connection.vendor]))


ONCE = {
    Correction: {"asked_on": MONDAY, "missing": "年度", "days": 10},
    Extension: {"decided_on": MONDAY, "by_days": 5, "reason": "示例"},
    FeeDemand: {"asked_on": MONDAY, "amount_yuan": 100, "basis": "示例", "days": 20},
    LaterDate: {"decided_on": MONDAY, "due_on": MONDAY, "reason": "示例"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("model", ONCE, ids=lambda model: model.__name__)
def test_what_may_happen_once_happens_once(world, model):
    owner = {"application": world.application} if model is Correction else {}
    owner = owner or {"handling": world.handling}
    if model is Extension:
        owner["approved_by"] = world.cast.leader
    insert(model(**owner, **ONCE[model]))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(model(**owner, **ONCE[model]))


@pytest.mark.django_db
def test_two_cases_never_have_one_number_nor_one_form_filed_twice(cast):
    first, second = filed(), filed()
    for field in ("number", "filing_key"):
        same = {field: getattr(first, field)}
        with pytest.raises(IntegrityError), transaction.atomic():
            type(second).objects.filter(pk=second.pk).update(**same)
