"""What challenges leave to do: papers owed to a review body or a court, handling ordered anew."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from casework.rows import CaseRow
from casework.task_kinds import Act
from casework.tasks import Task
from office.models import User
from office.roles import May
from remedies.duties import Duty, still_owed
from remedies.models import Level, Order, Remedy
from remedies.ordered import Term, term_of, unmet
from requests_app.querysets import ApplicationQuerySet
from statute.calendar import WorkingCalendar

if TYPE_CHECKING:
    from casework.task_finding import Ground


def limit_of(remedy: Remedy, duty: Duty) -> str:
    """The name of a duty's limit within its case."""
    return ":".join(filter(None, ["remedy", str(remedy.pk), duty.code]))


def owed_in(
    cases: ApplicationQuerySet, *, calendar: WorkingCalendar
) -> Iterator[tuple[Remedy, Duty]]:
    """What is owed to review bodies and courts in these cases."""
    remedies = Remedy.objects.against(cases).select_related("application__applicant")
    return still_owed(remedies.prefetch_related("instances"), calendar=calendar)


def ordered_in(
    cases: ApplicationQuerySet, *, calendar: WorkingCalendar
) -> Iterator[tuple[Order, Term | None]]:
    """What was ordered in these cases and is not decided anew, with its term if it has one."""
    for order in unmet(cases):
        yield order, term_of(order, calendar=calendar)


def tasks(ground: "Ground", by_pk: dict[int, CaseRow]) -> Iterator[Task]:
    for remedy, duty in owed_in(ground.cases, calendar=ground.calendar):
        row = by_pk.get(remedy.application_id)
        yield Task(
            Act.REPLY_TO_REMEDY, row.case if row else remedy.application, _logs_remedies,
            due_on=duty.earliest_on, limit=limit_of(remedy, duty), about=duty, subject=remedy,
            since=_since(remedy, duty), pressing=ground.is_near(duty.earliest_on), row=row,
        )  # fmt: skip
    for order, term in ordered_in(ground.cases, calendar=ground.calendar):
        yield _anew(ground, by_pk, order, term)


def _anew(ground: "Ground", by_pk: dict[int, CaseRow], order: Order, term: Term | None) -> Task:
    """Not begun it presses whatever its term; begun, the term runs beside the case's own limit."""
    row = by_pk.get(order.remedy.application_id)
    near = term is not None and ground.is_near(term.earliest_on)
    return Task(
        Act.HANDLE_ANEW, row.case if row else order.remedy.application, _reopens,
        due_on=term and term.earliest_on, limit=f"ordered:{order.pk}", about=term,
        subject=order.remedy, since=order.ordered_on, pressing=not order.is_begun or near, row=row,
    )  # fmt: skip


def _since(remedy: Remedy, duty: Duty) -> date | None:
    if duty.code != Level.SECOND:
        return remedy.received_on
    return next(row for row in remedy.instances.all() if row.level == Level.SECOND).received_on


def _logs_remedies(user: User) -> bool:
    return user.may(May.REMEDY)


def _reopens(user: User) -> bool:
    """As the step `reopen` asks."""
    return user.may(May.APPROVE_OFFICE)
