"""The days of a limit, each with its number and why it has one or has none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from statute.counting import SAME_DAY, WORKING_DAY
from statute.day_table import DayKind, WorkingCalendar
from statute.fold import CORRECTED, PAID, RECEIVED, REOPENED, Run
from statute.text import Text

SAME_DAY_BEGINNINGS = {
    RECEIVED: Text("收到申请之日，当日起算", "day of receipt; counting starts with it"),
    CORRECTED: Text(
        "收到补正之日，当日起重新计算", "correction received; counting starts again with this day"
    ),
    PAID: Text("缴费之日，当日起重新计算", "fee paid; counting starts again with this day"),
    REOPENED: Text("重新办理之日，当日起算", "handled anew; counting starts with this day"),
}
BEGINNINGS = {
    RECEIVED: Text("收到申请之日，次日起算", "day of receipt; counting starts the day after"),
    CORRECTED: Text(
        "收到补正之日，次日起重新计算", "correction received; counting starts again the day after"
    ),
    PAID: Text("缴费之日，次日起重新计算", "fee paid; counting starts again the day after"),
    REOPENED: Text("重新办理之日，次日起算", "handled anew; counting starts the day after"),
}

ARRIVED = Text(
    "休息日到达，视为下一工作日收到", "came on a rest day: received the next working day"
)
MOVED = Text("最后一日是休息日，顺延至此", "the last day was a day of rest: moved on to this one")


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
    """From the day it came to the due date; to `on` while the due date is unknown."""
    last = due_on or max(on, run.started_on)
    return tuple(_walk(run, last, due_on, calendar, on))


def _walk(
    run: Run, last: date, due_on: date | None, calendar: WorkingCalendar, on: date
) -> Iterator[Day]:
    number = 0
    for ordinal in range(run.arrived_on.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        stop = next((s for s in run.stops if s.covers(day)), None)
        counted = stop is None and _is_counted(run, day, calendar)
        number += counted
        marks = set(_calendar_marks(day, calendar))
        if day in (run.arrived_on, run.started_on):
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
        first = SAME_DAY_BEGINNINGS if run.rule.first_day == SAME_DAY else BEGINNINGS
        return first[run.cause]
    if day == run.arrived_on:
        return ARRIVED
    if run.due_on == day == run.ending.due and run.ending.moved_from not in (None, day):
        return MOVED
    if stopped is not None:
        return Text(f"{stopped}，不计入期限", f"{stopped.en}; not counted")
    return calendar.why(day)
