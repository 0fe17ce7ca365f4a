"""Drafting, signing, issuing and serving by the pages, as the people of the office do it."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework import paper, released
from notices import items
from notices.kinds import KINDS
from notices.models import Notice
from office.models import Institution
from records import disk, log
from tests.cast import at, in_hand
from tests.notices.stories import FACTS, allow_everything, facts_for, ready, reviewed
from tests.sizes import some_quick
from tests.web.staff.people_at_desks import desk, on, text

MONDAY = date(2026, 3, 2)
WEDNESDAY = date(2026, 3, 4)
PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


def form_of(kind: str, *, seen: int | None = None, vow: bool = True, case=None, **more):
    """The fields a browser sends for the facts of the stories."""
    facts = facts_for(kind, case) if case else FACTS[kind]
    data = {name: value for name, value in facts.items() if name != "items"}
    rows = facts.get("items", [])
    if rows:
        data |= {"items-TOTAL_FORMS": len(rows), "items-INITIAL_FORMS": len(rows)}
    for place, row in enumerate(rows):
        data |= {f"items-{place}-{key}": row[key] for key in items.KEYS}
        parts = row.get("withheld", [])
        if kind == "partly_granted":
            data |= {f"items-{place}-withheld-TOTAL_FORMS": max(3, len(parts)),
                     f"items-{place}-withheld-INITIAL_FORMS": 0}  # fmt: skip
        for n, part in enumerate(parts):
            data |= {f"items-{place}-withheld-{n}-{key}": value for key, value in part.items()}
    data |= {"no_secrets": "on"} if vow else {}
    data |= {"seen": seen} if seen is not None else {}
    return data | more


def begun(cast, kind="refused", by=None, **asked):
    case = ready(cast, kind, **asked)
    return paper.draft(
        kind, case, by=by or cast.officer, on=WEDNESDAY, at=at(WEDNESDAY, 9), facts=FACTS[kind]
    )


# Drafting


def test_the_form_asks_what_the_kind_declares_with_the_article_of_each_answer(cast):
    case = in_hand(cast)
    with on(WEDNESDAY):
        html = text(desk(cast.officer).get(reverse("staff:draft", args=[case.number, "refused"])))
    assert "涉密信息不得上传、不得写入" in html
    assert "属于国家秘密　第三十六条第（三）项、第十四条" in html
    assert "事实与理由" in html
    assert case.subject in html


@pytest.mark.parametrize(
    "kind", some_quick(sorted(set(FACTS) - {"acknowledgement", "service_certificate"}), 6)
)
def test_every_kind_is_drafted_by_its_form_and_shown_beside_it(cast, kind):
    allow_everything()
    case = ready(cast, kind)
    writer = cast.office_head
    with on(WEDNESDAY):
        sent = form_of(kind, case=case)
        answer = desk(writer).post(reverse("staff:draft", args=[case.number, kind]), sent)
        notice = Notice.objects.drafts().get()
        assert answer.url == reverse("staff:notice_edit", args=[notice.pk])
        html = text(desk(writer).get(answer.url))
    assert 'class="paper"' in html
    assert notice.all_facts == facts_for(kind, case)
    assert case.state == type(case).objects.get(pk=case.pk).state


def test_faults_are_named_at_their_fields_and_nothing_typed_is_lost(cast):
    case = in_hand(cast)
    sent = form_of("refused") | {"items-0-reasons": "", "items-0-asked_for": "食堂合同"}
    with on(WEDNESDAY):
        html = text(
            desk(cast.officer).post(reverse("staff:draft", args=[case.number, "refused"]), sent)
        )
    assert "<title>错误：" in html
    assert '<a href="#id_items-0-reasons">请写明事实与理由。</a>' in html
    assert "食堂合同" in html
    assert not Notice.objects.exclude(kind="acknowledgement").exists()


def test_the_answers_must_come_to_the_kind_of_letter_chosen(cast):
    case = in_hand(cast)
    sent = form_of("refused") | {
        "items-0-answer": "granted", "items-0-ground": "supplied", "items-0-how_obtained": "附件",
    }  # fmt: skip
    with on(WEDNESDAY):
        html = text(
            desk(cast.officer).post(reverse("staff:draft", args=[case.number, "refused"]), sent)
        )
    assert "出现问题" in html
    assert not Notice.objects.exclude(kind="acknowledgement").exists()


@pytest.mark.full
def test_another_item_is_added_without_saving_and_without_losing_words(cast):
    case = in_hand(cast)
    sent = form_of("refused") | {"items-0-reasons": "写了一半", "add_item": "1"}
    with on(WEDNESDAY):
        html = text(
            desk(cast.officer).post(reverse("staff:draft", args=[case.number, "refused"]), sent)
        )
    assert "写了一半" in html
    assert 'name="items-1-answer"' in html
    assert 'name="items-TOTAL_FORMS" value="2"' in html
    assert not Notice.objects.exclude(kind="acknowledgement").exists()


@pytest.mark.full
def test_only_where_there_are_several_items_other_answers_are_offered(cast):
    case = in_hand(cast)
    address = reverse("staff:draft", args=[case.number, "refused"])
    with on(WEDNESDAY):
        alone = text(desk(cast.officer).get(address))
        several = text(desk(cast.officer).post(address, form_of("refused") | {"add_item": "1"}))
    assert 'value="unavailable_not_held"' not in alone
    assert 'value="unavailable_not_held"' in several
    assert 'value="granted"' not in several


@pytest.mark.full
def test_two_items_with_different_answers_make_one_letter(cast):
    case = in_hand(cast)
    second = {
        "asked_for": "职称评审会议记录", "answer": "refused_process", "ground": "",
        "reasons": "讨论记录。", "how_obtained": "",
    }  # fmt: skip
    sent = form_of("partly_granted") | {"items-TOTAL_FORMS": 2}
    sent |= {f"items-1-{name}": value for name, value in second.items()}
    with on(WEDNESDAY):
        made = desk(cast.officer).post(
            reverse("staff:draft", args=[case.number, "partly_granted"]), sent
        )
        html = text(desk(cast.officer).get(made.url))
        dropped = form_of("partly_granted", seen=1) | sent | {"items-1-DELETE": "on"}
        desk(cast.officer).post(made.url, dropped)
    assert "二、关于" in html
    notice = Notice.objects.get(kind="partly_granted")
    assert [item["answer"] for item in notice.facts["items"]] == ["partly_granted"]


def test_the_promise_of_no_secrets_is_asked_once_a_person_and_case_and_logged(cast):
    case = in_hand(cast)
    address = reverse("staff:draft", args=[case.number, "refused"])
    with on(WEDNESDAY):
        refused = text(desk(cast.officer).post(address, form_of("refused", vow=False)))
        assert "请先确认内容不涉密。" in refused
        made = desk(cast.officer).post(address, form_of("refused"))
        again = text(desk(cast.officer).get(made.url))
        other = text(desk(cast.office_head).get(made.url))
    assert 'name="no_secrets"' not in again
    assert 'name="no_secrets"' in other
    kept = log.entries(case.chain).filter(event="no_secrets_acknowledged")
    assert [entry.actor_name for entry in kept] == ["吴起草"]


@pytest.mark.full
def test_a_kind_that_has_no_place_now_says_why_and_offers_no_form(cast):
    case = in_hand(cast, law="cn-university")
    with on(WEDNESDAY):
        html = text(desk(cast.officer).get(reverse("staff:draft", args=[case.number, "extension"])))
    assert "现在不能起草这种文书" in html
    assert 'name="reason"' not in html


@pytest.mark.full
def test_an_extension_shows_the_old_and_the_new_due_date(cast):
    # Received Monday 2 March 2026. Twenty working days: 3-6 (4), 9-13 (9), 16-20 (14),
    # 23-27 (19), Monday 30 March (20). Fifteen more: 31 March, 1-3 April (4); Monday 6 April
    # rests for Qingming; 7-10 (8), 13-17 (13), 20, 21 (15): 21 April.
    notice = begun(cast, "extension", by=cast.office_head)
    with on(WEDNESDAY):
        html = text(desk(cast.office_head).get(reverse("staff:notice_edit", args=[notice.pk])))
    assert re.search(r"2026-03-30.*→.*2026-04-21", html, re.DOTALL)


@pytest.mark.full
def test_a_correction_says_that_the_limit_will_start_again(cast):
    notice = begun(cast, "correction")
    with on(WEDNESDAY):
        html = text(desk(cast.officer).get(reverse("staff:notice_edit", args=[notice.pk])))
    assert "答复期限将重新计算" in html


def test_what_still_blocks_approval_is_listed_beside_the_draft(cast):
    case = in_hand(cast)
    notice = paper.draft(
        "granted", case, by=cast.officer, on=WEDNESDAY, at=at(WEDNESDAY), facts=FACTS["granted"]
    )
    address = reverse("staff:notice_edit", args=[notice.pk])
    with on(WEDNESDAY, 15):
        before = text(desk(cast.officer).get(address))
        reviewed(case, cast)
        after = text(desk(cast.officer).get(address))
    assert "尚未作保密审查" in before
    assert "尚未作保密审查" not in after
    assert "没有缺项" in after


@pytest.mark.full
def test_own_words_begin_from_the_standard_ones(cast):
    notice = begun(cast)
    address = reverse("staff:notice_edit", args=[notice.pk])
    with on(WEDNESDAY):
        html = text(desk(cast.officer).post(address, form_of("refused", seen=1, own_words="1")))
    box = re.search(r'<textarea name="wording"[^>]*>(.*?)</textarea>', html, re.DOTALL).group(1)
    assert "第十六条" in box
    notice.refresh_from_db()
    assert notice.draft_number == 1


# Two at one draft (F-01)


def test_of_two_who_change_one_draft_the_second_is_told_and_keeps_their_words(cast):
    notice = begun(cast)
    address = reverse("staff:notice_edit", args=[notice.pk])
    with on(WEDNESDAY, 10, 30):
        first = form_of("refused", seen=1) | {"items-0-reasons": "甲的理由。"}
        assert desk(cast.officer).post(address, first).status_code == 302
    with on(WEDNESDAY, 10, 31):
        second = form_of("refused", seen=1) | {"items-0-reasons": "乙的理由。"}
        html = text(desk(cast.office_head).post(address, second))
    assert "吴起草已于2026-03-04 10:30保存了第2稿" in html
    assert "乙的理由。" in html
    assert 'name="seen" value="2"' in html
    notice.refresh_from_db()
    assert notice.facts["items"][0]["reasons"] == "甲的理由。"
    with on(WEDNESDAY, 10, 32):
        assert desk(cast.office_head).post(address, second | {"seen": 2}).status_code == 302
    notice.refresh_from_db()
    assert notice.facts["items"][0]["reasons"] == "乙的理由。"


def test_nobody_signs_a_draft_they_have_not_read(cast):
    notice = paper.submit(begun(cast), by=cast.officer, at=at(WEDNESDAY, 10))
    paper.redraft(notice, by=cast.officer, at=at(WEDNESDAY, 11), facts=FACTS["refused"])
    paper.submit(notice, by=cast.officer, at=at(WEDNESDAY, 11))
    address = reverse("staff:approve", args=[notice.pk])
    with on(WEDNESDAY, 12):
        chief = desk(cast.department_head)
        told = chief.post(address, {"seen": 1}, follow=True)
        assert "您打开的是第1稿，现在已是第2稿" in text(told)
        assert not any(stage.approval for stage in paper.stages(notice))
        assert "您打开的是第0稿" in text(chief.post(address, {}))
        assert not any(stage.approval for stage in paper.stages(notice))
        chief.post(address, {"seen": 2})
    assert [stage.done for stage in paper.stages(notice)] == [True, False, False]


# Files to be handed over


@pytest.mark.full
def test_a_file_is_kept_with_the_draft_named_in_the_letter_and_voids_what_was_signed(cast):
    notice = paper.submit(begun(cast, "granted"), by=cast.officer, at=at(WEDNESDAY, 10))
    paper.approve(notice, by=cast.department_head, on=WEDNESDAY, at=at(WEDNESDAY, 10))
    address = reverse("staff:notice_edit", args=[notice.pk])
    upload = SimpleUploadedFile("转专业人数.pdf", PDF, "application/pdf")
    with on(WEDNESDAY, 11):
        sent = form_of("granted", seen=1) | {"upload": upload}
        html = text(desk(cast.officer).post(address, sent, follow=True))
    assert "转专业人数.pdf" in html
    notice.refresh_from_db()
    assert notice.submitted_at is None
    assert not any(stage.approval for stage in paper.stages(notice))
    kept = notice.application.attachments.get()
    with on(WEDNESDAY, 12):
        sent = form_of("granted", seen=notice.draft_number) | {"remove": kept.pk}
        desk(cast.officer).post(address, sent)
    assert not notice.application.attachments.exists()


@pytest.mark.full
def test_a_file_of_another_kind_is_refused_and_the_words_are_saved_all_the_same(cast):
    notice = begun(cast, "granted")
    address = reverse("staff:notice_edit", args=[notice.pk])
    upload = SimpleUploadedFile("宏.exe", b"MZ", "application/pdf")
    with on(WEDNESDAY, 11):
        sent = form_of("granted", seen=1) | {"upload": upload, "items-0-how_obtained": "见附件。"}
        html = text(desk(cast.officer).post(address, sent, follow=True))
    assert "附件没有保存：只接受 PDF" in html
    notice.refresh_from_db()
    assert notice.facts["items"][0]["how_obtained"] == "见附件。"
    assert not notice.application.attachments.exists()


@pytest.mark.full
def test_a_file_added_by_someone_else_makes_a_signed_draft_a_new_draft(cast):
    notice = paper.submit(begun(cast, "granted"), by=cast.officer, at=at(WEDNESDAY, 10))
    upload = SimpleUploadedFile("表.pdf", PDF, "application/pdf")
    released.add(
        notice.application, upload, by=cast.office_head, on=WEDNESDAY, at=at(WEDNESDAY, 11)
    )
    notice.refresh_from_db()
    assert (notice.draft_number, notice.submitted_at) == (2, None)


# From draft to service


def test_a_refusal_goes_from_draft_through_three_signatures_to_the_post(cast):
    notice = begun(cast, delivery="post")
    page = reverse("staff:notice", args=[notice.pk])
    approve = reverse("staff:approve", args=[notice.pk])
    with on(WEDNESDAY, 10):
        desk(cast.officer).post(reverse("staff:notice_submit", args=[notice.pk]), {"seen": 1})
        chief = text(desk(cast.department_head).get(reverse("staff:approvals")))
        assert "等您审批：1件" in chief
        assert ">批准</button>" in chief
        desk(cast.department_head).post(approve, {"seen": 1, "comment": "同意"})
        desk(cast.office_head).post(approve, {"seen": 1})
        last = text(desk(cast.leader).get(approve))
        assert ">批准并盖章发出</button>" in last
        done = text(desk(cast.leader).post(approve, {"seen": 1}, follow=True))
    notice.refresh_from_db()
    assert f"已盖章发出{notice.number}，请登记送达。" in done
    with on(WEDNESDAY, 16):
        html = text(desk(cast.registrar).get(page))
        assert notice.sha256 in html
        assert "冯处长" in html
        pdf = desk(cast.registrar).get(reverse("staff:notice_pdf", args=[notice.pk]))
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in pdf.headers["Content-Security-Policy"]
    assert "no-store" in pdf.headers["Cache-Control"]
    with on(date(2026, 3, 6), 10):
        sent = {"manner": "post", "on": "2026-03-05", "reference": "XA12345678942"}
        desk(cast.registrar).post(reverse("staff:serve", args=[notice.pk]), sent)
    notice.refresh_from_db()
    assert notice.served_on == date(2026, 3, 5)
    assert notice.application.closed_on == date(2026, 3, 5)


@pytest.mark.full
def test_service_in_the_future_or_before_issue_is_refused_beside_the_form(cast):
    notice = _signed_by_all(cast, delivery="post")
    address = reverse("staff:serve", args=[notice.pk])
    for wrong in ("2026-03-03", "2026-03-07"):
        with on(date(2026, 3, 6)):
            html = text(desk(cast.registrar).post(address, {"manner": "post", "on": wrong}))
        assert "送达日期须在发出日期与今天之间。" in html
    notice.refresh_from_db()
    assert notice.served_on is None


def _signed_by_all(cast, **asked):
    notice = paper.submit(begun(cast, **asked), by=cast.officer, at=at(WEDNESDAY, 10))
    for who in (cast.department_head, cast.office_head, cast.leader):
        paper.approve(notice, by=who, on=WEDNESDAY, at=at(WEDNESDAY, 12))
    return notice


@pytest.mark.full
def test_a_letter_sent_back_carries_its_reason_to_the_drafter(cast):
    notice = paper.submit(begun(cast), by=cast.officer, at=at(WEDNESDAY, 10))
    back = reverse("staff:send_back", args=[notice.pk])
    with on(WEDNESDAY, 11):
        silent = text(desk(cast.department_head).post(back, {"comment": ""}, follow=True))
        assert "退回时请写明理由。" in silent
        desk(cast.department_head).post(back, {"comment": "理由过于笼统。"})
        html = text(desk(cast.officer).get(reverse("staff:notice_edit", args=[notice.pk])))
    assert "理由过于笼统。" in html
    assert "冯处长退回修改" in html
    notice.refresh_from_db()
    assert notice.submitted_at is None


@pytest.mark.full
def test_who_drafted_is_told_that_they_may_not_sign(cast):
    notice = paper.submit(
        begun(cast, "correction", by=cast.office_head), by=cast.office_head, at=at(WEDNESDAY, 10)
    )
    with on(WEDNESDAY, 11):
        for method in ("get", "post"):
            answer = getattr(desk(cast.office_head), method)(
                reverse("staff:approve", args=[notice.pk]), {"seen": 1}
            )
            assert answer.status_code == 403
            assert "起草人不能审批自己起草的文书。" in text(answer)


@pytest.mark.full
def test_the_secrecy_reviewer_is_led_to_the_record_of_the_conclusion(cast):
    case = in_hand(cast)
    notice = paper.draft(
        "granted", case, by=cast.officer, on=WEDNESDAY, at=at(WEDNESDAY), facts=FACTS["granted"]
    )
    paper.submit(notice, by=cast.officer, at=at(WEDNESDAY, 10))
    for who in (cast.department_head, cast.office_head):
        paper.approve(notice, by=who, on=WEDNESDAY, at=at(WEDNESDAY, 11))
    with on(WEDNESDAY, 12):
        html = text(desk(cast.secrecy_reviewer).get(reverse("staff:approvals")))
    assert reverse("staff:step", args=[case.number, "review_secrecy"]) in html
    assert ">批准" not in html


def test_an_altered_file_is_never_handed_out(cast, caplog):
    notice = _signed_by_all(cast, delivery="post")
    disk.remove(notice.pdf.path)
    with on(WEDNESDAY, 16):
        answer = desk(cast.registrar).get(
            reverse("staff:notice_pdf", args=[notice.pk]), follow=True
        )
    assert "已停止下载" in text(answer)
    assert f"/notices/{notice.pk}/pdf/: a file is not what was stored" in caplog.text


@pytest.mark.full
def test_a_draft_is_thrown_away_with_its_reason_only(cast):
    notice = begun(cast)
    address = reverse("staff:notice_discard", args=[notice.pk])
    with on(WEDNESDAY, 11):
        assert "请写明作废的理由" in text(desk(cast.officer).post(address, {}, follow=True))
        desk(cast.officer).post(address, {"reason": "改用部分公开"})
        html = text(desk(cast.officer).get(reverse("staff:notice", args=[notice.pk])))
    assert "已作废" in html
    assert 'name="reason"' not in html


@pytest.mark.full
def test_a_draft_is_shown_on_paper_marked_as_one(cast):
    notice = begun(cast)
    with on(WEDNESDAY, 11):
        answer = desk(cast.officer).get(reverse("staff:notice_pdf", args=[notice.pk]))
    assert answer.content.startswith(b"%PDF-")
    assert "refused" not in answer.headers["Content-Disposition"]


@pytest.mark.full
def test_a_letter_made_before_the_institution_changed_has_to_be_saved_again(cast):
    notice = begun(cast)
    row = Institution.objects.get()
    row.pk, row.version, row.address = None, 2, "湖北省示例市新路2号"
    row.save(force_insert=True)
    with on(WEDNESDAY, 11):
        html = text(
            desk(cast.officer).post(
                reverse("staff:notice_submit", args=[notice.pk]), {"seen": 1}, follow=True
            )
        )
    assert "机构信息已经更新" in html


@pytest.mark.full
def test_the_pages_speak_english_where_it_is_chosen(cast):
    notice = begun(cast)
    client = desk(cast.officer)
    client.cookies["language"] = "en"
    with on(WEDNESDAY, 11):
        html = text(client.get(reverse("staff:notice_edit", args=[notice.pk])))
    assert KINDS["refused"].label.en in html
    assert '<article class="paper" lang="zh-CN">' in html
