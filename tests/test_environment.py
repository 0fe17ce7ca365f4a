"""Settings from the environment: what is malformed is refused, never guessed at."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import file, number, ports, secret


def test_a_number_is_read_and_anything_else_refused(monkeypatch):
    assert number("A_NUMBER", 60) == 60
    monkeypatch.setenv("A_NUMBER", "0")
    assert number("A_NUMBER", 60) == 0
    for wrong in ("-1", "many", "1.5", "", "²"):
        monkeypatch.setenv("A_NUMBER", wrong)
        with pytest.raises(ImproperlyConfigured, match="A_NUMBER"):
            number("A_NUMBER", 60)


def test_ports_are_read_and_anything_else_refused(monkeypatch):
    assert ports("SOME_PORTS", "80,443") == {80, 443}
    monkeypatch.setenv("SOME_PORTS", "8080, 9000")
    assert ports("SOME_PORTS", "80,443") == {8080, 9000}
    for wrong in ("80;443", "0", "65536", "-1", "http"):
        monkeypatch.setenv("SOME_PORTS", wrong)
        with pytest.raises(ImproperlyConfigured, match="SOME_PORTS"):
            ports("SOME_PORTS", "80,443")


def test_a_secret_is_read_from_a_file_only_its_owner_can_read(monkeypatch, tmp_path):
    monkeypatch.setenv("A_SECRET", "in the environment")
    assert secret("A_SECRET") == "in the environment"
    path = tmp_path / "secret"
    path.write_text("in a file\n")
    monkeypatch.setenv("A_SECRET_FILE", str(path))
    path.chmod(0o640)
    with pytest.raises(ImproperlyConfigured, match="others may read secret"):
        secret("A_SECRET")
    path.chmod(0o600)
    assert secret("A_SECRET") == "in a file"
    path.unlink()
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        secret("A_SECRET")


def test_the_path_of_a_file_may_be_left_out(monkeypatch, tmp_path):
    assert file("A_FILE") is None
    monkeypatch.setenv("A_FILE", str(tmp_path))
    assert file("A_FILE") == tmp_path
