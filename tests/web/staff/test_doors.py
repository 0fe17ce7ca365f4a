"""Every address of the case pages, for every role, with a case of one's own and one of others.

200 it opens; 302 it is done and leads on; 403 the case is seen but the act is another's;
404 a case that is not this person's is as absent as one that never was.
"""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from casework import filing
from records import files
from records.models import LogEntry, StoredFile
from requests_app.models import Attachment
from tests.cast import SHANGHAI, at, in_hand, registered
from tests.sizes import some_quick
from tests.web.staff.people_at_desks import desk, on, text
from web.staff.step_forms import FORMS

MONDAY = date(2026, 3, 2)
SEE_ALL = {"registrar", "office_head", "secrecy_reviewer", "finance", "leader", "inspector"}
OF_THE_UNIT = {"officer", "department_head"}

# Who may take a step, and in which state the form opens. Whoever sees the case but is not named
# is refused; whoever does not see it finds nothing.
STEP_BY = {
    "confirm_receipt": {"registrar", "office_head"},
    "receive": {"registrar", "office_head"},
    "choose_law": {"office_head"},
    "assign": {"registrar", "office_head"},
    "return_assignment": {"officer", "department_head", "office_head"},
    "record_search": {"officer", "department_head", "office_head"},
    "receive_correction": {"registrar", "office_head"},
    "record_party_receipt": {"officer", "department_head", "office_head", "registrar"},
    "receive_opinion": {"officer", "department_head", "office_head", "registrar"},
    "withdraw_objection": {"officer", "department_head", "office_head", "registrar"},
    "receive_reasons": {"registrar", "office_head"},
    "receive_payment": {"registrar", "office_head", "finance"},
    "review_secrecy": {"secrecy_reviewer"},
    "deem_abandoned": {"office_head"},
    "revive": {"office_head"},
    "withdraw": {"registrar", "office_head"},
    "split": {"office_head"},
    "reopen": {"office_head"},
    "set_right": {"office_head"},
}


@pytest.fixture
def case(cast):
    return in_hand(cast, MONDAY)


def seen_by(people: set[str], sees: set[str], found: int = 200) -> dict[str, int]:
    """`found` for those named, 403 for others who see the case, 404 for the rest."""
    return {
        who: found if who in people else 403 if who in sees else 404
        for who in (
            "registrar", "officer", "department_head", "office_head", "secrecy_reviewer",
            "finance", "leader", "inspector", "system_admin", "security_admin", "audit_admin",
            "outsider",
        )
    }  # fmt: skip


def answers(cast, address: str, method: str = "get", **data) -> dict[str, int]:
    with on(MONDAY, 12):
        return {
            name: getattr(desk(user), method)(address, data).status_code
            for name, user in cast.everyone().items()
        }


def test_the_case_page_opens_to_those_who_see_the_case(cast, case):
    sees = SEE_ALL | OF_THE_UNIT
    assert answers(cast, reverse("staff:case", args=[case.number])) == seen_by(sees, sees)


@pytest.mark.full
def test_a_case_in_no_units_hands_opens_to_the_office_alone(cast):
    case = registered(cast, MONDAY)
    assert answers(cast, reverse("staff:case", args=[case.number])) == seen_by(SEE_ALL, SEE_ALL)


@pytest.mark.full
def test_the_choice_of_letters_opens_to_those_who_see_the_case(cast, case):
    sees = SEE_ALL | OF_THE_UNIT
    assert answers(cast, reverse("staff:drafting", args=[case.number])) == seen_by(sees, sees)


def test_personal_data_are_shown_to_the_registrar_and_the_office_head_alone(cast, case):
    address = reverse("staff:reveal", args=[case.number])
    may = seen_by({"registrar", "office_head"}, SEE_ALL | OF_THE_UNIT)
    assert answers(cast, address) == may
    asked = {"fields_to_show": "phone", "reason": "核对电话"}
    assert answers(cast, address, "post", **asked) == may
    assert LogEntry.objects.filter(event="revealed").count() == 2


@pytest.mark.full
def test_a_new_query_code_is_given_by_the_registrar_and_the_office_head_alone(cast, case):
    address = reverse("staff:new_code", args=[case.number])
    may = seen_by({"registrar", "office_head"}, SEE_ALL | OF_THE_UNIT)
    assert answers(cast, address, "post", reason="本人持身份证到办公室") == may
    assert set(answers(cast, address).values()) == {405}


def with_a_file(case):
    """A picture that has passed its examination."""
    upload = SimpleUploadedFile("学生证.png", a_picture(), "image/png")
    attached = filing.attach(
        case, upload, kind=Attachment.Kind.APPLICATION, on=MONDAY, at=at(MONDAY)
    )
    files.clear(attached.file, at=at(MONDAY))
    return attached


def a_picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("L", (2, 2)).save(drawn, "PNG")
    return drawn.getvalue()


def test_a_file_opens_to_those_who_see_its_case(cast, case):
    sees = SEE_ALL | OF_THE_UNIT
    address = reverse("staff:attachment", args=[case.number, with_a_file(case).pk])
    assert answers(cast, address) == seen_by(sees, sees)


def test_a_file_is_handed_over_as_a_download_that_runs_nothing(cast, case):
    address = reverse("staff:attachment", args=[case.number, with_a_file(case).pk])
    response = desk(cast.registrar).get(address)
    assert response.content == a_picture()
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == (
        "attachment; filename=\"___.png\"; filename*=UTF-8''%E5%AD%A6%E7%94%9F%E8%AF%81.png"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


def test_a_file_under_examination_is_not_handed_over(cast, case):
    attached = with_a_file(case)
    StoredFile.objects.filter(pk=attached.file_id).update(cleared_at=None)
    response = desk(cast.registrar).get(
        reverse("staff:attachment", args=[case.number, attached.pk]), follow=True
    )
    assert "文件正在检查，暂时不能下载。" in text(response)


def test_a_file_of_another_case_is_not_served_under_this_one(cast, case):
    attached = with_a_file(in_hand(cast, MONDAY))
    swapped = reverse("staff:attachment", args=[case.number, attached.pk])
    assert desk(cast.registrar).get(swapped).status_code == 404


def test_the_table_of_steps_names_every_step_that_has_a_form():
    assert set(STEP_BY) == set(FORMS)


@pytest.mark.parametrize("name", some_quick(FORMS, 5))
def test_the_form_of_a_step_opens_to_those_who_may_take_it(cast, case, name):
    address = reverse("staff:step", args=[case.number, name])
    assert answers(cast, address) == seen_by(STEP_BY[name], SEE_ALL | OF_THE_UNIT)


@pytest.mark.parametrize("name", some_quick(FORMS, 5))
def test_a_step_sent_by_someone_who_may_not_take_it_changes_nothing(cast, case, name):
    address = reverse("staff:step", args=[case.number, name])
    others = {n: u for n, u in cast.everyone().items() if n not in STEP_BY[name]}
    before = LogEntry.objects.count()
    with on(MONDAY, 12):
        got = {
            n: desk(u).post(address, {"on": "2026-03-02"}).status_code for n, u in others.items()
        }
    want = seen_by(STEP_BY[name], SEE_ALL | OF_THE_UNIT)
    assert got == {n: want[n] for n in others}
    assert LogEntry.objects.count() == before


@pytest.mark.parametrize("name", ["answer", "extend", "request_correction", "close", "file", "x"])
def test_what_a_letter_carries_and_what_is_no_step_have_no_form(cast, case, name):
    address = reverse("staff:step", args=[case.number, name])
    assert desk(cast.office_head).get(address).status_code == 404


@pytest.mark.full
def test_every_member_of_staff_has_a_today_and_a_queue(cast, case):
    everyone = dict.fromkeys(seen_by(set(), set()), 200)
    assert answers(cast, reverse("staff:today")) == everyone
    assert answers(cast, reverse("staff:queue")) == everyone
    assert answers(cast, reverse("staff:find_applicant"), "post", applicant="张示例") == everyone


def test_only_those_who_see_a_case_find_it_in_lists(cast, case):
    with on(MONDAY, 12):
        for address in (reverse("staff:queue"), reverse("staff:today")):
            found = {
                n for n, u in cast.everyone().items() if case.number in text(desk(u).get(address))
            }
            assert found == SEE_ALL | OF_THE_UNIT
        address = reverse("staff:find_applicant")
        wanted = {"applicant": "张示例"}
        pages = {n: text(desk(u).post(address, wanted)) for n, u in cast.everyone().items()}
        assert {n for n, page in pages.items() if case.number in page} == SEE_ALL | OF_THE_UNIT


def test_paper_is_registered_by_the_registrar_and_the_office_head_alone(cast):
    may = {"registrar", "office_head"}
    everyone = set(cast.everyone())
    assert answers(cast, reverse("staff:register")) == seen_by(may, everyone)
    assert answers(cast, reverse("staff:register"), "post") == seen_by(may, everyone)


def test_a_foreign_case_answers_byte_for_byte_like_one_that_never_was(cast, case):
    client = desk(cast.outsider)
    client.get(reverse("staff:today"))
    foreign = text(client.get(reverse("staff:case", args=[case.number])))
    absent = text(client.get(reverse("staff:case", args=["2026-999"])))
    assert without_tokens(foreign, case.number) == without_tokens(absent, "2026-999")


def without_tokens(html: str, number: str) -> str:
    """The page without what differs at every request, and without the address asked for."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)
    return html.replace(number, "…")


def test_a_stranger_is_led_to_the_sign_in_from_every_page(cast, case):
    stranger = Client()
    addresses = [
        reverse("staff:today"), reverse("staff:queue"), reverse("staff:register"),
        reverse("staff:find_applicant"), reverse("staff:sign_out"),
        *(reverse(f"staff:{name}", args=[case.number])
          for name in ("case", "reveal", "new_code", "drafting")),
        reverse("staff:attachment", args=[case.number, 1]),
        reverse("staff:step", args=[case.number, "assign"]),
    ]  # fmt: skip
    for address in addresses:
        for method in (stranger.get, stranger.post):
            response = method(address)
            assert response.status_code == 302, address
            assert response["Location"].startswith(reverse("staff:sign_in")), address


def test_seeing_a_case_ends_when_it_is_given_to_another_unit(cast, case):
    address = reverse("staff:case", args=[case.number])
    assert desk(cast.officer).get(address).status_code == 200
    case.assign(by=cast.registrar, on=MONDAY, at=at(MONDAY, 15), unit=cast.logistics)
    assert desk(cast.officer).get(address).status_code == 404
    assert desk(cast.outsider).get(address).status_code == 200


def test_a_refusal_says_whose_act_it_is(cast, case):
    response = desk(cast.officer).get(reverse("staff:step", args=[case.number, "assign"]))
    assert "“交办”由登记员或信息公开办公室负责人办理。" in text(response)


def test_the_zone_of_the_stories_is_the_institutions(settings):
    assert str(SHANGHAI) == settings.TIME_ZONE
