"""Pins: hashed, free of any host, each with its reason; and pip's settings handed on to uv."""

import re
from pathlib import Path

import pytest

from bootstrap import pip_settings

ROOT = Path(__file__).resolve().parents[2]
PINS = ["requirements.txt", "requirements-dev.txt"]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def entries(name):
    """The file's entries, one string each: a pin with its checksums."""
    text = "\n".join(line for line in read(name).splitlines() if not line.lstrip().startswith("#"))
    return [entry for entry in re.split(r"\n(?=\S)", text) if entry.strip()]


def unhashed(text):
    return [e for e in text if not re.search(r"==\S+", e) or "--hash=sha256:" not in e]


@pytest.mark.parametrize("name", PINS)
def test_every_package_has_one_version_and_its_checksums(name):
    assert len(entries(name)) > 20
    assert unhashed(entries(name)) == []


def test_an_entry_without_a_checksum_is_noticed():
    assert unhashed(["django==5.2.19", "django>=5 --hash=sha256:00"]) != []


@pytest.mark.parametrize("name", [*PINS, "requirements.in", "requirements-dev.in"])
def test_no_package_index_is_named(name):
    assert not re.search(r"https?:|file:|--(extra-)?index|find-links|trusted-host", read(name))


def test_the_test_environment_contains_the_running_one():
    assert {e.split()[0] for e in entries("requirements.txt")} <= {
        e.split()[0] for e in entries("requirements-dev.txt")
    }


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_package_asked_for_has_its_reason_in_the_document(name):
    first_cells = "\n".join(re.findall(r"^\| ([^|]+) \|", read("docs/dependencies.md"), re.M))
    explained = set(re.split(r"[\s,]+", first_cells))
    asked = [
        re.match(r"[\w.-]+", line)[0] for line in read(name).splitlines() if line[:1].isalpha()
    ]
    assert asked
    assert [package for package in asked if package not in explained] == []


@pytest.fixture
def pip_conf(tmp_path, monkeypatch):
    """Write a pip.conf that is the only source of pip's settings."""
    path = tmp_path / "pip.conf"
    for name in pip_settings.READ:
        monkeypatch.delenv("PIP_" + name.upper().replace("-", "_"), raising=False)
    monkeypatch.setattr(pip_settings, "config_files", lambda: [path])
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    return path


def test_the_index_pip_uses_is_the_one_uv_uses(pip_conf):
    pip_conf.write_text("[global]\nindex-url = https://mirror.example/simple\n")
    given = pip_settings.as_uv(pip_settings.settings())
    assert given == {"UV_DEFAULT_INDEX": "https://mirror.example/simple"}


def test_the_environment_wins_over_the_file(pip_conf, monkeypatch):
    pip_conf.write_text("[global]\nindex-url = https://mirror.example/simple\n")
    monkeypatch.setenv("PIP_INDEX_URL", "https://other.example/simple")
    assert pip_settings.settings()["index-url"] == "https://other.example/simple"


def test_what_uv_was_told_itself_is_left_alone(pip_conf, monkeypatch):
    pip_conf.write_text("[global]\nindex-url = https://mirror.example/simple\n")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/simple")
    assert pip_settings.as_uv(pip_settings.settings()) == {}


def test_a_folder_of_packages_that_is_not_there_is_left_out(pip_conf, tmp_path):
    pip_conf.write_text(f"[global]\nfind-links = /no/such/folder {tmp_path}\n")
    assert pip_settings.as_uv(pip_settings.settings()) == {"UV_FIND_LINKS": str(tmp_path)}
