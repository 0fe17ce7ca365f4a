"""Working days: which days count, how many lie between two, and which the n-th is.

Arithmetic is one bisection in a sorted table of ordinals. A year nobody has published is never
passed off as known: see `is_certain` and `earliest_add`. What fixes a calendar is told apart in
`statute.calendar`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import NamedTuple

from statute.notices_of_the_year import YearNotice
from statute.text import Text

FIRST = date(2000, 1, 1).toordinal()
LAST = date(2060, 12, 31).toordinal()
YEARS = range(2000, 2061)
TAIL = (12, 26)
SATURDAY_AND_SUNDAY = frozenset({5, 6})

WORKING_DAY = Text("工作日", "working day")
WEEKEND_DAY = Text("周末", "weekend")
MADE_UP = Text("调休上班", "make-up working day")
HOLIDAY = Text("节假日", "holiday")


class DayKind(Enum):
    """Why a day is worked or rests."""

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


def within(ordinal: int) -> date:
    """The date of an ordinal. Raises OutsideCalendar for one no calendar of ours reaches."""
    if FIRST <= ordinal <= LAST:
        return date.fromordinal(ordinal)
    raise OutsideCalendar(date.fromordinal(max(1, min(ordinal, date.max.toordinal()))))


class Named(NamedTuple):
    """A day that is not a plain weekday or weekend: what it is, why, and what says so."""

    kind: DayKind
    why: Text
    notice: YearNotice | None = None
    source: str = ""


class WorkingCalendar:
    """Immutable. Equal when the days are equal; `version` names them.

    `published_years` None stands for every year: whoever gave the calendar vouches for all of it.
    `tail` is the month and day from which the last published year is uncertain, because the next
    year's notice may still move its last days; None where no notice does.
    """

    title = Text("", "")
    time_zone: str | None = None
    language = "en"

    def __init__(
        self,
        code: str,
        named: Mapping[date, Named],
        *,
        rest_weekdays: Collection[int] = SATURDAY_AND_SUNDAY,
        published_years: Collection[int] | None = None,
        tail: tuple[int, int] | None = None,
    ) -> None:
        self.code = code
        self.rest_weekdays = frozenset(rest_weekdays)
        self.published_years = frozenset(YEARS if published_years is None else published_years)
        self.tail = tail
        self.says_every_year = published_years is None
        self._named = named
        self._working = self._working_ordinals()

    def _working_ordinals(self) -> tuple[int, ...]:
        rest: set[int] = set()
        worked: set[int] = set()
        for day, named in self._named.items():
            (worked if named.kind is DayKind.MAKEUP else rest).add(day.toordinal())
        plain = _plain_working_ordinals(self.rest_weekdays)
        return tuple(sorted((set(plain) - rest) | worked))

    @cached_property
    def version(self) -> str:
        """The code, the last published year and a digest of the days, such as cn-2026-1f0c22ab."""
        return self._version(
            sorted((day, name.kind.value, name.why.zh) for day, name in self._named.items())
        )

    def _version(self, said: object) -> str:
        last = "" if self.says_every_year else f"-{max(self.published_years, default=0)}"
        digest = sha256(repr((said, sorted(self.rest_weekdays), self.tail)).encode()).hexdigest()
        return f"{self.code}{last}-{digest[:8]}"

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

    def _at(self, index: int) -> date:
        if not 0 <= index < len(self._working):
            return within(FIRST - 1 if index < 0 else LAST + 1)
        return date.fromordinal(self._working[index])

    def is_working(self, day: date) -> bool:
        index = self._index(day)
        return index > 0 and self._working[index - 1] == day.toordinal()

    def kind(self, day: date) -> DayKind:
        if day in self._named:
            return self._named[day].kind
        return DayKind.WEEKEND if day.weekday() in self.rest_weekdays else DayKind.WORKDAY

    def why(self, day: date) -> Text:
        """What the day is: 工作日, 周末, the festival it belongs to, or make-up for which."""
        if day in self._named:
            return self._named[day].why
        return WEEKEND_DAY if day.weekday() in self.rest_weekdays else WORKING_DAY

    def notice_for(self, day: date) -> YearNotice | None:
        """The notice that decided this day; None for a plain weekday or weekend."""
        return self._named[day].notice if day in self._named else None

    def source_for(self, day: date) -> str:
        """What says so: the notice or the statute; empty for a plain weekday or weekend."""
        named = self._named.get(day)
        if named is None:
            return ""
        return named.notice.document if named.notice else named.source

    def add(self, start: date, n: int) -> date:
        """The n-th working day after `start`; `start` itself when n is 0."""
        if n < 0:
            raise ValueError("n must not be negative")
        return start if n == 0 else self._at(self._index(start) + n - 1)

    def count(self, after: date, until: date) -> int:
        """Working days d with after < d <= until; 0 when until is not later."""
        return max(0, self._index(until) - self._index(after))

    def next_working(self, day: date) -> date:
        """The first working day on or after `day`."""
        ordinal = day.toordinal()
        if not FIRST <= ordinal <= LAST:
            raise OutsideCalendar(day)
        return self._at(bisect_left(self._working, ordinal))

    def previous(self, day: date, n: int) -> date:
        """The n-th working day before `day`; `day` itself when n is 0."""
        if n < 0:
            raise ValueError("n must not be negative")
        if n == 0:
            return day
        return self._at(bisect_left(self._working, day.toordinal()) - n)

    def is_certain(self, day: date) -> bool:
        """False in an unpublished year, and from `tail` of a year when the next one is.

        Past notices have moved 29-31 December of the year before theirs, hence `tail`.
        """
        if self.says_every_year:
            return True
        if day.year not in self.published_years:
            return False
        if self.tail is None or day.year + 1 in self.published_years:
            return True
        return (day.month, day.day) < self.tail

    @cached_property
    def _certain_stretch(self) -> tuple[date, date]:
        """The unbroken run of certain days up to the last of them, as [first, last]."""
        if not self.published_years:
            return date.max, date.min
        first = year = max(self.published_years)
        while first - 1 in self.published_years:
            first -= 1
        end = date(year, 12, 31) if self.tail is None else date(year, *self.tail)
        last = end if self.tail is None else date.fromordinal(end.toordinal() - 1)
        return date(first, 1, 1), last

    def certain_between(self, after: date, until: date) -> bool:
        """Whether every day d with after < d <= until is certain."""
        if until <= after or self.says_every_year:
            return True
        sure_from, sure_until = self._certain_stretch
        if sure_from <= after and until <= sure_until:
            return True
        first = date.fromordinal(after.toordinal() + 1).year
        return self.is_certain(until) and all(
            self.is_certain(date(year, 12, 31)) for year in range(first, until.year)
        )

    @property
    def earliest(self) -> "WorkingCalendar":
        """The same calendar with every uncertain day worked that plausibly may be.

        A date counted in it is never later than the date under the notice still to come.
        """
        return self

    def earliest_add(self, start: date, n: int) -> date:
        """The earliest plausible n-th working day after `start`; equal to `add` when certain."""
        return self.earliest.add(start, n)


@lru_cache(maxsize=128)
def _plain_working_ordinals(rest_weekdays: frozenset[int]) -> tuple[int, ...]:
    # Ordinal 1 is a Monday, so (ordinal + 6) % 7 is the weekday.
    return tuple(o for o in range(FIRST, LAST + 1) if (o + 6) % 7 not in rest_weekdays)


class AddedTo(WorkingCalendar):
    """A calendar with days of one's own, which have the last word: a region's or a house's."""

    def __init__(
        self, base: WorkingCalendar, holidays: Collection[date], working_weekends: Collection[date]
    ) -> None:
        self.base = base
        self.added = (tuple(holidays), tuple(working_weekends))
        self.title, self.language, self.time_zone = base.title, base.language, base.time_zone
        super().__init__(
            f"{base.code}+",
            {**base._named, **_listed_days(holidays, working_weekends)},
            rest_weekdays=base.rest_weekdays,
            published_years=None if base.says_every_year else base.published_years,
            tail=base.tail,
        )

    def _working_ordinals(self) -> tuple[int, ...]:
        rest, worked = ({day.toordinal() for day in days} for days in self.added)
        return tuple(sorted((set(self.base._working) - rest) | worked))

    @cached_property
    def earliest(self) -> WorkingCalendar:
        earliest = self.base.earliest
        return self if earliest is self.base else AddedTo(earliest, *self.added)


def _listed_days(holidays: Iterable[date], worked: Iterable[date]) -> dict[date, Named]:
    """Raises ValueError for a day that is both."""
    rest, made_up = set(holidays), set(worked)
    if rest & made_up:
        day = min(rest & made_up)
        raise ValueError(Text(f"{day}既放假又上班", f"{day} is both a holiday and worked"))
    return {day: Named(DayKind.HOLIDAY, HOLIDAY) for day in rest} | {
        day: Named(DayKind.MAKEUP, MADE_UP) for day in made_up
    }


class GivenCalendar(WorkingCalendar):
    """The days as whoever asks lists them."""

    def __init__(
        self,
        holidays: Iterable[date],
        working_weekends: Iterable[date] = (),
        *,
        rest_weekdays: Collection[int] = SATURDAY_AND_SUNDAY,
        years: Collection[int] | None = None,
    ) -> None:
        named = _listed_days(holidays, working_weekends)
        super().__init__(
            "given", named, rest_weekdays=rest_weekdays, published_years=years, tail=TAIL
        )
