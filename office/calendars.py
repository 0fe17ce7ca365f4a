"""The working calendar in force: the notices that ship with the system, then the office's own."""

from datetime import date
from functools import lru_cache

from office.models import CalendarNotice
from statute.calendar import WorkingCalendar, YearNotice, festival, load_calendar


def working_calendar() -> WorkingCalendar:
    """Return the calendar as known now. One small query; the table itself is kept per version."""
    return _built(tuple(as_notice(row) for row in CalendarNotice.objects.order_by("entered_at")))


@lru_cache(maxsize=16)
def _built(notices: tuple[YearNotice, ...]) -> WorkingCalendar:
    """Kept by what the notices say, not by their rows: a row number may be used again."""
    calendar = load_calendar("cn")
    for notice in notices:
        calendar = calendar.with_notice(notice)
    return calendar


def as_notice(row: CalendarNotice) -> YearNotice:
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
        note="",
    )
