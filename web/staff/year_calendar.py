"""A year of the working calendar as twelve months of weeks, and the notices that decided it."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import pgettext

from statute.calendar import DayKind, WorkingCalendar, YearNotice
from web import dates
from web.strip import festival_word
from web.templatetags.words import said

FIRST_YEAR = 2010
STATUTORY_SINCE = 2025  # 《全国年节及纪念日放假办法》 as amended on 10 November 2024


class MonthDay(NamedTuple):
    """One cell: what it is in a class and in a word, and in full for those who hear it."""

    number: int
    classes: str
    word: str
    full: str


class Month(NamedTuple):
    name: str
    working: int
    weeks: list[list[MonthDay | None]]


class Year(NamedTuple):
    year: int
    published: bool
    statutory_known: bool
    working: int
    makeup: list[date]
    months: list[Month]
    notices: list[YearNotice]


def year_of(calendar: WorkingCalendar, year: int) -> Year:
    months = [_month(calendar, year, month) for month in range(1, 13)]
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return Year(
        year=year,
        published=year in calendar.published_years,
        statutory_known=year >= STATUTORY_SINCE,
        working=sum(month.working for month in months),
        makeup=[day for day in days if calendar.kind(day) is DayKind.MAKEUP],
        months=months,
        notices=[notice for notice in calendar.notices if notice.year == year],
    )


def _month(calendar: WorkingCalendar, year: int, month: int) -> Month:
    before, length = monthrange(year, month)
    cells: list[MonthDay | None] = [None] * before
    cells += [_day(calendar, date(year, month, number)) for number in range(1, length + 1)]
    cells += [None] * (-len(cells) % 7)
    return Month(
        name=dates.month_name(month),
        working=sum(calendar.is_working(date(year, month, n)) for n in range(1, length + 1)),
        weeks=[cells[start : start + 7] for start in range(0, len(cells), 7)],
    )


class ClickDay(NamedTuple):
    """One box of a year to be clicked: the day, and whether it rests as things stand."""

    on: date
    rests: bool
    reason: str


class ClickMonth(NamedTuple):
    name: str
    weeks: list[list[ClickDay | None]]


def clickable_year(calendar: WorkingCalendar, year: int) -> list[ClickMonth]:
    """The December before and the twelve months, each day with whether it rests."""
    before = _click_month(calendar, year - 1, 12)
    return [
        before._replace(name=_with_year(before.name, year - 1)),
        *(_click_month(calendar, year, month) for month in range(1, 13)),
    ]


def _with_year(month: str, year: int) -> str:
    return f"{month} {year}" if dates.in_english() else f"{year}年{month}"


def _click_month(calendar: WorkingCalendar, year: int, month: int) -> ClickMonth:
    blank, length = monthrange(year, month)
    cells: list[ClickDay | None] = [None] * blank
    for number in range(1, length + 1):
        on = date(year, month, number)
        plain = calendar.kind(on) in (DayKind.WORKDAY, DayKind.WEEKEND)
        reason = "" if plain else said(calendar.why(on))
        cells.append(ClickDay(on, not calendar.is_working(on), reason))
    cells += [None] * (-len(cells) % 7)
    weeks = [cells[start : start + 7] for start in range(0, len(cells), 7)]
    return ClickMonth(dates.month_name(month), weeks)


def _day(calendar: WorkingCalendar, day: date) -> MonthDay:
    kind, reason = calendar.kind(day), said(calendar.why(day))
    if kind is DayKind.MAKEUP:
        return MonthDay(day.day, "makeup", pgettext("calendar", "班"), reason)
    if kind is DayKind.WEEKEND:
        return MonthDay(day.day, "rest", "", "")
    if kind is DayKind.HOLIDAY:
        if _is_statutory(calendar, day):
            name = said(calendar.statutory.of(day.year)[day])
            return MonthDay(day.day, "rest law", festival_word(name), name)
        begins = calendar.why(day - timedelta(1)) != calendar.why(day)
        known = day.year >= STATUTORY_SINCE or not begins
        return MonthDay(
            day.day, "rest", pgettext("calendar", "休") if known else festival_word(reason), reason
        )
    return MonthDay(day.day, "", "", "")


def _is_statutory(calendar: WorkingCalendar, day: date) -> bool:
    """Rest by the law itself, and not by moving days around it."""
    return day.year >= STATUTORY_SINCE and day in calendar.statutory.of(day.year)
