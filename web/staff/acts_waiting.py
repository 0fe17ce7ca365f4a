"""The acts that wait for one person, found from what is so now: letters, steps, duties."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casework import paper
from notices.models import Notice
from office.calendars import working_calendar
from office.models import User
from office.roles import May
from remedies.duties import duty_of
from remedies.models import Remedy
from requests_app.clock import waiting_until
from requests_app.models import Application
from requests_app.states import State, Turn
from statute.clock import Clock
from web import dates
from web.staff.next_step import signing_act, title_of
from web.staff.rows import CaseRow
from web.templatetags.words import said


@dataclass(frozen=True)
class Line:
    """One thing to do: what, with which case, why, and where. `due_on`: its own last day."""

    verb: str
    case: Application
    url: str
    why: str = ""
    clock: Clock | None = None
    due_on: date | None = None

    @property
    def last_day(self) -> date | None:
        return self.due_on or (self.clock.due_on if self.clock else None)


def acts_waiting(user: User, rows: list[CaseRow], *, on: date) -> Iterator[Line]:
    """Everything that waits for this person; several lines for a case with several acts."""
    by_pk = {row.case.pk: row for row in rows}
    yield from _approvals(user, by_pk)
    yield from _sent_back(user, by_pk)
    if user.may(May.REGISTER):
        yield from _arrivals(rows)
    if user.may(May.SERVE):
        yield from _services(user, by_pk)
    if user.may(May.APPROVE_OFFICE):
        yield from _lapsed(rows, on)
    if user.may(May.REGISTER) or user.may(May.HANDLE):
        yield from _unproven(rows)
    if user.may(May.ASSIGN):
        yield from _unassigned(rows)
    if user.may(May.REMEDY):
        yield from _duties(user, by_pk)


def due_words(clock: Clock | None) -> str:
    if clock is None or clock.due_on is None:
        return ""
    return _("%(day)s到期") % {"day": dates.full(clock.due_on)}


def _clock_of(by_pk: dict[int, CaseRow], pk: int) -> Clock | None:
    return by_pk[pk].clock if pk in by_pk else None


def _approvals(user: User, by_pk: dict[int, CaseRow]) -> Iterator[Line]:
    for notice in paper.waiting_for(user).select_related("application__applicant"):
        verb, url = signing_act(notice)
        clock = _clock_of(by_pk, notice.application_id)
        yield Line(verb, notice.application, url, due_words(clock), clock)


def _sent_back(user: User, by_pk: dict[int, CaseRow]) -> Iterator[Line]:
    """Drafts of this person's that are in nobody else's hands, of cases still theirs to see."""
    drafts = Notice.objects.drafts().filter(drafted_by=user, submitted_at=None)
    for notice in drafts.filter(application__in=by_pk).select_related("application__applicant"):
        clock = _clock_of(by_pk, notice.application_id)
        why = _("第%(n)s稿还没有送审") % {"n": notice.draft_number}
        verb = _("改好并送审%(notice)s") % {"notice": title_of(notice)}
        url = reverse("staff:notice", args=[notice.pk])
        yield Line(verb, notice.application, url, why, clock)


def _arrivals(rows: list[CaseRow]) -> Iterator[Line]:
    for row in rows:
        if row.case.state != State.FILED:
            continue
        step, verb, why = "receive", _("登记来件"), row.case.get_channel_display()
        if row.case.received_on is None:
            step, verb = "confirm_receipt", _("与申请人确认收到日期")
            words = {"channel": why, "day": dates.full(row.case.arrived_on)}
            why = _("%(channel)s，%(day)s到达，尚未确认") % words
        yield _by_step(row, verb, step, why)


def _services(user: User, by_pk: dict[int, CaseRow]) -> Iterator[Line]:
    """Letters that went out and have not reached anybody; also of cases that are closed."""
    unserved = Notice.objects.to_serve().exclude(kind="acknowledgement")
    visible = unserved.filter(application__in=Application.objects.visible_to(user))
    for notice in visible.select_related("application__applicant"):
        verb = _("送达%(notice)s并登记") % {"notice": title_of(notice)}
        why = _("%(number)s，%(day)s发出") % {
            "number": notice.number, "day": dates.full(notice.issued_on),
        }  # fmt: skip
        url = reverse("staff:serve", args=[notice.pk])
        clock = _clock_of(by_pk, notice.application_id)
        yield Line(verb, notice.application, url, why, clock)


def _lapsed(rows: list[CaseRow], on: date) -> Iterator[Line]:
    """Corrections and payments whose time is over: offered to a person, never done by itself."""
    calendar = working_calendar()
    for row in rows:
        if row.case.state not in (State.AWAITING_CORRECTION, State.AWAITING_PAYMENT):
            continue
        last = waiting_until(row.case, on=on, calendar=calendar)
        if on > last:
            why = _("期限%(day)s已过；有正当理由的可以再等") % {"day": dates.full(last)}
            yield _by_step(row, _("决定是否视为放弃"), "deem_abandoned", why)


def _unproven(rows: list[CaseRow]) -> Iterator[Line]:
    for row in rows:
        for asked in row.case.consultations.all():
            if asked.is_open and asked.received_on is None:
                why = _("%(day)s发出，没有收到凭证") % {"day": dates.full(asked.asked_on)}
                verb = _("查征求意见书是否送达")
                yield _by_step(row, verb, "record_party_receipt", why)


def _unassigned(rows: list[CaseRow]) -> Iterator[Line]:
    for row in rows:
        if row.turn == Turn.OFFICE and row.case.state == State.IN_HAND:
            yield _by_step(row, _("交办"), "assign", due_words(row.clock))


def _duties(user: User, by_pk: dict[int, CaseRow]) -> Iterator[Line]:
    """Replies owed to a review body or a court that still waits for them."""
    calendar, visible = working_calendar(), Application.objects.visible_to(user)
    owed = Remedy.objects.pending().against(visible).filter(replied_on=None)
    for remedy in owed.select_related("application__applicant"):
        duty = duty_of(remedy, calendar=calendar)
        if duty is None:
            continue
        case, url = remedy.application, reverse("staff:remedy", args=[remedy.pk])
        why = _("%(kind)s，%(day)s前") % {
            "kind": remedy.get_kind_display(), "day": dates.full(duty.due_on),
        }  # fmt: skip
        clock = _clock_of(by_pk, case.pk)
        yield Line(capfirst(said(duty.label)), case, url, why, clock, due_on=duty.due_on)


def _by_step(row: CaseRow, verb: str, step: str, why: Any) -> Line:
    url = reverse("staff:step", args=[row.case.number, step])
    return Line(verb, row.case, url, str(why), row.clock)
