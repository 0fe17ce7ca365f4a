"""What must be done today: each line a verb, then the case, then why. Overdue first.

Level-triggered: it looks at what is so now, so nothing is lost by a day nobody looked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import paper
from notices.kinds import KINDS
from notices.models import Notice
from office.calendars import working_calendar
from office.models import User
from office.roles import May
from requests_app.clock import waiting_until
from requests_app.models import Application
from requests_app.states import State, Turn
from statute.clock import Clock
from web.dates import in_english
from web.staff.rows import CaseRow, rows_of

SOON_DAYS = 3


@dataclass(frozen=True)
class Line:
    """One thing to do: what, with which case, why, and where."""

    verb: str
    case: Application
    url: str
    why: str = ""
    clock: Clock | None = None


@dataclass
class Agenda:
    """The lines by urgency, and the counts that add up to all open cases this person sees."""

    overdue: list[Line] = field(default_factory=list)
    now: list[Line] = field(default_factory=list)
    soon: list[Line] = field(default_factory=list)
    waiting: list[CaseRow] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    provisional: int = 0
    missing_year: int | None = None

    @property
    def total(self) -> int:
        return len(self.overdue) + len(self.now)


def agenda_of(user: User, *, on: date) -> Agenda:
    """Everything this person has to act on, with a number of queries that does not grow."""
    visible = Application.objects.visible_to(user)
    rows = rows_of(visible.open().for_list().order_by("alarm_on", "pk"), on=on)
    made = Agenda(missing_year=_missing_year(on))
    acts = list(_acts(user, rows, on))
    busy = {line.case.pk for line in acts}
    last = working_calendar().add(on, SOON_DAYS)
    for row in rows:
        _place(made, row, user, acts, busy, on=on, last=last)
    made.now += [line for line in acts if line.case.pk not in _placed(made)]
    made.counts = _counts(rows, on, last)
    made.provisional = sum(1 for row in rows if row.clock and row.clock.provisional)
    return made


def _place(made: Agenda, row: CaseRow, user: User, acts, busy, *, on: date, last: date) -> None:
    """Put a case where its urgency belongs; what is due is told with the act that is next."""
    alarm = row.case.alarm_on
    line = next((act for act in acts if act.case.pk == row.case.pk), None) or _answer(row, user)
    if alarm is not None and alarm < on:
        made.overdue.append(line)
    elif alarm == on:
        made.now.append(line)
    elif alarm is not None and alarm <= last and row.case.pk not in busy:
        made.soon.append(line)
    elif row.case.pk not in busy:
        made.waiting.append(row)


def _placed(made: Agenda) -> set[int]:
    return {line.case.pk for line in [*made.overdue, *made.now, *made.soon]}


def _answer(row: CaseRow, user: User) -> Line:
    case = row.case
    verbs = {
        Turn.UNIT: _("起草答复"), Turn.OFFICE: _("办理"), Turn.THIRD_PARTY: _("催第三方意见"),
        Turn.APPLICANT: _("等申请人"), Turn.NOBODY: _("查看"),
    }  # fmt: skip
    verb = verbs[row.turn]
    if row.turn == Turn.UNIT and case.unit_in_charge_id not in user.unit_ids():
        verb = _("催%(unit)s交答复稿") % {"unit": case.unit_in_charge}
    return Line(verb, case, case.get_absolute_url(), _due(row.clock), row.clock)


def _due(clock: Clock | None) -> str:
    if clock is None or clock.due_on is None:
        return ""
    return _("%(day)s到期") % {"day": clock.due_on.isoformat()}


def _acts(user: User, rows: list[CaseRow], on: date) -> Iterator[Line]:
    by_pk = {row.case.pk: row for row in rows}
    yield from _approvals(user, by_pk)
    if user.may(May.REGISTER):
        yield from _arrivals(rows)
    if user.may(May.SERVE):
        yield from _services(by_pk)
    if user.may(May.APPROVE_OFFICE):
        yield from _lapsed(rows, on)
    if user.may(May.REGISTER) or user.may(May.HANDLE):
        yield from _unproven(rows)
    if user.may(May.ASSIGN):
        yield from _unassigned(rows)


def _approvals(user: User, by_pk: dict[int, CaseRow]) -> Iterator[Line]:
    for notice in paper.waiting_for(user).select_related("application__applicant"):
        row = by_pk.get(notice.application_id)
        yield Line(
            _("审批%(notice)s") % {"notice": _title(notice)}, notice.application,
            reverse("staff:approve", args=[notice.pk]), _due(row and row.clock), row and row.clock,
        )  # fmt: skip


def _title(notice: Notice) -> str:
    label = KINDS[notice.kind].label
    return label.en if in_english() else label.zh


def _arrivals(rows: list[CaseRow]) -> Iterator[Line]:
    for row in rows:
        if row.case.state != State.FILED:
            continue
        step, verb, why = "receive", _("登记来件"), row.case.get_channel_display()
        if row.case.received_on is None:
            step, verb = "confirm_receipt", _("与申请人确认收到日期")
            why = _("%(channel)s，%(day)s到达，尚未确认") % {
                "channel": why, "day": row.case.arrived_on.isoformat(),
            }  # fmt: skip
        yield _by_step(row, verb, step, why)


def _services(by_pk: dict[int, CaseRow]) -> Iterator[Line]:
    unserved = Notice.objects.to_serve().exclude(kind="acknowledgement")
    for notice in unserved.filter(application__in=by_pk).select_related("application__applicant"):
        words = {"notice": _title(notice)}
        yield Line(
            _("送达%(notice)s并登记") % words, by_pk[notice.application_id].case,
            reverse("staff:serve", args=[notice.pk]), notice.number or "",
            by_pk[notice.application_id].clock,
        )  # fmt: skip


def _lapsed(rows: list[CaseRow], on: date) -> Iterator[Line]:
    """Corrections and payments whose time is over: offered to a person, never done by itself."""
    for row in rows:
        if row.case.state not in (State.AWAITING_CORRECTION, State.AWAITING_PAYMENT):
            continue
        last = waiting_until(row.case, on=on)
        if on > last:
            why = _("期限%(day)s已过；有正当理由的可以再等") % {"day": last.isoformat()}
            yield _by_step(row, _("决定是否视为放弃"), "deem_abandoned", why)


def _unproven(rows: list[CaseRow]) -> Iterator[Line]:
    for row in rows:
        for asked in row.case.consultations.all():
            if asked.is_open and asked.received_on is None:
                why = _("%(day)s发出，没有收到凭证") % {"day": asked.asked_on.isoformat()}
                verb = _("查征求意见书是否送达")
                yield _by_step(row, verb, "record_party_receipt", why)


def _unassigned(rows: list[CaseRow]) -> Iterator[Line]:
    for row in rows:
        if row.turn == Turn.OFFICE and row.case.state == State.IN_HAND:
            yield _by_step(row, _("交办"), "assign", _due(row.clock))


def _by_step(row: CaseRow, verb: str, step: str, why: Any) -> Line:
    url = reverse("staff:step", args=[row.case.number, step])
    return Line(verb, row.case, url, str(why), row.clock)


def _counts(rows: list[CaseRow], on: date, last: date) -> dict[str, int]:
    """Six figures; the last five add up to the first."""
    alarms = [row.case.alarm_on for row in rows]
    running = [alarm for alarm in alarms if alarm is not None]
    return {
        "open": len(rows),
        "overdue": sum(1 for alarm in running if alarm < on),
        "today": sum(1 for alarm in running if alarm == on),
        "soon": sum(1 for alarm in running if on < alarm <= last),
        "rest": sum(1 for alarm in running if alarm > last),
        "stopped": len(rows) - len(running),
    }


def _missing_year(on: date) -> int | None:
    """Next year, if its holiday notice is not entered; asked for from 1 October."""
    if on.month >= 10 and on.year + 1 not in working_calendar().published_years:
        return on.year + 1
    return None
