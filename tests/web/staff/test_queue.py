"""The list of cases: what it asks of the database, how it is narrowed, what it never shows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import at, awaiting_correction, in_hand, registered
from tests.web.staff.people_at_desks import desk, on, text

MONDAY = date(2026, 3, 2)
QUEUE = "/staff/cases/"


@pytest.fixture
def office(cast):
    return desk(cast.registrar)


def listed(client, **asked) -> list[str]:
    """The numbers of the cases in the order of the list."""
    with on(MONDAY, 12):
        response = client.get(QUEUE, asked)
    assert response.status_code == 200
    return [row.case.number for row in response.context["rows"]]


def queries_of(client) -> int:
    with (
        on(MONDAY, 12),
        CaptureQueriesContext(
            connection,
        ) as made,
    ):
        assert client.get(QUEUE).status_code == 200
    return len(made)


@pytest.mark.full
def test_thirty_rows_cost_no_more_queries_than_one(cast, office):
    awaiting_correction(cast, MONDAY)
    office.get(QUEUE)
    one = queries_of(office)
    for n in range(29):
        case = awaiting_correction(cast, MONDAY) if n % 3 else in_hand(cast, MONDAY)
        if n % 3 == 0:
            case.consult(
                by=cast.office_head, on=MONDAY, at=at(MONDAY, 15), kind="third_party",
                party_name="示例公司", concerning="价格",
            )  # fmt: skip
    thirty = queries_of(office)
    assert len(listed(office)) == 30
    assert thirty == one
    assert thirty <= 17


def test_the_earliest_alarm_stands_first_and_what_has_none_last(cast, office):
    waiting = awaiting_correction(cast, MONDAY)
    later = in_hand(cast, MONDAY)
    sooner = in_hand(cast, date(2026, 2, 9))
    assert listed(office) == [sooner.number, later.number, waiting.number]


def test_the_plain_list_is_of_open_cases_and_names_no_condition(cast, office):
    closed = in_hand(cast, MONDAY)
    closed.withdraw(by=cast.registrar, on=MONDAY, at=at(MONDAY, 15))
    open_ = in_hand(cast, MONDAY)
    assert listed(office) == [open_.number]
    with on(MONDAY, 12):
        assert "清除条件" not in text(office.get(QUEUE))
    assert set(listed(office, state="")) == {open_.number, closed.number}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "awaiting_correction"}, {"correction"}),
        ({"law": "cn-university"}, {"university"}),
        ({"q": "食堂"}, {"university"}),
        ({"q": "食堂 校车"}, set()),
        ({"channel": "online"}, {"correction", "university", "organisation", "late"}),
        ({"channel": "post"}, set()),
        ({"kind": "business"}, {"organisation"}),
        ({"due": "overdue"}, {"late"}),
        ({"due": "today"}, set()),
        ({"due": "provisional"}, set()),
    ],
)
def test_each_filter_narrows_the_list(cast, office, asked, found):
    cases = {
        "correction": awaiting_correction(cast, MONDAY),
        "university": in_hand(cast, MONDAY, law="cn-university", subject="食堂采购合同"),
        "organisation": in_hand(cast, MONDAY, applicant={"kind": "business"}),
        "late": in_hand(cast, date(2026, 1, 5)),  # 20 working days from 6 January: 2 February
    }
    names = {case.number: name for name, case in cases.items()}
    assert {names[number] for number in listed(office, **asked)} == found


def test_a_unit_narrows_the_list_to_what_it_has(cast, office):
    registered(cast, MONDAY)
    theirs = in_hand(cast, MONDAY)
    assert listed(office, unit=cast.academic_affairs.pk) == [theirs.number]
    assert listed(office, unit=cast.logistics.pk) == []


@pytest.mark.full
def test_due_within_counts_working_days(cast, office):
    # Received on Monday 2 February 2026; 3-6 and 9-14 February (the 14th makes up for a day off)
    # are days 1-10, the Spring Festival is free from the 15th to the 23rd, 24-27 February and the
    # 28th (made up) are 11-15, 2-6 March are 16-20: due on Friday 6 March, 4 working days away.
    case = in_hand(cast, date(2026, 2, 2))
    assert case.due_on == date(2026, 3, 6)
    assert listed(office, due="3") == []
    assert listed(office, due="7") == [case.number]


def test_what_applies_is_said_in_words(cast, office):
    in_hand(cast, MONDAY)
    with on(MONDAY, 12):
        html = text(office.get(QUEUE, {"state": "in_hand", "law": "cn-regulation", "q": "转专业"}))
    assert "编号或内容：转专业，状态：办理中，依据：《条例》" in html
    assert f'<a href="{QUEUE}">清除条件</a>' in html


@pytest.mark.full
def test_an_empty_list_says_so_and_leads_on(cast, office):
    with on(MONDAY, 12):
        assert "没有符合条件的办件。" in text(office.get(QUEUE, {"q": "没有这回事"}))


def test_a_number_leads_to_its_case_whatever_its_state(cast, office):
    closed = in_hand(cast, MONDAY)
    closed.withdraw(by=cast.registrar, on=MONDAY, at=at(MONDAY, 15))
    assert listed(office, q=closed.number) == [closed.number]


@pytest.mark.full
def test_thirty_one_cases_are_two_pages(cast, office):
    for _n in range(31):
        registered(cast, MONDAY)
    assert len(listed(office)) == 30
    assert len(listed(office, page="2")) == 1


def test_a_value_no_filter_knows_changes_nothing(cast, office):
    case = in_hand(cast, MONDAY)
    assert listed(office, sort="applicant", page="x", unit="9999", foo="1") == [case.number]


@pytest.mark.parametrize("wanted", ["张示例", "示例", "42080019900101123X", "42080019900101123x"])
def test_an_applicant_is_found_by_name_or_whole_number_by_post_alone(cast, office, wanted):
    case = in_hand(cast, MONDAY)
    address = reverse("staff:find_applicant")
    with on(MONDAY, 12):
        assert case.number in text(office.post(address, {"applicant": wanted}))
        assert office.get(address, {"applicant": wanted}).status_code == 405


@pytest.mark.parametrize("wanted", ["", "李四", "4208001990", "0123X"])
def test_part_of_a_number_or_nobody_finds_nothing(cast, office, wanted):
    case = in_hand(cast, MONDAY)
    with on(MONDAY, 12):
        html = text(office.post(reverse("staff:find_applicant"), {"applicant": wanted}))
    assert case.number not in html


def test_the_text_filter_never_finds_a_person(cast, office):
    in_hand(cast, MONDAY)
    assert listed(office, q="张示例") == []


def test_the_list_shows_no_number_phone_or_address_of_a_person(cast, office):
    in_hand(cast, MONDAY)
    with on(MONDAY, 12):
        html = text(office.get(QUEUE))
    for private in ("42080019900101123X", "13800000000", "zhang@example.com", "示例路1号"):
        assert private not in html
