"""What issuing a notice will change, told before anybody signs: old and new date, state, row."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from notices import items
from notices.kind import Kind
from office.calendars import working_calendar
from requests_app.clock import facts_of
from requests_app.models import Application
from requests_app.states import State
from statute.answers import ANSWERS
from statute.clock import ClockRefusal, check_extension
from web import dates
from web.staff.figures_pieces import row_in_english
from web.templatetags.words import said


@dataclass(frozen=True)
class Change:
    """A sentence, and where a date moves, the old and the new one."""

    text: str
    was: date | None = None
    becomes: date | None = None


def changes_by(
    kind: Kind, application: Application, facts: dict[str, Any], *, on: date
) -> list[Change]:
    """What the notice does to the case if it goes out on this day."""
    tell = _TELLERS.get(kind.step or "")
    return tell(kind, application, facts, on) if tell else []


def _due(application: Application, on: date) -> date | None:
    return application.clock(on=on).due_on if application.received_on else None


def _correction(kind, application: Application, facts, on: date) -> list[Change]:
    rule, due = application.statute_law.correction, _due(application, on)
    found = [Change(_("发出后等申请人补正，答复期限停止计算。"), was=due)]
    if rule.restarts.value:
        found.append(Change(_("收到补正之日起，答复期限将重新计算。")))
    until = working_calendar().add(application.received_on, rule.notice_within.value)
    if on > until:
        words = {"days": rule.notice_within.value, "until": dates.full(until)}
        found.append(Change(_("告知补正的%(days)s个工作日已于%(until)s届满。") % words))
    return found


def _extension(kind, application: Application, facts, on: date) -> list[Change]:
    by_days = facts.get("by_days")
    if not by_days:
        return [Change(_("发出后答复期限延长，只能延长一次。"), was=_due(application, on))]
    law, calendar = application.statute_law, working_calendar()
    try:
        later = check_extension(
            facts_of(application), law=law, calendar=calendar, on=on, by_days=int(by_days)
        )
    except ClockRefusal as refusal:
        return [Change(said(refusal.reason))]
    found = [Change(_("答复到期日改变："), was=_due(application, on), becomes=later)]
    if not calendar.certain_between(on, later):
        words = {"year": later.year}
        found.append(Change(_("%(year)s年放假安排没有公布的，新的到期日为暂定。") % words))
    return found


def _consultation(kind: Kind, application: Application, facts, on: date) -> list[Change]:
    which = kind.step_facts({"party_name": "", "concerning": ""})["kind"]
    rule = application.statute_law.consulting(which)
    words = {"days": rule.days.value}
    if rule.suspends.value:
        text = _("发出后等对方意见，最多%(days)s个工作日，所需时间不计入答复期限。") % words
        return [Change(text, was=_due(application, on))]
    text = _("发出后等对方意见，最多%(days)s个工作日；本件适用的法规下答复期限照常计算。") % words
    return [Change(text, was=_due(application, on))]


def _payment(kind, application: Application, facts, on: date) -> list[Change]:
    restarts = application.statute_law.payment.restarts.value
    after = _("缴费后重新计算。") if restarts else _("缴费后继续计算。")
    return [Change(_("发出后等申请人缴费，答复期限停止计算；") + after, was=_due(application, on))]


def _reply(kind: Kind, application: Application, facts, on: date) -> list[Change]:
    state = State.ANSWERED if kind.step == "answer" else State.NOT_PROCESSED
    found = [Change(_("发出后本件转为“%(state)s”。") % {"state": state.label})]
    answers = [item for item in facts.get("items", []) if item["answer"] in ANSWERS]
    if answers:
        result = ANSWERS[items.result_of(answers)]
        words = {
            "label": said(result.label),
            "row": row_in_english(result.row) if dates.in_english() else result.row,
        }
        found.append(Change(_("年度统计计入“%(label)s”（表%(row)s）。") % words))
    if kind.step == "answer":
        found.append(Change(_("登记送达之日为答复之日，本件随之办结。")))
    return found


def _abandonment(kind, application: Application, facts, on: date) -> list[Change]:
    label = State.ABANDONED.label
    return [Change(_("发出后本件转为“%(state)s”并办结。") % {"state": label})]


_TELLERS = {
    "request_correction": _correction,
    "extend": _extension,
    "consult": _consultation,
    "demand_payment": _payment,
    "answer": _reply,
    "decline": _reply,
    "deem_abandoned": _abandonment,
}
