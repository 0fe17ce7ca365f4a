"""The arithmetic with one thing wrong in it, forty ways: the oracle notices every one.

Each mutant is a copy of the package with one change of text; a fresh process answers the same
questions with it, and must differ. The control is a copy with no change.
"""

import json
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

import statute
from tests.statute import tool_cases, tool_oracle

pytestmark = pytest.mark.full

PACKAGE = Path(statute.__file__).parent
ASK = """
import json, sys
import statute
from statute import protocol
assert statute.__file__.startswith(sys.argv[1]), statute.__file__
for line in sys.stdin:
    command, question, expected = json.loads(line)
    try:
        answer = getattr(protocol, command)(question)
        days = [d["on"] for d in answer.pop("explanation", ()) if d["n"]]
        found = [answer.get(key) for key in ("due", "provisional", "working_days", "working")]
        found.append(days)
    except protocol.BadQuestion:
        found = "error"
    except Exception as fault:
        found = repr(fault)
    if found != expected:
        sys.exit(f"{line.rstrip()} answered {found}")
"""
MUTANTS = {
    "the day a letter goes out is left out too": (
        "counting.py",
        "room = days.count(here, since)",
        "room = max(0, days.count(here, since) - 1)",
    ),
    "a suspension that begins after the last day is seen": (
        "counting.py",
        "if room >= left:",
        "if room > left:",
    ),
    "overlapping suspensions are left out twice": (
        "counting.py",
        "if until is not None and until <= here:",
        "if False:",
    ),
    "a shorter suspension inside a longer ends it": (
        "counting.py",
        "        here = until\n    last",
        "        here = min(here, until)\n    last",
    ),
    "an open end is passed over": (
        "counting.py",
        "            return counted, None\n        here = until",
        "            continue\n        here = until",
    ),
    "the day an opinion comes is counted": (
        "counting.py",
        "        here = until\n    last",
        "        here = date.fromordinal(until.toordinal() - 1)\n    last",
    ),
    "days counted before a suspension are forgotten": (
        "counting.py",
        "            left -= room\n",
        "            left -= 0\n",
    ),
    "the day of receipt is day one": (
        "counting.py",
        "        if self.first_day == DAY_AFTER:",
        "        if self.first_day != DAY_AFTER:",
    ),
    "a limit ends on a day of rest after all": (
        "counting.py",
        "return calendar.next_working(day) if self.end == NEXT_WORKING_DAY else day",
        "return day",
    ),
    "a receipt on a day of rest stays there": (
        "counting.py",
        "return calendar.next_working(day) if self.receipt == NEXT_WORKING_DAY else day",
        "return day",
    ),
    "an extension counts on from the end before it was moved": (
        "counting.py",
        "more, due = _extended(rule, calendar, days, due, extension, gaps)",
        "more, due = _extended(rule, calendar, days, counted[-1][1], extension, gaps)",
    ),
    "an extension knows no suspension": (
        "counting.py",
        "more, last = segments(days, due, n, gaps)",
        "more, last = segments(days, due, n, ())",
    ),
    "the end of an extension is not moved": (
        "counting.py",
        "return more, None if last is None else rule.ending(last, calendar)",
        "return more, last",
    ),
    "an extension of months is one of days": (
        "counting.py",
        "        n = days.count(due, add_months(due, n))\n",
        "        pass\n",
    ),
    "an extension without end shows the limit before it": (
        "counting.py",
        "        if due is not None:\n            legs.append(due)\n    return",
        "        due = due or legs[-1]\n    return",
    ),
    "a month is thirty days": (
        "calendar_months.py",
        "min(number, monthrange(year, month + 1)[1])",
        "min(number, 28)",
    ),
    "a month of its first day counted ends a day late": (
        "calendar_months.py",
        "_of_month(received, months, received.day - 1)",
        "_of_month(received, months, received.day)",
    ),
    "the month before the first of a month is cut short": (
        "calendar_months.py",
        "date.fromordinal(add_months(received, months).toordinal() - 1)",
        "add_months(date.fromordinal(received.toordinal() - 1), months)",
    ),
    "the day itself is not among the days up to it": (
        "day_table.py",
        "return bisect_right(self._working, ordinal)",
        "return bisect_left(self._working, ordinal)",
    ),
    "the next working day is never the day itself": (
        "day_table.py",
        "return self._at(bisect_left(self._working, ordinal))",
        "return self._at(bisect_right(self._working, ordinal))",
    ),
    "the n-th working day is the one after it": (
        "day_table.py",
        "self._at(self._index(start) + n - 1)",
        "self._at(self._index(start) + n)",
    ),
    "the uncertain end of the year begins a day late": (
        "day_table.py",
        "return (day.month, day.day) < self.tail",
        "return (day.month, day.day) <= self.tail",
    ),
    "the whole last year is certain": (
        "day_table.py",
        "return (day.month, day.day) < self.tail",
        "return True",
    ),
    "the certain stretch ends with the tail's first day": (
        "day_table.py",
        "date.fromordinal(end.toordinal() - 1)",
        "end",
    ),
    "an unpublished year is certain": (
        "day_table.py",
        "        if day.year not in self.published_years:\n            return False",
        "        if day.year not in self.published_years:\n            return True",
    ),
    "a make-up day rests": (
        "day_table.py",
        "return tuple(sorted((set(plain) - rest) | worked))",
        "return tuple(sorted(set(plain) - rest))",
    ),
    "a holiday is worked": (
        "day_table.py",
        "return tuple(sorted((set(plain) - rest) | worked))",
        "return tuple(sorted(set(plain) | worked))",
    ),
    "the week begins on Sunday": (
        "day_table.py",
        "(o + 6) % 7 not in rest_weekdays",
        "o % 7 not in rest_weekdays",
    ),
    "a restart keeps the suspensions before it": (
        "fold.py",
        "own = [s for s in found if start <= s.since and (end is None or s.since < end)]",
        "own = [s for s in found if end is None or s.since < end]",
    ),
    "a suspension from the day of the restart is not its own": (
        "fold.py",
        "if start <= s.since and",
        "if start < s.since and",
    ),
    "an extension of the limit before the correction goes on": (
        "fold.py",
        "elif start <= extension.on and",
        "elif",
    ),
    "an extension told on the last day comes late": (
        "fold.py",
        "if due is not None and told_on > due:",
        "if due is not None and told_on >= due:",
    ),
    "an extension told too late is taken": (
        "fold.py",
        "if due is not None and told_on > due:",
        "if False:",
    ),
    "the correction restarts nothing": (
        "fold.py",
        "found.append((facts.corrected_on, CORRECTED))",
        "pass",
    ),
    "of two corrections the first counts": (
        "events.py",
        "on if before is None else max(before, on)",
        "on if before is None else min(before, on)",
    ),
    "an instant's day is taken in UTC": (
        "asked.py",
        "return instant.astimezone(zone).date()",
        "return instant.astimezone(ZoneInfo('UTC')).date()",
    ),
    "an instant's day is taken as written": (
        "asked.py",
        "return instant.astimezone(zone).date()",
        "return instant.date()",
    ),
    "the first bound is always in": (
        "protocol.py",
        '(bounds[0] == "[" and calendar.is_working(first))',
        "calendar.is_working(first)",
    ),
    "the last bound is always in": (
        "protocol.py",
        '    number -= bounds[1] == ")" and calendar.is_working(last)\n',
        "",
    ),
    "an extension may be as long as anyone likes": (
        "without_effect.py",
        "if asked.by <= most:",
        "if True:",
    ),
}


def questions():
    """Questions with their answers by the oracle: 1,500 due dates, then spans and days."""
    for question in (*tool_cases.edges(), *map(tool_cases.question, range(1_500))):
        yield "due", question | {"explain": True}, by_oracle(question)
    for seed in range(300):
        draw = Random(seed)
        first = date(2026, 12, 31) - timedelta(days=draw.randint(0, 900))
        last = first + timedelta(days=draw.randint(0, 30))
        span = {"calendar": "cn", "from": str(first), "to": str(last)}
        span["bounds"] = draw.choice(("[]", "[)", "(]", "()"))
        doubt = doubtful(first, last, span["bounds"])
        yield "count", span, [None, doubt, tool_oracle.working_days(span), None, []]
        day = {"calendar": "cn", "on": str(first)}
        doubt = tool_oracle.china().doubtful(first) or None
        yield "day", day, [None, doubt, None, tool_oracle.works(day), []]


def by_oracle(question):
    try:
        found = tool_oracle.due(question)
    except tool_oracle.Refused:
        return "error"
    days = [day.isoformat() for day in found.counted]
    return [found.due and found.due.isoformat(), found.provisional, None, None, days]


def doubtful(first, last, bounds):
    """True, or None as the answer leaves it out, if a day between the bounds is doubtful."""
    inner = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    inner = inner[bounds[0] == "(" : len(inner) - (bounds[1] == ")")]
    return any(map(tool_oracle.china().doubtful, inner)) or None


@pytest.fixture(scope="module")
def exam():
    return "".join(json.dumps(each) + "\n" for each in questions())


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "statute", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def sat(exam, folder):
    return subprocess.run(
        [sys.executable, "-S", "-c", ASK, str(folder)],
        input=exam,
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )


def test_the_package_unchanged_passes(exam, copy):
    done = sat(exam, copy)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_killed(name, exam, copy):
    file, old, new = MUTANTS[name]
    path = copy / "statute" / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), "utf-8")
    done = sat(exam, copy)
    assert done.returncode == 1, f"nobody noticed: {name}"
    assert " answered " in done.stderr, done.stderr  # wrong days, not a package that will not load
