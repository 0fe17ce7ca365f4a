"""From the first question to the case: nothing lost, nothing filed twice."""

import io
import re
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from casework import paper
from records.files import StoredFile
from records.refusals import Refusal
from requests_app.models import Application
from tests.web.public.filling import ANSWERS, begun, confirm, filed, filled, key_on, shown, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(institution, time_machine):
    """A Monday morning. Fifteen working days on is Monday 23 March: 3–6, 9–13, 16–20, 23."""
    time_machine.move_to("2026-03-02T09:00:00+08:00", tick=False)
    return time_machine


@pytest.fixture
def visitor() -> Client:
    return Client()


def an_image(name: str = "证件.png") -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (2, 2)).save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/png")


# Filing


def test_answers_become_a_case_received_that_day(visitor):
    number, code = filed(visitor)
    application = Application.objects.get(number=number)
    assert application.received_on == date(2026, 3, 2)
    assert application.purpose == "写课程论文。"
    assert application.description.endswith("信息产生的时间：2023—2025年")
    assert application.notice_version == "2026-1"
    assert application.applicant.identity_number == "11010519491231002X"
    assert len(code) == 19


def test_the_confirmation_says_what_happens_next_and_by_when(visitor):
    filed(visitor)
    html = text(visitor.get("/apply/done/"))
    assert "2026年3月23日" in html
    assert "下载回执（PDF）" in html
    assert "带身份证件" in html
    receipt = re.search(r'href="(/track/case/notice/\d+/)"', html).group(1)
    assert visitor.get(receipt).content.startswith(b"%PDF-")


@pytest.mark.full
def test_an_organisation_is_asked_for_its_code_and_who_speaks_for_it(visitor):
    organisation = {
        "name": "示例科技有限公司", "identity_kind": "credit_code",
        "identity_number": "91350100M000100Y43", "legal_representative": "李示例",
        "contact_name": "王示例",
    }  # fmt: skip
    filled(visitor, kind={"kind": "business"}, identity=organisation)
    assert confirm(visitor).status_code == 302
    applicant = Application.objects.get().applicant
    assert (applicant.kind, applicant.contact_name) == ("business", "王示例")
    assert applicant.identity_number == "91350100M000100Y43"


@pytest.mark.full
def test_an_agent_is_named_with_their_paper(visitor):
    filled(
        visitor,
        agent={"has_agent": "yes", "agent_name": "赵示例", "agent_identity_number": "E12345678"},
    )
    confirm(visitor)
    assert Application.objects.get().applicant.agent_name == "赵示例"


def test_nothing_is_filed_without_the_declaration(visitor):
    filled(visitor)
    page = visitor.get("/apply/check/")
    response = visitor.post("/apply/check/", {"key": key_on(page)})
    assert response.status_code == 422
    assert "请确认以上内容真实" in text(response)
    assert not Application.objects.exists()


def test_a_question_left_out_is_asked_before_the_check(visitor):
    begun(visitor)
    visitor.post("/apply/what/", ANSWERS["what"])
    assert visitor.get("/apply/check/").url == "/apply/how/"
    assert visitor.post("/apply/contact/", ANSWERS["contact"]).url == "/apply/how/"


# Twice


def test_a_double_press_files_one_case(visitor):
    filled(visitor)
    key = key_on(visitor.get("/apply/check/"))
    assert confirm(visitor, key).url == "/apply/done/"
    first = shown(visitor.get("/apply/done/"))
    assert confirm(visitor, key).url == "/apply/done/"
    assert shown(visitor.get("/apply/done/")) == first
    assert Application.objects.count() == 1


@pytest.mark.full
def test_a_press_whose_answer_was_lost_gives_the_same_case_again(visitor):
    """The first answer never reached the browser: its cookie still names the session before."""
    filled(visitor)
    page = visitor.get("/apply/check/")
    before = visitor.session.load()
    confirm(visitor, key_on(page))
    number, _code = shown(visitor.get("/apply/done/"))
    session = visitor.session
    session.clear()
    session.update(before)
    session.save()
    assert confirm(visitor, key_on(page)).url == "/apply/done/"
    assert shown(visitor.get("/apply/done/")) == (number, None)
    assert Application.objects.count() == 1


@pytest.mark.full
def test_going_back_and_filing_the_same_form_again_files_nothing(visitor):
    filed(visitor)
    assert visitor.get("/apply/check/").url == "/apply/"
    assert confirm(visitor, "7c9e6679-7425-40de-944b-e07fc1f90ae7").url == "/apply/"
    assert Application.objects.count() == 1


@pytest.mark.full
def test_two_applications_one_after_the_other_are_two_cases(visitor):
    first, second = filed(visitor), filed(visitor)
    assert first != second
    assert Application.objects.count() == 2


# The code


@pytest.mark.full
def test_the_code_is_shown_for_half_an_hour_and_never_in_an_address(visitor, clock):
    _number, code = filed(visitor)
    assert code in text(visitor.get("/apply/done/"))
    clock.move_to("2026-03-02T09:29:00+08:00")
    assert code in text(visitor.get("/apply/done/"))
    clock.move_to("2026-03-02T09:31:00+08:00")
    assert visitor.get("/apply/done/").url == "/track/"


def test_the_code_is_nowhere_once_the_case_was_opened_with_it(visitor):
    number, code = filed(visitor)
    assert code not in text(visitor.get("/track/case/"))
    visitor.post("/track/", {"number": number, "code": code})
    response = visitor.get("/apply/done/", follow=True)
    assert code not in text(response)


def test_the_database_holds_neither_the_code_nor_what_was_typed(visitor):
    filled(visitor)
    kept = "".join(str(row.get_decoded()) for row in Session.objects.all())
    assert "sealed" not in kept
    for typed in ("转专业", "11010519491231002X", "13800000000"):
        assert typed not in kept
    _number, code = filed(visitor)
    kept = "".join(str(row.get_decoded()) for row in Session.objects.all())
    assert code not in kept


@pytest.mark.full
def test_without_a_receipt_the_case_is_filed_all_the_same(visitor, monkeypatch):
    def no_paper(*args, **kwargs):
        raise Refusal("字体缺少一个字。")

    monkeypatch.setattr(paper, "acknowledge", no_paper)
    filed(visitor)
    html = text(visitor.get("/apply/done/"))
    assert "回执（PDF）正在制作" in html
    assert Application.objects.count() == 1


# Errors


@pytest.mark.parametrize(
    ("step", "wrong", "said", "kept"),
    [
        ("what", {"description": ""}, "请写明信息的内容", "2023—2025年各学院接收转专业学生的人数"),
        ("what", {"year_to": "2020"}, "结束年份不能早于开始年份", "请提供2023—2025年"),
        ("how", {"delivery": "post"}, "可以用这些方式给您：网上下载、电子邮件", "electronic"),
        ("identity", {"identity_number": "110105194912310021"}, "请逐位核对", "张示例"),
        ("identity", {"identity_kind": "passport", "identity_number": "?"}, "5至20位", "张示例"),
        ("contact", {"phone": "abc"}, "请填写能打通的电话号码", "zhang@example.com"),
        ("contact", {"email": "zhang@"}, "请填写完整的电子邮箱", "13800000000"),
        ("agent", {"has_agent": "yes"}, "请填写代理人姓名", "yes"),
    ],
)
def test_an_error_is_told_twice_and_keeps_what_was_typed(visitor, step, wrong, said, kept):
    begun(visitor)
    response = visitor.post(f"/apply/{step}/", ANSWERS[step] | wrong)
    html = text(response)
    assert response.status_code == 422
    assert "<title>错误：" in html
    assert html.count(said) >= 2  # in the summary and beside the field
    assert "出现问题" in html
    assert kept in html


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_a_good_number_is_taken_however_it_is_typed(visitor, number):
    begun(visitor)
    given = ANSWERS["identity"] | {"identity_number": number}
    assert visitor.post("/apply/identity/", given).status_code == 302


def test_an_address_is_asked_for_only_to_post_something_there(visitor):
    begun(visitor)
    without = ANSWERS["contact"] | {"address": ""}
    visitor.post("/apply/how/", ANSWERS["how"])
    assert visitor.post("/apply/contact/", without).status_code == 302
    visitor.post("/apply/how/", {"form": "paper", "delivery": "post"})
    assert "您选择了邮寄，请填写通信地址" in text(visitor.post("/apply/contact/", without))


def test_choosing_the_post_later_asks_for_the_address_again(visitor):
    filled(visitor, contact=ANSWERS["contact"] | {"address": ""})
    changed = {"form": "paper", "delivery": "post", "then": "check"}
    visitor.post("/apply/how/", changed)
    assert visitor.get("/apply/check/").url == "/apply/contact/"


def test_no_fax_is_offered_as_no_number_for_it_is_asked(visitor):
    begun(visitor)
    assert 'value="fax"' not in text(visitor.get("/apply/how/"))
    assert visitor.post("/apply/how/", {"form": "paper", "delivery": "fax"}).status_code == 422


@pytest.mark.full
def test_what_we_add_to_the_case_is_chinese_whatever_the_visitor_reads(visitor):
    visitor.cookies["language"] = "en"
    filled(visitor)
    confirm(visitor)
    assert Application.objects.get().description.endswith("信息产生的时间：2023—2025年")


def test_delivery_by_mail_needs_an_address_for_it(visitor):
    begun(visitor)
    visitor.post("/apply/how/", {"form": "electronic", "delivery": "email"})
    without = ANSWERS["contact"] | {"email": ""}
    assert "请填写电子邮箱" in text(visitor.post("/apply/contact/", without))
    visitor.post("/apply/how/", ANSWERS["how"])
    assert visitor.post("/apply/contact/", without).status_code == 302


# Going back


def test_a_value_is_changed_from_the_check_and_the_check_comes_back(visitor):
    filled(visitor)
    html = text(visitor.get("/apply/check/"))
    assert 'href="/apply/contact/?then=check"' in html
    assert "1****************X" in html
    assert "11010519491231002X" not in html
    page = text(visitor.get("/apply/contact/?then=check"))
    assert 'name="then" value="check"' in page
    changed = ANSWERS["contact"] | {"phone": "13900000000", "then": "check"}
    assert visitor.post("/apply/contact/", changed).url == "/apply/check/"
    assert "13900000000" in text(visitor.get("/apply/contact/"))


def test_another_kind_of_applicant_is_asked_for_other_papers(visitor):
    filled(visitor)
    changed = {"kind": "research", "then": "check"}
    assert visitor.post("/apply/kind/", changed).url == "/apply/identity/"
    assert "统一社会信用代码" in text(visitor.get("/apply/identity/"))


# Saved for later


def test_a_page_put_aside_comes_back_as_it_was_even_if_wrong(visitor, clock):
    begun(visitor)
    half = {"subject": "转专业人数", "description": "", "year_from": "20", "later": "1"}
    response = visitor.post("/apply/what/", half, follow=True)
    assert "2026-03-03 09:00为止" in text(response)
    clock.move_to("2026-03-03T08:30:00+08:00")
    html = text(visitor.get("/apply/what/"))
    assert "转专业人数" in html
    assert 'value="20"' in html
    assert visitor.get("/apply/check/").url == "/apply/what/"  # never taken as an answer


def test_what_is_not_put_aside_is_gone_after_half_an_hour_of_nothing(visitor, clock):
    begun(visitor)
    visitor.post("/apply/what/", ANSWERS["what"])
    clock.move_to("2026-03-02T09:31:00+08:00")
    assert visitor.get("/apply/how/").url == "/apply/"


def test_a_page_sent_after_the_session_ended_is_not_lost(visitor, clock):
    begun(visitor)
    clock.move_to("2026-03-02T09:31:00+08:00")
    assert visitor.post("/apply/what/", ANSWERS["what"]).url == "/apply/how/"
    assert "2023—2025年各学院" in text(visitor.get("/apply/what/"))


def test_what_was_typed_can_be_thrown_away_with_its_files(visitor):
    filled(visitor)
    visitor.post("/apply/files/", {"files": [an_image()]})
    assert StoredFile.objects.count() == 1
    visitor.post("/apply/", {"discard": "1"})
    assert not StoredFile.objects.exists()
    assert visitor.get("/apply/check/").url == "/apply/"


# Files


@pytest.mark.full
def test_files_are_kept_across_the_steps_and_go_with_the_case(visitor):
    filled(visitor)
    visitor.post("/apply/files/", {"files": [an_image("一.png"), an_image("二.png")], "add": "1"})
    assert "二.png" in text(visitor.get("/apply/check/"))
    confirm(visitor)
    attached = Application.objects.get().attachments.all()
    assert [row.title for row in attached] == ["一.png", "二.png"]
    assert all(row.file.is_quarantined for row in attached)
    assert StoredFile.objects.filter(kind="upload").count() == 2  # the draft's own are gone


def test_a_refused_file_says_why_and_the_others_stay(visitor):
    filled(visitor)
    bad = SimpleUploadedFile("病毒.exe", b"MZ", "application/octet-stream")
    response = visitor.post("/apply/files/", {"files": [an_image("一.png"), bad]})
    html = text(response)
    assert response.status_code == 422
    assert "“病毒.exe”：只接受 PDF" in html
    assert "一.png" in html
    assert StoredFile.objects.count() == 1


@pytest.mark.full
def test_a_file_can_be_taken_out_again_but_only_one_s_own(visitor):
    filled(visitor)
    visitor.post("/apply/files/", {"files": [an_image()], "add": "1"})
    own = StoredFile.objects.get()
    other = filled(Client())
    other.post("/apply/files/", {"remove": str(own.pk)})
    assert StoredFile.objects.filter(pk=own.pk).exists()
    visitor.post("/apply/files/", {"remove": str(own.pk)})
    assert not StoredFile.objects.exists()


@pytest.mark.full
def test_more_than_five_files_are_refused(visitor):
    filled(visitor)
    six = [an_image(f"{n}.png") for n in range(6)]
    assert "最多5个文件" in text(visitor.post("/apply/files/", {"files": six}))
    assert StoredFile.objects.count() == 5


def test_a_step_that_does_not_exist_is_not_there(visitor):
    assert begun(visitor).get("/apply/money/").status_code == 404


@pytest.mark.full
def test_what_is_kept_for_later_is_not_kept_longer_than_said(visitor, clock):
    begun(visitor)
    visitor.post("/apply/what/", ANSWERS["what"] | {"later": "1"})
    assert visitor.session.get_expiry_age() <= timedelta(hours=24).total_seconds()
    clock.move_to("2026-03-03T09:00:01+08:00")
    assert visitor.get("/apply/what/").url == "/apply/"
