"""Days that come back every year by rule, and where they go when they meet a weekend."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

WEEK = 7
SATURDAY, SUNDAY = 5, 6
LAST = -1


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Inter gravissimas, 1582): the Sunday after the
    Church's full moon, found from the golden number, the century's corrections and the weekday.
    """
    golden, century = year % 19, year // 100
    dropped = century - century // 4
    moon = (19 * golden + dropped - (8 * century + 13) // 25 + 15) % 30
    if moon == 29 or (moon == 28 and golden > 10):
        moon -= 1
    weekday = (year + year // 4 + moon + 2 - dropped) % WEEK
    return date(year, 3, 28) + timedelta(moon - weekday)


class When(Protocol):
    """On which day of a year a holiday falls."""

    def in_year(self, year: int) -> date: ...


@dataclass(frozen=True)
class FixedDay:
    """1 January."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        return date(year, self.month, self.day)


@dataclass(frozen=True)
class NthWeekday:
    """The nth Monday of a month; -1 is the last one."""

    month: int
    weekday: int
    nth: int

    def in_year(self, year: int) -> date:
        if self.nth == LAST:
            return _on_or_before(_last_of(year, self.month), self.weekday)
        first = _on_or_after(date(year, self.month, 1), self.weekday)
        return first + timedelta(weeks=self.nth - 1)


@dataclass(frozen=True)
class WeekdayBefore:
    """The weekday on or before a date: Victoria Day is the Monday on or before 24 May."""

    month: int
    day: int
    weekday_on_or_before: int

    def in_year(self, year: int) -> date:
        return _on_or_before(date(year, self.month, self.day), self.weekday_on_or_before)


@dataclass(frozen=True)
class FromEaster:
    """So many days from Easter Sunday: Good Friday is -2, Whit Monday is 50."""

    easter: int

    def in_year(self, year: int) -> date:
        return easter(year) + timedelta(self.easter)


WHEN: dict[frozenset[str], Callable[..., When]] = {
    frozenset(kind.__dataclass_fields__): kind
    for kind in (FixedDay, NthWeekday, WeekdayBefore, FromEaster)
}


def _on_or_before(day: date, weekday: int) -> date:
    return day - timedelta((day.weekday() - weekday) % WEEK)


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta((weekday - day.weekday()) % WEEK)


def _last_of(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(1)


def _next_free(day: date, taken: Container[date]) -> date | None:
    """UK: a weekend holiday is made up on the first weekday after it that is not one already."""
    if day.weekday() < SATURDAY:
        return None
    while day.weekday() >= SATURDAY or day in taken:
        day += timedelta(1)
    return day


def _nearest(day: date, taken: Container[date]) -> date | None:
    """US: the Friday before a Saturday, the Monday after a Sunday."""
    return {SATURDAY: day - timedelta(1), SUNDAY: day + timedelta(1)}.get(day.weekday())


def _after_sunday(day: date, taken: Container[date]) -> date | None:
    """Canada Day: the Monday after a Sunday; nothing for a Saturday."""
    return day + timedelta(1) if day.weekday() == SUNDAY else None


def _as_is(day: date, taken: Container[date]) -> date | None:
    return None


OBSERVED: dict[str, Callable[[date, Container[date]], date | None]] = {
    "as_is": _as_is,
    "next_free_weekday": _next_free,
    "nearest_weekday": _nearest,
    "monday_after_sunday": _after_sunday,
}
