"""How a limit is counted: the rule a law gives, and the days it lands on.

A rule says in what the limit is measured, what a receipt on a day of rest does, whether the day of
receipt is itself counted, and what becomes of a last day that is a day of rest. A suspension leaves
days out; in a limit of months it lengthens the limit by as many days as it left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol

from statute.calendar_months import add_months, last_day_of_months
from statute.day_table import WorkingCalendar, within
from statute.text import Text

WORKING_DAY = "working_day"
CALENDAR_DAY = "calendar_day"
CALENDAR_MONTH = "calendar_month"
UNITS = (WORKING_DAY, CALENDAR_DAY, CALENDAR_MONTH)
AS_IS = "as_is"
NEXT_WORKING_DAY = "next_working_day"
DAY_AFTER = "day_after"
SAME_DAY = "same_day"

UNIT_NAMES = {
    WORKING_DAY: Text("个工作日", "working days"),
    CALENDAR_DAY: Text("日", "calendar days"),
    CALENDAR_MONTH: Text("个月", "calendar months"),
}
ONE_OF_UNIT = {
    WORKING_DAY: Text("个工作日", "working day"),
    CALENDAR_DAY: Text("日", "calendar day"),
    CALENDAR_MONTH: Text("个月", "calendar month"),
}

Gap = tuple[date, date | None]
Span = tuple[date, date]


def amount_text(amount: int, unit: str) -> Text:
    """An amount with its unit: 20个工作日 / 20 working days."""
    names = ONE_OF_UNIT if amount == 1 else UNIT_NAMES
    return Text(f"{amount}{names[unit].zh}", f"{amount} {names[unit].en}")


@dataclass(frozen=True)
class Rule:
    """How one limit is counted. `amount` is in `unit`s.

    `receipt` next_working_day: what comes on a day of rest counts as come on the next working day.
    `first_day` same_day: the day of receipt is day 1. `end` next_working_day: a limit whose last
    day is a day of rest ends with the next working day (民事诉讼法 art 85, BGB § 193).
    """

    unit: str
    amount: int
    receipt: str = AS_IS
    first_day: str = DAY_AFTER
    end: str = AS_IS

    def received(self, day: date, calendar: WorkingCalendar) -> date:
        """The day that counts as the day of receipt."""
        return calendar.next_working(day) if self.receipt == NEXT_WORKING_DAY else day

    def ending(self, day: date, calendar: WorkingCalendar) -> date:
        """The day a limit ends that would end on `day`."""
        return calendar.next_working(day) if self.end == NEXT_WORKING_DAY else day

    def day_zero(self, received: date) -> date:
        """The day before the first day that may be counted."""
        if self.first_day == DAY_AFTER:
            return received
        return date.fromordinal(received.toordinal() - 1)


class Counted(Protocol):
    """Days that can be counted: working days, or all of them."""

    def count(self, after: date, until: date) -> int:
        """How many days d with after < d <= until."""

    def add(self, start: date, n: int) -> date:
        """The n-th day after `start`."""


class EveryDay:
    """Calendar days."""

    def count(self, after: date, until: date) -> int:
        return max(0, until.toordinal() - after.toordinal())

    def add(self, start: date, n: int) -> date:
        return within(start.toordinal() + n)


EVERY_DAY = EveryDay()


def counted_in(unit: str, calendar: WorkingCalendar) -> Counted:
    """What is counted in a limit of this unit; a limit of months is run out in days."""
    return calendar if unit == WORKING_DAY else EVERY_DAY


@dataclass(frozen=True)
class Extension:
    """Counted on from the end of the running limit, `by` so many units, or `until` a day given.

    `on` is the day it was told; without it, it was told in time.
    """

    by: int = 0
    until: date | None = None
    on: date | None = None


class Ending(NamedTuple):
    """Where a limit ends: `due`, or None if an open gap is reached first.

    `counted` is where the counted days lie, as (after, until]; `legs` the due date after the limit
    itself and after each extension in turn.
    """

    counted: list[Span]
    due: date | None
    legs: list[date]

    @property
    def moved_from(self) -> date | None:
        """The last counted day, from which the end may have moved off a day of rest."""
        return self.counted[-1][1] if self.due is not None and self.counted else None


def segments(
    days: Counted, start: date, n: int, gaps: Sequence[Gap]
) -> tuple[list[Span], date | None]:
    """Where the n days counted after `start` lie, as (after, until], and the last of them.

    Gaps may overlap and come in any order; what they share is left out once. The last day is
    None when an open gap is reached first.
    """
    counted: list[Span] = []
    here, left = start, n
    for since, until in sorted(gaps, key=_since) if len(gaps) > 1 else gaps:
        if until is not None and until <= here:
            continue
        room = days.count(here, since)
        if room >= left:
            break
        if room:
            counted.append((here, since))
            left -= room
        if until is None:
            return counted, None
        here = until
    last = days.add(here, left)
    counted.append((here, last))
    return counted, last


def _since(gap: Gap) -> date:
    return gap[0]


def run_out(
    rule: Rule,
    calendar: WorkingCalendar,
    received: date,
    *,
    gaps: Sequence[Gap] = (),
    extensions: Sequence[Extension] = (),
) -> Ending:
    """Where a limit ends that was received on a day (`Rule.received` already applied).

    An extension is counted on from the day the limit would have ended, moved off a day of rest
    where the rule says so (BGB §§ 190, 193). Raises OutsideCalendar for a day the calendar does
    not reach.
    """
    days = counted_in(rule.unit, calendar)
    zero = rule.day_zero(received)
    n = rule.amount
    if rule.unit == CALENDAR_MONTH:
        n = days.count(zero, last_day_of_months(received, n, same_day=zero != received))
    counted, due = segments(days, zero, n, gaps)
    legs: list[date] = []
    if due is not None:
        due = rule.ending(due, calendar)
        legs.append(due)
    for extension in extensions:
        if due is None:
            break
        more, due = _extended(rule, calendar, days, due, extension, gaps)
        counted += more
        if due is not None:
            legs.append(due)
    return Ending(counted, due, legs)


def _extended(
    rule: Rule,
    calendar: WorkingCalendar,
    days: Counted,
    due: date,
    extension: Extension,
    gaps: Sequence[Gap],
) -> tuple[list[Span], date | None]:
    if extension.until is not None:
        return ([(due, extension.until)], extension.until) if extension.until > due else ([], due)
    n = extension.by
    if rule.unit == CALENDAR_MONTH:
        n = days.count(due, add_months(due, n))
    # What began on the last day or later was no suspension of the limit that had run out by then.
    more, last = segments(days, due, n, gaps)
    return more, None if last is None else rule.ending(last, calendar)


def is_certain(counted: Sequence[Span], due: date, *, unit: str, calendar: WorkingCalendar) -> bool:
    """Whether no counted day, nor the last, lies where no calendar has been published."""
    if not counted or calendar.certain_between(counted[0][0], due):
        return True
    days = counted_in(unit, calendar)
    return calendar.is_certain(due) and all(
        calendar.certain_between(date.fromordinal(days.add(after, 1).toordinal() - 1), until)
        for after, until in counted
        if until > after
    )


@lru_cache(maxsize=1024)
def with_amount(rule: Rule, amount: int) -> Rule:
    """Another limit counted the same way."""
    return replace(rule, amount=amount)


@lru_cache(maxsize=8192)
def ends(rule: Rule, calendar: WorkingCalendar, start: date) -> tuple[date, bool]:
    """The end of a limit that nothing stops or extends, and whether it is certain."""
    counted, due, _legs = run_out(rule, calendar, rule.received(start, calendar))
    due = due or start  # nothing stops it, so it ends
    return due, is_certain(counted, due, unit=rule.unit, calendar=calendar)
