"""The pages of drafts kept, of own wording, and of the English beside it."""

import re

import pytest
from django.urls import reverse

from casework import paper
from notices.models import DraftVersion, Notice
from tests.cast import at, in_hand
from tests.notices import stories
from tests.notices.english_texts import name_in_english
from tests.web.staff.people_at_desks import desk, on, text
from tests.web.staff.test_paper_pages import WEDNESDAY, begun, form_of

OTHER = {"items-0-reasons": "该记录是会议过程中形成的草稿。"}


def changed(cast, notice, by=None):
    address = reverse("staff:notice_edit", args=[notice.pk])
    sent = form_of("refused", seen=notice.draft_number) | OTHER
    with on(WEDNESDAY, 14):
        desk(by or cast.officer).post(address, sent)
    notice.refresh_from_db()
    return notice


def page(user, name, *args, **query):
    with on(WEDNESDAY, 15):
        return text(desk(user).get(reverse(name, args=args), query))


# Drafts side by side


def test_two_drafts_stand_side_by_side_marked_by_more_than_colour(cast):
    notice = changed(cast, begun(cast))
    html = page(cast.officer, "staff:draft_versions", notice.pk)
    assert "第1稿与第2稿对照" in html
    assert re.search(
        r'<del><span class="vh">〔删去</span>[^<]+<span class="vh">〕</span></del>', html
    )
    assert re.search(
        r'<ins><span class="vh">〔加上</span>[^<]+<span class="vh">〕</span></ins>', html
    )
    assert "吴起草" in html
    assert "2026-03-04 14:00" in html
    assert "特此告知。" not in html
    assert "特此告知。" in page(cast.officer, "staff:draft_versions", notice.pk, whole=1)


@pytest.mark.full
def test_any_two_are_chosen_and_put_in_order(cast):
    notice = changed(cast, changed(cast, begun(cast)))
    html = page(cast.officer, "staff:draft_versions", notice.pk, before=3, after=1)
    assert "第1稿与第3稿对照" in html
    assert "第2稿与第3稿对照" in page(cast.officer, "staff:draft_versions", notice.pk, before="x")


@pytest.mark.full
def test_a_notice_older_than_the_keeping_of_drafts_says_so(cast):
    notice = begun(cast)
    DraftVersion.objects.all().delete()
    assert "还不保存各稿" in page(cast.officer, "staff:draft_versions", notice.pk)


def test_who_may_not_see_the_case_sees_no_draft_of_it(cast):
    notice = begun(cast)
    with on(WEDNESDAY, 15):
        answer = desk(cast.outsider).get(reverse("staff:draft_versions", args=[notice.pk]))
    assert answer.status_code == 404


@pytest.mark.full
def test_an_earlier_draft_is_taken_up_again_by_who_drafts(cast):
    notice = changed(cast, begun(cast))
    address = reverse("staff:restore_draft", args=[notice.pk, 1])
    assert address in page(cast.officer, "staff:draft_versions", notice.pk)
    assert address not in page(cast.leader, "staff:draft_versions", notice.pk)
    with on(WEDNESDAY, 16):
        assert desk(cast.leader).post(address, {"seen": 2}).status_code == 403
        assert desk(cast.officer).get(address).status_code == 405
        told = text(desk(cast.officer).post(address, {"seen": 1}, follow=True))
        assert "现在已是第2稿" in told
        html = text(desk(cast.officer).post(address, {"seen": 2}, follow=True))
    assert "已把第1稿恢复为第3稿。" in html
    notice.refresh_from_db()
    assert notice.facts == notice.versions.get(number=1).facts


@pytest.mark.full
def test_the_approver_sees_first_what_changed_since_they_sent_it_back(cast):
    notice = paper.submit(begun(cast), by=cast.officer, at=at(WEDNESDAY, 10))
    paper.send_back(notice, by=cast.department_head, at=at(WEDNESDAY, 11), comment="太笼统")
    notice = paper.submit(changed(cast, notice), by=cast.officer, at=at(WEDNESDAY, 15))
    html = page(cast.department_head, "staff:approve", notice.pk)
    assert "您退回第1稿以后的改动" in html
    assert html.index("您退回第1稿以后的改动") < html.index('class="paper"')
    with on(WEDNESDAY, 16):
        desk(cast.department_head).post(
            reverse("staff:approve", args=[notice.pk]), {"seen": notice.draft_number}
        )
    assert "以后的改动" not in page(cast.office_head, "staff:approve", notice.pk)


# Own wording


@pytest.mark.full
def test_the_marks_of_own_wording_are_explained_and_have_buttons(cast):
    html = page(cast.officer, "staff:notice_edit", begun(cast).pk)
    assert 'role="toolbar"' in html
    assert "**文字**" in html
    assert re.search(r'<textarea name="wording"[^>]*data-marks', html)


@pytest.mark.full
def test_lists_and_tables_of_own_wording_stand_in_the_letter(cast):
    notice = begun(cast)
    words = "根据《条例》第十六条第二款，**不予公开**：\n（一）甲\n| 年 | 数 |\n| 1 | 2 |"
    address = reverse("staff:notice_edit", args=[notice.pk])
    with on(WEDNESDAY, 12):
        desk(cast.officer).post(address, form_of("refused", seen=1, wording=words))
    html = page(cast.officer, "staff:notice_edit", notice.pk)
    assert "<strong>不予公开</strong>" in html
    assert '<ol class="as-typed"><li>（一）甲</li></ol>' in html
    assert '<th scope="col">年</th>' in html


def test_own_words_are_never_replaced_by_the_standard_ones(cast):
    notice = begun(cast)
    sent = form_of("refused", seen=1, own_words="1", wording="我写的一段。")
    with on(WEDNESDAY, 12):
        html = text(desk(cast.officer).post(
            reverse("staff:notice_edit", args=[notice.pk]), sent))  # fmt: skip
    assert "我写的一段。" in html
    assert "没有换成标准正文" in html


# English


def test_the_box_is_ticked_beforehand_for_a_passport(cast):
    case = in_hand(cast)
    foreign = in_hand(cast, applicant={"identity_kind": "passport", "identity_number": "E12345678"})
    for one, ticked in ((case, False), (foreign, True)):
        html = page(cast.officer, "staff:draft", one.number, "refused")
        box = re.search(r'<input type="checkbox" name="english"[^>]*>', html).group()
        assert ("checked" in box) is ticked
    html = page(cast.officer, "staff:draft", foreign.number, "third_party_consultation")
    assert "checked" not in re.search(r'<input type="checkbox" name="english"[^>]*>', html).group()


def test_each_text_gets_a_field_its_english_is_saved_and_what_lacks_is_listed(cast):
    name_in_english()
    notice = begun(cast)
    address = reverse("staff:notice_edit", args=[notice.pk])
    with on(WEDNESDAY, 12):
        desk(cast.officer).post(address, form_of("refused", seen=1, english="on"))
        html = text(desk(cast.officer).get(address))
        assert "没有填写“事实与理由”的英文。" in html
        assert 'name="english.items.0.reasons"' in html
        sent = form_of("refused", seen=2, english="on") | {
            "english.items.0.reasons": "A draft.", "english.items.9.reasons": "Carried along.",
        }  # fmt: skip
        html = text(desk(cast.officer).post(address, sent, follow=True))
    assert "没有缺项" in html
    notice.refresh_from_db()
    assert notice.english
    assert notice.english_facts == {"items.0.reasons": "A draft."}


@pytest.mark.full
def test_english_follows_its_item_when_another_is_struck_out(cast):
    case = in_hand(cast)
    sent = form_of("refused") | {"items-TOTAL_FORMS": "2", "items-0-DELETE": "on", "english": "on"}
    sent |= {
        "items-1-asked_for": "会议记录", "items-1-answer": "refused_process",
        "items-1-reasons": "讨论记录。", "english.items.0.reasons": "First.",
        "english.items.1.reasons": "Second.",
    }  # fmt: skip
    with on(WEDNESDAY, 12):
        desk(cast.officer).post(reverse("staff:draft", args=[case.number, "refused"]), sent)
    notice = Notice.objects.get(kind="refused")
    assert notice.english_facts == {"items.0.reasons": "Second."}


def two_parts(first=stories.PRIVATE):
    """The form of a reply that withholds two parts, with an English text for each."""
    parts = (first, stories.DRAFTS)
    sent = form_of("partly_granted") | {"english": "on"}
    for row, part in enumerate(parts):
        names = ("part", "ground", "reasons")
        sent |= {f"items-0-withheld-{row}-{k}": v for k, v in zip(names, part, strict=True)}
    return sent | {
        "english.items.0.withheld.0.part": "Names", "english.items.0.withheld.1.part": "Page 3",
        "english.items.0.withheld.1.reasons": "A discussion.",
    }  # fmt: skip


@pytest.mark.full
def test_each_part_withheld_gets_fields_and_its_english_follows_it(cast):
    case = stories.ready(cast, "partly_granted")
    address = reverse("staff:draft", args=[case.number, "partly_granted"])
    with on(WEDNESDAY, 12):
        made = desk(cast.officer).post(address, two_parts(first=("", "", "")))
        html = text(desk(cast.officer).get(made.url))
    notice = Notice.objects.get(kind="partly_granted")
    assert [part["part"] for part in notice.facts["items"][0]["withheld"]] == ["第3页讨论记录"]
    assert notice.english_facts == {
        "items.0.withheld.0.part": "Page 3", "items.0.withheld.0.reasons": "A discussion.",
    }  # fmt: skip
    assert 'name="english.items.0.withheld.0.reasons"' in html
    assert "“这一部分的事实与理由”的英文" in html
    assert 'name="english.items.0.reasons"' not in html


@pytest.mark.full
def test_room_for_another_part_closes_the_gap_of_an_empty_one_for_its_english_too(cast):
    case = stories.ready(cast, "partly_granted")
    address = reverse("staff:draft", args=[case.number, "partly_granted"])
    with on(WEDNESDAY, 12):
        sent = two_parts(first=("", "", "")) | {"add_part": "1"}
        html = text(desk(cast.officer).post(address, sent))
    first = re.search(
        r'<textarea name="english\.items\.0\.withheld\.0\.part"[^>]*>\s*([^<]*)</textarea>', html
    )
    assert first.group(1) == "Page 3"


@pytest.mark.full
def test_english_stays_when_another_item_is_added(cast):
    case = in_hand(cast)
    sent = form_of("refused") | {"english": "on", "english.subject": "Transfers", "add_item": "1"}
    with on(WEDNESDAY, 12):
        html = text(
            desk(cast.officer).post(reverse("staff:draft", args=[case.number, "refused"]), sent)
        )
    assert ">\nTransfers</textarea>" in html


@pytest.mark.full
def test_the_translation_is_downloaded_as_it_was_issued(cast):
    name_in_english()
    notice = begun(cast)
    paper.redraft(
        notice, by=cast.officer, at=at(WEDNESDAY, 9), facts=notice.facts,
        translation=paper.Translation(True, {"items.0.reasons": "A draft."}),
    )  # fmt: skip
    address = reverse("staff:notice_english", args=[notice.pk])
    with on(WEDNESDAY, 9):
        assert desk(cast.officer).get(address).content.startswith(b"%PDF-")
    paper.submit(notice, by=cast.officer, at=at(WEDNESDAY, 10))
    for who in (cast.department_head, cast.office_head, cast.leader):
        paper.approve(notice, by=who, on=WEDNESDAY, at=at(WEDNESDAY, 11))
    notice.refresh_from_db()
    with on(WEDNESDAY, 15):
        answer = desk(cast.registrar).get(address)
        assert answer.content == paper.issued_translation(notice)
        assert "English.pdf" in answer.headers["Content-Disposition"]
        assert desk(cast.outsider).get(address).status_code == 404
        assert notice.english_sha256 in page(cast.officer, "staff:notice", notice.pk)
