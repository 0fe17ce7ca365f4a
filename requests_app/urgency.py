"""How urgent an open case is: five parts, and every open case is in exactly one of them.

Each part is a stretch of alarm dates, so that lists (by the index) and pages (by the clock) ask the
same question. A case whose reply the office does not owe now has no alarm and is not running.
"""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from statute.calendar import WorkingCalendar

SOON_DAYS = 3  # working days: from here on a date asks for attention
A_DAY = timedelta(days=1)


class Part(TextChoices):
    OVERDUE = "overdue", _("逾期")
    TODAY = "today", _("今日到期")
    SOON = "soon", _("3个工作日内")
    LATER = "later", _("其余")
    NOT_RUNNING = "not_running", _("不计时")


RUNNING = tuple(part for part in Part if part is not Part.NOT_RUNNING)


def span(part: Part, *, on: date, last: date) -> tuple[date, date]:
    """The first and last alarm date of a part; `last` is the day that "soon" reaches to.

    A span whose first day is after its last holds nothing. Raises KeyError for NOT_RUNNING, which
    is no stretch of dates.
    """
    soon = max(on, last)
    return {
        Part.OVERDUE: (date.min, on - A_DAY),
        Part.TODAY: (on, on),
        Part.SOON: (on + A_DAY, soon),
        Part.LATER: (soon + A_DAY, date.max),
    }[part]


def part_of(alarm_on: date | None, *, on: date, last: date) -> Part:
    """The part an open case with this alarm date is in."""
    if alarm_on is None:
        return Part.NOT_RUNNING
    for part in RUNNING:
        first, until = span(part, on=on, last=last)
        if first <= alarm_on <= until:
            return part
    raise AssertionError("the spans leave no day out")


def soon_until(on: date, *, calendar: WorkingCalendar, days: int = SOON_DAYS) -> date:
    """The last day that is within so many working days of `on`."""
    return calendar.add(on, days)
