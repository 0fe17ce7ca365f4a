"""A case as a row of a list: its clock and whose turn it is, with few queries for many rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from office import institution
from office.calendars import working_calendar
from requests_app import clock as clocks
from requests_app.models import Application, Handling
from requests_app.states import Turn
from statute.calendar import WorkingCalendar
from statute.clock import Clock


@dataclass(frozen=True)
class CaseRow:
    """A case with its clock, None before receipt is known, and whose turn it is."""

    case: Application
    clock: Clock | None
    turn: Turn


def fetch_facts(cases: list[Application]) -> None:
    """Fetch what the clock of each case is made from, in a few queries for any number of cases."""
    with_terms = Handling.objects.select_related("extension", "fee_demand", "later_date")
    prefetch_related_objects(
        cases, "consultations", "correction", Prefetch("handlings", queryset=with_terms)
    )


def rows_of(cases: Iterable[Application], *, on: date) -> list[CaseRow]:
    """The rows in order, with a number of queries that does not grow with them."""
    cases, calendar, current = list(cases), working_calendar(), institution.current()
    fetch_facts(cases)
    for case in cases:
        case.statute_law = clocks.law_of(case, current)
    return [CaseRow(case, _clock(case, calendar, on), case.turn()) for case in cases]


def reckoned(cases: Iterable[Application], *, on: date) -> list[CaseRow]:
    """The rows with their alarm dates as the facts say on that day, the most urgent first.

    The column is an index made at the last act or night; while a third party is silent the true
    date moves by itself. Nothing is saved.
    """
    cases, calendar = list(cases), working_calendar()
    prefetch_related_objects(cases, "law_choices")
    rows = rows_of(cases, on=on)
    for row in rows:
        clocks.index(row.case, calendar=calendar, on=on)
    return sorted(rows, key=lambda row: (row.case.alarm_on or date.max, row.case.pk))


def _clock(case: Application, calendar: WorkingCalendar, on: date) -> Clock | None:
    if case.received_on is None:
        return None
    return clocks.reply_clock_of(case, calendar=calendar, on=on)
