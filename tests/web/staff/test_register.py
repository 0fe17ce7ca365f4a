"""Taking down what came on paper: three dates, one case however often it is sent."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from records import log
from requests_app import querycode
from requests_app.models import Application
from requests_app.states import State
from tests.cast import MONDAY, an_institution, at
from tests.web.staff.people_at_desks import desk, on, text
from tests.web.staff.test_doors import a_picture

PAGE = "/staff/register/"

# What a clerk types beside what the form begins with.
TYPED = {
    "a-subject": "2025年招生章程",
    "p-name": "张示例",
    "p-identity_number": "420800199001011231",
    "p-address": "湖北省荆门市示例路1号",
}


def begun(client) -> dict[str, object]:
    """What the form holds before anybody types."""
    with on(MONDAY, 10):
        context = client.get(PAGE).context
    found = {}
    for form in (context["form"], context["who"]):
        for name in form.fields:
            value = form.get_initial_for_field(form.fields[name], name)
            if value not in (None, ""):
                found[form.add_prefix(name)] = value
    return found


def sent(client, **typed):
    data = begun(client) | TYPED | {key.replace("__", "-"): value for key, value in typed.items()}
    with on(MONDAY, 10):
        return client.post(PAGE, {key: value for key, value in data.items() if value is not None})


@pytest.fixture
def clerk(cast):
    return desk(cast.registrar)


def the_case() -> Application:
    return Application.objects.get()


def test_a_letter_signed_for_is_received_the_day_it_came(clerk, cast):
    response = sent(clerk, a__channel="post", a__signed_for="on", a__arrived_on="2026-02-28")
    case = the_case()
    assert response.status_code == 200
    assert (case.channel, case.signed_for, case.state) == ("post", True, State.IN_HAND)
    assert (case.arrived_on, case.received_on) == (date(2026, 2, 28), date(2026, 2, 28))
    assert case.submitted_at == at(MONDAY, 10)
    # 15 working days from Saturday 28 February, a day made up: 2-6, 9-13, 16-20 March.
    assert case.due_on == date(2026, 3, 20)


@pytest.mark.parametrize("channel", ["counter", "oral"])
def test_what_is_handed_over_is_received_the_same_day(clerk, channel):
    sent(clerk, a__channel=channel)
    assert the_case().received_on == MONDAY


@pytest.mark.parametrize("channel", ["post", "fax", "email"])
def test_what_needs_confirming_waits_for_it_and_the_page_says_so(clerk, channel):
    response = sent(clerk, a__channel=channel)
    case = the_case()
    assert (case.received_on, case.state) == (None, State.FILED)
    assert "收到日期还没有确认，请今天与申请人联系。" in text(response)
    assert not case.notices.exists()


@pytest.mark.full
def test_what_was_confirmed_at_once_is_received_that_day(clerk):
    sent(clerk, a__channel="fax", a__arrived_on="2026-02-28", a__confirmed_on="2026-03-02")
    case = the_case()
    assert (case.arrived_on, case.received_on) == (date(2026, 2, 28), MONDAY)


def test_the_number_the_code_and_the_receipt_are_there_at_once(clerk):
    response = sent(clerk, a__channel="counter")
    case, code = the_case(), response.context["filed"].query_code
    html = text(response)
    assert case.number in html
    assert code in html
    assert querycode.opens(code, case.query_code_hash)
    receipt = case.notices.get()
    assert (receipt.kind, receipt.issued_on) == ("acknowledgement", MONDAY)
    assert reverse("staff:notice_pdf", args=[receipt.pk]) in html
    assert "no-store" in response["Cache-Control"]


def test_who_registered_it_is_in_the_log(clerk):
    sent(clerk, a__channel="counter")
    entries = [(e.event, e.actor_name) for e in log.entries(the_case().chain)]
    assert entries[:2] == [("file", "周登记"), ("receive", "周登记")]


def test_the_form_begins_with_what_is_usual(clerk):
    usual = begun(clerk)
    assert usual["a-channel"] == "post"
    assert usual["a-arrived_on"] == MONDAY
    assert usual["a-law"] == "cn-university"
    assert (usual["a-form"], usual["a-delivery"]) == ("paper", "post")
    assert (usual["p-kind"], usual["p-identity_kind"]) == ("natural_person", "resident_card")


def test_four_fields_typed_are_enough(clerk):
    sent(clerk)
    assert the_case().description == "2025年招生章程"


@pytest.mark.full
def test_the_same_form_sent_twice_is_one_case(clerk):
    data = begun(clerk) | TYPED | {"a-channel": "counter"}
    with on(MONDAY, 10):
        first = clerk.post(PAGE, data)
        second = clerk.post(PAGE, data, follow=True)
    assert first.status_code == 200
    case = the_case()
    assert second.request["PATH_INFO"] == case.get_absolute_url()
    assert f"这份来件已经登记为{case.number}。" in text(second)


@pytest.mark.full
def test_two_forms_are_two_cases(clerk):
    sent(clerk, a__channel="counter")
    sent(clerk, a__channel="counter")
    assert Application.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "where", "message"),
    [
        ({"a__arrived_on": "2026-03-03"}, "arrived_on", "到达日期不能晚于今天。"),
        ({"a__arrived_on": None}, "arrived_on", "这个字段是必填项。"),
        (
            {"a__arrived_on": "2026-03-01", "a__confirmed_on": "2026-02-28"},
            "confirmed_on",
            "确认日期须在到达日期与今天之间。",
        ),
        ({"a__subject": " "}, "subject", "这个字段是必填项。"),
        ({"a__channel": "online"}, "channel", "选择一个有效的选项。 online 不在可用的选项中。"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(clerk, typed, where, message):
    response = sent(clerk, **typed)
    assert response.context["form"].errors[where] == [message]
    assert "<title>错误：" in text(response)
    assert not Application.objects.exists()


@pytest.mark.full
@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"p__name": ""}, "name"),
        ({"p__identity_number": "420800199001011239"}, "identity_number"),
        ({"p__address": ""}, "phone"),
        ({"p__email": "zhang@"}, "email"),
    ],
)
def test_what_is_wrong_with_the_applicant_keeps_what_was_typed(clerk, typed, where):
    response = sent(clerk, **typed)
    assert list(response.context["who"].errors) == [where]
    assert "<title>错误：" in text(response)
    assert 'value="2025年招生章程"' in text(response)
    assert not Application.objects.exists()


def test_the_scan_is_kept_with_the_case(clerk):
    scan = SimpleUploadedFile("申请表.png", a_picture(), "image/png")
    sent(clerk, a__channel="counter", a__uploads=scan)
    attached = the_case().attachments.get()
    assert (attached.title, attached.kind) == ("申请表.png", "application")


def test_a_file_that_is_not_what_it_says_is_refused_with_the_reason(clerk):
    fake = SimpleUploadedFile("申请表.png", b"MZ not a picture", "image/png")
    response = sent(clerk, a__channel="counter", a__uploads=fake)
    assert "文件内容与其类型不符，或已损坏。" in text(response)
    assert not Application.objects.exists()


@pytest.mark.full
def test_a_receipt_that_cannot_be_issued_does_not_undo_the_registration(clerk):
    # A character that no font of ours has: the letter is refused, the case is not.
    response = sent(clerk, a__channel="counter", p__name="张\U0010fffd")
    assert the_case().state == State.IN_HAND
    assert "已登记；回执没有开出" in text(response)
    assert not the_case().notices.issued().exists()


def test_the_law_begins_as_the_institution_has_it(cast, clerk):
    an_institution(version=2, default_law="cn-regulation")
    assert begun(clerk)["a-law"] == "cn-regulation"
