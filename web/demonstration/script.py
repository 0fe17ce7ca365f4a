"""The stories of the demonstration: what happens in each case, on which day, at which minute.

Nothing here touches the database: a script is data, the same for the same seed and day.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from statute.calendar import WorkingCalendar, load_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
FOLDER = Path(__file__).parent
OPENING = 9 * 60 + 10  # the first minute of a day on which something happens
PACE = 17  # minutes between two acts of one case on one day


@dataclass(frozen=True)
class Act:
    """One thing done in one case. `minute` counts from midnight of `day`."""

    day: date
    minute: int
    case: str
    do: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@cache
def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def instant(day: date, minute: int) -> datetime:
    """That minute of that day where the university is."""
    return datetime.combine(day, time(*divmod(minute, 60)), tzinfo=SHANGHAI)


def calendar() -> WorkingCalendar:
    """The calendar as shipped: the script does not follow what an office enters later."""
    return load_calendar("cn")


class Days:
    """Reads the days of a script: see the head of open_cases.toml."""

    def __init__(self, on: date) -> None:
        self.on, self.calendar = on, calendar()

    def filing(self, said: date | int) -> date:
        return said if isinstance(said, date) else self.calendar.previous(self.on, -said)

    def later(self, said: date | int, filed: date) -> date:
        if isinstance(said, date):
            return said
        return self.calendar.add(filed, said) if said >= 0 else self.filing(said)


def acts_of(story: Mapping[str, Any], days: Days) -> list[Act]:
    """The acts of one case in their order, up to the day of the demonstration."""
    filed = days.filing(story["filed"])
    dated = [(filed, "file", story)]
    dated += [(day, do, facts) for day, do, facts in _opening(story, filed, days)]
    for act in story.get("acts", []):
        dated += _spread(act, story, filed, days)
    dated.sort(key=lambda found: found[0])
    return list(_timed(story["key"], [found for found in dated if found[0] <= days.on]))


def in_order(acts: list[Act]) -> list[Act]:
    """The acts of all cases as they happened; numbers are given in this order."""
    return sorted(acts, key=lambda act: (act.day, act.minute))


def _opening(story, filed: date, days: Days) -> Iterator[tuple[date, str, dict]]:
    stops = story.get("stops")
    if stops == "filed":
        return
    registered = days.calendar.next_working(filed)
    yield registered, "receive", {}
    if stops != "registered":
        yield (
            days.calendar.add(registered, story.get("assigned", 1)),
            "assign",
            {"unit": story["unit"]},
        )


def _spread(act, story, filed: date, days: Days) -> Iterator[tuple[date, str, dict]]:
    """One act as written may be several: a notice is drafted, reviewed, signed and served."""
    day = days.later(act["on"], filed)
    if act["do"] != "notice":
        yield from _plain(act, day, filed, days)
        return
    drafted = days.later(act["drafted"], filed) if "drafted" in act else day
    if "days" in act:
        act = act | {"to_come": days.calendar.add(filed, act["days"])}
    yield drafted, "draft", act
    if act.get("secrecy"):
        yield drafted, "review_secrecy", {}
    if act.get("until") == "drafted":
        return
    yield drafted, "submit", act
    yield day, "sign", act
    if "until" not in act and act.get("serve", True):
        yield day, "serve", act


def _plain(act, day: date, filed: date, days: Days) -> Iterator[tuple[date, str, dict]]:
    """One act with its offsets turned into dates. A remedy is logged once it has reached us."""
    if act["do"] == "remedy":
        received = days.later(act["received"], filed) if "received" in act else None
        yield received or day, "remedy", act | {"filed_on": day, "received": received}
    elif act["do"] == "set_right":
        yield (
            day,
            "set_right",
            act | {"received": days.calendar.previous(filed, act["days_before"])},
        )
    else:
        yield day, act["do"], act


def _timed(key: str, dated: list[tuple[date, str, Any]]) -> Iterator[Act]:
    """Give each act its minute: a day's first after opening, the cases a little apart."""
    start = OPENING + sum(map(ord, key)) % 90
    last = (date.min, 0)
    for day, do, facts in dated:
        minute = last[1] + PACE if last[0] == day else start
        yield Act(day, minute, key, do, facts)
        last = (day, minute)
