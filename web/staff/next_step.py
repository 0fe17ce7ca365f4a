"""What is next with a case: what is awaited, the act that is this person's, the rest as links."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import making, paper, signing, standing
from notices.chains import SECRECY_STAGE
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from office.roles import May
from requests_app import clock as clocks
from requests_app.models import Application
from requests_app.states import State, Turn
from requests_app.steps import Step
from statute.clock import Limit
from web import dates
from web.templatetags.words import said

# Steps offered as small links at the end; the rest of what is open comes first.
RARE = ("choose_law", "split", "withdraw", "set_right", "withdraw_objection", "reopen")
# Letters looked for on the case itself; every other kind is found by way of 起草文书.
LETTERS = ("correction", "extension", "third_party_consultation")
# Letters offered on the case itself once there is need of them.
WHEN_NEEDED = ("rectification", "third_party_override", "later_date")
# Steps that are the next thing to do, by whose turn it is.
PRESSING: dict[Turn, tuple[str, ...]] = {
    Turn.OFFICE: ("confirm_receipt", "receive", "assign"),
    Turn.THIRD_PARTY: ("record_party_receipt", "receive_opinion"),
    Turn.APPLICANT: ("deem_abandoned", "receive_correction", "receive_payment"),
}


class Act(NamedTuple):
    """Something that can be done now, or the reason why not. `pressing`: the thing to do next."""

    label: Any
    url: str
    reasons: tuple[str, ...] = ()
    pressing: bool = False


class NextStep(NamedTuple):
    awaited: str
    main: Act | None
    others: list[Act]
    rare: list[Act]
    barred: list[Act]


def next_step(case: Application, user: User, *, on: date) -> NextStep:
    acts = [*_signing(case, user, on), *_serving(case, user), *_redacted(case, user)]
    acts += _plain(case, user, on)
    choices = {choice.code: choice for choice in paper.kinds_open_to(case, user)}
    acts += _drafting(case, choices)
    main = next((act for act in acts if act.pressing), None)
    others = [act for act in acts if act is not main]
    return NextStep(
        _awaited(case, on), main, others, _rare(case, user), _barred(case, user, choices)
    )


def signing_act(notice: Notice) -> tuple[str, str]:
    """The words and the address of the next signature."""
    words = _("审批%(notice)s")
    if paper.next_stage(notice) == SECRECY_STAGE:
        words = _("保密审查：%(notice)s")
    return words % {"notice": title_of(notice)}, reverse("staff:approve", args=[notice.pk])


def title_of(notice: Notice) -> str:
    return said(KINDS[notice.kind].label)


def _signing(case: Application, user: User, on: date) -> Iterator[Act]:
    for notice in case.notices.to_approve():
        stage = paper.next_stage(notice)
        if stage is not None and signing.capacity(user, stage, notice, on=on):
            yield Act(*signing_act(notice), pressing=True)


def _serving(case: Application, user: User) -> Iterator[Act]:
    if not (user.may(May.SERVE) or user.may(May.HANDLE)):
        return
    for notice in case.notices.to_serve().exclude(kind="acknowledgement"):
        words = _("登记%(notice)s的送达") % {"notice": title_of(notice)}
        yield Act(words, reverse("staff:serve", args=[notice.pk]), pressing=True)


def _redacted(case: Application, user: User) -> Iterator[Act]:
    """Blacked-out files that are being made, and those this person asked for and has not seen."""
    if not standing.may_draft(user, case):
        return
    for asked in making.wanted_in(case, by=user):
        url = reverse("staff:redaction", args=[asked.redaction_id])
        words = {"done": asked.pages_done, "pages": asked.pages}
        if asked.is_under_way:
            yield Act(_("遮盖件正在生成（%(done)s／%(pages)s页）") % words, url)
        elif asked.refused:
            yield Act(_("遮盖件没有生成，看原因"), url, pressing=True)
        else:
            yield Act(_("遮盖件已生成，请核对"), url, pressing=True)


def _plain(case: Application, user: User, on: date) -> Iterator[Act]:
    limit = _waits_for(case, on)
    lapsed = limit is not None and on > limit.due_on
    for step in case.steps_open_to(user):
        if step.by_notice or step.name in RARE:
            continue
        if step.name == "deem_abandoned" and not lapsed:
            continue
        pressing = step.name in PRESSING.get(case.turn(), ())
        if step.name in ("receive_correction", "receive_payment"):
            pressing = not lapsed
        yield Act(step.label, _step_url(case, step), pressing=pressing)


def _drafting(case: Application, choices: dict[str, paper.Choice]) -> Iterator[Act]:
    if not any(choice.is_open for choice in choices.values()):
        return
    draft = case.notices.drafts().filter(submitted_at=None).last()
    if draft is not None:
        words = _("继续起草%(notice)s") % {"notice": title_of(draft)}
        yield Act(words, reverse("staff:notice", args=[draft.pk]), pressing=True)
    waiting = case.notices.to_approve().exists()
    pressing = draft is None and not waiting and case.turn() == Turn.UNIT
    yield Act(_("起草文书"), reverse("staff:drafting", args=[case.number]), pressing=pressing)
    for code in (*LETTERS, *WHEN_NEEDED):
        if choices[code].is_open:
            url = reverse("staff:draft", args=[case.number, code])
            yield Act(said(choices[code].kind.label), url)


def _barred(case: Application, user: User, choices: dict[str, paper.Choice]) -> list[Act]:
    """Letters that a person would look for here, with what stands in their way."""
    if case.state != State.IN_HAND or not user.may(May.DRAFT):
        return []
    found = [choices[code] for code in LETTERS if not choices[code].is_open]
    return [Act(said(choice.kind.label), "", choice.reasons) for choice in found]


def _rare(case: Application, user: User) -> list[Act]:
    open_now = case.steps_open_to(user)
    return [Act(step.label, _step_url(case, step)) for step in open_now if step.name in RARE]


def _step_url(case: Application, step: Step) -> str:
    return reverse("staff:step", args=[case.number, step.name])


def _waits_for(case: Application, on: date) -> Limit | None:
    if case.state not in clocks.WAITING_FOR_APPLICANT:
        return None
    return clocks.waiting_limit(case, on=on)


def _awaited(case: Application, on: date) -> str:
    """One sentence: for what the case waits, and until when."""
    if case.is_closed:
        return _("本件已办结。")
    if case.state == State.FILED:
        if case.received_on is None:
            return _("等与申请人确认收到日期；确认之日为收到之日，次日起算。")
        return _("等登记。登记不改变收到日期，期限已经在算。")
    limit = _waits_for(case, on)
    if limit is not None:
        until = limit.due_on
        what = _("补正") if case.state == State.AWAITING_CORRECTION else _("缴费")
        if on > until:
            words = {"what": what, "day": dates.full(until)}
            return _("%(what)s期限已于%(day)s届满，等决定是否视为放弃。") % words
        words = {"what": what, "day": dates.full(until)}
        if limit.provisional:
            return _("等申请人%(what)s，至%(day)s（暂定）。") % words
        return _("等申请人%(what)s，至%(day)s。") % words
    return _awaited_in_hand(case)


def _awaited_in_hand(case: Application) -> str:
    if case.state == State.ANSWERED:
        return _("答复已作出，送达并登记后办结。")
    asked = next((row for row in case.consultations.all() if row.is_open), None)
    if asked is not None:
        return _("等%(party)s的意见。") % {"party": asked.party_name}
    notice = case.notices.to_approve().last()
    stage = paper.next_stage(notice) if notice else None
    if notice is not None:
        words = {"notice": title_of(notice), "stage": stage.label if stage else _("发出")}
        return _("%(notice)s已送审，等%(stage)s。") % words
    if case.turn() == Turn.OFFICE:
        return _("等交办承办单位，或由信息公开办公室直接答复。")
    return _("等%(unit)s检索并起草答复。") % {"unit": case.unit_in_charge}
