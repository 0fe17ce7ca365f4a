import json

import pytest
from django.core.management import call_command

from records import checks, keys
from records.encryption import seal, unseal
from records.models import KeyWitness


@pytest.fixture
def key_file(settings, tmp_path):
    settings.RECORDS_KEYS_FILE = tmp_path / "keys.json"
    assert keys.make()
    return settings.RECORDS_KEYS_FILE


def rewrite(path, **changes):
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    path.chmod(0o600)


def test_a_key_file_is_for_its_owner_alone(key_file):
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_making_keys_twice_leaves_the_first_alone(key_file, capsys):
    before = key_file.read_bytes()
    call_command("make_keys")
    assert "already there" in capsys.readouterr().out
    assert key_file.read_bytes() == before


def test_making_keys_says_to_keep_a_copy_apart(key_file, capsys):
    key_file.unlink()
    call_command("make_keys")
    assert "Keep a copy" in capsys.readouterr().out
    keys.load()


@pytest.mark.django_db
def test_without_a_key_file_the_check_says_so_once_and_migrate_does_not_write_one(key_file):
    key_file.unlink()
    assert checks.keys_are_the_ones_used(databases=["default"]) == []
    keys.witness_after_migrate()
    assert not key_file.exists()


def test_checks_that_need_the_database_wait_until_they_are_asked_for():
    assert checks.keys_are_the_ones_used() == []
    assert checks.triggers_are_there() == []


def test_without_a_key_file_nothing_is_sealed_and_the_message_names_the_key(key_file):
    key_file.unlink()
    with pytest.raises(keys.KeysUnusable, match="k1"):
        seal("13800000000", context="t.c:1")
    assert [error.id for error in checks.key_file_is_usable()] == ["records.E001"]


def test_a_sound_key_file_passes_the_check(key_file):
    assert checks.key_file_is_usable() == []


def test_a_key_file_open_to_others_is_refused(key_file):
    key_file.chmod(0o640)
    with pytest.raises(keys.KeysUnusable, match="0600"):
        keys.load()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"keys": {"k1": "AAAA"}}, "k1"),
        ({"keys": {"k1": "not base64!"}}, "k1"),
        ({"current": "k7"}, "k7"),
        ({"hmac": {}}, "h1"),
        ({"keys": None}, "cannot be read|NoneType"),
    ],
)
def test_a_damaged_key_file_is_refused_by_name(key_file, changes, named):
    rewrite(key_file, **changes)
    with pytest.raises(keys.KeysUnusable, match=named):
        keys.load()


def test_a_value_under_a_key_that_is_gone_names_that_key(key_file):
    sealed = seal("甲", context="t.c:1")
    rewrite(key_file, current="k2", keys={"k2": keys.new_key()})
    with pytest.raises(keys.KeysUnusable, match="k1"):
        unseal(sealed, context="t.c:1")


def test_a_new_current_key_keeps_the_old_one_readable(key_file):
    sealed = seal("甲", context="t.c:1")
    assert keys.add_current() == "k2"
    assert seal("甲", context="t.c:1").key_id == "k2"
    assert unseal(sealed, context="t.c:1") == "甲"
    assert key_file.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_the_key_the_database_knows_is_accepted(key_file):
    KeyWitness.objects.all().delete()
    keys.witness()
    keys.require()
    assert checks.keys_are_the_ones_used(databases=["default"]) == []


@pytest.mark.django_db
def test_another_key_under_the_same_name_stops_the_start(key_file):
    KeyWitness.objects.all().delete()
    keys.witness()
    rewrite(key_file, keys={"k1": keys.new_key()})
    with pytest.raises(keys.KeysUnusable, match="'k1' is not the key"):
        keys.require()
    assert [e.id for e in checks.keys_are_the_ones_used(databases=["default"])] == ["records.E002"]


@pytest.mark.django_db
def test_a_key_missing_from_the_file_stops_the_start(key_file):
    KeyWitness.objects.all().delete()
    keys.add_current()
    keys.witness()
    content = json.loads(key_file.read_text())
    rewrite(key_file, keys={"k2": content["keys"]["k2"]})
    with pytest.raises(keys.KeysUnusable, match="'k1' is missing"):
        keys.require()
