"""The tool's answers found as a clerk finds them: one day after another, with a finger on a calendar.

Written from the protocol, not from the engine: no line of `statute` is imported or copied. Working
days in China come from the package `holidays`.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)
LAWS = {
    "cn-regulation": ({"unit": "working_day", "amount": 20}, 20),
    "cn-university": ({"unit": "working_day", "amount": 15}, 0),
}
FAR = date(2200, 1, 1)


class Refused(Exception):
    """A line to be answered with an error."""


@dataclass(frozen=True)
class Week:
    """Which days are worked, and whose years are published (None: every year)."""

    rest_weekdays: frozenset
    holidays: frozenset
    working: frozenset
    years: frozenset | None

    def works(self, day: date) -> bool:
        rests = day.weekday() in self.rest_weekdays or day in self.holidays
        return day in self.working or not rests

    def doubtful(self, day: date) -> bool:
        """Of no published year, or in the last days of the last, which the next notice may move."""
        if self.years is None:
            return False
        if day.year not in self.years:
            return True
        return day.year == max(self.years) and (day.month, day.day) >= (12, 26)

    def working_day_from(self, day: date) -> date:
        while not self.works(day):
            day += DAY
        return day


@cache
def china() -> Week:
    """Published years as the notices left them; after them only what the law itself fixes."""
    published = range(2010, 2027)
    table = holidays.country_holidays("CN", years=published, language="zh_CN")
    rest = {day for day in table if day.year in published}
    for year in [*range(2004, 2010), *range(2027, 2035)]:
        rest |= fixed_by_law(year)
    return Week(
        frozenset({5, 6}), frozenset(rest), frozenset(table.weekend_workdays), frozenset(published)
    )


def fixed_by_law(year: int) -> set[date]:
    table = holidays.country_holidays("CN", years=year, language="zh_CN")
    moved = ("补假", "调休", "抗日")
    return {d for d, name in table.items() if d.year == year and not any(m in name for m in moved)}


def week_of(calendar) -> Week:
    if calendar in ("cn", None):
        return china()
    years = calendar.get("years")
    return Week(
        frozenset(calendar.get("rest_weekdays", [5, 6])),
        frozenset(map(date.fromisoformat, calendar.get("holidays", []))),
        frozenset(map(date.fromisoformat, calendar.get("working_weekends", []))),
        None if years is None else frozenset(years),
    )


@dataclass
class Count:
    """A finger on the calendar: the days counted so far and the day on which the limit ends."""

    week: Week
    gaps: list
    days: list = field(default_factory=list)

    def suspended(self, day: date) -> bool:
        return any(since < day <= (until or FAR) for since, until in self.gaps)

    def forever(self, day: date) -> bool:
        return any(until is None and since < day for since, until in self.gaps)

    def go_on(self, first: date, amount: int, *, only_working: bool) -> date | None:
        """Count `amount` days from `first`; None if a suspension without end comes before."""
        day, number = first - DAY, 0
        while number < amount:
            day += DAY
            if self.forever(day):
                return None
            if not self.suspended(day) and (self.week.works(day) or not only_working):
                number += 1
                self.days.append(day)
        return day


def same_number(day: date, months: int, *, less: int = 0) -> date:
    """The day of that number so many months on, or the last of a month too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    number = day.day - less
    if number == 0:
        return date(year, month + 1, 1) - DAY
    return date(year, month + 1, min(number, monthrange(year, month + 1)[1]))


def stretch(count: Count, rule: dict, start: date, amount: int, first_day: str) -> date | None:
    """One run of the limit or of its extension: from `start`, `amount` units, end not yet moved."""
    first = start if first_day == "same_day" else start + DAY
    if rule["unit"] == "calendar_month":
        last = same_number(start, amount, less=int(first_day == "same_day"))
        return count.go_on(first, (last - first).days + 1, only_working=False)
    return count.go_on(first, amount, only_working=rule["unit"] == "working_day")


def as_day(value: str, zone: str | None) -> date:
    if len(value) == 10:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value).astimezone(ZoneInfo(zone)).date()


@dataclass
class Found:
    """What the line must be answered with."""

    due: date | None
    provisional: bool
    counted: list


def due(line: dict) -> Found:
    """Answer a line of `due`; raises Refused where the protocol wants an error."""
    rule, longest = LAWS[line["law"]] if "law" in line else (line["rule"], None)
    week = week_of(line.get("calendar"))
    zone = line.get("time_zone")
    received = as_day(line["received"], zone)
    by_kind = {"corrected": [], "suspended": [], "extended": []}
    for event in line.get("events", []):
        by_kind[event["kind"]].append(event)
    dated = {
        kind: [as_day(e[key], zone) for e in by_kind[kind] if key in e]
        for kind, key in (("corrected", "on"), ("suspended", "since"), ("extended", "on"))
    }
    if any(day < received for days in dated.values() for day in days):
        raise Refused("before receipt")
    start = max(dated["corrected"], default=received)
    gaps = [
        (as_day(e["since"], zone), as_day(e["until"], zone) if e.get("until") else None)
        for e in by_kind["suspended"]
    ]
    if any(until is not None and until < since for since, until in gaps):
        raise Refused("ends before it begins")
    if dated["corrected"]:
        gaps = [gap for gap in gaps if gap[0] >= start]
    count = Count(week, gaps)

    def settled(day):
        moves = rule.get("end", "as_is") == "next_working_day"
        return week.working_day_from(day) if moves else day

    if rule.get("receipt", "as_is") == "next_working_day":
        start = week.working_day_from(start)
    limit = stretch(count, rule, start, rule["amount"], rule.get("first_day", "day_after"))
    if limit is not None:
        limit = settled(limit)
    extensions = by_kind["extended"]
    if extensions and longest is not None:
        if len(extensions) > 1 or longest == 0:
            raise Refused("not so many extensions")
        if extensions[0].get("by", 0) > longest:
            raise Refused("too long")
    for event in extensions:
        if limit is None:
            break
        if "on" in event and as_day(event["on"], zone) > limit:
            raise Refused("after expiry")
        if "until" in event:
            until = as_day(event["until"], zone)
            if until < limit:
                raise Refused("extended backwards")
            limit = until
        else:
            limit = stretch(count, rule, limit, event["by"], "day_after")
            limit = limit and settled(limit)
    touched = [*count.days, *([limit] if limit else [])]
    return Found(limit, any(map(week.doubtful, touched)), count.days)


def working_days(line: dict) -> int:
    """Answer a line of `count`."""
    week = week_of(line.get("calendar"))
    first, last = date.fromisoformat(line["from"]), date.fromisoformat(line["to"])
    bounds = line.get("bounds", "[]")
    number, day = 0, first
    while day <= last:
        outside = (day == first and bounds[0] == "(") or (day == last and bounds[1] == ")")
        number += week.works(day) and not outside
        day += DAY
    return number


def works(line: dict) -> bool:
    """Answer a line of `day`."""
    return week_of(line.get("calendar")).works(date.fromisoformat(line["on"]))
