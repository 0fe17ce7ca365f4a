"""The acts that wait, found one kind after another; each knows who may do it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from django.db.models import Max

from casework import remedy_tasks, returned, signatures, signing, told
from casework.rows import CaseRow
from casework.task_kinds import Act
from casework.tasks import Task
from notices.kinds_of_procedure import RECTIFICATION
from notices.models import Making, Notice
from office.models import User
from office.roles import May
from records.approval import Stage
from records.instants import local
from records.models import Approval
from records.models.approval import Verdict
from requests_app import clock as clocks
from requests_app.clock import has
from requests_app.models import Application, Assignment
from requests_app.querysets import ApplicationQuerySet
from requests_app.states import State, Turn
from requests_app.urgency import Part, part_of
from statute.calendar import WorkingCalendar
from statute.facts import suspension_end

A_DAY = timedelta(days=1)


class HandedIn(NamedTuple):
    """A letter that is with those who sign it, and the signatures that hold."""

    notice: Notice
    given: list[Approval]


Signing = dict[int, HandedIn]


def being_signed(cases: ApplicationQuerySet) -> Signing:
    """The letter of each case that is with those who sign it."""
    waiting = Notice.objects.to_approve().filter(application__in=cases)
    found = waiting.select_related("application__unit_in_charge", "handling").order_by("pk")
    pairs = signatures.with_signatures(found)
    return {notice.application_id: HandedIn(notice, given) for notice, given in pairs}


@dataclass(frozen=True)
class Ground:
    """What acts are looked for on: these cases, as reckoned on this day."""

    cases: ApplicationQuerySet
    rows: list[CaseRow]
    on: date
    last: date
    calendar: WorkingCalendar
    signing: Signing

    def is_near(self, due: date | None) -> bool:
        part = part_of(due, on=self.on, last=self.last)
        return part in (Part.OVERDUE, Part.TODAY, Part.SOON)


def acts(ground: Ground) -> Iterator[Task]:
    """Everything that waits for somebody in these cases; several for a case with several acts."""
    cases, by_pk = ground.cases, {row.case.pk: row for row in ground.rows}
    yield from _signatures(ground, by_pk)
    yield from _revisions(cases, by_pk)
    yield from _arrivals(ground.rows)
    yield from _services(cases, by_pk)
    yield from _returns(cases, by_pk)
    yield from _redacted(cases, by_pk)
    for row in ground.rows:
        yield from _lapsed(row, ground)
        yield from _consultations(row, ground)
        yield from _correction(row, ground)
    yield from _untold(ground)
    yield from _unassigned(ground)
    yield from remedy_tasks.tasks(ground, by_pk)


def chases(row: CaseRow, handed_in: HandedIn | None) -> Iterator[Task]:
    """What can be done about a case that is due, for those with no act of theirs in it."""
    case = row.case
    notice, given = handed_in or (None, [])
    stage = signatures.next_stage(notice, given=given) if notice else None
    if stage is not None:
        yield _due(row, Act.URGE_SIGNER, may(May.ASSIGN), about=stage)
    elif notice is None and row.turn == Turn.UNIT:
        yield _due(row, Act.HAND_IN, lambda user: case.unit_in_charge_id in user.unit_ids())
        yield _due(row, Act.URGE_UNIT, may(May.ASSIGN))
    elif notice is None and row.turn == Turn.THIRD_PARTY:
        yield _due(row, Act.URGE_PARTY, may(May.REGISTER))
    elif notice is None and row.turn == Turn.OFFICE:
        yield _due(row, Act.HANDLE, may(May.ASSIGN))
    yield _due(row, Act.LOOK, lambda user: True)


def may(*things: May) -> Callable[[User], bool]:
    return lambda user: any(user.may(thing) for thing in things)


def _due(row: CaseRow, act: Act, allows: Callable[[User], bool], **more) -> Task:
    """A task under the reply's limit."""
    more.setdefault("pressing", False)
    return Task(act, row.case, allows, due_on=row.case.alarm_on, row=row, **more)


def _waiting(row: CaseRow, act: Act, allows: Callable[[User], bool], **more) -> Task:
    return _due(row, act, allows, pressing=True, **more)


def _in_case(case: Application, row: CaseRow | None, act: Act, allows, **more) -> Task:
    """A task in a case that may be closed: then no limit runs any more."""
    due = row.case.alarm_on if row else None
    return Task(act, row.case if row else case, allows, due_on=due, row=row, **more)


def _signatures(ground: Ground, by_pk: dict[int, CaseRow]) -> Iterator[Task]:
    waiting = Notice.objects.to_approve().filter(application__in=ground.cases)
    waiting = waiting.select_related("application__applicant", "handling")
    signs = _signer(ground.on)
    for notice, given in signatures.with_signatures(waiting):
        stage = signatures.next_stage(notice, given=given)
        if stage is None:
            continue
        row = by_pk.get(notice.application_id)
        yield _in_case(
            notice.application, row, Act.SIGN, partial(signs, stage, notice, given), about=notice,
            subject=notice, stage=stage, since=local(notice.submitted_at).date(),
        )  # fmt: skip


def _signer(on: date) -> Callable[[Stage, Notice, list[Approval], User], bool]:
    """Whether a person gives a signature, also for somebody who is away on that day."""
    away = signing.absences(on)

    def signs(stage: Stage, notice: Notice, given: list[Approval], user: User) -> bool:
        return bool(signing.capacity(user, stage, notice, on=on, given=given, away=away))

    return signs


def _revisions(cases: ApplicationQuerySet, by_pk: dict[int, CaseRow]) -> Iterator[Task]:
    """Drafts in nobody else's hands; who wrote one knows of it until it is sent back."""
    drafts = Notice.objects.drafts().filter(submitted_at=None, application__in=cases.open())
    drafts = list(drafts.exclude(drafted_by=None))
    returned = Approval.objects.filter(
        verdict=Verdict.RETURNED, subject__in=[notice.subject_key for notice in drafts]
    )
    sent_back = dict(returned.values_list("subject").annotate(Max("at")))
    for notice in drafts:
        at = sent_back.get(notice.subject_key)
        yield _waiting(
            by_pk[notice.application_id], Act.REVISE, _is(notice.drafted_by_id), about=notice,
            subject=notice, since=local(at).date() if at else None,
        )  # fmt: skip


def _is(pk: int) -> Callable[[User], bool]:
    return lambda user: user.pk == pk


def _arrivals(rows: list[CaseRow]) -> Iterator[Task]:
    for row in rows:
        if row.case.state == State.FILED:
            act = Act.REGISTER if row.case.received_on else Act.CONFIRM_RECEIPT
            yield _waiting(row, act, may(May.REGISTER), since=row.case.arrived_on)


def _services(cases: ApplicationQuerySet, by_pk: dict[int, CaseRow]) -> Iterator[Task]:
    """Letters that went out and have not reached anybody; also of cases that are closed."""
    unserved = Notice.objects.to_serve().exclude(kind="acknowledgement")
    found = unserved.filter(application__in=cases)
    for notice in found.select_related("application__applicant"):
        yield _in_case(
            notice.application, by_pk.get(notice.application_id), Act.SERVE, may(May.SERVE),
            about=notice, subject=notice, since=notice.issued_on,
        )  # fmt: skip


def _returns(cases: ApplicationQuerySet, by_pk: dict[int, CaseRow]) -> Iterator[Task]:
    """Letters and messages that came back: until somebody says what was done about it."""
    found = returned.unsettled().filter(notice__application__in=cases)
    for record in found.select_related("notice__application__applicant", "mail"):
        notice = record.notice
        yield _in_case(
            notice.application, by_pk.get(notice.application_id), Act.RETURNED, may(May.SERVE),
            about=notice, subject=record, since=returned.came_back_on(record),
        )  # fmt: skip


def _redacted(cases: ApplicationQuerySet, by_pk: dict[int, CaseRow]) -> Iterator[Task]:
    """Blacked-out files made, or refused, after whoever asked for them had left the page."""
    ended = Making.objects.unread().filter(redaction__source__application__in=cases)
    for asked in ended.select_related("redaction__source__application__applicant"):
        case = asked.redaction.source.application
        yield _in_case(
            case, by_pk.get(case.pk), Act.REDACT_AGAIN if asked.refused else Act.SEE_REDACTED,
            _is(asked.asked_by_id), about=asked, subject=asked.redaction,
            since=local(asked.ended_at).date(),
        )  # fmt: skip


def _lapsed(row: CaseRow, ground: Ground) -> Iterator[Task]:
    """Corrections and payments whose time is over: offered to a person, never done by itself."""
    if row.case.state not in clocks.WAITING_FOR_APPLICANT:
        return
    last = clocks.waiting_until(row.case, on=ground.on, calendar=ground.calendar)
    if ground.on > last:
        yield _waiting(row, Act.ABANDON, may(May.APPROVE_OFFICE), since=last + A_DAY, about=last)


def _consultations(row: CaseRow, ground: Ground) -> Iterator[Task]:
    """Letters to a third party without proof of receipt, and third parties whose time is over."""
    who = may(May.REGISTER, May.HANDLE)
    for asked in row.case.consultations.all():
        if not asked.is_open:
            continue
        if asked.received_on is None:
            yield _waiting(
                row, Act.PROVE_RECEIPT, who, since=asked.asked_on, about=asked, subject=asked
            )
            continue
        last = suspension_end(
            asked.asked_on, asked.received_on, None,
            law=row.case.statute_law, calendar=ground.calendar, kind=asked.kind,
        )  # fmt: skip
        if ground.on > last:
            since = last + A_DAY
            yield _waiting(row, Act.NOTE_SILENCE, who, since=since, about=last, subject=asked)


def _correction(row: CaseRow, ground: Ground) -> Iterator[Task]:
    """The last days in which the applicant may be asked to correct, once (art. 30)."""
    case = row.case
    if case.state != State.IN_HAND or has(case, "correction") or case.pk in ground.signing:
        return
    limits = clocks.limits_of(case, calendar=ground.calendar, on=ground.on)
    limit = next((limit for limit in limits if limit.code == "correction_notice"), None)
    if limit is None or limit.met_on is not None:
        return
    if limit.earliest_on >= ground.on and ground.is_near(limit.earliest_on):
        yield Task(
            Act.ASK_CORRECTION, case, _handler(case), due_on=limit.earliest_on,
            limit=limit.code, pressing=False, row=row, about=limit,
        )  # fmt: skip


def _handler(case: Application) -> Callable[[User], bool]:
    if case.unit_in_charge_id is None:
        return may(May.APPROVE_OFFICE)
    return lambda user: case.unit_in_charge_id in user.unit_ids()


def _untold(ground: Ground) -> Iterator[Task]:
    """Applicants to whom it was decided to tell an earlier date, until a letter says it."""
    by_chain = {row.case.chain: row for row in ground.rows}
    for chain in told.shortenings(by_chain):
        row = by_chain[chain]
        found, signed = told.untold(row.case), ground.signing.get(row.case.pk)
        if found is not None and (signed is None or signed.notice.kind != RECTIFICATION.code):
            yield _waiting(
                row, Act.TELL_SHORTENED, _handler(row.case), about=found.statement,
                since=local(found.decision.at).date(),
            )  # fmt: skip


def _unassigned(ground: Ground) -> Iterator[Task]:
    """In no unit's hands: since it came, or since the last unit gave it back."""
    given_back = Assignment.objects.filter(application__in=ground.cases.filter(unit_in_charge=None))
    since = dict(given_back.values_list("application").annotate(Max("until")))
    for row in ground.rows:
        if row.turn == Turn.OFFICE and row.case.state == State.IN_HAND:
            arose = since.get(row.case.pk) or row.case.handling.opened_on
            yield _waiting(row, Act.ASSIGN, may(May.ASSIGN), since=arose)
