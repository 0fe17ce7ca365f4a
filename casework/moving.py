"""Which due dates a change of the calendar or of the institution's settings would move."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from office import institution
from office.calendars import working_calendar
from office.models import Institution
from requests_app import clock as clocks
from requests_app.models import Application
from statute.calendar import WorkingCalendar

PREFETCHED = (
    "consultations",
    "correction",
    "handlings__extension",
    "handlings__fee_demand",
    "handlings__later_date",
)


@dataclass(frozen=True)
class Move:
    """A case whose reply falls due on another day, or no longer provisionally on the same."""

    application: Application
    was: date | None
    becomes: date | None
    provisional: bool

    @property
    def is_earlier(self) -> bool:
        """A date the applicant may have been told is brought forward."""
        return self.was is not None and self.becomes is not None and self.becomes < self.was


def what_moves(
    *, on: date, calendar: WorkingCalendar | None = None, settled: Institution | None = None
) -> list[Move]:
    """The open cases whose due date would be another under this calendar or these settings."""
    present, now = working_calendar(), institution.current()
    after, settled = calendar or present, settled or now
    found = []
    for application in _open_cases():
        was = _due(application, calendar=present, settled=now, on=on)
        becomes = _due(application, calendar=after, settled=settled, on=on)
        if was != becomes:
            found.append(Move(application, was[0], becomes[0], becomes[1]))
    return found


def _open_cases() -> Iterable[Application]:
    open_cases = Application.objects.open().filter(received_on__isnull=False)
    return open_cases.for_list().prefetch_related(*PREFETCHED).order_by("due_on", "pk")


def _due(
    application: Application, *, calendar: WorkingCalendar, settled: Institution, on: date
) -> tuple[date | None, bool]:
    application.statute_law = institution.law(application.law, settled)
    clock = clocks.reply_clock_of(application, calendar=calendar, on=on)
    return clock.due_on, clock.provisional
