"""The tool's answers found as a clerk finds them: one day after another, on a calendar.

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


@dataclass
class Told:
    """What a line tells, as dates."""

    rule: dict
    week: Week
    received: date
    corrected: date | None
    gaps: list
    extensions: list

    def settled(self, day: date) -> date:
        """Where a limit ends that would end on this day."""
        moves = self.rule.get("end", "as_is") == "next_working_day"
        return self.week.working_day_from(day) if moves else day


def told_by(line: dict) -> Told:
    """Read a line; raises Refused for dates that contradict each other."""
    zone = line.get("time_zone")
    received = as_day(line["received"], zone)
    corrected, gaps, extensions = [], [], []
    for event in line.get("events", []):
        if event["kind"] == "corrected":
            corrected.append(as_day(event["on"], zone))
        elif event["kind"] == "suspended":
            until = event.get("until")
            gaps.append((as_day(event["since"], zone), until and as_day(until, zone)))
        else:
            on, until = event.get("on"), event.get("until")
            extensions.append(
                (on and as_day(on, zone), event.get("by"), until and as_day(until, zone))
            )
    days = [*corrected, *(gap[0] for gap in gaps), *(e[0] for e in extensions if e[0])]
    if any(day < received for day in days):
        raise Refused("before receipt")
    if any(until is not None and until < since for since, until in gaps):
        raise Refused("ends before it begins")
    rule = LAWS[line["law"]][0] if "law" in line else line["rule"]
    week = week_of(line.get("calendar"))
    return Told(rule, week, received, max(corrected, default=None), gaps, extensions)


def run(told: Told, start: date, gaps: list, extensions: list) -> tuple[date | None, Count]:
    """One running of the limit, from a receipt. Extensions with a date come in its order."""
    rule, count = told.rule, Count(told.week, gaps)
    if rule.get("receipt", "as_is") == "next_working_day":
        start = told.week.working_day_from(start)
    limit = stretch(count, rule, start, rule["amount"], rule.get("first_day", "day_after"))
    limit = limit and told.settled(limit)
    for on, by, until in sorted(extensions, key=lambda e: e[0] or date.min):
        if limit is None:
            break
        if on and on > limit:
            raise Refused("extended after expiry")
        if until:
            if until < limit:
                raise Refused("extended backwards")
            working = rule["unit"] == "working_day"
            while limit < until:
                limit += DAY
                if not count.suspended(limit) and (told.week.works(limit) or not working):
                    count.days.append(limit)
        else:
            limit = stretch(count, rule, limit, by, "day_after")
            limit = limit and told.settled(limit)
    return limit, count


def due(line: dict) -> Found:
    """Answer a line of `due`; raises Refused where the protocol wants an error."""
    told = told_by(line)
    if "law" in line and told.extensions:
        longest = LAWS[line["law"]][1]
        if len(told.extensions) > 1 or not longest or (told.extensions[0][1] or 0) > longest:
            raise Refused("no such extension under this law")
        _on, _by, until = told.extensions[0]
        if until:
            most = {"kind": "extended", "by": longest}
            plain = [event for event in line["events"] if event["kind"] != "extended"]
            base = due(line | {"events": plain}).due
            known = [
                e for e in plain if not base or as_day(e.get("since", "2000-01-01"), None) < base
            ]
            last = due(line | {"events": [*known, most]}).due
            if last and until > last:
                raise Refused("longer than the longest under this law")
    start = told.received
    gaps, extensions = told.gaps, told.extensions
    if told.corrected:
        start = told.corrected
        before = [e for e in extensions if e[0] and e[0] < start]
        run(told, told.received, [gap for gap in gaps if gap[0] < start], before)
        gaps = [gap for gap in gaps if gap[0] >= start]
        extensions = [e for e in extensions if e not in before]
    limit, count = run(told, start, gaps, extensions)
    touched = [*count.days, limit] if limit else []
    return Found(limit, any(map(told.week.doubtful, touched)), count.days)


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
