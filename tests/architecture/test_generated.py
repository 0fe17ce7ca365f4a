"""What is generated from the code is in the repository, and says what the code says."""

import pytest
from django.core.management import CommandError, call_command

from requests_app.lifecycle import document
from requests_app.states import State
from requests_app.steps import STEPS


def test_the_lifecycle_document_is_up_to_date():
    call_command("lifecycle", check=True)


def test_one_that_is_not_would_be_found(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="out of date"):
        call_command("lifecycle", check=True)
    call_command("lifecycle")
    call_command("lifecycle", check=True)
    with (tmp_path / "docs" / "lifecycle.md").open("a") as written:
        written.write("one more line\n")
    with pytest.raises(CommandError, match="out of date"):
        call_command("lifecycle", check=True)


def test_it_names_every_state_and_every_step():
    text = document()
    assert all(f"{state.value}: {state.label} {state.name}" in text for state in State)
    assert all(f"| `{name}` | {step.label} |" in text for name, step in STEPS.items())


def test_it_reads_the_same_whatever_language_the_screen_has():
    from django.utils import translation

    chinese = document()
    with translation.override("en"):
        assert document() == chinese


@pytest.mark.django_db
def test_no_migration_is_missing_for_the_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
