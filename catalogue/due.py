"""By when an item is next to be published or brought up to date, and why."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from catalogue.models import Item
from catalogue.models.items import Cycle
from statute.calendar import WorkingCalendar
from statute.calendar_months import add_months
from statute.law import Law

# A term counts as six months: the terms' own dates are each school's.
MONTHS = {Cycle.MONTHLY: 1, Cycle.QUARTERLY: 3, Cycle.TERMLY: 6, Cycle.YEARLY: 12}


class Why(StrEnum):
    """Which rule sets the date."""

    PUBLISH = "publish"  # made or obtained, and not published yet
    CHANGE = "change"  # changed since the last update
    CYCLE = "cycle"  # the office's own rhythm


@dataclass(frozen=True)
class Due:
    """A last day; provisional while a year it runs through has no holiday notice."""

    on: date
    why: Why
    provisional: bool = False
    days: int = field(default=0, compare=False)  # working days of the law; of a cycle none

    def is_over(self, on: date) -> bool:
        return self.on < on


def next_due(item: Item, *, law: Law, calendar: WorkingCalendar) -> Due | None:
    """The earlier of the law's date and the cycle's; None if nothing says when.

    The law: within 20 working days of the information being made, obtained or changed (29号令
    art. 17; 清单 二). The cycle is the office's own, counted from the last update.
    """
    found = [due for due in (_by_law(item, law, calendar), _by_cycle(item)) if due]
    return min(found, key=lambda due: (due.on, due.why == Why.CYCLE), default=None)


def _by_law(item: Item, law: Law, calendar: WorkingCalendar) -> Due | None:
    changed, updated = item.changed_on, item.updated_on
    published = bool(item.link)
    if changed is None or (published and updated is not None and updated >= changed):
        return None
    why = Why.CHANGE if published else Why.PUBLISH
    limit = law.publication.update_days if published else law.publication.days
    last = calendar.add(changed, limit.value)
    provisional = not calendar.certain_between(changed, last)
    return Due(last, why, provisional, limit.value)


def _by_cycle(item: Item) -> Due | None:
    if item.updated_on is None:
        return None
    if item.cycle in MONTHS:
        return Due(add_months(item.updated_on, MONTHS[Cycle(item.cycle)]), Why.CYCLE)
    if item.cycle == Cycle.DATED:
        return Due(_next_date(item.cycle_dates, item.updated_on), Why.CYCLE)
    return None


def _next_date(dates: str, after: date) -> date:
    """The first of the fixed dates of a year that follows a day; 29 February may be the 28th."""
    found = []
    for month, day in (map(int, one.split("-")) for one in dates.split()):
        for year in (after.year, after.year + 1):
            found.append(date(year, month, min(day, monthrange(year, month)[1])))
    return min(day for day in found if day > after)
