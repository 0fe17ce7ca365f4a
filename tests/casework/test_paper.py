"""Drafts, approvals, issue and service, each refusal with its reason."""

from datetime import date

import pytest
from django.db import connection

from casework import paper
from notices import numbering, pdf
from notices.kinds import KINDS
from notices.models import Notice, Reservation
from office.models import Institution, RoleGrant
from office.roles import Role
from records import log
from records.models import OutgoingMail
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.states import State
from requests_app.steps import NotNow, NotPermitted
from tests.cast import MONDAY, Cast, at, in_hand, registered
from tests.notices import paper as printed
from tests.notices import stories

TUESDAY, FRIDAY = date(2026, 3, 3), date(2026, 3, 6)


def drafted(cast: Cast, kind: str, *, by=None, on=FRIDAY, **asked) -> Notice:
    application = stories.ready(cast, kind, **asked)
    return paper.draft(
        kind, application, by=by or cast.officer, on=on, at=at(on), facts=stories.FACTS[kind]
    )


def submitted(cast: Cast, kind: str, **options) -> Notice:
    notice = drafted(cast, kind, **options)
    return paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))


def approved_up_to(cast: Cast, kind: str, *people, **options) -> Notice:
    notice = submitted(cast, kind, **options)
    for person in people:
        paper.approve(notice, by=person, on=FRIDAY, at=at(FRIDAY, 11))
    return notice


def refusal_of(act, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refused:
        act(*args, **kwargs)
    return str(refused.value)


# Drafts


def test_a_draft_moves_nothing(cast):
    notice = drafted(cast, "correction")
    application = Application.objects.get(pk=notice.application_id)
    assert application.state == State.IN_HAND
    assert not hasattr(application, "correction")
    assert application.clock(on=FRIDAY).runs(FRIDAY)
    assert notice.number is None


def test_all_that_is_missing_is_said_at_once(cast):
    application = in_hand(cast)
    with pytest.raises(Refusal) as refused:
        paper.draft(
            "third_party_consultation", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
            facts={"party_kind": "planet", "applicant": "张示例"},
        )  # fmt: skip
    said = "\n".join(refused.value.reasons)
    assert len(refused.value.reasons) == 4
    for word in ("名称或姓名", "征求意见的信息", "征求对象是", "applicant"):
        assert word in said


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"missing": "年度", "days": 0}, "应为1至30"),
        ({"missing": "年度", "days": "ten"}, "应为1至30"),
        ({"missing": "年度", "days": "10.5"}, "应为1至30"),
        ({"missing": "  ", "days": 10}, "请填写“需要补正的事项”"),
        ({"missing": "文" * 8001, "days": 10}, "填写得不对"),
    ],
)
def test_a_fact_that_does_not_do_is_refused(cast, facts, reason):
    application = in_hand(cast)
    said = refusal_of(
        paper.draft, "correction", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=facts,
    )  # fmt: skip
    assert reason in said


def test_items_that_come_to_another_result_need_another_kind(cast):
    application = in_hand(cast)
    facts = {"items": [stories.SUPPLIED, stories.WITHHELD]}
    words = {"by": cast.officer, "on": FRIDAY, "at": at(FRIDAY), "facts": facts}
    assert "部分公开" in refusal_of(paper.draft, "refused", application, **words)
    assert paper.draft("partly_granted", application, **words).kind == "partly_granted"


def test_an_item_names_what_it_lacks(cast):
    application = in_hand(cast)
    facts = {"items": [stories.item("refused_third_party"), stories.item("granted", "supplied")]}
    with pytest.raises(Refusal) as refused:
        paper.draft(
            "partly_granted", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=facts
        )
    assert refused.value.reasons == (
        "第1项：请选择具体情形。",
        "第1项：请写明事实与理由。",
        "第2项：请写明获取信息的方式、途径和时间。",
    )


def test_an_officer_of_another_unit_drafts_nothing(cast):
    application = in_hand(cast)
    with pytest.raises(NotPermitted):
        paper.draft(
            "correction", application, by=cast.outsider, on=FRIDAY, at=at(FRIDAY),
            facts=stories.FACTS["correction"],
        )  # fmt: skip


def test_a_second_draft_of_the_same_step_is_refused_until_the_first_is_discarded(cast):
    first = drafted(cast, "refused")
    words = {"by": cast.officer, "on": FRIDAY, "at": at(FRIDAY)}
    again = {"facts": stories.FACTS["other_reply"], **words}
    assert "已有一份同类文书" in refusal_of(paper.draft, "other_reply", first.application, **again)
    paper.discard(first, by=cast.officer, at=at(FRIDAY, 10), reason="写错了")
    assert paper.draft("other_reply", first.application, **again).pk


def test_an_extension_is_refused_where_the_law_knows_none(cast):
    application = in_hand(cast, law="cn-university")
    said = refusal_of(
        paper.draft, "extension", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["extension"],
    )  # fmt: skip
    assert "延期" in said


def test_an_extension_is_refused_once_the_limit_has_ended(cast):
    # Received 2 March 2026: day 20 is 30 March.
    application = in_hand(cast)
    facts, late = stories.FACTS["extension"], date(2026, 3, 31)
    said = refusal_of(
        paper.draft, "extension", application, by=cast.officer, on=late, at=at(late), facts=facts
    )
    assert "届满" in said
    last = date(2026, 3, 30)
    assert paper.draft(
        "extension", application, by=cast.officer, on=last, at=at(last), facts=facts
    ).pk


def test_the_kinds_open_to_a_person_say_why_the_others_are_not(cast):
    application = in_hand(cast)
    choices = {choice.code: choice for choice in paper.kinds_open_to(application, cast.officer)}
    assert "acknowledgement" not in choices
    assert choices["correction"].is_open
    assert choices["refused"].is_open
    assert choices["fee"].reasons == ("本校未启用收费。",)
    assert choices["still_unclear"].reasons == ("申请人没有补正过，须先告知补正。",)
    assert choices["consultation_note"].reasons == ("本件没有征求意见。",)
    assert not choices["withdrawal_confirmed"].is_open
    assert not choices["not_corrected"].is_open
    assert not any(c.is_open for c in paper.kinds_open_to(application, cast.registrar))


def test_an_address_is_kept_sealed_and_still_reaches_the_step(cast):
    notice = approved_up_to(cast, "third_party_consultation", cast.office_head)
    assert "工业路" not in str(notice.facts)
    assert "工业路" not in str(notice.snapshot)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_facts, facts, snapshot FROM notices_notice")
        assert "工业路" not in str(cursor.fetchall())
    assert notice.consultation.party_address == "湖北省示例市工业路8号"


# Approval


def test_the_drafter_cannot_approve(cast):
    application = in_hand(cast)
    notice = paper.draft(
        "correction", application, by=cast.office_head, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["correction"],
    )  # fmt: skip
    paper.submit(notice, by=cast.office_head, at=at(FRIDAY, 10))
    said = refusal_of(paper.approve, notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert "起草人" in said
    assert notice not in paper.waiting_for(cast.office_head)


def test_whoever_ever_edited_a_draft_cannot_approve_it(cast):
    notice = drafted(cast, "correction")
    for by in (cast.office_head, cast.officer):
        paper.redraft(notice, by=by, at=at(FRIDAY, 10), facts=stories.FACTS["correction"])
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    with pytest.raises(NotPermitted):
        paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))


def test_signatures_come_in_the_order_of_the_chain(cast):
    notice = submitted(cast, "refused")
    said = refusal_of(paper.approve, notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 11))
    assert "承办单位负责人审核" in said
    for person in (cast.department_head, cast.office_head):
        paper.approve(notice, by=person, on=FRIDAY, at=at(FRIDAY, 11))
        assert not notice.is_issued
    paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    assert notice.is_issued
    assert [s.approval.by_name for s in paper.stages(notice)] == ["冯处长", "郑审核", "陈校长"]


def test_every_person_at_every_stage(cast):
    """Who may give which signature of a reply that releases something: one each, nobody else."""
    signers = {
        "unit": cast.department_head, "office": cast.office_head, "leader": cast.leader,
    }  # fmt: skip
    notice = submitted(cast, "granted")
    for stage in paper.stages(notice):
        if stage.code == "secrecy":
            continue  # done by its fact
        for name, person in cast.everyone().items():
            if person != signers[stage.code]:
                with pytest.raises(NotPermitted):
                    paper.approve(notice, by=person, on=FRIDAY, at=at(FRIDAY, 11))
                assert notice not in paper.waiting_for(person), (stage.code, name)
        assert notice in paper.waiting_for(signers[stage.code])
        paper.approve(notice, by=signers[stage.code], on=FRIDAY, at=at(FRIDAY, 11))
    assert notice.is_issued


def test_the_head_of_another_unit_does_not_sign(cast):
    notice = submitted(cast, "refused")
    RoleGrant.objects.create(
        user=cast.outsider, role=Role.DEPARTMENT_HEAD, unit=cast.logistics, granted_at=at(MONDAY)
    )
    with pytest.raises(NotPermitted):
        paper.approve(notice, by=cast.outsider, on=FRIDAY, at=at(FRIDAY, 11))


def test_a_case_the_office_handles_itself_needs_no_unit_head(cast):
    application = registered(cast)
    notice = paper.draft(
        "refused", application, by=cast.office_head, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["refused"],
    )  # fmt: skip
    assert [stage.code for stage in paper.stages(notice)] == ["office", "leader"]


def test_editing_voids_what_was_approved(cast):
    notice = approved_up_to(cast, "refused", cast.department_head)
    paper.redraft(notice, by=cast.officer, at=at(FRIDAY, 12), facts=stories.FACTS["refused"])
    assert notice.submitted_at is None
    assert [stage.approval for stage in paper.stages(notice)] == [None, None, None]
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 13))
    with pytest.raises(NotPermitted):
        paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 14))


def test_a_draft_sent_back_starts_over(cast):
    notice = approved_up_to(cast, "refused", cast.department_head)
    said = refusal_of(paper.send_back, notice, by=cast.office_head, at=at(FRIDAY, 12), comment=" ")
    assert "理由" in said
    paper.send_back(notice, by=cast.office_head, at=at(FRIDAY, 12), comment="理由不充分")
    assert [stage.approval for stage in paper.stages(notice)] == [None, None, None]
    said = refusal_of(paper.approve, notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 13))
    assert "尚未送审" in said


def test_nothing_is_released_without_a_secrecy_review(cast):
    application = in_hand(cast)
    notice = paper.draft(
        "granted", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["granted"],
    )  # fmt: skip
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    for person in (cast.department_head, cast.office_head):
        paper.approve(notice, by=person, on=FRIDAY, at=at(FRIDAY, 11))
    assert "保密审查" in paper.missing(notice)[0]
    assert notice in paper.waiting_for(cast.secrecy_reviewer)
    with pytest.raises(NotPermitted):
        paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    stories.reviewed(application, cast)
    assert paper.missing(notice) == []
    paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    assert notice.is_issued


@pytest.mark.parametrize(
    ("conclusion", "reason"), [("may_not", "不得公开"), ("in_part", "部分公开答复书")]
)
def test_a_review_that_forbids_stops_the_release(cast, conclusion, reason):
    notice = approved_up_to(cast, "granted", cast.department_head, cast.office_head)
    stories.reviewed(notice.application, cast, conclusion)
    assert reason in paper.missing(notice)[0]
    with pytest.raises(NotPermitted):
        paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))


def test_what_is_public_already_needs_no_secrecy_review(cast):
    notice = approved_up_to(
        cast, "already_public", cast.department_head, cast.office_head, cast.leader
    )
    assert notice.is_issued


def test_not_held_needs_a_record_of_the_search(cast):
    application = in_hand(cast)
    notice = paper.draft(
        "not_held", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["not_held"],
    )  # fmt: skip
    assert "检索记录" in paper.missing(notice)[0]
    assert "检索记录" in refusal_of(paper.submit, notice, by=cast.officer, at=at(FRIDAY, 10))


def test_own_wording_keeps_the_frame_and_may_not_drop_the_article(cast):
    application = in_hand(cast)
    facts = stories.FACTS["refused"]
    words = {"by": cast.officer, "on": FRIDAY, "at": at(FRIDAY), "facts": facts}
    notice = paper.draft("refused", application, wording="经研究，不予公开。", **words)
    assert paper.missing(notice) == [
        "正文须写明法律依据：《中华人民共和国政府信息公开条例》第十六条第二款、第三十六条第（三）项。"
    ]
    own = f"{paper.standard_wording(notice)}\n<b>另外说明</b>。"
    paper.redraft(notice, by=cast.officer, at=at(FRIDAY, 10), facts=facts, wording=own)
    assert paper.missing(notice) == []
    shown = paper.preview_html(notice)
    assert "&lt;b&gt;另外说明&lt;/b&gt;" in shown
    assert "本机关于2026年3月2日收到" in shown
    assert "申请行政复议" in shown


def test_a_reply_on_the_spot_needs_only_the_office_head_and_only_that_day(cast):
    application = in_hand(cast)
    facts = stories.FACTS["already_public"] | {"on_the_spot": "yes"}
    late = refusal_of(
        paper.draft, "already_public", application, by=cast.officer, on=TUESDAY, at=at(TUESDAY),
        facts=facts,
    )  # fmt: skip
    assert "当日" in late
    notice = paper.draft(
        "already_public", application, by=cast.officer, on=MONDAY, at=at(MONDAY, 14), facts=facts
    )
    assert [stage.code for stage in paper.stages(notice)] == ["office"]
    paper.submit(notice, by=cast.officer, at=at(MONDAY, 14))
    said = refusal_of(paper.approve, notice, by=cast.office_head, on=TUESDAY, at=at(TUESDAY))
    assert "当场答复" in said
    paper.approve(notice, by=cast.office_head, on=MONDAY, at=at(MONDAY, 15))
    assert notice.is_issued


def test_no_reply_without_a_court_and_an_authority_to_name(cast):
    Institution.objects.update(court="", review_authority="")
    application = in_hand(cast)
    said = refusal_of(
        paper.draft, "refused", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["refused"],
    )  # fmt: skip
    assert "行政复议机关、管辖法院" in said


@pytest.mark.parametrize(
    ("ground", "first"),
    [("refused_process", True), ("refused_third_party", True),
     ("refused_administrative_query", False)],
)  # fmt: skip
def test_the_remedy_follows_the_article_of_what_is_withheld_not_the_row(cast, ground, first):
    application = stories.ready(cast, "partly_granted")
    facts = {"items": [stories.IN_PART | {"ground": ground}]}
    notice = paper.draft(
        "partly_granted", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=facts
    )
    shown = paper.preview_html(notice)
    assert ("对行政复议决定不服的" in shown) is first
    assert ("或者自收到本答复之日起6个月内" in shown) is not first


# Issue


CHAIN = {
    "correction": ["office_head"],
    "fee": ["finance", "office_head"],
    "granted": ["department_head", "office_head", "leader"],
}


@pytest.mark.parametrize("code", [code for code in KINDS if not KINDS[code].is_automatic])
def test_every_kind_travels_from_draft_to_applicant(cast, code):
    stories.allow_everything()
    on = date(2026, 6, 1) if code in ("not_corrected", "fee_unpaid") else FRIDAY
    application = stories.ready(cast, code)
    notice = paper.draft(
        code, application, by=cast.officer, on=on, at=at(on), facts=stories.FACTS[code]
    )
    paper.submit(notice, by=cast.officer, at=at(on, 10))
    people = {s.code: s.role for s in paper.stages(notice) if s.code != "secrecy"}
    for role in people.values():
        paper.approve(notice, by=getattr(cast, role), on=on, at=at(on, 11))
    assert notice.number == f"示例大学信公{KINDS[code].series}〔2026〕1号"
    assert notice.issued_on == on
    assert notice.number in printed.text(paper.issued_pdf(notice))
    application.refresh_from_db()
    if KINDS[code].step == "answer":
        assert (application.state, application.closed_on) == (State.ANSWERED, on)
        assert application.handling.result in KINDS[code].answers
    if KINDS[code].step == "decline":
        assert (application.state, application.closed_on) == (State.NOT_PROCESSED, on)
    if KINDS[code].step == "deem_abandoned":
        assert application.state == State.ABANDONED
    assert log.verify(application.chain) == []


def test_issuing_takes_the_step_and_logs_number_and_hash(cast):
    notice = approved_up_to(cast, "correction", cast.office_head)
    application = Application.objects.get(pk=notice.application_id)
    assert application.state == State.AWAITING_CORRECTION
    assert application.correction.days == 10
    events = [entry.event for entry in log.entries(application.chain)]
    assert events[-5:] == [
        "notice_submitted", "notice_approved", "request_correction", "notice_issued",
        "notice_served",
    ]  # fmt: skip
    issued = log.entries(application.chain).get(event="notice_issued")
    assert issued.payload["number"] == notice.number
    assert issued.payload["sha256"] == notice.sha256


def test_an_issued_notice_is_never_made_again(cast):
    notice = approved_up_to(cast, "correction", cast.office_head)
    kept = paper.issued_pdf(notice)
    Institution.objects.update(name="别的大学")
    assert paper.issued_pdf(notice) == kept
    assert "别的大学" not in paper.preview_html(notice)
    assert "请说明所需信息的年度" in paper.preview_html(notice)
    for act in (
        lambda: paper.issue(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 15)),
        lambda: paper.discard(notice, by=cast.officer, at=at(FRIDAY, 15), reason="错"),
        lambda: paper.redraft(
            notice, by=cast.officer, at=at(FRIDAY, 15), facts=stories.FACTS["correction"]
        ),
    ):
        assert "已经发出" in refusal_of(act)


def test_the_applicant_is_told_without_a_word_of_the_content(cast):
    notice = approved_up_to(cast, "refused", cast.department_head, cast.office_head, cast.leader)
    mail = OutgoingMail.objects.get(dedupe_key=f"notice:{notice.pk}")
    assert mail.recipient == "zhang@example.com"
    assert "张示例" not in mail.subject + mail.body
    assert "不予公开" not in mail.subject + mail.body
    assert "转专业" not in mail.subject + mail.body


def test_a_third_party_letter_writes_no_mail_to_the_applicant(cast):
    notice = approved_up_to(cast, "third_party_consultation", cast.office_head)
    assert not OutgoingMail.objects.filter(dedupe_key=f"notice:{notice.pk}").exists()
    assert notice.served_on is None


@pytest.mark.parametrize(
    "changed",
    [
        {"facts": {"missing": "别的事项", "days": 10}},
        {"wording": "另外的正文"},
        {"draft_number": 9},
    ],
)
def test_what_was_not_approved_is_not_issued(cast, changed):
    notice = submitted(cast, "correction")
    Notice.objects.filter(pk=notice.pk).update(**changed)
    with pytest.raises(paper.ContentChanged):
        paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))


def test_a_case_changed_after_approval_stops_the_issue(cast):
    """The hash is asked again at issue, not only at approval."""
    notice = approved_up_to(cast, "refused", cast.department_head, cast.office_head)
    Application.objects.filter(pk=notice.application_id).update(subject="别的信息")
    with pytest.raises(paper.ContentChanged):
        paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    Application.objects.filter(pk=notice.application_id).update(
        subject="2023—2025年各学院接收转专业学生的人数"
    )
    paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    assert notice.is_issued


def test_a_newer_institution_makes_the_draft_be_saved_anew(cast):
    notice = submitted(cast, "refused")
    current = Institution.objects.get()
    current.pk, current.version, current.court = None, 2, "别的法院"
    current.save()
    assert "机构信息" in paper.missing(notice)[0]
    said = refusal_of(paper.approve, notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert "机构信息" in said


def test_a_step_no_longer_possible_stops_the_issue(cast):
    notice = submitted(cast, "correction")
    notice.application.withdraw(by=cast.registrar, on=FRIDAY, at=at(FRIDAY, 10))
    with pytest.raises(Refusal) as refused:
        paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert "已撤回" in str(refused.value)


def test_one_who_may_not_take_the_step_does_not_issue(cast):
    notice = approved_up_to(cast, "refused", cast.department_head, cast.office_head)
    with pytest.raises((NotPermitted, NotNow, Refusal)) as refused:
        paper.issue(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    assert "主管校领导批准" in str(refused.value)


# Numbers


def test_a_number_is_not_burnt_when_the_page_is_not_set(cast, monkeypatch):
    first = submitted(cast, "correction", subject="关于𠮷的材料")
    with pytest.raises(pdf.MissingGlyph):
        paper.approve(first, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    first.refresh_from_db()
    assert first.number is None
    assert first.application.state == State.IN_HAND
    assert paper.stages(first)[0].done
    assert first.reservation.sequence == 1
    with pytest.raises(pdf.MissingGlyph):
        paper.issue(first, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 12))
    assert Reservation.objects.count() == 1
    paper.discard(first, by=cast.officer, at=at(FRIDAY, 13), reason="另行书写")
    second = approved_up_to(cast, "correction", cast.office_head)
    assert second.number == "示例大学信公补〔2026〕1号"


def test_a_number_waits_for_its_notice_while_others_go_on(cast):
    first = submitted(cast, "correction", subject="关于𠮷的材料")
    with pytest.raises(pdf.MissingGlyph):
        paper.approve(first, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    second = approved_up_to(cast, "correction", cast.office_head)
    assert second.number == "示例大学信公补〔2026〕2号"
    Application.objects.filter(pk=first.application_id).update(subject="关于吉的材料")
    paper.redraft(first, by=cast.officer, at=at(FRIDAY, 12), facts=stories.FACTS["correction"])
    paper.submit(first, by=cast.officer, at=at(FRIDAY, 12))
    paper.approve(first, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 13))
    assert first.number == "示例大学信公补〔2026〕1号"


def test_a_number_held_for_nothing_is_free_after_a_day(cast):
    first = submitted(cast, "correction", subject="关于𠮷的材料")
    with pytest.raises(pdf.MissingGlyph):
        paper.approve(first, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert numbering.sweep(at=at(FRIDAY, 20)) == 0
    assert numbering.sweep(at=at(date(2026, 3, 7), 12)) == 1
    assert numbering.sweep(at=at(date(2026, 3, 7), 12)) == 0
    second = approved_up_to(cast, "correction", cast.office_head)
    assert second.number == "示例大学信公补〔2026〕1号"


def test_a_number_belongs_to_the_year_the_letter_goes_out_in(cast):
    new_year = date(2027, 1, 4)
    application = in_hand(cast, date(2026, 12, 31))
    notice = paper.draft(
        "correction", application, by=cast.officer, on=new_year, at=at(new_year),
        facts=stories.FACTS["correction"],
    )  # fmt: skip
    paper.submit(notice, by=cast.officer, at=at(new_year, 10))
    numbering.reserve(notice, KINDS["correction"], year=2026, at=at(date(2026, 12, 31), 17))
    paper.approve(notice, by=cast.office_head, on=new_year, at=at(new_year, 11))
    assert notice.number == "示例大学信公补〔2027〕1号"
    assert Reservation.objects.get(year=2026).notice is None


def test_each_series_and_each_year_counts_for_itself(cast):
    one = approved_up_to(cast, "correction", cast.office_head)
    two = approved_up_to(cast, "correction", cast.office_head)
    other = approved_up_to(cast, "third_party_consultation", cast.office_head)
    assert [n.number[-2] for n in (one, two, other)] == ["1", "2", "1"]


# Acknowledgement and service


def test_an_acknowledgement_is_issued_once_by_whoever_registers(cast):
    application = in_hand(cast)
    first = paper.acknowledge(application, by=cast.registrar, on=MONDAY, at=at(MONDAY, 12))
    again = paper.acknowledge(application, by=cast.registrar, on=TUESDAY, at=at(TUESDAY))
    assert again.pk == first.pk
    assert first.number == "示例大学信公收〔2026〕1号"
    assert "申请编号：2026-1" in printed.text(paper.issued_pdf(first))


def test_no_acknowledgement_before_the_day_of_receipt_is_known(cast):
    application = in_hand(cast)
    Application.objects.filter(pk=application.pk).update(state=State.FILED, received_on=None)
    application.refresh_from_db()
    said = refusal_of(
        paper.acknowledge, application, by=cast.registrar, on=MONDAY, at=at(MONDAY, 12)
    )
    assert "收到日期" in said


def replied(cast: Cast, **asked) -> Notice:
    return approved_up_to(
        cast, "refused", cast.department_head, cast.office_head, cast.leader, **asked
    )


def test_online_delivery_is_service_the_same_day_and_closes_the_case(cast):
    notice = replied(cast)
    assert (notice.served_on, notice.manner_of_service) == (FRIDAY, "online")
    assert Application.objects.get(pk=notice.application_id).closed_on == FRIDAY


def test_online_delivery_without_an_address_to_tell_waits_for_service(cast):
    notice = replied(cast, applicant={"email": ""})
    assert notice.served_on is None
    assert Application.objects.get(pk=notice.application_id).closed_on is None


def test_mail_counts_from_the_day_of_posting(cast):
    notice = replied(cast, delivery="post")
    assert notice.served_on is None
    posted = date(2026, 3, 9)
    paper.serve(
        notice, manner="post", on=posted, by=cast.registrar, at=at(date(2026, 3, 11)),
        proof="EMS1234567890CN",
    )  # fmt: skip
    assert Application.objects.get(pk=notice.application_id).closed_on == posted
    assert notice.service_proof == "EMS1234567890CN"
    assert "已经登记" in refusal_of(
        paper.serve, notice, manner="post", on=posted, by=cast.registrar, at=at(date(2026, 3, 12))
    )


@pytest.mark.parametrize("day", [date(2026, 3, 5), date(2026, 3, 12)])
def test_service_lies_between_issue_and_today(cast, day):
    notice = replied(cast, delivery="post")
    said = refusal_of(
        paper.serve, notice, manner="post", on=day, by=cast.registrar, at=at(date(2026, 3, 11))
    )
    assert "发出日期与今天之间" in said


def test_an_outsider_records_no_service(cast):
    notice = replied(cast, delivery="post")
    with pytest.raises(NotPermitted):
        paper.serve(notice, manner="post", on=FRIDAY, by=cast.outsider, at=at(FRIDAY, 15))


def test_a_draft_can_be_seen_as_it_will_print(cast):
    notice = drafted(cast, "refused")
    assert "草" in printed.text(paper.draft_pdf(notice, on=FRIDAY))
