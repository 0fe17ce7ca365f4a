"""Where a case can stand, each reached through legal steps; and what every step is told."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser

from casework import filing
from office.models import Institution
from records.log import APPLICANT, SYSTEM, THIRD_PARTY
from requests_app.models import Application
from requests_app.states import State
from tests.cast import (
    ASKED,
    MONDAY,
    NATURAL_PERSON,
    SUPPLIED,
    Cast,
    answered,
    at,
    awaiting_correction,
    filed,
    in_hand,
    registered,
)

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 3, day) for day in (3, 4, 5, 6))
AFTER_EVERY_LIMIT = date(
    2026, 4, 8
)  # ten working days from 2 March end on the 16th, twenty the 30th
DECLINED = SUPPLIED | {"answer": "not_processed_repeated", "how_obtained": ""}

PARTY = {"kind": "third_party", "party_name": "示例公司", "concerning": "合同单价"}
REASONS = {"grounds": "2026年2月以来提出申请26件", "days": 10}
FEE = {"amount_yuan": 100, "basis": "当月第11件申请", "days": 20}


def charge() -> None:
    """The institution charges the fee its law leaves it to charge."""
    Institution.objects.update(law_settings={"cn-regulation": {"fees": "tariff_2020"}})


def posted(cast: Cast, on: date = MONDAY, **asked: Any) -> Application:
    """A letter that nobody signed for: received once that is confirmed with its sender."""
    return filing.register_paper(
        application=ASKED | {"channel": "post", "signed_for": False} | asked,
        applicant=NATURAL_PERSON, arrived_on=on, by=cast.registrar, on=on, at=at(on),
    ).application  # fmt: skip


def consulting(cast: Cast, on: date = MONDAY) -> Application:
    application = in_hand(cast, on)
    application.consult(by=cast.office_head, on=on, at=at(on, 15), **PARTY)
    return application


def objected(cast: Cast) -> Application:
    """A third party says no."""
    application = consulting(cast)
    application.receive_opinion(
        by=cast.registrar, on=MONDAY, at=at(MONDAY, 16), opinion="objects",
        consultation=application.consultations.get().pk, opinion_reason="商业秘密",
    )  # fmt: skip
    return application


def overridden(cast: Cast) -> Application:
    """A third party says no, and it was decided to release all the same."""
    application = objected(cast)
    application.override_objection(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 17), reason="涉及学生健康",
        consultation=application.consultations.get().pk,
    )  # fmt: skip
    return application


def reasons_asked(cast: Cast) -> Application:
    application = in_hand(cast)
    application.ask_reasons(by=cast.office_head, on=MONDAY, at=at(MONDAY, 15), **REASONS)
    return application


def reasons_given(cast: Cast) -> Application:
    application = reasons_asked(cast)
    application.receive_reasons(by=APPLICANT, on=MONDAY, at=at(MONDAY, 16), answer="用于课题研究。")
    return application


def used_up(cast: Cast) -> Application:
    """In hand, and everything that can happen once has happened."""
    case, head = awaiting_correction(cast), cast.office_head
    tuesday, wednesday = at(TUESDAY), at(WEDNESDAY)
    case.receive_correction(by=APPLICANT, on=TUESDAY, at=tuesday, answer="2025年。")
    case.extend(by=head, on=TUESDAY, at=tuesday, by_days=20, reason="汇集各学院数据")
    case.ask_reasons(by=head, on=TUESDAY, at=tuesday, **REASONS)
    case.receive_reasons(by=APPLICANT, on=TUESDAY, at=tuesday, answer="用于课题研究。")
    case.set_later_date(by=head, on=TUESDAY, at=tuesday, due_on=date(2026, 6, 1), reason="数量较多")
    case.demand_payment(by=head, on=TUESDAY, at=tuesday, **FEE)
    case.receive_payment(by=cast.finance, on=WEDNESDAY, at=wednesday)
    return case


def awaiting_payment(cast: Cast, on: date = MONDAY) -> Application:
    application = in_hand(cast, on)
    application.demand_payment(by=cast.office_head, on=on, at=at(on, 15), **FEE)
    return application


def closed(cast: Cast) -> Application:
    application = answered(cast)
    application.close(by=cast.registrar, on=MONDAY, at=at(MONDAY, 17))
    return application


def declined(cast: Cast) -> Application:
    application = in_hand(cast)
    application.decline(by=cast.leader, on=MONDAY, at=at(MONDAY, 16), items=[DECLINED])
    return application


def abandoned(cast: Cast) -> Application:
    application = awaiting_correction(cast)
    day = date(2026, 3, 17)
    application.deem_abandoned(by=cast.office_head, on=day, at=at(day), reason="逾期未补正")
    return application


def withdrawn(cast: Cast) -> Application:
    application = in_hand(cast)
    application.withdraw(by=APPLICANT, on=MONDAY, at=at(MONDAY, 14), reason="不再需要")
    return application


SITUATIONS: dict[str, tuple[Callable[[Cast], Application], date]] = {
    "posted": (posted, TUESDAY),
    "filed": (lambda cast: filed(), TUESDAY),
    "with the office": (registered, TUESDAY),
    "with a unit": (in_hand, TUESDAY),
    "consulting": (consulting, TUESDAY),
    "objected": (objected, TUESDAY),
    "overridden": (overridden, TUESDAY),
    "reasons asked": (reasons_asked, TUESDAY),
    "reasons given": (reasons_given, TUESDAY),
    "used up": (used_up, FRIDAY),
    "awaiting correction": (awaiting_correction, AFTER_EVERY_LIMIT),
    "awaiting payment": (awaiting_payment, AFTER_EVERY_LIMIT),
    "answered": (answered, TUESDAY),
    "closed": (closed, TUESDAY),
    "not processed": (declined, TUESDAY),
    "abandoned": (abandoned, AFTER_EVERY_LIMIT),
    "withdrawn": (withdrawn, TUESDAY),
}


def people(cast: Cast) -> dict[str, Any]:
    """Everybody who might try: the staff, those outside, and nobody in particular."""
    outside = {
        "applicant": APPLICANT,
        "third_party": THIRD_PARTY,
        "system": SYSTEM,
        "anonymous": AnonymousUser(),
    }
    return cast.everyone() | outside


def told(step: str, application: Application, cast: Cast) -> dict[str, Any]:
    """The facts that a step takes besides who and when."""
    asked = application.consultations.order_by("pk").last()
    which = {"consultation": asked.pk if asked else 0}
    facts: dict[str, dict[str, Any]] = {
        "confirm_receipt": {"confirmed_how": "电话，本人接听"},
        "choose_law": {"law": "cn-university", "reason": "不涉及受托行使的职权"},
        "assign": {"unit": cast.logistics},
        "return_assignment": {"reason": "不属本处职责"},
        "record_search": {"places": "档案馆", "terms": "转专业", "found": "未查到"},
        "request_correction": {"missing": "请说明年度", "days": 10},
        "receive_correction": {"answer": "2025年"},
        "consult": PARTY,
        "record_party_receipt": which | {"proof": "EMS 1234"},
        "receive_opinion": which | {"opinion": "agrees"},
        "withdraw_objection": which | {"opinion_reason": "来函同意"},
        "override_objection": which | {"reason": "涉及学生健康"},
        "withdraw_consultation": which | {"reason": "与该公司无关"},
        "withdraw_override": which | {"reason": "并无重大影响"},
        "ask_reasons": REASONS,
        "receive_reasons": {"answer": "用于课题研究"},
        "extend": {"by_days": 20, "reason": "汇集各学院数据"},
        "set_later_date": {"due_on": date(2026, 6, 1), "reason": "数量较多"},
        "demand_payment": FEE,
        "review_secrecy": {"conclusion": "may_release", "basis": "不涉密"},
        "answer": {"items": [SUPPLIED]},
        "decline": {"items": [DECLINED]},
        "deem_abandoned": {"reason": "逾期，无正当理由"},
        "revive": {"reason": "申请人住院"},
        "split": {"numbers": [uuid4().hex[:12]], "subjects": ["转专业管理办法"]},
        "reopen": {"cause": "review", "reason": "复议决定责令重新答复"},
        "withdraw_reply": {"reason": "所附数据有误"},
        "set_right": {
            "state": State(application.state), "received_on": date(2026, 2, 27),
            "approved_by": cast.leader, "reason": "登记错误",
        },
    }  # fmt: skip
    return facts.get(step, {})
