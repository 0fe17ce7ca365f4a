"""Which due dates a change of the calendar or of the institution's settings would move."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import Prefetch

from casework.rows import fetch_facts
from casework.told import Told, letters_stating, standing
from notices.models import Notice
from office import institution
from office.calendars import working_calendar
from office.models import Institution
from requests_app import clock as clocks
from requests_app.models import Application
from statute.calendar import WorkingCalendar


@dataclass(frozen=True)
class Move:
    """A case whose reply falls due on another day, or no longer provisionally on the same."""

    application: Application
    was: date | None
    becomes: date | None
    provisional: bool
    told: Told | None = None
    stating: tuple[Notice, ...] = ()  # letters already sent that name the old date

    @property
    def is_earlier(self) -> bool:
        return self.was is not None and self.becomes is not None and self.becomes < self.was

    @property
    def is_later(self) -> bool:
        return self.was is not None and self.becomes is not None and self.becomes > self.was

    @property
    def before_told(self) -> bool:
        """The applicant was told a later date than the one it becomes."""
        return self.told is not None and self.becomes is not None and self.becomes < self.told.on

    @property
    def group(self) -> int:
        """In the order a person should look: before what was told, earlier, later, the same day."""
        if self.before_told:
            return 0
        return 1 if self.is_earlier else 2 if self.was != self.becomes else 3


def digest(moves: Iterable[Move]) -> str:
    """SHA-256 of a list of moves: what a person saw is what is signed and saved."""
    said = [
        [m.application.number, str(m.was), str(m.becomes), m.provisional,
         str(m.told and m.told.on), [notice.number for notice in m.stating]]
        for m in moves
    ]  # fmt: skip
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


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
            found.append(_move(application, was[0], *becomes))
    return found


def _move(application: Application, was: date | None, due: date | None, unsure: bool) -> Move:
    stating = letters_stating(application, was) if was != due else []
    return Move(application, was, due, unsure, standing(application), tuple(stating))


def _open_cases() -> list[Application]:
    open_cases = Application.objects.open().filter(received_on__isnull=False)
    letters = Notice.objects.issued().select_related("withdrawn_by")
    cases = open_cases.for_list().prefetch_related(Prefetch("notices", queryset=letters))
    found = list(cases.order_by("due_on", "pk"))
    fetch_facts(found)
    return found


def _due(
    application: Application, *, calendar: WorkingCalendar, settled: Institution, on: date
) -> tuple[date | None, bool]:
    application.statute_law = clocks.law_of(application, settled)
    clock = clocks.reply_clock_of(application, calendar=calendar, on=on)
    return clock.due_on, clock.provisional
