"""`./run doctor` and the questions the script asks of the machine."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap import machine

ROOT = Path(__file__).resolve().parents[2]


def doctor(*words, **keywords):
    return subprocess.run(
        [sys.executable, ROOT / "bootstrap/doctor.py", *words],
        capture_output=True,
        text=True,
        timeout=60,
        **keywords,
    )


def test_every_line_says_whether_a_thing_is_there():
    answer = doctor()
    lines = answer.stdout.splitlines()
    assert answer.returncode == 0, answer.stdout
    assert all(line.startswith(("ok ", "absent ", "MISSING ")) for line in lines)
    for thing in [
        "Python",
        "Packages",
        "Pango",
        "Chromium",
        "pdfsig",
        "qpdf",
        "PostgreSQL",
        "Disk",
    ]:
        assert any(line[9:].startswith(thing) for line in lines)


def test_a_line_about_something_absent_says_how_to_get_it():
    absent = [line for line in doctor().stdout.splitlines() if not line.startswith("ok ")]
    assert all("->" in line for line in absent)


def test_what_is_needed_and_missing_makes_the_doctor_fail(tmp_path):
    """A Python without our packages: the same file run isolated from the virtual environment."""
    answer = subprocess.run(
        [sys.executable, "-S", ROOT / "bootstrap/doctor.py", "--quiet"],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
    )
    assert answer.returncode == 1
    assert "MISSING  Packages" in answer.stdout
    assert "./run" in answer.stdout


def test_a_library_that_does_not_exist_does_not_load():
    assert not machine.loads(("libno-such-thing.so.0",))
    assert machine.loads(("libno-such-thing.so.0", "libc.so.6"))


def test_pdf_tools_that_are_not_on_the_path_are_named_by_their_packages(monkeypatch, tmp_path):
    assert machine.missing_pdf_tools() == []
    (tmp_path / "qpdf").write_text("#!/bin/sh\n")
    (tmp_path / "qpdf").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.missing_pdf_tools() == ["poppler-utils"]


def test_a_port_in_use_is_not_free():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert not machine.is_free("127.0.0.1", port)
    assert machine.is_free("127.0.0.1", port)


def test_a_browser_named_but_absent_is_not_replaced_by_another(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    assert machine.browser() is None


@pytest.mark.parametrize("name", ["fandol/FandolFang-Regular.otf", "noto/NotoSerifSC-Regular.ttf"])
def test_a_font_that_was_changed_is_named(tmp_path, monkeypatch, name):
    monkeypatch.setattr(machine, "FONTS", tmp_path)
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_bytes(b"not a font")
    digest = "0" * 64
    (tmp_path / "SHA256SUMS").write_text(f"{digest}  {name}\n{digest}  absent.otf\n")
    assert machine.wrong_fonts() == [name, "absent.otf"]
