"""The two commands' script: readable by every shell, and plain about what it wants."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELLS = [shell for shell in ("sh", "dash", "bash") if shutil.which(shell)]


def run(*words, **environment):
    return subprocess.run(
        [str(ROOT / "run"), *words],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_valid_for(shell):
    subprocess.run([shell, "-n", ROOT / "run"], check=True)


def test_the_script_of_continuous_integration_is_valid_bash():
    subprocess.run(["bash", "-n", ROOT / ".ci/run"], check=True)


def test_a_broken_script_is_noticed(tmp_path):
    broken = tmp_path / "broken"
    broken.write_text("if true; then\n")
    assert subprocess.run(["sh", "-n", broken], capture_output=True).returncode != 0


def test_help_names_every_command():
    said = run("help").stdout
    for command in [
        "test",
        "check",
        "fix",
        "bench",
        "gallery",
        "doctor",
        "serve",
        "work",
        "manage",
        "help",
    ]:
        assert f"./run {command}" in said


def test_an_unknown_command_is_refused_with_the_list_of_known_ones():
    answer = run("tset")
    assert answer.returncode == 2
    assert "Unknown: tset" in answer.stderr
    assert "./run test" in answer.stderr


def test_a_taken_port_is_said_before_anything_is_set_up():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run("serve", PORT=str(port))
    assert answer.returncode == 4
    assert f"127.0.0.1:{port}" in answer.stderr
    assert f"PORT={port + 1}" in answer.stderr


def test_a_machine_without_python_is_told_what_to_type(tmp_path):
    for program in ("dirname", "uname"):
        (tmp_path / program).symlink_to(shutil.which(program))
    answer = run("test", PATH=str(tmp_path), PYTHON="")
    assert answer.returncode == 3
    assert "apt-get install -y python3" in answer.stderr


def test_an_old_python_is_passed_over(tmp_path):
    for program in ("dirname", "uname"):
        (tmp_path / program).symlink_to(shutil.which(program))
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    assert run("test", PATH=str(tmp_path), PYTHON="").returncode == 3


def test_a_machine_without_pdf_tools_is_told_what_to_type(tmp_path):
    """A user who is not root, on a Debian that lacks them."""
    script = (ROOT / "run").read_text(encoding="utf-8")
    start = script.index("need_pdf_tools() {")
    asked = script[start : script.index("\n}\n", start) + 3]
    stubs = (
        "stop_with() { code=$1; shift; printf '%s\\n' \"$@\" >&2; exit $code; }\n"
        "machine() { echo poppler-utils qpdf; }\nis_debian() { true; }\nis_root() { false; }\n"
    )
    answer = subprocess.run(
        ["sh", "-c", stubs + asked + "need_pdf_tools"], capture_output=True, text=True
    )
    assert answer.returncode == 3
    assert "sudo apt-get install -y --no-install-recommends poppler-utils qpdf" in answer.stderr
