"""The working calendar in force: the notices that ship with the system, then the office's own."""

from datetime import date
from functools import cache

from office.models import CalendarNotice
from statute.calendar import WorkingCalendar, YearNotice, load_calendar
from statute.text import Text


def working_calendar() -> WorkingCalendar:
    """Return the calendar as known now. One small query; the table itself is kept per version."""
    return _built(tuple(CalendarNotice.objects.order_by("entered_at").values_list("pk", flat=True)))


@cache
def _built(notices: tuple[int, ...]) -> WorkingCalendar:
    calendar = load_calendar("cn")
    for row in CalendarNotice.objects.filter(pk__in=notices).order_by("entered_at"):
        calendar = calendar.with_notice(as_notice(row))
    return calendar


def as_notice(row: CalendarNotice) -> YearNotice:
    return YearNotice(
        year=row.year,
        document=row.document,
        url=row.url,
        published_on=row.published_on,
        rest=tuple(
            (Text(name, name), date.fromisoformat(first), date.fromisoformat(last))
            for name, first, last in row.rest
        ),
        work=tuple(date.fromisoformat(day) for day in row.work),
        note="",
    )
