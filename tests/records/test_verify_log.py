from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from records import log, triggers
from records.models import ChainHead, LogEntry

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    with transaction.atomic():
        for n in range(3):
            log.append("application:12", "note", actor=log.SYSTEM, at=AT, payload={"n": n})
        log.append("application:13", "note", actor=log.SYSTEM, at=AT)


def test_a_sound_log_is_counted_and_anchored(written, capsys, tmp_path):
    call_command("verify_log", "--write-anchor", str(tmp_path / "anchor.json"))
    said = capsys.readouterr().out
    assert "4 entries, no faults" in said
    assert log.anchor()["digest"] in said
    call_command("verify_log", "--anchor", str(tmp_path / "anchor.json"))
    call_command("verify_log", "--chain", "application:13")
    assert "1 entries" in capsys.readouterr().out


def test_faults_are_named_and_the_command_fails(written, capsys):
    triggers.remove(connection)
    LogEntry.objects.filter(chain="application:12", sequence=2).update(event="forged")
    triggers.install(connection)
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_log")
    assert "application:12 2: altered" in capsys.readouterr().err


def test_a_regrown_tail_fails_only_with_the_anchor(written, tmp_path):
    call_command("verify_log", "--write-anchor", str(tmp_path / "anchor.json"))
    triggers.remove(connection)
    LogEntry.objects.filter(chain="application:13").delete()
    ChainHead.objects.filter(chain="application:13").delete()
    triggers.install(connection)
    call_command("verify_log")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_log", "--anchor", str(tmp_path / "anchor.json"))


def test_missing_triggers_fail_too(written, capsys):
    triggers.remove(connection)
    with pytest.raises(CommandError, match="triggers missing"):
        call_command("verify_log")
    assert "records_logentry_no_update" in capsys.readouterr().err
