"""Blacking out by the pages: uploading, drawing by number, searching, making, and who may."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework import filing, outgoing, package, released
from notices.models import Notice, Redaction
from records import log
from requests_app.models import Attachment, WithheldPart
from tests.cast import at, in_hand
from tests.notices import redaction_papers as papers
from tests.notices.redaction_papers import SECRET
from tests.notices.stories import ready
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.usefixtures("workbench")

WEDNESDAY = date(2026, 3, 4)
ROW = {"row": "new", "x-new": "20", "y-new": "20.5", "width-new": "50", "height-new": "12",
       "ground-new": "privacy", "why-new": "姓名"}  # fmt: skip


def begun(cast, client, make=papers.plain, case=None) -> Redaction:
    case = case or in_hand(cast)
    upload = SimpleUploadedFile("名单.pdf", make(SECRET))
    with on(WEDNESDAY):
        answer = client.post(
            reverse("staff:redactions", args=[case.number]),
            {"original": upload, "no_secrets": "on"},
        )
    found = Redaction.objects.latest("pk")
    assert answer.url == reverse("staff:redaction", args=[found.pk])
    return found


def address(redaction, name="redaction", *args) -> str:
    return reverse(f"staff:{name}", args=[redaction.pk, *args])


def seen(html: str) -> str:
    return re.search(r'name="seen" value="([0-9a-f]+)"', html).group(1)


def press(client, redaction, act: str, **fields):
    with on(WEDNESDAY):
        shown = text(client.get(address(redaction)))
        fields |= {"act": act, "seen": seen(shown)}
        return client.post(address(redaction), fields, follow=True)


def save(client, redaction, page=1, **fields):
    with on(WEDNESDAY):
        shown = text(client.get(address(redaction, "redaction_page", page)))
        sent = {"seen": seen(shown)} | fields
        return client.post(address(redaction, "redaction_page", page), sent)


def test_from_upload_to_the_file_without_a_script(cast):
    client = desk(cast.officer)
    redaction = begun(cast, client)
    save(client, redaction, **ROW)
    html = text(press(client, redaction, "make", title="名单"))
    assert "遮盖件已生成并逐页验过" in html
    attachment = Attachment.objects.get(kind=Attachment.Kind.RELEASED)
    assert attachment.title == "名单.pdf"
    assert "遮盖前" in html
    assert "遮盖后" in html
    with on(WEDNESDAY):
        for name in ("redaction_picture", "redaction_result"):
            for query in ("", "?strip"):
                answer = client.get(address(redaction, name, 1) + query)
                assert answer.headers["Content-Type"] == "image/png"
                assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.full
def test_saving_a_page_leaves_the_others_and_goes_on_to_the_next(cast):
    client = desk(cast.officer)
    redaction = begun(cast, client, papers.mixed_sizes)
    assert save(client, redaction, 1, **ROW, go="2").url.endswith("/pages/2/")
    save(client, redaction, 2, **ROW)
    redaction.refresh_from_db()
    assert [box["page"] for box in redaction.boxes] == [1, 2]
    kept = {key.replace("-new", "-1"): value for key, value in ROW.items() if key != "row"}
    save(client, redaction, 1, **kept, row="1", drop="1")
    redaction.refresh_from_db()
    assert [box["page"] for box in redaction.boxes] == [2]


@pytest.mark.full
def test_faults_are_said_and_what_was_typed_stays(cast):
    client = desk(cast.officer)
    redaction = begun(cast, client)
    html = text(save(client, redaction, **ROW | {"x-new": "二十", "ground-new": ""}))
    assert "请选择不予公开的依据" in html
    assert "须是数字（毫米）" in html
    assert 'value="二十"' in html
    assert "<title>错误：" in html


@pytest.mark.full
def test_searching_adds_boxes_that_can_be_undone(cast):
    client = desk(cast.officer)
    redaction = begun(cast, client)
    html = text(press(client, redaction, "find", wanted=SECRET.lower(), ground="privacy"))
    assert "新遮盖1处" in html
    assert SECRET.lower() not in html
    assert "查找不到" not in html
    html = text(press(client, redaction, "undo"))
    assert "已撤销上一次改动" in html
    redaction.refresh_from_db()
    assert redaction.boxes == []


@pytest.mark.full
def test_pages_that_cannot_be_searched_are_named(cast):
    client = desk(cast.officer)
    redaction = begun(cast, client, papers.scan)
    assert "第1页没有文字层" in text(press(client, redaction, "numbers", ground="privacy"))


@pytest.mark.full
def test_the_pages_work_without_style_and_script_in_them(cast):
    client = desk(cast.officer)
    redaction = begun(cast, client)
    save(client, redaction, **ROW)
    with on(WEDNESDAY):
        for page in (address(redaction), address(redaction, "redaction_page", 1)):
            html = text(client.get(page))
            assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", html)
            assert "<rect" in html


def test_nothing_is_uploaded_before_the_confirmation_that_nothing_is_secret(cast):
    case, client = in_hand(cast), desk(cast.officer)
    upload = SimpleUploadedFile("名单.pdf", papers.plain(SECRET))
    with on(WEDNESDAY):
        html = text(
            client.post(reverse("staff:redactions", args=[case.number]), {"original": upload})
        )
    assert "请先确认内容不涉密" in html
    assert not case.attachments.exists()


def test_who_may_not_see_the_case_finds_nothing_and_who_may_not_draft_changes_nothing(cast):
    redaction = begun(cast, desk(cast.officer))
    pages = [
        address(redaction), address(redaction, "redaction_page", 1),
        address(redaction, "redaction_picture", 1), address(redaction, "redaction_result", 1),
    ]  # fmt: skip
    elsewhere = desk(cast.security_admin)
    with on(WEDNESDAY):
        assert {elsewhere.get(page).status_code for page in pages} == {404}
        reader = desk(cast.inspector)
        assert reader.get(pages[0]).status_code == 200
        assert reader.get(pages[1]).status_code == 403
        for act in ("find", "numbers", "undo", "make", "again", "discard"):
            assert reader.post(pages[0], {"act": act}).status_code == 403
        assert reader.post(pages[1], ROW).status_code == 403
    redaction.refresh_from_db()
    assert redaction.boxes == []


def test_the_applicant_never_gets_the_original(cast, client, monkeypatch):
    """Not in the list of the case, not by its address, neither before nor after the answer."""
    redaction = begun(cast, desk(cast.officer))
    case = redaction.source.application
    save(desk(cast.officer), redaction, **ROW)
    press(desk(cast.officer), redaction, "make", title="")
    with on(WEDNESDAY):
        code = filing.reissue_code(case, by=cast.registrar, reason="核对", at=at(WEDNESDAY))
        case.answer(by=cast.leader, on=WEDNESDAY, at=at(WEDNESDAY), items=[
            {"asked_for": "名单", "answer": "granted", "ground": "supplied", "reasons": "",
             "how_obtained": "见附件"}])  # fmt: skip
        case.handlings.update(closed_on=WEDNESDAY, result="granted", closed_under=case.law)
        client.post(reverse("public:track"), {"number": case.number, "code": code})
        html = text(client.get(reverse("public:case")))
        evidence, given = redaction.source.pk, Redaction.objects.get().attachment
        assert given.title not in html  # no letter names it
        monkeypatch.setattr(package, "given", lambda case: list(outgoing.released(case)))
        monkeypatch.setattr(package, "_approved", lambda case: None)
        html = text(client.get(reverse("public:case")))
        assert given.title in html
        assert redaction.source.title + "<" not in html
        assert client.get(reverse("public:released", args=[given.pk])).status_code == 200
        assert client.get(reverse("public:released", args=[evidence])).status_code == 404
        staff_only = reverse("staff:redaction_picture", args=[redaction.pk, 1])
        assert client.get(staff_only).status_code in (302, 404)


@pytest.mark.full
def test_the_draft_of_the_reply_begins_with_the_parts_of_the_boxes(cast):
    case, client = ready(cast, "partly_granted"), desk(cast.officer)
    redaction = begun(cast, client, case=case)
    save(client, redaction, **ROW)
    press(client, redaction, "make", title="名单")
    draft = reverse("staff:draft", args=[case.number, "partly_granted"])
    with on(WEDNESDAY):
        html = text(client.get(draft))
        assert reverse("staff:redactions", args=[case.number]) in html
        assert "《名单》第1页遮盖处：姓名" in html
        sent = {
            "items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 0, "items-0-asked_for": "名单",
            "items-0-answer": "partly_granted", "items-0-how_obtained": "见附件。",
            "items-0-withheld-TOTAL_FORMS": 1, "items-0-withheld-INITIAL_FORMS": 0,
            "items-0-withheld-0-part": "其他", "items-0-withheld-0-ground": "refused_process",
            "items-0-withheld-0-reasons": "讨论记录。",
        }  # fmt: skip
        more = text(client.post(draft, sent | {"add_part": "1"}))
        assert 'name="items-0-withheld-1-part"' in more
        filled = text(client.post(draft, sent | {"fill_parts": "1"}))
        assert "《名单》第1页遮盖处：姓名" in filled
        assert "讨论记录。" in filled
        assert not Notice.objects.exclude(kind="acknowledgement").exists()
        empty = {key: "" for key in sent if "withheld-0" in key}
        faults = text(client.post(draft, sent | empty))
        assert "请至少写出一处不予公开的部分" in faults
        client.post(draft, sent)
    notice = Notice.objects.get(kind="partly_granted")
    assert notice.facts["items"][0]["withheld"][0]["part"] == "其他"
    assert not WithheldPart.objects.exists()  # the case has not moved


@pytest.mark.full
def test_giving_up_is_logged_and_leaves_the_list_empty(cast):
    client = desk(cast.officer)
    redaction = begun(cast, client)
    case = redaction.source.application
    assert "本件还没有遮盖过文件" in text(press(client, redaction, "discard"))
    assert log.entries(case.chain).last().event == "redaction_discarded"
    assert released.acknowledged(case, cast.officer)
