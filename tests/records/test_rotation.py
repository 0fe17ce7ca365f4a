from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from records import disk, files, keys, log, rotation
from records.encryption import Undecipherable
from records.models import KeyWitness, LogPrivate, OutgoingMail, StoredFile
from records.outbox import send_later
from tests.records import hostile

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.fixture
def sealed(db, settings, tmp_path):
    """Seven mails, a log entry and a file under key k1, with keys and folder of their own."""
    settings.RECORDS_KEYS_FILE, settings.VAR = tmp_path / "keys.json", tmp_path
    keys.make()
    KeyWitness.objects.all().delete()
    with transaction.atomic():
        for n in range(7):
            send_later(to=f"a{n}@example.org", subject="s", body=f"正文{n}", key=f"k{n}", at=AT)
        entry = log.append("c:1", "file", actor=log.APPLICANT, at=AT, private={"name": "张三"})
    return entry, files.store(hostile.PDF, name="a.pdf", at=AT)


def everything_opens(sealed):
    entry, stored = sealed
    mails = OutgoingMail.objects.order_by("id")
    assert [m.body for m in mails] == [f"正文{n}" for n in range(7)]
    assert [m.recipient for m in mails] == [f"a{n}@example.org" for n in range(7)]
    assert log.private_of(entry) == {"name": "张三"}
    assert files.read(StoredFile.objects.get(pk=stored.pk)) == hostile.PDF
    assert log.verify() == []
    return True


def test_after_rotation_everything_is_under_the_new_key_and_opens(sealed):
    call_command("rotate_keys", "--new-key", "--batch", "3")
    assert rotation.left() == 0
    assert everything_opens(sealed)
    assert LogPrivate.objects.values_list("content", flat=True).get().key_id == "k2"
    assert disk.read(StoredFile.objects.get().path, row_key=sealed[1].row_key)[0] == "k2"
    content = settings_without_k1()
    assert set(content["keys"]) == {"k2"}
    assert everything_opens(sealed)


def settings_without_k1():
    import json

    path = keys.key_file()
    content = json.loads(path.read_text())
    del content["keys"]["k1"]
    path.write_text(json.dumps(content))
    return content


def test_without_rotation_the_old_key_is_still_needed(sealed):
    keys.add_current()
    settings_without_k1()
    with pytest.raises(keys.KeysUnusable, match="k1"):
        _ = OutgoingMail.objects.first().body


def test_rotation_stopped_after_any_batch_goes_on_where_it_was(sealed):
    keys.add_current()
    left = [rotation.left()]
    while left[-1]:
        next(rotation.rotate(batch=2))
        left.append(rotation.left())
        assert everything_opens(sealed)
    assert left == sorted(left, reverse=True)
    assert len(left) > 8


def test_a_file_resealed_on_disk_but_not_yet_noted_is_noted(sealed):
    stored = sealed[1]
    keys.add_current()
    disk.write(stored.path, hostile.PDF, row_key=stored.row_key)
    assert list(rotation.rotate())[-1] == ("records.StoredFile", 1)
    assert everything_opens(sealed)


def test_rotating_twice_changes_nothing(sealed):
    call_command("rotate_keys")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM records_outgoingmail ORDER BY id")
        before = cursor.fetchall()
        call_command("rotate_keys")
        cursor.execute("SELECT body FROM records_outgoingmail ORDER BY id")
        assert cursor.fetchall() == before


def test_a_value_that_does_not_open_stops_the_rotation_instead_of_being_lost(sealed):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_outgoingmail SET body = recipient")
    keys.add_current()
    with pytest.raises(Undecipherable):
        list(rotation.rotate())
