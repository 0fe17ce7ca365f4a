"""The variants of each kind of letter that the gallery shows: answers, grounds, circumstances."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from casework import issuing, released, serving
from notices.items import GROUNDS, REFUSALS
from records.log import APPLICANT, SYSTEM
from requests_app.models import Application
from tests.cast import MONDAY, Cast, at, in_hand
from tests.notices import stories
from tests.records.hostile import PNG

LAWS = stories.LAWS
Facts = Callable[[Application], dict[str, Any]]
Prepare = Callable[[Cast, str], Application]


@dataclass(frozen=True)
class Variant:
    """One letter: its name in the gallery, its kind, the case before it and the facts of it."""

    name: str
    kind: str
    prepare: Prepare
    facts: Facts


def every() -> list[Variant]:
    return [*map(_plain, stories.FACTS), *_refusals(), *_others()]


def _plain(kind: str) -> Variant:
    about = {"subject": ABOUT["refused_process"]} if kind == "refused" else {}
    return Variant(
        kind, kind, lambda cast, law: stories.ready(cast, kind, law, **about),
        lambda application: stories.facts_for(kind, application),
    )  # fmt: skip


def _of(name: str, kind: str, facts: dict[str, Any], prepare: Prepare | None = None) -> Variant:
    ready = prepare or (lambda cast, law: stories.ready(cast, kind, law))
    return Variant(name, kind, ready, lambda application: facts)


REASONS = {
    "refused_state_secret": "该文件已经依法确定为秘密级国家秘密，保密期限尚未届满。",
    "refused_prohibited_by_law": "《中华人民共和国统计法》规定，这类资料不得对外提供。",
    "refused_security_stability": "该图纸载明校园安防监控的全部点位，公开后危及师生安全。",
    "trade_secret": "该合同附件载有供应商的分项报价，该单位不同意公开，理由合理。",
    "privacy": "该名单载有受资助学生的家庭经济情况，本人不同意公开，理由合理。",
    "refused_internal_affairs": "您申请公开的是学校人事部门内部轮岗安排，只在内部管理中使用。",
    "refused_process": "您申请公开的会议记录是学校研究职称评审过程中形成的讨论记录。",
    "refused_enforcement_file": "您申请公开的询问笔录是行政处罚案件的案卷材料，该案尚未结案。",
}


ABOUT = {
    "refused_state_secret": "2025年保密工作会议文件",
    "refused_prohibited_by_law": "2025年各单位填报的统计调查原始资料",
    "refused_security_stability": "校园安防监控点位图",
    "trade_secret": "2025年学生公寓家具采购合同的分项报价",
    "privacy": "2025年家庭经济困难学生资助名单",
    "refused_internal_affairs": "2025年人事部门内部轮岗安排",
    "refused_process": "2025年教师职称评审会议记录",
    "refused_enforcement_file": "2025年行政处罚案件的询问笔录",
}


def _refusals() -> list[Variant]:
    found = []
    for code in REFUSALS:
        if code in ("refused_administrative_query", "refused_process"):
            continue  # a kind of its own; the plain story
        for ground in GROUNDS.get(code, [""]):
            answer = stories.item(code, ground, reasons=REASONS[ground or code])
            name = "-".join(filter(None, ("refused", code.removeprefix("refused_"), ground)))
            found.append(_of(name, "refused", {"items": [answer]}, _about(ABOUT[ground or code])))
    return found


def _about(subject: str) -> Prepare:
    return lambda cast, law: stories.ready(cast, "refused", law, subject=subject)


def _others() -> list[Variant]:
    outcome = stories.FACTS["record_correction"]
    declined = [stories.item("other", reasons="经核对，登记的出生日期与身份证件一致，没有错误。")]
    passed = [stories.item("other", reasons="您要求更正的是普通高考报名信息。")]
    by_company = stories.item("refused_process", reasons="所申请的会议纪要是合同磋商的过程稿。")
    several = [stories.SUPPLIED, stories.WITHHELD]
    return [
        _of("granted-several-in-part", "partly_granted", {"items": several}),
        _of("record_correction-declined", "record_correction",
            {"items": declined, "outcome": "not_corrected"}),
        _of("record_correction-passed", "record_correction",
            outcome | {"items": passed, "outcome": "passed_on", "body_name": "湖北省教育考试院",
                       "body_contact": "0000-7654321"}),
        _of("excessive-silent", "excessive", stories.FACTS["excessive"], _reasons_not_given),
        _of("consultation_note-co-maker", "consultation_note", {}, _co_maker_asked),
        Variant("service_certificate-recorded", "service_certificate", _served,
                lambda application: stories.facts_for("service_certificate", application)),
        Variant("third_party-person", "third_party_consultation",
                lambda cast, law: stories.ready(cast, "third_party_consultation", law),
                lambda application: stories.PARTY | {
                    "party_name": "王样本", "party_kind": "person",
                    "concerning": "2025年转专业申请表中您本人填写的申请理由。"}),
        _of("refused-organisation", "refused", {"items": [by_company]}, _by_a_company),
        _of("not_held-corrected", "not_held", stories.FACTS["not_held"], _corrected_and_searched),
        _of("granted-enclosed", "granted", stories.FACTS["granted"], _enclosing),
    ]  # fmt: skip


def _reasons_not_given(cast: Cast, law: str) -> Application:
    application = in_hand(cast, law=law)
    facts = stories.FACTS["reasons_request"] | {"days": 1}
    stories.issued(application, cast, "reasons_request", facts)
    return Application.objects.get(pk=application.pk)


def _co_maker_asked(cast: Cast, law: str) -> Application:
    application = in_hand(cast, law=law)
    application.consult(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 12), kind="co_making_body",
        party_name="示例市教育局", concerning="联合发文",
    )  # fmt: skip
    return application


def _served(cast: Cast, law: str) -> Application:
    application = in_hand(cast, law=law, delivery="post")
    notice = issuing.acknowledge(application, by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))
    serving.serve(
        notice, manner="post", on=MONDAY, by=cast.registrar, at=at(MONDAY, 15),
        proof=serving.Proof(reference="特快专递1234567890123"),
    )  # fmt: skip
    return application


def _by_a_company(cast: Cast, law: str) -> Application:
    applicant = {"kind": "business", "name": "示例商贸有限公司"}
    subject = "2025年物业服务合同磋商会议纪要"
    return stories.ready(cast, "refused", law, applicant=applicant, subject=subject)


def _enclosing(cast: Cast, law: str) -> Application:
    application = stories.ready(cast, "granted", law)
    for year in (2023, 2024, 2025):
        name = f"{year}年各学院接收转专业学生人数统计表.png"
        released.add(
            application, SimpleUploadedFile(name, PNG), by=cast.officer, on=MONDAY,
            at=at(MONDAY, 15),
        )  # fmt: skip
    return application


def _corrected_and_searched(cast: Cast, law: str) -> Application:
    application = in_hand(cast, law=law)
    application.request_correction(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 12), missing="年度", days=10
    )
    later = date(2026, 3, 5)
    application.receive_correction(by=APPLICANT, on=later, at=at(later), answer="2025年")
    application.record_search(
        by=cast.officer, on=later, at=at(later, 15), places="教务系统、教务处档案柜",
        terms="转专业 2025", found="没有按学院统计的数据",
    )  # fmt: skip
    return application
