"""A case ready for each kind of notice, with the facts its letter is made from."""

from datetime import date
from typing import Any

from casework import issuing, paper
from notices.models import Notice
from office.models import Institution
from records.log import SYSTEM
from requests_app.models import Application
from tests.cast import MONDAY, Cast, at, in_hand

LAWS = ("cn-regulation", "cn-university")
SETTINGS = {
    "cn-university": {"extension.allowed": True, "fees": "cost"},
    "cn-regulation": {"fees": "tariff_2020"},
}


def allow_everything() -> None:
    """An institution whose own rules allow an extension and which charges."""
    Institution.objects.update(law_settings=SETTINGS)


def item(answer: str, ground: str = "", **words: str) -> dict[str, str]:
    plain = {"asked_for": "2025年各学院接收转专业学生的人数", "reasons": "", "how_obtained": ""}
    return plain | {"answer": answer, "ground": ground} | words


WITHHELD = item(
    "refused_process", reasons="您申请公开的会议记录是学校研究职称评审过程中形成的讨论记录。"
)
SUPPLIED = item("granted", "supplied", how_obtained="有关数据见附件，随本答复书提供。")


def in_part(*parts: tuple[str, str, str], **words: str) -> dict[str, Any]:
    """An item granted in part: what is withheld, on which ground, why."""
    told = [dict(zip(("part", "ground", "reasons"), part, strict=True)) for part in parts]
    plain = {"how_obtained": "隐去姓名、学号后的名单见附件。"}
    return item("partly_granted", **plain | words) | {"withheld": told}


PRIVATE = (
    "学生姓名、学号", "refused_third_party", "其中学生姓名、学号涉及个人隐私，本人不同意公开。"
)  # fmt: skip
DRAFTS = ("第3页讨论记录", "refused_process", "该页是学校研究资助名额过程中形成的讨论记录。")
IN_PART = in_part(PRIVATE)
BECAUSE = "经核对，情况属实。"
NEVER_COUNTED = "学校没有按民族统计的转专业人数，须逐份查阅学籍档案另行汇总。"
HAS_IT = "您已于2025年5月16日取得要求重新出具的答复书。"

PARTY = {
    "party_name": "示例科技有限公司",
    "party_kind": "organisation",
    "party_address": "湖北省示例市工业路8号",
    "concerning": "2025年学生公寓家具采购合同的单价与分项报价。",
}

FACTS: dict[str, dict[str, Any]] = {
    "acknowledgement": {},
    "correction": {"missing": "请说明所需信息的年度。\n请说明所需信息的学院范围。", "days": 10},
    "extension": {"by_days": 15, "reason": "所需信息分散在多个学院，汇集核对需要时间"},
    "third_party_consultation": PARTY,
    "co_making_consultation": {k: v for k, v in PARTY.items() if k != "party_kind"},
    "consultation_note": {},
    "third_party_override": {
        "party_kind": "organisation", "content": "2025年学生公寓家具采购合同的单价与分项报价。",
        "reason": "家具质量关系全体住宿学生的健康，采购价格为师生普遍关注，由单价不能推知工艺。",
    },
    "assistance": {
        "party_name": "示例大学档案馆", "request": "请查找2023—2025年转专业审批材料。\n"
        "请核对各学院接收人数。", "reply_by": "2026-03-16",
    },
    "reasons_request": {
        "grounds": "您自2026年2月以来已提出申请26件，内容均为各单位会议纪要", "days": 10,
    },
    "later_date": {"due_on": "2026-06-01", "reason": "申请共26件，所需信息须逐件检索"},
    "fee": {
        "amount_yuan": "100.00", "basis": "当月第11件申请，按件计收，每件100元。",
        "how_to_pay": "到财务处缴纳或者按缴款码在线缴纳。", "days": 20,
    },
    "granted": {"items": [SUPPLIED]},
    "already_public": {
        "items": [
            item("granted", "already_public", how_obtained="请在本校信息公开网“本科教学”栏目查阅。")
        ]
    },
    "partly_granted": {"items": [IN_PART]},
    "refused": {"items": [WITHHELD]},
    "administrative_query": {
        "items": [
            item("refused_administrative_query", reasons="学籍档案的查询另有规定。",
                 how_obtained="请凭有效证件到本校档案馆查询。")
        ]
    },
    "not_held": {"items": [item("unavailable_not_held", "not_existing")]},
    "not_this_body": {
        "items": [item("unavailable_not_held", "not_this_body")],
        "body_name": "湖北省教育考试院", "body_contact": "0000-7654321",
    },
    "needs_creation": {"items": [item("unavailable_needs_creation", reasons=NEVER_COUNTED)]},
    "still_unclear": {"items": [item("unavailable_still_unclear", reasons="补正没有说明年度。")]},
    "petition": {
        "items": [item("not_processed_petition", reasons="您的来件要求处理宿舍噪声问题。")],
        "petition_channel": "本校信访办公室",
    },
    "repeated": {
        "items": [item("not_processed_repeated", reasons="两次申请的内容相同。")],
        "earlier_number": "示例大学信公答〔2025〕7号", "earlier_on": "2025-05-16",
    },
    "publication": {
        "items": [
            item("not_processed_publication", reasons="您申请的是本校学报。",
                 how_obtained="可以到本校图书馆阅览，或者向学报编辑部订阅。")
        ]
    },
    "excessive": {"items": [item("not_processed_excessive", reasons="您一个月内申请210件。")]},
    "reissue": {"items": [item("not_processed_reissue", reasons=HAS_IT)]},
    "not_information": {
        "items": [item("other", reasons="您的来件要求解释学分认定的理由，属于业务咨询。")],
        "where_to_turn": "教务处（电话：0000-1234500）",
    },
    "record_correction": {
        "items": [
            item("other", reasons="经核对，学籍系统中您的姓名用字与身份证件不一致，登记有误。")
        ],
        "outcome": "corrected",
    },
    "other_reply": {
        "items": [item("other", reasons="您申请的档案已经移交国家综合档案馆。")],
        "legal_basis": "《中华人民共和国档案法》第二十八条",
    },
    "not_corrected": {"reason": "经两次电话联系，您未说明理由。"},
    "fee_unpaid": {"reason": "经电话提醒，您未缴纳。"},
    "withdrawal_confirmed": {},
    "service_certificate": {},
    "rectification": {"reason": "经核对网上提交记录，收到日期登记有误。"},
    "reply_withdrawn": {
        "taken_back": "示例大学信公不〔2026〕1号", "reason": "经核查，原答复适用的情形有误。",
    },
    "notice_withdrawn": {
        "taken_back": "示例大学信公收〔2026〕1号", "reason": "经核查，所写收到申请之日有误。",
        "consequence": "收件回执另行出具，答复期限照常计算。",
    },
    "party_notice_withdrawn": {
        "taken_back": "示例大学信公函〔2026〕1号", "reason": "经核查，有关材料由档案馆保存。",
        "consequence": "你单位不必查找，也不必回复。",
    },
    "consultation_withdrawn": {
        "taken_back": "示例大学信公征〔2026〕1号", "reason": "经核查，所征求的信息与你单位无关。",
        "consequence": "不必再提出书面意见。",
    },
    "override_withdrawn": {
        "taken_back": "示例大学信公权〔2026〕1号", "reason": "经核查，所称公共利益的影响并不存在。",
        "consequence": "有关信息不公开；另作决定的，将再次书面告知你单位。",
    },
}  # fmt: skip


SUBJECTS = {
    "record_correction": "学籍系统中本人姓名的用字",
    "not_information": "解释学分认定办法第八条的含义",
    "other_reply": "1962年院系调整会议记录",
    "petition": "处理学生宿舍夜间噪声问题",
    "publication": "本校学报2025年第3期",
    "reissue": "重新出具2025年的信息公开答复书",
    "administrative_query": "本人学籍档案中的成绩单",
    "reasons_request": "全校各单位2015年以来的会议纪要",
    "later_date": "全校各单位2015年以来的会议纪要",
    "excessive": "全校各单位2015年以来的会议纪要",
    "third_party_override": "2025年学生公寓家具采购合同的单价",
}


def ready(cast: Cast, kind: str, law: str = "cn-regulation", **asked: Any) -> Application:
    """A case of 2 March 2026 in the state a notice of this kind is drafted in."""
    subject = {"subject": SUBJECTS[kind]} if kind in SUBJECTS else {}
    application = in_hand(cast, law=law, **subject | asked)
    _PREPARED.get(kind, _nothing)(application, cast)
    application.refresh_from_db()
    return application


def facts_for(kind: str, application: Application) -> dict[str, Any]:
    """The facts of a letter, with the ids that only the case knows."""
    facts = dict(FACTS[kind])
    if kind == "third_party_override":
        facts["consultation"] = application.consultations.get().pk
    if kind == "service_certificate":
        facts["notice"] = application.notices.get().pk
    return facts


def later_than_any_limit() -> date:
    return date(2026, 6, 1)


def _nothing(application: Application, cast: Cast) -> None:
    pass


def _consulted(application: Application, cast: Cast) -> None:
    application.consult(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 12), kind="third_party",
        party_name="示例科技有限公司", concerning="合同单价",
    )  # fmt: skip


def _objected(application: Application, cast: Cast) -> None:
    _consulted(application, cast)
    application.receive_opinion(
        by=cast.registrar, on=date(2026, 3, 4), at=at(date(2026, 3, 4)), opinion="objects",
        consultation=application.consultations.get().pk,
        opinion_reason="合同单价是本公司的商业秘密。",
    )  # fmt: skip


def _reasons_asked(application: Application, cast: Cast) -> None:
    application.ask_reasons(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 12), grounds="2月以来提出申请26件", days=10
    )


def _reasons_given(application: Application, cast: Cast) -> None:
    _reasons_asked(application, cast)
    application.receive_reasons(
        by=cast.registrar, on=date(2026, 3, 4), at=at(date(2026, 3, 4)), answer="用于课题研究。"
    )


def _acknowledged_by_post(application: Application, cast: Cast) -> None:
    """Acknowledged, to an applicant who takes delivery by post: it has not been served."""
    application.delivery = "post"
    application.save(update_fields=["delivery"])
    issuing.acknowledge(application, by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))


def _set_right(application: Application, cast: Cast) -> None:
    """Acknowledged as received on Monday; it had come on the Friday before."""
    issuing.acknowledge(application, by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))
    application.set_right(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 13), state=application.state,
        received_on=date(2026, 2, 27), approved_by=cast.leader, reason="提交记录为证",
    )  # fmt: skip


def _asked_to_correct(application: Application, cast: Cast) -> None:
    application.request_correction(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 12), missing="年度", days=10
    )


def _corrected(application: Application, cast: Cast) -> None:
    _asked_to_correct(application, cast)
    application.receive_correction(
        by=cast.registrar, on=date(2026, 3, 5), at=at(date(2026, 3, 5)), answer="近几年"
    )


def _asked_to_pay(application: Application, cast: Cast) -> None:
    application.demand_payment(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 12), amount_yuan=100, basis="按件", days=20
    )


def _searched(application: Application, cast: Cast) -> None:
    application.record_search(
        by=cast.officer, on=date(2026, 3, 4), at=at(date(2026, 3, 4)),
        places="教务系统、教务处档案柜", terms="转专业 2025", found="没有按学院统计的数据",
    )  # fmt: skip


def reviewed(application: Application, cast: Cast, conclusion: str = "may_release") -> None:
    application.review_secrecy(
        by=cast.secrecy_reviewer, on=date(2026, 3, 4), at=at(date(2026, 3, 4)),
        conclusion=conclusion, basis="不涉及国家秘密和工作秘密。",
    )  # fmt: skip


def issued(application: Application, cast: Cast, kind: str, facts: Any = None) -> Notice:
    """A notice of this kind that everybody approved and that went out on the Wednesday."""
    on = date(2026, 3, 4)
    notice = paper.draft(
        kind, application, by=cast.officer, on=on, at=at(on), facts=facts or FACTS[kind]
    )
    paper.submit(notice, by=cast.officer, at=at(on, 10))
    signers = {
        "unit": cast.department_head, "office": cast.office_head, "leader": cast.leader,
        "finance": cast.finance, "secrecy": cast.secrecy_reviewer,
    }  # fmt: skip
    while not notice.is_issued:
        stage = paper.next_stage(notice)
        paper.approve(notice, by=signers[stage.code], on=on, at=at(on, 11))
    return notice


def _replied(application: Application, cast: Cast) -> None:
    issued(application, cast, "refused")


def _acknowledged(application: Application, cast: Cast) -> None:
    issuing.acknowledge(application, by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))


def _party_asked(application: Application, cast: Cast) -> None:
    issued(application, cast, "third_party_consultation")


def _helped(application: Application, cast: Cast) -> None:
    issued(application, cast, "assistance")


def _overridden(application: Application, cast: Cast) -> None:
    _objected(application, cast)
    issued(application, cast, "third_party_override",
           facts_for("third_party_override", application))  # fmt: skip


def _withdrawn(application: Application, cast: Cast) -> None:
    application.withdraw(by=cast.registrar, on=MONDAY, at=at(MONDAY, 15), reason="不再需要")


_PREPARED = {
    "consultation_note": _consulted,
    "third_party_override": _objected,
    "later_date": _reasons_given,
    "excessive": _reasons_given,
    "service_certificate": _acknowledged_by_post,
    "still_unclear": _corrected,
    "not_held": _searched,
    "granted": reviewed,
    "partly_granted": reviewed,
    "not_corrected": _asked_to_correct,
    "fee_unpaid": _asked_to_pay,
    "withdrawal_confirmed": _withdrawn,
    "rectification": _set_right,
    "reply_withdrawn": _replied,
    "notice_withdrawn": _acknowledged,
    "party_notice_withdrawn": _helped,
    "consultation_withdrawn": _party_asked,
    "override_withdrawn": _overridden,
}
