from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from records import log, triggers
from records.models import LogEntry

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    call_command("makemigrations", "records", check=True, dry_run=True, verbosity=0)


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_down_and_up_again_over_data_the_log_is_whole_and_guarded():
    with transaction.atomic():
        log.append("application:12", "note", actor=log.SYSTEM, at=AT, payload={"字": 1})
    call_command("migrate", "records", "0001", verbosity=0)  # and whatever rests on it
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection) == []
    assert LogEntry.objects.count() == 1
    assert log.verify() == []
