"""Working days. The State Council's notice of each year overrides the weekend, both ways.

Arithmetic is one bisection in a sorted table of ordinals. A year without a notice is never
passed off as known: see `is_certain` and `earliest_add`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cache, cached_property
from hashlib import sha256

from statute.notices_of_the_year import StatutoryDays, YearNotice, festival, read_folder
from statute.text import Text

__all__ = [
    "DayKind",
    "OutsideCalendar",
    "WorkingCalendar",
    "YearNotice",
    "festival",
    "load_calendar",
    "plausible_make_up_days",
]

FIRST = date(2000, 1, 1).toordinal()
LAST = date(2060, 12, 31).toordinal()
TAIL = (12, 26)

WORKING_DAY = Text("工作日", "working day")
WEEKEND_DAY = Text("周末", "weekend")
MADE_UP = Text("调休上班", "make-up working day")

# How far from the statutory days of a festival a weekend has been worked, 2010-2026: days before
# the first of them by weekday (5 is Saturday), days after the last.
BEFORE = {5: 4, 6: 8}
AFTER = range(3, 11)


class DayKind(Enum):
    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"


class OutsideCalendar(ValueError):
    """A date no calendar of ours reaches."""

    def __init__(self, day: date) -> None:
        self.reason = Text(
            f"日期{day}超出日历范围（2000年至2060年）",
            f"{day} is outside the calendar (2000 to 2060)",
        )
        super().__init__(str(self.reason))


def _weekday(ordinal: int) -> int:
    return (ordinal + 6) % 7


class WorkingCalendar:
    """Immutable. Equal when the notices are equal; `version` names them."""

    def __init__(
        self,
        code: str,
        notices: tuple[YearNotice, ...],
        statutory: StatutoryDays,
        *,
        tail: tuple[int, int] = TAIL,
    ) -> None:
        self.code = code
        self.notices = notices
        self.statutory = statutory
        self.tail = tail
        self.published_years = frozenset(notice.year for notice in notices)
        self._named = self._days_named()
        self._working = tuple(self._working_ordinals())

    def _days_named(self) -> dict[date, tuple[DayKind, Text, YearNotice | None]]:
        """Every day that is not a plain weekday or weekend, with its reason and its notice."""
        named: dict[date, tuple[DayKind, Text, YearNotice | None]] = {}
        for year in range(2000, 2061):
            if year not in self.published_years:
                for day, name in self.statutory.of(year).items():
                    named[day] = (DayKind.HOLIDAY, name, None)
        for notice in self.notices:
            for name, first, last in notice.rest:
                for ordinal in range(first.toordinal(), last.toordinal() + 1):
                    named[date.fromordinal(ordinal)] = (DayKind.HOLIDAY, name, notice)
            for day in notice.work:
                named[day] = (DayKind.MAKEUP, _made_up_for(notice.festival_of_work(day)), notice)
        return named

    def _working_ordinals(self) -> Iterator[int]:
        flips = {
            day.toordinal()
            for day, (kind, _, _) in self._named.items()
            if (day.weekday() < 5) is not (kind is DayKind.MAKEUP)
        }
        for ordinal in range(FIRST, LAST + 1):
            if (_weekday(ordinal) < 5) is not (ordinal in flips):
                yield ordinal

    @cached_property
    def version(self) -> str:
        """Last published year and a digest of what the notices say, such as cn-2026-1f0c22ab."""
        said = repr(
            [
                (n.year, n.published_on, [(r[0].zh, r[1], r[2]) for r in n.rest], n.work)
                for n in self.notices
            ]
            + [self.tail]
        )
        last = max(self.published_years, default=0)
        return f"{self.code}-{last}-{sha256(said.encode()).hexdigest()[:8]}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.version == other.version

    def __hash__(self) -> int:
        return hash(self.version)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.version}>"

    def _index(self, day: date) -> int:
        """How many working days up to and including `day`."""
        ordinal = day.toordinal()
        if not FIRST <= ordinal <= LAST:
            raise OutsideCalendar(day)
        return bisect_right(self._working, ordinal)

    def _at(self, index: int, near: date) -> date:
        if not 0 <= index < len(self._working):
            raise OutsideCalendar(near)
        return date.fromordinal(self._working[index])

    def is_working(self, day: date) -> bool:
        index = self._index(day)
        return index > 0 and self._working[index - 1] == day.toordinal()

    def kind(self, day: date) -> DayKind:
        if day in self._named:
            return self._named[day][0]
        return DayKind.WORKDAY if day.weekday() < 5 else DayKind.WEEKEND

    def why(self, day: date) -> Text:
        """What the day is: 工作日, 周末, the festival it belongs to, or make-up for which."""
        if day in self._named:
            return self._named[day][1]
        return WORKING_DAY if day.weekday() < 5 else WEEKEND_DAY

    def notice_for(self, day: date) -> YearNotice | None:
        """The notice that decided this day; None for a plain weekday or weekend."""
        return self._named[day][2] if day in self._named else None

    def add(self, start: date, n: int) -> date:
        """The n-th working day after `start`; `start` itself when n is 0."""
        if n < 0:
            raise ValueError("n must not be negative")
        return start if n == 0 else self._at(self._index(start) + n - 1, start)

    def count(self, after: date, until: date) -> int:
        """Working days d with after < d <= until; 0 when until is not later."""
        return max(0, self._index(until) - self._index(after))

    def next_working(self, day: date) -> date:
        """The first working day on or after `day`."""
        ordinal = day.toordinal()
        if not FIRST <= ordinal <= LAST:
            raise OutsideCalendar(day)
        return self._at(bisect_left(self._working, ordinal), day)

    def previous(self, day: date, n: int) -> date:
        """The n-th working day before `day`; `day` itself when n is 0."""
        if n < 0:
            raise ValueError("n must not be negative")
        if n == 0:
            return day
        return self._at(bisect_left(self._working, day.toordinal()) - n, day)

    def is_certain(self, day: date) -> bool:
        """False in an unpublished year, and in the last days of a year when the next one is.

        Past notices have moved 29-31 December of the year before theirs, hence `tail`.
        """
        if day.year not in self.published_years:
            return False
        return day.year + 1 in self.published_years or (day.month, day.day) < self.tail

    def certain_between(self, after: date, until: date) -> bool:
        """Whether every day d with after < d <= until is certain."""
        if until <= after:
            return True
        first = date.fromordinal(after.toordinal() + 1).year
        return self.is_certain(until) and all(
            self.is_certain(date(year, 12, 31)) for year in range(first, until.year)
        )

    @cached_property
    def earliest(self) -> "WorkingCalendar":
        """The same calendar with every uncertain day worked that plausibly may be.

        A date counted in it is never later than the date under the notice still to come.
        """
        return _EarliestCalendar(self)

    def earliest_add(self, start: date, n: int) -> date:
        """The earliest plausible n-th working day after `start`; equal to `add` when certain."""
        return self.earliest.add(start, n)

    def with_notice(self, notice: YearNotice) -> "WorkingCalendar":
        """A new calendar in which `notice` has the last word on the days it names."""
        return WorkingCalendar(self.code, (*self.notices, notice), self.statutory, tail=self.tail)

    def as_published(self, on: date) -> "WorkingCalendar":
        """The calendar as it could be known on a day: notices published later left out.

        A notice without a date of publication counts as published on 1 December before its year.
        """
        known = tuple(n for n in self.notices if (n.published_on or date(n.year - 1, 12, 1)) <= on)
        return WorkingCalendar(self.code, known, self.statutory, tail=self.tail)


class _EarliestCalendar(WorkingCalendar):
    """Only statutory days rest, and weekends near a festival are worked."""

    def __init__(self, known: WorkingCalendar) -> None:
        super().__init__(known.code, known.notices, known.statutory, tail=known.tail)
        unsure = {
            day.toordinal() for day in self._plausible_make_up_days() if not known.is_certain(day)
        }
        self._working = tuple(sorted(unsure.union(self._working)))

    def _plausible_make_up_days(self) -> Iterator[date]:
        for year in range(2000, 2060):
            if year not in self.published_years:
                yield from plausible_make_up_days(self.statutory.of(year))

    @cached_property
    def version(self) -> str:
        return super().version + "-earliest"


def plausible_make_up_days(statutory: Mapping[date, Text]) -> Iterator[date]:
    """Weekend days that a notice may yet turn into working days, by the habit of past notices."""
    for first, last in _runs(sorted(statutory)):
        for weekday, reach in BEFORE.items():
            for back in range(1, reach + 1):
                day = date.fromordinal(first.toordinal() - back)
                if day.weekday() == weekday and day not in statutory:
                    yield day
        for ahead in AFTER:
            day = date.fromordinal(last.toordinal() + ahead)
            if day.weekday() >= 5 and day not in statutory:
                yield day


def _runs(days: list[date]) -> Iterator[tuple[date, date]]:
    """Consecutive days as (first, last)."""
    first = last = None
    for day in days:
        if last is not None and (day - last).days == 1:
            last = day
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = day
    if first is not None and last is not None:
        yield first, last


def _made_up_for(name: Text | None) -> Text:
    if name is None:
        return MADE_UP
    return Text(f"{name}调休上班", f"make-up working day for {name.en}")


@cache
def load_calendar(code: str) -> WorkingCalendar:
    """The calendar shipped with the program. An office adds later notices with `with_notice`."""
    notices, statutory = read_folder(code)
    return WorkingCalendar(code, notices, statutory)
