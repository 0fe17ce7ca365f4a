"""The package by itself: no Django, quick to load, and a command anyone can run."""

import subprocess
import sys

import pytest

from statute.__main__ import main

LOAD = """
import sys, time
began = time.process_time()
import statute.clock, statute.annual, statute.receipt, statute.remedies
from statute.calendar import load_calendar
from statute.law import laws
print(time.process_time() - began)
load_calendar("cn"); laws()
print(sorted({name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)))
"""


def test_it_imports_the_standard_library_only_and_quickly():
    best = 9.0
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-S", "-c", LOAD], capture_output=True, text=True, check=True
        )
        seconds, others = done.stdout.splitlines()
        best = min(best, float(seconds))
        assert others == "['__main__', 'statute']"
    assert best < 0.2


def test_the_command_explains_a_limit(capsys):
    assert main(["explain", "--law", "cn-regulation", "--received", "2026-02-10"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("最后一日是2026年3月16日。")
    assert lines[-1] == "2026-03-16  20 工作日"


def test_the_command_speaks_english_and_knows_a_correction(capsys):
    main(["explain", "--received", "2026-02-10", "--corrected", "2026-03-16", "--language", "en"])
    assert capsys.readouterr().out.startswith("Corrected on 16 March 2026")


def test_the_command_refuses_an_unknown_law(capsys):
    with pytest.raises(SystemExit):
        main(["explain", "--law", "nowhere", "--received", "2026-02-10"])
    assert "nowhere" in capsys.readouterr().err
