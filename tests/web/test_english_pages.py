"""In English a page is English: Chinese is left to names, numbers of documents, and letters."""

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from casework import filing, paper, remedies, serving
from notices.models import Notice
from office import institution
from office.models import User
from records.log import APPLICANT
from tests.cast import MONDAY, at, filed, registered
from tests.notices import stories
from tests.web.chinese_left import chinese_left
from tests.web.public import filling
from tests.web.staff.people_at_desks import desk, on, text
from web.staff.views.remedy_acts import ACTS

TUESDAY, THURSDAY = date(2026, 3, 3), date(2026, 3, 5)
NAMES = (
    "信息公开申请",  # to be written on the envelope
    "示大教〔2024〕12号",  # what a document number looks like
    "示例大学信公",  # the prefix of the numbers of notices
    "国办函〔2020〕109号",
    "（一）",  # how a subheading of the Chinese report begins
)
APPLICANT_IN_ENGLISH = {"name": "Zhang San", "address": "1 Example Road"}
ASKED_IN_ENGLISH = {
    "subject": "Change of major, 2023–2025",
    "description": "How many students each school admitted by change of major.",
}
ANSWERS_IN_ENGLISH = {
    "what": ASKED_IN_ENGLISH | {"year_from": "2023", "year_to": "2025"},
    "why": {"purpose": "A term paper."},
    "identity": filling.ANSWERS["identity"] | {"name": "Zhang San"},
    "contact": filling.ANSWERS["contact"] | {"address": "1 Example Road"},
}
ITEM = {
    "asked_for": "Change of major", "answer": "refused_process", "ground": "",
    "reasons": "A draft.", "how_obtained": "",
}  # fmt: skip


def in_english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def names() -> list[str]:
    """Proper names as the database has them, and what is Chinese by nature."""
    row = institution.current()
    own = [value for value in vars(row).values() if isinstance(value, str)]
    people = User.objects.values_list("full_name", flat=True)
    numbers = Notice.objects.exclude(number=None).values_list("number", flat=True)
    laws = [institution.law(code).document for code in ("cn-university", "cn-regulation")]
    return [*NAMES, *own, *people, *numbers, *laws]


def assert_english(client: Client, *addresses: str) -> None:
    in_english(client)
    for address in addresses:
        with on(THURSDAY):
            response = client.get(address)
        assert response.status_code == 200, address
        assert '<html lang="en">' in text(response), address
        assert chinese_left(text(response), names()) == [], address


def staff(name: str, *args) -> str:
    return reverse(f"staff:{name}", args=args)


@pytest.fixture
def case(cast):
    application = registered(cast, applicant=APPLICANT_IN_ENGLISH, **ASKED_IN_ENGLISH)
    application.assign(by=cast.registrar, on=MONDAY, at=at(MONDAY, 11), unit=cast.academic_affairs)
    return application


@pytest.fixture
def notice(case, cast):
    drafted = paper.draft(
        "refused", case, by=cast.officer, on=TUESDAY, at=at(TUESDAY), facts={"items": [ITEM]}
    )
    return paper.submit(drafted, by=cast.officer, at=at(TUESDAY, 10))


def test_the_public_pages(institution):
    call_command("load_catalogue", verbosity=0)
    pages = (
        "home",
        "catalogue",
        "guide",
        "deadline",
        "privacy",
        "accessibility",
        "reports",
        "track",
        "apply",
    )
    assert_english(Client(), *(reverse(f"public:{name}") for name in pages))


@pytest.mark.full
def test_every_question_and_the_check_of_the_answers(institution):
    with on(THURSDAY):
        client = filling.filled(in_english(Client()), **ANSWERS_IN_ENGLISH)
    steps = [reverse("public:apply", args=[step]) for step in filling.ANSWERS]
    assert_english(client, *steps, reverse("public:apply_check"))
    with on(THURSDAY):
        assert filling.confirm(client).status_code == 302
    assert_english(client, reverse("public:apply_done"))


@pytest.mark.full
def test_errors_are_english_too(institution):
    with on(THURSDAY):
        client = filling.begun(in_english(Client()))
        for step in ("what", "how", "kind", "identity", "contact", "agent"):
            html = text(client.post(f"/apply/{step}/", {}))
            assert "There is a problem" in html
            assert chinese_left(html, names()) == [], step


def test_the_applicants_case(cast):
    answers = ANSWERS_IN_ENGLISH | {"what": ASKED_IN_ENGLISH}
    with on(MONDAY):
        client = filling.filled(in_english(Client()), **answers)
        assert filling.confirm(client).url == "/apply/done/"
        number, code = filling.shown(client.get("/apply/done/"))
    with on(THURSDAY):
        client = filling.opened(number, code)
    pages = [reverse(f"public:{name}") for name in ("case", "withdraw", "complain")]
    assert_english(client, *pages)


@pytest.mark.full
def test_the_reasons_an_applicant_is_asked_for(cast, case):
    facts = {"grounds": "26 applications since May.", "days": 10}
    letter = stories.issued(case, cast, "reasons_request", facts, on=TUESDAY)
    serving.serve(letter, manner="fax", on=TUESDAY, by=cast.registrar, at=at(TUESDAY, 12))
    code = filing.reissue_code(case, by=cast.registrar, reason="x", at=at(TUESDAY))
    with on(THURSDAY):
        client = filling.opened(case.number, code)
    assert_english(client, reverse("public:case"), reverse("public:reasons"))
    with on(THURSDAY):
        html = text(client.post(reverse("public:reasons"), {"answer": ""}))
    assert "Give your reasons" in html
    assert chinese_left(html, names()) == []


@pytest.mark.full
def test_the_office_at_its_desks(cast, case, notice):
    number = case.number
    assert_english(desk(cast.registrar), staff("today"), staff("register"))
    assert_english(
        desk(cast.officer),
        staff("today"), staff("case", number), staff("drafting", number),
        staff("notice", notice.pk), staff("notice_edit", notice.pk),
    )  # fmt: skip
    assert_english(desk(cast.department_head), staff("approvals"), staff("approve", notice.pk))
    assert_english(desk(cast.registrar), staff("on_paper", notice.pk))
    assert_english(desk(cast.office_head), staff("chains"), staff("chain", "granted"))
    assert_english(
        desk(cast.office_head),
        staff("queue"), staff("case", number), staff("reveal", number),
        staff("remedy_add", number), staff("figures"), staff("calendar"), staff("calendar_enter"),
        staff("institution"), staff("report"), staff("reminders"), staff("reminder_rules"),
    )  # fmt: skip
    assert_english(desk(cast.inspector), staff("today"), staff("case", number))


@pytest.mark.full
def test_every_step_and_every_kind_of_notice(cast, case):
    client = desk(cast.office_head)
    steps = [step for step in case.steps_open_to(cast.office_head) if not step.by_notice]
    assert len(steps) > 5
    assert_english(client, *(staff("step", case.number, step.name) for step in steps))
    choices = paper.kinds_open_to(case, cast.office_head)
    assert_english(client, *(staff("draft", case.number, choice.kind.code) for choice in choices))


@pytest.mark.full
def test_what_is_brought_against_a_decision(cast, case):
    remedy = remedies.log_remedy(
        case, kind="complaint", filed_on=TUESDAY, by=APPLICANT, on=TUESDAY, at=at(TUESDAY),
        grounds="No reply.",
    )  # fmt: skip
    client = desk(cast.office_head)
    assert_english(client, staff("remedy", remedy.pk), staff("case", case.number))
    assert_english(client, *(staff("remedy_act", remedy.pk, act) for act in ACTS))
    assert_english(
        client, staff("remedy_set_right", remedy.pk), staff("remedy_annul", remedy.pk),
        staff("remedies"), staff("remedy_feedback"),
    )  # fmt: skip


def test_the_administrators(cast):
    assert_english(
        desk(cast.security_admin),
        staff("people"), staff("person_new"), staff("person", cast.officer.pk),
    )  # fmt: skip
    assert_english(desk(cast.system_admin), staff("institution"), staff("calendar"))
    assert_english(Client(), staff("sign_in"))


@pytest.mark.full
def test_what_the_statute_refuses_is_said_in_english(cast):
    notice = {
        "year": "2027", "document": "Notice", "published_on": "2026-03-05", "work": "2027-01-01",
        "rest-TOTAL_FORMS": "1", "rest-INITIAL_FORMS": "0",
        "rest-0-name": "New Year", "rest-0-first": "2027-01-01", "rest-0-last": "2027-01-03",
    }  # fmt: skip
    with on(THURSDAY):
        html = text(in_english(desk(cast.office_head)).post(staff("calendar_enter"), notice))
    assert "2027-01-01 is both a day off and a day worked" in html


def test_a_page_in_chinese_is_found_to_be_chinese(cast):
    with on(THURSDAY):
        html = text(desk(cast.office_head).get(staff("today")))
    assert "今天必须办" in " ".join(chinese_left(html, names()))


def test_what_an_applicant_wrote_in_chinese_is_found(cast):
    case = filed(MONDAY)
    with on(THURSDAY):
        html = text(in_english(desk(cast.office_head)).get(staff("case", case.number)))
    assert any(case.subject in found for found in chinese_left(html, names()))


@pytest.mark.parametrize(
    "html", ["<p>已答复</p>", '<b title="已答复">x</b>', '<p lang="zh">已</p><p>答</p>', "a，b"]
)
def test_chinese_is_found_in_text_in_attributes_and_after_what_is_marked(html):
    assert chinese_left(html, []) != []


@pytest.mark.parametrize(
    ("html", "known"),
    [
        ('<p lang="zh-CN">已<b>答复</b></p>', []),
        ("<p>to 教务处</p>", ["教务处", "教"]),
        ("<p>x</p>", []),
    ],
)
def test_what_is_marked_chinese_or_a_name_is_not_found(html, known):
    assert chinese_left(html, known) == []
