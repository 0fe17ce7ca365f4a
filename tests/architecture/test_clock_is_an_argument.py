"""Only views, commands and scheduled work read the clock; a lint rule holds the line."""

import subprocess
import sys
import tomllib

import pytest

from tests.architecture.floors import FLOORS, ROOT, sources

CLOCK_RULES = "TID251,DTZ005,DTZ011"
READS_THE_CLOCK = """
from datetime import date, datetime
from django.utils import timezone
from django.utils.timezone import localdate

one = timezone.now()
two = timezone.localdate()
three = date.today()
four = datetime.now()
five = localdate()
"""
MAY_READ_IT = {"web/**", "**/management/commands/**", "casework/reminders.py", "tests/**"}


def ruff(*args: str, text: str | None = None) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select", CLOCK_RULES, "--no-cache",
         "--output-format", "concise", *args],
        input=text, capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip


def test_nothing_else_reads_the_clock():
    done = ruff(*(package for package in FLOORS if (ROOT / package).is_dir()))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("place", ["requests_app/probe.py", "casework/probe.py", "office/probe.py"])
def test_reading_it_there_would_be_found(place):
    found = ruff("--stdin-filename", place, "-", text=READS_THE_CLOCK).stdout
    lines = {line.split(":")[1] for line in found.splitlines() if line.startswith(place)}
    assert {"6", "7", "8", "9"} <= lines
    assert lines & {"4", "10"}  # brought in under its own name, or called by it


def test_views_may_ask_the_zone_for_today_but_not_the_machine():
    found = ruff("--stdin-filename", "web/probe.py", "-", text=READS_THE_CLOCK).stdout
    assert "TID251" not in found
    assert "DTZ011" in found


def test_the_places_that_may_read_it_are_the_ones_named():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    ignored = config["tool"]["ruff"]["lint"]["per-file-ignores"]
    assert {place for place, rules in ignored.items() if "TID251" in rules} == MAY_READ_IT


def test_an_exception_to_the_rule_only_converts_an_instant_it_was_given():
    for package in FLOORS:
        for path in sources(package):
            for line in path.read_text("utf-8").splitlines():
                if "noqa" in line and "TID251" in line:
                    assert "localtime(at)" in line, f"{path.name}: {line.strip()}"
