"""What the page of one remedy shows, gathered once."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from casework.remedy_rightings import ROW_WORDS, WORDS
from office.calendars import working_calendar
from office.models import User
from office.roles import May
from remedies.duties import Duty, duties_of
from remedies.models import Level, Order, Party, Remedy, RemedyRighting
from remedies.ordered import term_of
from remedies.timeline import timeline
from requests_app.models import Application
from requests_app.steps import STEPS

RELATED = ("stages__by", "instances", "parties", "documents__file", "costs", "rightings__by")


@dataclass(frozen=True)
class Named:
    """A party as one person may read it."""

    party: Party
    name: str
    contact: str


def remedy_page(remedy: Remedy, user: User, *, on: date) -> dict[str, Any]:
    calendar = working_calendar()
    prefetch_related_objects([remedy], *RELATED)
    order = _order(remedy)
    may_change = user.may(May.REMEDY) and not remedy.is_annulled
    return {
        "remedy": remedy, "case": remedy.application, "on": on, "may_change": may_change,
        "duties": duties_of(remedy, calendar=calendar), "points": timeline(remedy),
        "owed": owed(remedy, calendar=calendar), "parties": named(remedy, user),
        "costs": remedy.costs.all(), "cost_sum": _sum(remedy), "order": order,
        "term": term_of(order, calendar=calendar) if order else None,
        "anew_clock": _clock(order, on), "may_reopen": _may_reopen(remedy, order, user),
        "may_decide": may_change and _undecided(remedy),
        "full": reads_in_full(user), "rightings": _rightings(remedy, user),
    }  # fmt: skip


def owed(remedy: Remedy, *, calendar: Any) -> Duty | None:
    """What is still to be sent while it is pending, the first due first."""
    if not remedy.is_pending or remedy.is_annulled:
        return None
    on_appeal = any(row.level == Level.SECOND for row in remedy.instances.all())
    undone = [
        duty for duty in duties_of(remedy, calendar=calendar)
        if not duty.done_on and (not on_appeal or duty.code == Level.SECOND)
    ]  # fmt: skip
    return min(undone, key=lambda duty: duty.due_on, default=None)


def reads_in_full(user: User) -> bool:
    """Whether names, papers and what is written in free words are for this person."""
    return user.may(May.REMEDY) or user.may(May.REVEAL)


def named(remedy: Remedy, user: User) -> list[Named]:
    """The parties; a person's name in full only for those who log remedies or may unmask."""
    full = reads_in_full(user)
    return [
        Named(row, row.name if full or not row.is_person else _surname(row.name),
              row.contact if full else "")
        for row in remedy.parties.all()
    ]  # fmt: skip


def _rightings(remedy: Remedy, user: User) -> list[tuple[RemedyRighting, bool]]:
    """Each with whether this person reads its values: old words may name people like new ones."""
    full = reads_in_full(user)
    return [(row, full or row.field not in WORDS | ROW_WORDS) for row in remedy.rightings.all()]


def _surname(name: str) -> str:
    return f"{name[:1]}某"


def _order(remedy: Remedy) -> Order | None:
    return Order.objects.filter(remedy=remedy).select_related("handling").first()


def _undecided(remedy: Remedy) -> bool:
    return remedy.is_pending or any(row.is_pending for row in remedy.instances.all())


def _sum(remedy: Remedy) -> Decimal:
    standing = [row.amount_yuan for row in remedy.costs.all() if row.struck_at is None]
    return sum(standing, Decimal(0))


def _clock(order: Order | None, on: date) -> Any:
    """The case's own limit, while the handling that was ordered is the one that runs."""
    if order is None or order.handling is None or order.is_met:
        return None
    case: Application = order.remedy.application
    runs = case.handling is not None and case.handling.pk == order.handling_id
    return case.clock(on=on) if runs else None


def _may_reopen(remedy: Remedy, order: Order | None, user: User) -> bool:
    if order is None or order.is_begun or remedy.is_annulled:
        return False
    return not STEPS["reopen"].blockers(remedy.application, user)
