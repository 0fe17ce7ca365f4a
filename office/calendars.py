"""The working calendar in force: the notices that ship with the system, then the office's own."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings

from office.models import CalendarNotice
from statute.calendar import WorkingCalendar, YearNotice, festival, load_calendar

CODE = "cn"
ASKED_FROM = (10, 1)  # the notice of the next year comes in October to December


def working_calendar() -> WorkingCalendar:
    """Return the calendar as known now. One small query; the table itself is kept per version."""
    return _built(tuple(as_notice(row) for row in _rows()), settings.SHIPPED_CALENDAR_AS_OF)


def shipped_calendar() -> WorkingCalendar:
    """The calendar that came with the system, without what the office entered."""
    return _built((), settings.SHIPPED_CALENDAR_AS_OF)


def _rows():
    return CalendarNotice.objects.order_by("entered_at", "pk").defer("text")


@lru_cache(maxsize=16)
def _built(notices: tuple[YearNotice, ...], as_of: date | None) -> WorkingCalendar:
    """Kept by what the notices say, not by their rows: a row number may be used again."""
    calendar = load_calendar(CODE)
    if as_of is not None:
        calendar = calendar.as_published(as_of)
    for notice in notices:
        calendar = calendar.with_notice(notice)
    return calendar


def as_notice(row: CalendarNotice) -> YearNotice:
    """The row as `statute` reads a notice."""
    return YearNotice(
        year=row.year,
        document=row.document,
        url=row.url,
        published_on=row.published_on,
        rest=tuple(
            (festival(name), date.fromisoformat(first), date.fromisoformat(last))
            for name, first, last in row.rest
        ),
        work=tuple(date.fromisoformat(day) for day in row.work),
        # With one of them unknown, none is said: "make-up working day" alone is true.
        work_for=tuple(festival(name) for name in row.work_for) if all(row.work_for) else (),
        note="",
    )


def missing_years(on: date) -> list[int]:
    """The years that ought to be in the calendar by this day and are not.

    This year always; the next from 1 October. Asks the database only if the calendar that was
    shipped does not have them all.
    """
    wanted = [on.year]
    if (on.month, on.day) >= ASKED_FROM:
        wanted.append(on.year + 1)
    if set(wanted) <= shipped_calendar().published_years:
        return []
    return [year for year in wanted if year not in working_calendar().published_years]


class Flip(NamedTuple):
    """A day that a notice made a working day, or ceased to be one by it."""

    on: date
    works: bool


class Version(NamedTuple):
    """A year as it stood once a notice was in: by which, what it changed, the calendar."""

    number: int
    notice: YearNotice
    row: CalendarNotice | None
    calendar: WorkingCalendar
    flips: list[Flip]


def versions(year: int) -> list[Version]:
    """Every version the year has had, the first first: the notices shipped, then those entered."""
    rows = list(CalendarNotice.objects.filter(year=year).order_by("entered_at", "pk"))
    shipped = [n for n in shipped_calendar().notices if n.year == year]
    notices = [*shipped, *(as_notice(row) for row in rows)]
    beside = tuple(n for n in working_calendar().notices if n.year in (year - 1, year + 1))
    found, before = [], _only(beside)
    for count, notice in enumerate(notices, start=1):
        calendar = _only((*beside, *notices[:count]))
        row = rows[count - 1 - len(shipped)] if count > len(shipped) else None
        found.append(Version(count, notice, row, calendar, flips(before, calendar, notice)))
        before = calendar
    return found


@lru_cache(maxsize=64)
def _only(notices: tuple[YearNotice, ...]) -> WorkingCalendar:
    """A calendar of these notices alone: enough to look at one year."""
    calendar = load_calendar(CODE).as_published(date.min)
    for notice in notices:
        calendar = calendar.with_notice(notice)
    return calendar


def flips(before: WorkingCalendar, after: WorkingCalendar, notice: YearNotice) -> list[Flip]:
    """The days that are worked under one calendar and not under the other, by this notice."""
    days = sorted({*notice.days_named(), *before.statutory.of(notice.year)})
    return [
        Flip(day, after.is_working(day))
        for day in days
        if before.is_working(day) is not after.is_working(day)
    ]
