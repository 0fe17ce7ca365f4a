"""The days of a limit, each with its number and why it has one or has none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from statute.counting import WORKING_DAY
from statute.day_table import DayKind, WorkingCalendar
from statute.fold import CORRECTED, PAID, RECEIVED, Run
from statute.text import Text

BEGINNINGS = {
    RECEIVED: Text("收到申请之日，次日起算", "day of receipt; counting starts the day after"),
    CORRECTED: Text(
        "收到补正之日，次日起重新计算", "correction received; counting starts again the day after"
    ),
    PAID: Text("缴费之日，次日起重新计算", "fee paid; counting starts again the day after"),
}


@dataclass(frozen=True)
class Day:
    """One day. `number` is which counted day it is; marks are words for the page to style.

    Marks: received, due, suspended, extended, makeup, holiday, today, provisional.
    """

    date: date
    number: int | None
    counted: bool
    kind: DayKind
    reason: Text
    marks: frozenset[str]


def days_of(
    run: Run, due_on: date | None, *, calendar: WorkingCalendar, on: date
) -> tuple[Day, ...]:
    """From day 0 of the run to its due date; to `on` while the due date is unknown."""
    last = due_on or max(on, run.started_on)
    return tuple(_walk(run, last, due_on, calendar, on))


def _walk(
    run: Run, last: date, due_on: date | None, calendar: WorkingCalendar, on: date
) -> Iterator[Day]:
    number = 0
    for ordinal in range(run.started_on.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        stop = next((s for s in run.stops if s.covers(day)), None)
        counted = _is_counted(run, day, calendar)
        number += counted
        marks = set(_calendar_marks(day, calendar))
        if day == run.started_on:
            marks.add("received")
        if day == due_on:
            marks.add("due")
        if day == on:
            marks.add("today")
        if stop is not None:
            marks.add("suspended")
        if counted and run.base_due_on is not None and day > run.base_due_on:
            marks.add("extended")
        yield Day(
            date=day,
            number=number if counted else None,
            counted=counted,
            kind=calendar.kind(day),
            reason=_reason(run, day, stop.label if stop else None, calendar),
            marks=frozenset(marks),
        )


def _is_counted(run: Run, day: date, calendar: WorkingCalendar) -> bool:
    inside = any(after < day <= until for after, until in run.ending.counted)
    return inside and (run.rule.unit != WORKING_DAY or calendar.is_working(day))


def _calendar_marks(day: date, calendar: WorkingCalendar) -> Iterator[str]:
    kind = calendar.kind(day)
    if kind is DayKind.HOLIDAY:
        yield "holiday"
    if kind is DayKind.MAKEUP:
        yield "makeup"
    if not calendar.is_certain(day):
        yield "provisional"


def _reason(run: Run, day: date, stopped: Text | None, calendar: WorkingCalendar) -> Text:
    if day == run.started_on:
        return BEGINNINGS[run.cause]
    if stopped is not None:
        return Text(f"{stopped}，不计入期限", f"{stopped.en}; not counted")
    return calendar.why(day)
