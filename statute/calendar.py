"""What fixes the working days of a place, and the calendars that ship with the program.

In China the State Council's notice of each year overrides the weekend, both ways; elsewhere a
statute's rules name the holidays; and whoever asks may list them. The arithmetic is the same for
all: `statute.day_table`.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache, cached_property
from hashlib import sha256

from statute.day_table import (
    MADE_UP,
    TAIL,
    YEARS,
    DayKind,
    GivenCalendar,
    Named,
    OutsideCalendar,
    WorkingCalendar,
)
from statute.holiday_rules import RuleCalendar, read_rules, rule_codes
from statute.make_up_days import plausible_make_up_days
from statute.notices_of_the_year import (
    StatutoryDays,
    YearNotice,
    festival,
    notice_folders,
    read_folder,
)
from statute.text import Text

__all__ = [
    "DayKind",
    "GivenCalendar",
    "NoticeCalendar",
    "OutsideCalendar",
    "WorkingCalendar",
    "YearNotice",
    "calendar_codes",
    "festival",
    "load_calendar",
    "plausible_make_up_days",
]


class NoticeCalendar(WorkingCalendar):
    """China's: the notice of each year, and for a year without one the statutory days."""

    title = Text("中国大陆工作日历", "Working days in mainland China")
    time_zone = "Asia/Shanghai"
    language = "zh"

    def __init__(
        self,
        code: str,
        notices: tuple[YearNotice, ...],
        statutory: StatutoryDays,
        *,
        tail: tuple[int, int] | None = None,
    ) -> None:
        self.notices = notices
        self.statutory = statutory
        years = frozenset(notice.year for notice in notices)
        super().__init__(
            code, self._days_named(years), published_years=years, tail=tail or statutory.tail
        )

    def _days_named(self, published: frozenset[int]) -> dict[date, Named]:
        """Every day that is not a plain weekday or weekend, with its reason and its notice."""
        named: dict[date, Named] = {}
        for year in YEARS:
            if year not in published:
                for day, name in self.statutory.of(year).items():
                    named[day] = Named(DayKind.HOLIDAY, name, source=self.statutory.source)
        for notice in self.notices:
            for name, first, last in notice.rest:
                for ordinal in range(first.toordinal(), last.toordinal() + 1):
                    named[date.fromordinal(ordinal)] = Named(DayKind.HOLIDAY, name, notice)
            for day in notice.work:
                why = _made_up_for(notice.festival_of_work(day))
                named[day] = Named(DayKind.MAKEUP, why, notice)
        return named

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

    @cached_property
    def earliest(self) -> WorkingCalendar:
        """The same with weekends near an unpublished festival worked; only statutory days rest."""
        return _EarliestCalendar(self)

    def with_notice(self, notice: YearNotice) -> "NoticeCalendar":
        """A new calendar in which `notice` has the last word on the days it names."""
        return NoticeCalendar(self.code, (*self.notices, notice), self.statutory, tail=self._tail)

    def as_published(self, on: date) -> "NoticeCalendar":
        """The calendar as it could be known on a day: notices published later left out.

        A notice without a date of publication counts as published on 1 December before its year.
        """
        known = tuple(n for n in self.notices if (n.published_on or date(n.year - 1, 12, 1)) <= on)
        return NoticeCalendar(self.code, known, self.statutory, tail=self._tail)

    @property
    def _tail(self) -> tuple[int, int]:
        return self.tail or TAIL


class _EarliestCalendar(NoticeCalendar):
    """Only statutory days rest, and weekends near a festival are worked."""

    def __init__(self, known: NoticeCalendar) -> None:
        super().__init__(known.code, known.notices, known.statutory, tail=known._tail)
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


def _made_up_for(name: Text | None) -> Text:
    if name is None:
        return MADE_UP
    return Text(f"{name}调休上班", f"make-up working day for {name.en}")


class RuledCalendar(WorkingCalendar):
    """Holidays fixed by statute or by an official list that runs some years ahead."""

    def __init__(self, rules: RuleCalendar) -> None:
        self.title = rules.title
        self.time_zone = rules.time_zone
        self.language = rules.language
        self.source = rules.source
        named = {
            day: Named(DayKind.HOLIDAY, holiday.name, source=holiday.source)
            for year in YEARS
            for day, holiday in rules.holidays(year).items()
        }
        super().__init__(
            rules.code,
            named,
            rest_weekdays=rules.rest_weekdays,
            published_years=rules.published,
        )


@cache
def load_calendar(code: str) -> WorkingCalendar:
    """The calendar shipped under this code. An office adds later Chinese notices by `with_notice`.

    Raises ValueError for a code nobody ships.
    """
    if code not in calendar_codes():
        known = ", ".join(calendar_codes())
        raise ValueError(
            Text(
                f"没有名为{code}的工作日历（有：{known}）",
                f"there is no calendar called {code} (there are: {known})",
            )
        )
    if code in rule_codes():
        return RuledCalendar(read_rules(code))
    notices, statutory = read_folder(code)
    return NoticeCalendar(code, notices, statutory)


@cache
def calendar_codes() -> tuple[str, ...]:
    """Codes of the calendars shipped, China's first."""
    return (*notice_folders(), *rule_codes())
