"""What the page of one case shows, gathered once."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from casework import paper
from notices.kinds import KINDS
from office import institution
from office.calendars import working_calendar
from office.models import User
from office.roles import May
from records import log
from records.models import LogEntry
from remedies.duties import duty_of
from requests_app import clock as clocks
from requests_app.models import Application
from requests_app.states import State, Turn
from requests_app.steps import STEPS, NotPermitted, Step
from statute.text import Text
from web.dates import in_english
from web.staff.spent import bars, spent_by
from web.staff.words import event_label

# Steps offered as small links at the end; the rest of what is open comes first.
RARE = ("choose_law", "split", "withdraw", "set_right", "set_later_date", "reopen")


class Act(NamedTuple):
    """Something that can be done now, or the reason why not."""

    label: Any
    url: str
    reasons: tuple[str, ...] = ()


class Check(NamedTuple):
    """One thing the law wants done with this case, done or still to do, with its day."""

    label: Any
    done: bool
    on: date | None = None
    by: bool = False


def case_page(case: Application, user: User, *, on: date, at: datetime) -> dict[str, Any]:
    clock = case.clock(on=on) if case.received_on else None
    acts, spent = _acts(case, user), spent_by(case, clock, on=on)
    return {
        "case": case, "on": on, "at": at, "clock": clock, "turn": case.turn(),
        "main": acts[0] if acts else None, "acts": acts[1:], "rare": _rare(case, user),
        "closed_acts": _not_possible(case, user), "checks": _checks(case, clock),
        "limits": case.limits(on=on) if case.received_on else (),
        "clocks": _other_clocks(case, on), "spent": spent, "bars": bars(spent),
        "notices": _notices(case), "log": _log(case), "remedies": _remedies(case),
        "may_reveal": user.may(May.REVEAL), "may_remedy": user.may(May.REMEDY),
        "may_register": user.may(May.REGISTER),
        "decision": case.standing_decision(), "law": institution.law(case.law),
    }  # fmt: skip


def _step_url(case: Application, step: Step) -> str:
    return reverse("staff:step", args=[case.number, step.name])


def _acts(case: Application, user: User) -> list[Act]:
    """What this person may do, the likeliest first: signing, drafting, then plain steps."""
    signing = [
        Act(_("审批%(notice)s") % {"notice": _said(KINDS[n.kind].label)},
            reverse("staff:approve", args=[n.pk]))
        for n in paper.waiting_for(user).filter(application=case)
    ]  # fmt: skip
    serving = [
        Act(_("登记%(notice)s的送达") % {"notice": _said(KINDS[n.kind].label)},
            reverse("staff:serve", args=[n.pk]))
        for n in case.notices.to_serve().exclude(kind="acknowledgement")
        if user.may(May.SERVE) or user.may(May.HANDLE)
    ]  # fmt: skip
    plain = [
        Act(step.label, _step_url(case, step))
        for step in case.steps_open_to(user)
        if not step.by_notice and step.name not in RARE
    ]
    drafting = []
    if any(choice.is_open for choice in paper.kinds_open_to(case, user)):
        drafting = [Act(_("起草文书"), reverse("staff:drafting", args=[case.number]))]
    first = drafting if _ready_to_draft(case) else []
    return [*signing, *serving, *first, *plain, *(drafting if not first else [])]


def _ready_to_draft(case: Application) -> bool:
    return case.state == State.IN_HAND and case.turn() in (Turn.UNIT, Turn.THIRD_PARTY)


def _rare(case: Application, user: User) -> list[Act]:
    return [
        Act(step.label, _step_url(case, step))
        for step in case.steps_open_to(user)
        if step.name in RARE
    ]


def _not_possible(case: Application, user: User) -> list[Act]:
    """Acts that the state allows and this person may take, but something else forbids."""
    found = []
    for step in STEPS.values():
        reasons = step.blockers(case, user)
        forbidden = any(isinstance(reason, NotPermitted) for reason in reasons)
        if reasons and not forbidden and State(case.state) in step.sources:
            said = tuple(r for reason in reasons for r in reason.reasons)
            found.append(Act(step.label, "", said))
    return found


def _checks(case: Application, clock) -> list[Check]:
    """What a case handled by the law has, in order."""
    acknowledged = case.notices.issued().filter(kind="acknowledgement").first()
    reply = case.notices.issued().filter(kind__in=[k for k, v in KINDS.items() if v.answers]).last()
    handling = case.handling
    review = handling and handling.secrecy_reviews.last()
    search = case.searches.last()
    due = clock.due_on if clock else None
    return [
        Check(_("登记"), handling is not None, handling and handling.opened_on),
        Check(_("收件回执"), acknowledged is not None, acknowledged and acknowledged.issued_on),
        Check(_("检索记录"), search is not None, search and search.on),
        Check(_("保密审查结论（提供信息时）"), bool(review), review and review.reviewed_on),
        Check(_("答复发出"), reply is not None, reply.issued_on if reply else due, reply is None),
        Check(_("答复送达"), bool(case.closed_on), case.closed_on or due, not case.closed_on),
    ]


def _other_clocks(case: Application, on: date) -> list[tuple[Text, date | None]]:
    """The due date under each law the case was ever under, if there was more than one."""
    if not case.received_on:
        return []
    shown = clocks.clocks_of(case, on=on)
    if len(shown) < 2:
        return []
    return [(institution.law(code).title, clock.due_on) for code, clock in shown.items()]


def _notices(case: Application) -> list[tuple[Any, Any]]:
    notices = case.notices.filter(discarded_at=None).select_related("drafted_by", "pdf")
    return [(notice, KINDS[notice.kind].label) for notice in notices]


def _remedies(case: Application) -> list[tuple[Any, Any]]:
    law, calendar = institution.law(case.law), working_calendar()
    return [(row, duty_of(row, law=law, calendar=calendar)) for row in case.remedies.all()]


def _log(case: Application) -> list[tuple[LogEntry, str | Promise, dict[str, Any]]]:
    entries = log.entries(case.chain).select_related("private")
    return [
        (entry, event_label(entry.event), log.private_of(entry) or {})
        for entry in reversed(list(entries))
    ]


def _said(text: Text) -> str:
    return text.en if in_english() else text.zh
