"""The deadline tool: lines a second, start-up, and a limit against counting day by day."""

import json
import os
import random
import resource
import subprocess
import sys
import time
import timeit
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import numpy

from statute.calendar import load_calendar
from statute.counting import DAY_AFTER, WORKING_DAY, Rule, run_out

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-S", "-m", "statute", "due"]
FIRST, LAST = date(2019, 1, 1).toordinal(), date(2025, 8, 1).toordinal()
DAY = timedelta(days=1)
AMOUNTS = (5, 15, 20, 40)

Way = Callable[[date, int], date]


def measure(size: int | None) -> None:
    """Print the figures; `size` is how many lines the tool is asked (100,000)."""
    lines = size or 100_000
    print(f"deadlines: {lines} lines of python -m statute due")
    for name, question, n in (
        ("received alone", _plain, lines),
        ("corrected, suspended, extended", _eventful, lines),
        ("the same, explained day by day", _explained, min(lines, 2_000)),
    ):
        _report(name, n, question)
    _start()
    _limits(min(lines, 2_000))


def _drawn(n: int) -> Iterator[tuple[int, date]]:
    draw = random.Random(20260302)
    for number in range(n):
        yield number, date.fromordinal(draw.randint(FIRST, LAST))


def _plain(number: int, received: date) -> dict:
    return {"id": number, "law": "cn-regulation", "calendar": "cn", "received": str(received)}


def _eventful(number: int, received: date) -> dict:
    events = [
        {"kind": "corrected", "on": str(received + 5 * DAY)},
        {
            "kind": "suspended",
            "since": str(received + 9 * DAY),
            "until": str(received + (12 + number % 20) * DAY),
        },
        {"kind": "extended", "by": 1 + number % 20},
    ]
    return _plain(number, received) | {"events": events}


def _explained(number: int, received: date) -> dict:
    return _eventful(number, received) | {"explain": True}


def _ran(given: bytes, jobs: int = 1) -> tuple[float, float, bytes]:
    """Seconds of processor time, seconds on the wall, and the answers."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [*COMMAND, "--jobs", str(jobs)], input=given, capture_output=True, cwd=ROOT, check=True
    )
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return worked, wall, done.stdout


def _report(name: str, n: int, question: Callable[[int, date], dict]) -> None:
    given = "".join(json.dumps(question(*drawn)) + "\n" for drawn in _drawn(n)).encode()
    for jobs in sorted({1, os.cpu_count() or 1}):
        worked, wall, answers = min((_ran(given, jobs) for _ in range(2)), key=lambda run: run[1])
        if answers.count(b"\n") != n or b'"error"' in answers:
            raise AssertionError(f"{name}: not every line was answered")
        said = f"{wall:6.2f} s, {worked:6.2f} s of processor time, {n / wall:7.0f} lines/s"
        print(f"  {name:32} {jobs} process{'es' if jobs > 1 else '  '} {said}")


def _start() -> None:
    line = json.dumps(_plain(1, date(2026, 3, 2))).encode()
    seconds = min(_ran(line)[0] for _ in range(5))
    print(f"  {'start to first answer, best of 5':32} {seconds * 1000:7.0f} ms of processor time")


def _limits(n: int) -> None:
    """One limit each way, all answers compared before any is timed."""
    starts = [received for _number, received in _drawn(n)]
    asked = [(day, AMOUNTS[place % len(AMOUNTS)]) for place, day in enumerate(starts)]
    ways = ways_to_count()
    expected = [ways["statute"](day, amount) for day, amount in asked]
    for name, way in ways.items():
        found = [way(day, amount) for day, amount in asked]
        wrong = [a for a, e, f in zip(asked, expected, found, strict=True) if e != f]
        if wrong:
            raise AssertionError(f"{name} disagrees on {len(wrong)} limits, such as {wrong[0]}")
    print(f"  {n} limits of {', '.join(map(str, AMOUNTS))} working days; all ways agree")
    base = None
    for name, way in ways.items():
        each = _microseconds(way, asked)
        base = base or each
        print(f"  {name:32} {each:10.2f} us  x{each / base:.1f}")
    print(f"  {'numpy.busday_offset, all at once':32} {_vector(asked, expected):10.2f} us")


def _microseconds(way: Way, asked: list[tuple[date, int]]) -> float:
    seconds = timeit.repeat(lambda: [way(*each) for each in asked], number=1, repeat=3)
    return min(seconds) / len(asked) * 1e6


def ways_to_count() -> dict[str, Way]:
    """The n-th working day in China after a day: ours first, then three others."""
    calendar, counted = load_calendar("cn"), numpy_calendar()
    china = holidays.country_holidays("CN", years=range(2018, 2027))
    return {
        "statute": lambda day, n: (
            run_out(Rule(WORKING_DAY, n, first_day=DAY_AFTER), calendar, day).due
        ),
        "holidays, day by day": lambda day, n: day_by_day(china.is_working_day, day, n),
        "chinesecalendar, day by day": lambda day, n: day_by_day(
            chinese_calendar.is_workday, day, n
        ),
        "numpy.busday_offset": lambda day, n: numpy_offset(counted, day, n),
    }


def day_by_day(works: Callable[[date], bool], day: date, n: int) -> date:
    """Count on from a day, as a clerk does."""
    while n:
        day += DAY
        n -= works(day)
    return day


def numpy_calendar() -> numpy.busdaycalendar:
    """Every weekday may be worked and every day of rest is a holiday.

    The only way that numpy can hold a make-up working Saturday: with its weekend in the mask a
    Saturday can never be worked.
    """
    calendar = load_calendar("cn")
    days = map(date.fromordinal, range(date(2018, 1, 1).toordinal(), date(2027, 1, 1).toordinal()))
    return numpy.busdaycalendar("1111111", [day for day in days if not calendar.is_working(day)])


def numpy_offset(counted: numpy.busdaycalendar, day: date, n: int) -> date:
    """Day 0 is the last working day up to receipt, so that the n-th is n further on."""
    return numpy.busday_offset(day, n, roll="backward", busdaycal=counted).astype(date)


def _vector(asked: list[tuple[date, int]], expected: list[date | None]) -> float:
    """Microseconds a limit where numpy is given all of them in one array."""
    counted = numpy_calendar()
    days = numpy.array([day for day, _n in asked], dtype="datetime64[D]")
    amounts = numpy.array([n for _day, n in asked])

    def all_at_once():
        return numpy.busday_offset(days, amounts, roll="backward", busdaycal=counted)

    if list(all_at_once().astype(object)) != expected:
        raise AssertionError("numpy, all at once, disagrees")
    return min(timeit.repeat(all_at_once, number=1, repeat=5)) / len(asked) * 1e6
