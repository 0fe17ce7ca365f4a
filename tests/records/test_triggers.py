"""The tables themselves refuse; each attack works once the triggers are gone."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from records import checks, log, triggers
from records.approval import approve
from records.log import Actor
from records.models import Approval, ChainHead, LogEntry
from records.refusals import Refusal

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
HEAD = Actor("staff", 5, "王主任")
LOG, APPROVALS = "records_logentry", "records_approval"

on_sqlite = connection.vendor == "sqlite"
REPLACE = {
    LOG: (
        "INSERT OR REPLACE INTO records_logentry SELECT * FROM records_logentry"
        if on_sqlite
        else "INSERT INTO records_logentry SELECT * FROM records_logentry "
        "ON CONFLICT (id) DO UPDATE SET event = 'forged'"
    ),
    APPROVALS: (
        "INSERT OR REPLACE INTO records_approval SELECT * FROM records_approval"
        if on_sqlite
        else "INSERT INTO records_approval SELECT * FROM records_approval "
        "ON CONFLICT (id) DO UPDATE SET comment = 'forged'"
    ),
}
ATTACKS = [
    "UPDATE records_logentry SET event = 'forged'",
    "UPDATE records_logentry SET payload = '{}' WHERE sequence = 2",
    "DELETE FROM records_logentry",
    REPLACE[LOG],
    "UPDATE records_approval SET verdict = 'returned'",
    "DELETE FROM records_approval",
    REPLACE[APPROVALS],
    "DELETE FROM records_chainhead",
    "UPDATE records_chainhead SET sequence = 0",
    "UPDATE records_chainhead SET hash = 'forged'",
    "UPDATE records_chainhead SET chain = 'elsewhere', sequence = sequence + 1",
]
if not on_sqlite:
    ATTACKS += [
        "TRUNCATE records_logentry CASCADE",
        "TRUNCATE records_approval",
        "TRUNCATE records_chainhead",
    ]


@pytest.fixture
def something(db):
    with transaction.atomic():
        log.append("notice:5", "approve", actor=HEAD, at=AT)
        log.append("notice:5", "issue", actor=HEAD, at=AT)
    approve("notice:5", stage="head", by=HEAD, at=AT, content_hash="a" * 64)
    connection.check_constraints()  # PostgreSQL truncates nothing that still has checks to come


def execute(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(something, attack):
    before = list(LogEntry.objects.values()), list(Approval.objects.values())
    with pytest.raises(DatabaseError, match="append-only"):
        execute(attack)
    assert (list(LogEntry.objects.values()), list(Approval.objects.values())) == before
    assert ChainHead.objects.get().sequence == 2


@pytest.mark.parametrize("attack", ATTACKS)
def test_without_the_triggers_the_same_attack_succeeds(something, attack):
    with transaction.atomic():
        triggers.remove(connection)
        execute(attack)
        transaction.set_rollback(True)


def test_replacing_is_refused_even_with_the_pragma_off(something):
    if not on_sqlite:
        assert "_no_update" in "".join(triggers.expected())
        return
    execute("PRAGMA recursive_triggers = OFF")
    with pytest.raises(DatabaseError, match="append-only"):
        execute(REPLACE[LOG])
    execute("PRAGMA recursive_triggers = ON")


def test_the_models_say_it_readably_first(something):
    for row in (LogEntry.objects.first(), Approval.objects.first()):
        with pytest.raises(Refusal, match="不可修改"):
            row.save()
        with pytest.raises(Refusal, match="不可删除"):
            row.delete()


def test_a_new_row_with_an_old_id_is_refused(something):
    row = Approval.objects.get()
    row._state.adding = True
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


@pytest.mark.django_db
def test_the_check_warns_of_a_missing_trigger_and_migrate_puts_it_back():
    assert triggers.missing(connection) == []
    assert checks.triggers_are_there(databases=["default"]) == []
    triggers.remove(connection)
    found = checks.triggers_are_there(databases=["default"])
    assert {error.id for error in found} == {"records.W003"}
    assert len(found) == len(triggers.missing(connection)) > 5
    call_command("migrate", "records", verbosity=0)
    assert triggers.missing(connection) == []


@pytest.mark.django_db
def test_before_the_tables_are_there_nothing_is_missed():
    with transaction.atomic():
        triggers.remove(connection)
        execute("ALTER TABLE records_logentry RENAME TO records_gone")
        triggers.restore()
        assert checks.triggers_are_there(databases=["default"]) == []
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_trigger_switched_off_counts_as_missing():
    if on_sqlite:
        execute("DROP TRIGGER records_logentry_no_delete")
    else:
        execute("ALTER TABLE records_logentry DISABLE TRIGGER records_logentry_no_delete")
    assert triggers.missing(connection) == ["records_logentry_no_delete"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_between_tests_that_commit_the_log_is_emptied_and_guarded_again(time):
    assert LogEntry.objects.count() == 0
    assert triggers.missing(connection) == []
    with transaction.atomic():
        log.append("notice:5", "issue", actor=HEAD, at=AT)
