"""When a step is in order, apart from the state: predicates over a case's facts.

Each returns None, or the sentence that says why not. The date of an act and what is typed in a form
are not known here; they are checked inside the step.
"""

from django.utils.translation import gettext as _

from requests_app.clock import fact, has, in_page_language
from requests_app.objections import standing_objections
from requests_app.states import State


def receipt_open(case) -> str | None:
    return _("收到日期已经确认。") if case.received_on else None


def received(case) -> str | None:
    if case.received_on:
        return None
    return _("尚未与申请人确认收到日期，请先确认（第三十一条）。")


def assigned(case) -> str | None:
    return None if case.unit_in_charge_id else _("本件未交办任何单位。")


def not_corrected_before(case) -> str | None:
    return _("补正只能一次性告知，本件已告知过补正。") if has(case, "correction") else None


def consulting(case) -> str | None:
    if case.consultations.open().exists():
        return None
    return _("没有待回复的征求意见。")


def consulting_unproven(case) -> str | None:
    unproven = case.consultations.open().filter(received_on=None)
    return None if unproven.exists() else _("没有待登记送达的征求意见书。")


def consulted(case) -> str | None:
    return None if case.consultations.in_force().exists() else _("没有可以撤销的征求意见。")


def extensible(case) -> str | None:
    if not case.statute_law.extension.allowed.value:
        return _("%(law)s没有规定延期，本校未启用。") % {
            "law": in_page_language(case.statute_law.short)
        }
    return _("本件已延期一次，不能再延。") if has(case.handling, "extension") else None


def later_date_possible(case) -> str | None:
    if not case.statute_law.agreed_delay.value:
        return _("本件适用的法规没有延迟答复的规定。")
    if has(case.handling, "later_date"):
        return _("延迟答复日期已经确定过。")
    asked = fact(case.handling, "reasons_request")
    if asked is None or asked.answered_on is None:
        return _("须先要求申请人说明理由，并收到说明（第三十五条）。")
    return None


def reasons_not_asked(case) -> str | None:
    asked = has(case.handling, "reasons_request")
    return _("已要求申请人说明过理由。") if asked else None


def reasons_awaited(case) -> str | None:
    asked = fact(case.handling, "reasons_request")
    if asked is None:
        return _("没有要求申请人说明理由。")
    return None if asked.answered_on is None else _("申请人已经说明理由。")


def objected(case) -> str | None:
    return None if standing_objections(case) else _("没有第三方不同意公开。")


def overridden(case) -> str | None:
    if not case.consultations.overridden().exists():
        return _("没有决定公开第三方不同意公开的信息。")
    if case.state != State.ANSWERED:
        return None
    return _("答复已经作出，须先撤销答复，再撤销公开决定。")


def chargeable(case) -> str | None:
    if case.statute_law.fees.value == "none":
        return _("本校未启用收费。")
    return _("本件已发过收费通知。") if has(case.handling, "fee_demand") else None


def not_served(case) -> str | None:
    return _("本件已经办结。") if case.closed_on else None


def closed(case) -> str | None:
    if case.closed_on or case.state != State.ANSWERED:
        return None
    return _("本件尚未办结。")
