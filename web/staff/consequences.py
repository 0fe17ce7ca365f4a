"""What issuing a notice will change besides dates, told before anybody signs: state, row, clock.

The dates themselves are foreseen by `casework.trial`, for the page and for the log alike.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from notices import items
from notices.effects import effect_of
from notices.kind import Kind
from notices.kinds_of_withdrawal import REVOKING_CODES
from office.calendars import working_calendar
from requests_app.clock import facts_of
from requests_app.models import Application
from requests_app.states import State
from statute.answers import ANSWERS
from statute.clock import ClockRefusal, check_extension
from web import dates
from web.staff.figures_pieces import row_in_english
from web.templatetags.words import said


def changes_by(
    kind: Kind, application: Application, facts: dict[str, Any], *, on: date
) -> list[str]:
    """What the notice does to the case if it goes out on this day."""
    tell = _TELLERS.get(kind.step or kind.code)
    return tell(kind, application, facts, on) if tell else [said(effect_of(kind))]


def told_by_itself(kind: Kind) -> str:
    """How the applicant learns of a date that the notice makes another; empty if it tells none."""
    if kind.code in REVOKING_CODES:
        return ""
    if kind.step == "consult":
        return _("发出后起草征求意见告知书，告诉申请人所需时间是否计入期限。")
    if kind.step in ("extend", "request_correction", "demand_payment", "set_later_date"):
        return _("本文书即告知申请人期限的变化，不须另发文书更正。")
    return ""


def _correction(kind, application: Application, facts, on: date) -> list[str]:
    rule = application.statute_law.correction
    found = [_("发出后等申请人补正，答复期限停止计算。")]
    if rule.restarts.value:
        found.append(_("收到补正之日起，答复期限将重新计算。"))
    until = working_calendar().add(application.received_on, rule.notice_within.value)
    if on > until:
        words = {"days": rule.notice_within.value, "until": dates.full(until)}
        found.append(_("告知补正的%(days)s个工作日已于%(until)s届满。") % words)
    return found


def _extension(kind, application: Application, facts, on: date) -> list[str]:
    by_days = facts.get("by_days")
    if not by_days:
        return [_("发出后答复期限延长，只能延长一次。")]
    law, calendar = application.statute_law, working_calendar()
    try:
        check_extension(
            facts_of(application), law=law, calendar=calendar, on=on, by_days=int(by_days)
        )
    except ClockRefusal as refusal:
        return [said(refusal.reason)]
    words = {"n": int(by_days)}
    return [_("发出后答复期限延长%(n)s个工作日，以后不能再延。") % words]


def _consultation(kind: Kind, application: Application, facts, on: date) -> list[str]:
    which = kind.step_facts({"party_name": "", "concerning": ""})["kind"]
    rule = application.statute_law.consulting(which)
    words = {"days": rule.days.value}
    if rule.suspends.value:
        return [_("发出后等对方意见，最多%(days)s个工作日，所需时间不计入答复期限。") % words]
    return [_("发出后等对方意见，最多%(days)s个工作日；本件适用的法规下答复期限照常计算。") % words]


def _payment(kind, application: Application, facts, on: date) -> list[str]:
    restarts = application.statute_law.payment.restarts.value
    after = _("缴费后重新计算。") if restarts else _("缴费后继续计算。")
    return [_("发出后等申请人缴费，答复期限停止计算；") + after]


def _reply(kind: Kind, application: Application, facts, on: date) -> list[str]:
    state = State.ANSWERED if kind.step == "answer" else State.NOT_PROCESSED
    found = [_("发出后本件转为“%(state)s”。") % {"state": state.label}]
    answers = [item for item in facts.get("items", []) if item["answer"] in ANSWERS]
    if answers:
        result = ANSWERS[items.result_of(answers)]
        words = {
            "label": said(result.label),
            "row": row_in_english(result.row) if dates.in_english() else result.row,
        }
        found.append(_("年度统计计入“%(label)s”（表%(row)s）。") % words)
    if kind.step == "answer":
        found.append(_("登记送达之日为答复之日，本件随之办结。"))
    return found


def _abandonment(kind, application: Application, facts, on: date) -> list[str]:
    label = State.ABANDONED.label
    return [_("发出后本件转为“%(state)s”并办结。") % {"state": label}]


def _revoked_reply(kind, application: Application, facts, on: date) -> list[str]:
    found = [_("发出后原决定撤销，本件转为“%(state)s”。") % {"state": State.IN_HAND.label}]
    if application.closed_on:
        found.append(_("答复期限从发出的次日起重新计算。"))
        found.append(_("原来的办理结果仍留在当年统计中，重新办理的结果不再计入该年。"))
    else:
        found.append(_("原答复尚未送达，答复期限仍从收到申请之日起计算。"))
    return found


def _revoked_paper(kind, application: Application, facts, on: date) -> list[str]:
    return [
        _("发出后原文书撤销；办件的状态、日期和期限不因此改变。"),
        _("办件情况有错的，另用“更正”更正；已告知的日期有错的，另发更正告知书。"),
    ]


def _revoked_consultation(kind, application: Application, facts, on: date) -> list[str]:
    return [
        _("发出后征求意见终止，没有收到的意见不再等，答复期限继续计算；已有的意见不再作为依据。"),
        _("仍要征求意见的，另发征求意见书，是一次新的征求意见。"),
    ]


def _revoked_override(kind, application: Application, facts, on: date) -> list[str]:
    return [_("发出后公开决定撤销，对方的不同意仍然有效，不能公开有关信息；期限不变。")]


_TELLERS = {
    "withdraw_consultation": _revoked_consultation,
    "withdraw_override": _revoked_override,
    "withdraw_reply": _revoked_reply,
    "notice_withdrawn": _revoked_paper,
    "party_notice_withdrawn": _revoked_paper,
    "request_correction": _correction,
    "extend": _extension,
    "consult": _consultation,
    "demand_payment": _payment,
    "answer": _reply,
    "decline": _reply,
    "deem_abandoned": _abandonment,
}
