"""`python -m statute` as others run it: a process with a pipe at either end."""

import json
import os
import resource
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-S", "-m", "statute"]
GOOD = b'{"id": 1, "law": "cn-regulation", "received": "2026-03-02"}\n'
BEGIN = """
import os, sys, time
began = time.process_time()
from statute.__main__ import main
there, here = os.pipe()
os.write(here, sys.argv[1].encode())
os.close(here)
sys.stdin = open(there)
status = main(["due"])
print(time.process_time() - began, file=sys.stderr)
print("django" in sys.modules, "holidays" in sys.modules, file=sys.stderr)
sys.exit(status)
"""


def ran(command, given, **environment):
    return subprocess.run(
        [*COMMAND, command],
        input=given,
        capture_output=True,
        cwd=ROOT,
        check=False,
        env=os.environ | environment,
    )


def test_a_stream_with_bad_lines_among_good():
    given = (
        b"\xef\xbb\xbf" + GOOD + b"\r\n"
        b'{"id": 2, "law": "cn-regulation"}\r\n'
        b"\xff\xfe\n"
        b"\n"
        b"[]\n" + GOOD.replace(b"1", b"3", 1).rstrip()  # the last line is not ended
    )
    done = ran("due", given)
    assert (done.returncode, done.stderr) == (1, b"")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["id"] for a in answers] == [1, 2, None, None, 3]
    assert [a.get("line") for a in answers] == [None, 3, 4, 6, None]
    assert [a.get("due") for a in answers] == ["2026-03-30", None, None, None, "2026-03-30"]
    assert answers[1]["error"] == "received is missing"


def test_good_lines_alone_end_well_and_so_does_nothing_at_all():
    done = ran("due", GOOD * 2)
    assert (done.returncode, done.stdout.count(b"\n")) == (0, 2)
    for nothing in (b"", b"\n", b"\r\n \n"):
        assert (ran("due", nothing).returncode, ran("due", nothing).stdout) == (0, b"")


@pytest.mark.parametrize("terminal", ["ascii", "latin-1", "utf-16"])
def test_it_speaks_utf8_whatever_the_terminal_is_set_to(terminal):
    asked = '{"id": "荆楚", "calendar": "cn", "on": "2026-10-10"}\n'.encode()
    done = ran("day", asked, PYTHONIOENCODING=terminal, LC_ALL="C", PYTHONUTF8="0")
    answer = json.loads(done.stdout.decode("utf-8"))
    assert (answer["id"], answer["working"]) == ("荆楚", True)
    assert "国庆节" in answer["why"]


def test_each_line_is_answered_before_the_next_is_asked():
    with subprocess.Popen(
        [*COMMAND, "due"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, bufsize=0
    ) as process:
        for given, key in ((GOOD, "due"), (b"{\n", "error"), (GOOD, "due")):
            process.stdin.write(given)
            assert key in json.loads(process.stdout.readline())
        process.stdin.close()
        assert process.wait(10) == 1


def test_whoever_has_read_enough_may_go():
    lines = GOOD * 20_000
    with subprocess.Popen(
        [*COMMAND, "due"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        bufsize=0,
    ) as process:
        process.stdin.write(GOOD)
        process.stdout.readline()
        process.stdout.close()
        with suppress(BrokenPipeError):  # it goes before it is asked everything
            process.stdin.write(lines)
        process.stdin.close()
        assert process.wait(20) == 1
        assert process.stderr.read() == b""


def test_it_starts_in_under_a_third_of_a_second_without_django():
    best = 9.0
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-S", "-c", BEGIN, GOOD.decode()],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        )
        seconds, others = done.stderr.splitlines()
        best = min(best, float(seconds))
        assert others == "False False"
        assert json.loads(done.stdout)["due"] == "2026-03-30"
    assert best < 0.3


def test_the_whole_process_from_start_to_answer():
    best = 9.0
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert ran("due", GOOD).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert best < 0.3


def test_five_thousand_lines_take_no_time_to_speak_of():
    began = time.monotonic()
    done = ran("due", GOOD * 5_000)
    assert done.stdout.count(b"\n") == 5_000
    assert time.monotonic() - began < 10  # ./run bench deadlines has the figure


def from_file(path, jobs):
    with path.open("rb") as given:
        return subprocess.run(
            [*COMMAND, "due", "--jobs", jobs],
            stdin=given,
            capture_output=True,
            cwd=ROOT,
            check=False,
        )


@pytest.mark.full
def test_a_flood_is_answered_in_order_by_one_process_or_by_several(tmp_path):
    """Some 3,000 lines, every seventh spoilt, from a file and through a pipe."""
    lines = [
        b'{"id": %d, "law": "cn-regulation", "received": "20%02d-03-02"}' % (n, 10 + n % 17)
        if n % 7
        else b"{"
        for n in range(1, 3_000)
    ]
    asked = tmp_path / "asked.jsonl"
    asked.write_bytes(b"\n".join(lines))
    one, three = (from_file(asked, jobs) for jobs in ("1", "3"))
    piped = ran("due", b"\n".join(lines))
    assert one.stdout == three.stdout == piped.stdout
    assert one.returncode == three.returncode == piped.returncode == 1
    answers = [json.loads(line) for line in one.stdout.splitlines()]
    assert [a["id"] or a["line"] for a in answers] == list(range(1, 3_000))


def test_after_a_flood_a_single_line_is_answered_before_the_next_is_asked():
    with subprocess.Popen(
        [*COMMAND, "due", "--jobs", "2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        reading = threading.Thread(target=lambda: [process.stdout.readline() for _ in range(4_000)])
        reading.start()
        process.stdin.write(GOOD * 4_000)
        process.stdin.flush()
        reading.join(30)
        assert not reading.is_alive()
        process.stdin.write(GOOD)
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["due"] == "2026-03-30"
        process.stdin.close()
        assert process.wait(10) == 0


def test_memory_does_not_grow_with_the_stream():
    code = (
        "import resource, sys; from statute.__main__ import main; main(['due']);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    peaks = [
        int(
            subprocess.run(
                [sys.executable, "-S", "-c", code],
                input=GOOD * n,
                capture_output=True,
                cwd=ROOT,
                check=True,
            ).stderr
        )
        for n in (1, 5_000)
    ]
    assert peaks[1] < peaks[0] * 1.3


@pytest.mark.parametrize("arguments", [[], ["dew"], ["due", "--language", "fr"], ["due", "file"]])
def test_a_wrong_command_shows_how_it_is_used(arguments):
    done = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, cwd=ROOT, check=False, text=True
    )
    assert done.returncode == 2
    assert "usage: python -m statute" in done.stderr
