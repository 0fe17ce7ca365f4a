"""Collecting the year's data on the office's pages: prepared, answered, confirmed; and who may."""

import re
from datetime import date

import pytest
from django.urls import reverse

from office.models import Unit
from reports import collection_answers as answering
from reports import collection_rounds as rounds
from reports.models import Ask, CollectionRound
from tests.reports.collecting import (
    DUE,
    OPENED,
    WEB,
    ask_of,
    by_phone,
    fill,
    opened,
    prepared,
    the_year_before,
)
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db

READERS = {"registrar", "office_head", "leader", "inspector"}
WRITERS = {"registrar", "office_head"}
OF_THE_UNIT = {"officer", "department_head"}
LATER = date(2025, 10, 9)


@pytest.fixture
def asked(cast) -> CollectionRound:
    return opened(cast)


@pytest.fixture
def ask(cast, asked) -> Ask:
    return ask_of(asked, cast.academic_affairs)


def who(cast, address: str, status: int = 200, day: date = OPENED) -> set[str]:
    with on(day):
        return {
            name
            for name, user in cast.everyone().items()
            if desk(user).get(address).status_code == status
        }


def page(user, name: str, *args, day: date = OPENED, query: str = "") -> str:
    with on(day):
        response = desk(user).get(reverse(f"staff:{name}", args=args) + query)
    assert response.status_code == 200
    return text(response)


def post(user, name: str, *args, day: date = OPENED, query: str = "", **data):
    with on(day):
        return desk(user).post(reverse(f"staff:{name}", args=args) + query, data)


# Who may


def test_a_units_page_is_for_its_people_and_those_who_see_the_report(cast, ask):
    address = reverse("staff:ask", args=[ask.pk])
    assert who(cast, address) == READERS | OF_THE_UNIT
    assert who(cast, address, 404) == set(cast.everyone()) - READERS - OF_THE_UNIT


@pytest.mark.full
def test_the_consolidation_is_for_those_who_see_the_report(cast, asked):
    for name, args in (
        ("collection_round", ()), ("collection_table", ()), ("collection_questions", ()),
        ("collection_answers", ("web_items",)), ("collection_csv", ()), ("collection_xlsx", ()),
    ):  # fmt: skip
        address = reverse(f"staff:{name}", args=[asked.pk, *args])
        assert who(cast, address) == READERS, name


@pytest.mark.full
def test_only_those_who_write_the_report_change_a_collection(cast, asked):
    for name, args in (
        ("collection_schedule", ()), ("collection_units", ()), ("collection_question_new", ()),
        ("collection_question", ("web_items",)),
    ):  # fmt: skip
        address = reverse(f"staff:{name}", args=[asked.pk, *args])
        assert who(cast, address) == WRITERS, name
    assert who(cast, reverse("staff:collection_begin")) == WRITERS
    for name in ("collection_close", "collection_withdraw"):
        assert post(cast.leader, name, asked.pk, edits=asked.edits, why="x").status_code == 403
    asked.refresh_from_db()
    assert asked.state == "open"


def test_the_list_leads_a_unit_to_its_own_and_the_office_to_all(cast, asked, ask):
    own = page(cast.officer, "collection")
    assert reverse("staff:ask", args=[ask.pk]) in own
    assert reverse("staff:collection_round", args=[asked.pk]) not in own
    assert reverse("staff:collection_round", args=[asked.pk]) in page(cast.leader, "collection")
    with on(OPENED):
        assert desk(cast.finance).get(reverse("staff:collection")).status_code == 403


def test_nobody_was_asked_yet_says_so(cast):
    assert "本单位没有需要填报的数据" in page(cast.officer, "collection")
    assert "还没有收集过年报数据" in page(cast.registrar, "collection")


# The office


@pytest.mark.full
def test_from_preparation_to_the_end_by_forms_and_buttons(cast):
    begun = post(
        cast.registrar, "collection_begin", period="school_year-2024", due_on="2025-09-30",
        note="请核实",
    )  # fmt: skip
    found = CollectionRound.objects.get()
    assert begun.url == reverse("staff:collection_round", args=[found.pk])
    for code in ("newspaper_items", "broadcasts"):
        post(cast.registrar, "collection_question_drop", found.pk, code, edits=found.edits)
        found.refresh_from_db()
    with on(OPENED):
        office = desk(cast.registrar)
        address = reverse("staff:collection_open", args=[found.pk])
        refused = office.post(address, {"edits": found.edits}, follow=True)
    assert "“召开校情通报会的次数”没有单位回答" in text(refused)
    found.refresh_from_db()
    assert found.state == "preparing"
    unasked = [q.code for q in rounds.questions_of(found) if q.units == ()]
    for code in unasked:
        post(cast.registrar, "collection_question_drop", found.pk, code, edits=found.edits)
        found.refresh_from_db()
    units = {"units": [cast.logistics.pk], "edits": found.edits}
    assert post(cast.registrar, "collection_units", found.pk, **units).status_code == 302
    for act, state in (("open", "open"), ("close", "closed"), ("reopen", "open"),
                       ("withdraw", "withdrawn")):  # fmt: skip
        found.refresh_from_db()
        post(cast.registrar, f"collection_{act}", found.pk, edits=found.edits, why="补报")
        found.refresh_from_db()
        assert found.state == state
    assert [ask.unit for ask in found.asks.all()] == [cast.logistics]


def test_a_question_is_added_with_its_units_and_a_code_is_given_once(cast):
    found = prepared(cast, WEB)
    said = {
        "code": "briefings", "label": "通报会次数", "kind": "number", "consolidated": "sum",
        "asked": "some", "units": ["hqc"], "required": "on", "edits": found.edits,
    }  # fmt: skip
    assert post(cast.registrar, "collection_question_new", found.pk, **said).status_code == 302
    html = page(cast.registrar, "collection_questions", found.pk)
    assert "通报会次数" in html
    assert "后勤处" in html
    found.refresh_from_db()
    again = post(
        cast.registrar, "collection_question_new", found.pk, **said | {"edits": found.edits}
    )
    assert "已有这个代码的问题" in text(again)
    assert 'value="briefings"' in text(again)


def test_what_was_changed_meanwhile_is_said_and_what_was_typed_stays(cast, asked):
    response = post(
        cast.registrar, "collection_schedule", asked.pk, due_on="2025-10-20", note="新的说明",
        edits=asked.edits - 1,
    )  # fmt: skip
    assert response.status_code == 200
    assert "已被他人修改" in text(response)
    assert "新的说明" in text(response)


def test_the_office_sees_totals_gaps_and_big_changes(cast):
    before = the_year_before(cast)
    fill(ask_of(before, cast.academic_affairs), cast.department_head, on=date(2024, 9, 20),
         web_items="40", hand_in=True)  # fmt: skip
    found = opened(cast)
    fill(ask_of(found, cast.academic_affairs), cast.department_head, web_items="90",
         problems_by_unit="人手少", hand_in=True)  # fmt: skip
    html = page(cast.leader, "collection_round", found.pk, day=LATER)
    assert "2个单位中1个已报送" in html
    assert "有1个单位逾期未报" in html
    assert "变化大" in html
    assert "1/2" in html
    detail = page(cast.leader, "collection_answers", found.pk, "web_items")
    assert "冯处长" in detail
    assert "<code>{web_items}</code>" in detail
    table = page(cast.leader, "collection_table", found.pk)
    assert re.search(r"教务处</th><td class=\"n\">\s*90", table)


def test_an_unconfirmed_answer_is_shown_as_not_counting(cast, asked, ask):
    fill(ask, cast.officer, web_items="12", hand_in=True)
    assert "还不计入" in page(cast.leader, "collection_answers", asked.pk, "web_items")
    assert re.search(r"\(\s*12\s*\)", page(cast.leader, "collection_table", asked.pk))


def test_markup_in_an_answer_stays_text_and_only_a_web_address_is_a_link(cast, asked, ask):
    text_ = "<script>alert(1)</script>"
    fill(ask, cast.department_head, web_items="1", problems_by_unit=text_, hand_in=True)
    html = page(cast.leader, "collection_answers", asked.pk, "problems_by_unit")
    assert text_ not in html
    assert "&lt;script&gt;" in html


# A unit


def test_a_unit_fills_in_one_page_saves_and_hands_in(cast, ask):
    html = page(cast.officer, "ask", ask.pk)
    assert "1. 网站公开条数" in html
    assert "采购金额" not in html  # asked of another unit
    assert "提交本单位负责人" in html
    saved = post(cast.officer, "ask", ask.pk, v_web_items="12", edits=0, act="save")
    assert saved.status_code == 302
    ask.refresh_from_db()
    assert ask.state == "open"
    handed = post(cast.officer, "ask", ask.pk, v_web_items="12", edits=1, act="hand_in")
    assert handed.status_code == 302
    assert "待单位负责人确认" in page(cast.officer, "ask", ask.pk)
    assert "确认报送" in page(cast.department_head, "ask", ask.pk)
    ask.refresh_from_db()
    post(cast.department_head, "ask", ask.pk, v_web_items="12", edits=2, act="hand_in")
    ask.refresh_from_db()
    assert ask.state == "confirmed"


def test_all_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost(cast, asked):
    ask = ask_of(asked, cast.logistics)
    response = post(
        cast.outsider, "ask", ask.pk, v_web_items="很多", v_procurement_amount="1.001",
        v_problems_by_unit="缺人手", c_web_items="估计", edits=0, act="hand_in",
    )  # fmt: skip
    html = text(response)
    assert response.status_code == 200
    assert html.count("请填写整数") == 2  # in the summary and at the field
    assert "请填写金额" in html
    for typed in ("很多", "1.001", "缺人手", "估计"):
        assert typed in html
    assert not ask.answers.exists()


def test_what_others_saved_meanwhile_is_shown_beside_what_was_typed(cast, ask):
    fill(ask, cast.department_head, web_items="12")
    response = post(cast.officer, "ask", ask.pk, v_web_items="15", edits=0, act="save")
    html = text(response)
    assert "填报已被他人修改" in html
    assert "冯处长" in html
    assert "保存的是：12" in html
    assert 'value="15"' in html
    assert 'name="edits" value="1"' in html
    again = post(cast.officer, "ask", ask.pk, v_web_items="15", edits=1, act="save")
    assert again.status_code == 302
    assert answering.answers_to(ask)["web_items"].value == "15"


def test_last_years_answer_stands_in_the_field_and_says_that_it_is_last_years(cast):
    before = the_year_before(cast)
    fill(ask_of(before, cast.academic_affairs), cast.department_head, on=date(2024, 9, 20),
         web_items="40", hand_in=True)  # fmt: skip
    ask = ask_of(opened(cast), cast.academic_affairs)
    html = page(cast.department_head, "ask", ask.pk)
    assert "下面是上年的答复，还没有核对" in html
    assert 'value="40"' in html
    refused = post(cast.department_head, "ask", ask.pk, v_web_items="40", edits=0, act="hand_in")
    assert "还是上年的答复" in text(refused)
    done = post(
        cast.department_head, "ask", ask.pk, v_web_items="40", s_web_items="on", edits=0,
        act="hand_in",
    )  # fmt: skip
    assert done.status_code == 302


def test_the_office_enters_for_a_unit_only_with_who_said_it(cast, ask):
    html = page(cast.registrar, "ask", ask.pk)
    assert "代为录入" in html
    assert "v_web_items" not in html
    given = {"v_web_items": "7", "edits": 0, "act": "hand_in"}
    refused = post(cast.registrar, "ask", ask.pk, query="?enter=1", **given)
    assert "由谁提供" in text(refused)
    done = post(
        cast.registrar, "ask", ask.pk, query="?enter=1", said_by="孙秘书", said_on="2025-09-08",
        said_how="phone", **given,
    )  # fmt: skip
    assert done.status_code == 302
    html = page(cast.leader, "ask", ask.pk)
    assert "由孙秘书" in html
    assert "7" in html


def test_a_leader_reads_a_units_page_and_writes_nothing(cast, ask):
    post(cast.leader, "ask", ask.pk, query="?enter=1", v_web_items="7", edits=0, act="save")
    assert not ask.answers.exists()
    assert post(cast.leader, "ask_send_back", ask.pk, why="x").status_code == 403
    assert post(cast.leader, "ask_extend", ask.pk, to="2025-10-20", why="x").status_code == 403


def test_sent_back_the_unit_reads_why_and_the_longer_time(cast, ask):
    fill(ask, cast.department_head, web_items="12", hand_in=True)
    post(cast.registrar, "ask_send_back", ask.pk, why="与网站不符")
    post(cast.registrar, "ask_extend", ask.pk, to="2025-10-20", why="等网站核对")
    html = page(cast.officer, "ask", ask.pk)
    assert "退回：与网站不符" in html
    assert "等网站核对" in html
    bad = post(cast.registrar, "ask_extend", ask.pk, to="不知道", why="等网站核对")
    assert bad.status_code == 200
    assert "等网站核对" in text(bad)


def test_what_waits_stands_on_todays_page_with_the_way_to_it(cast, ask):
    html = page(cast.officer, "today", day=DUE)
    assert reverse("staff:ask", args=[ask.pk]) in html
    assert "填报年报数据" in html
    assert "2024—2025学年年报数据（教务处）" in html


# How much it costs


def test_the_pages_take_as_many_queries_for_many_units_as_for_two(
    cast, asked, django_assert_max_num_queries
):
    for n in range(20):
        unit = Unit.objects.create(code=f"u{n}", name=f"第{n}学院")
        fill(
            Ask.objects.create(round=asked, unit=unit), cast.registrar, web_items="1",
            said=by_phone(), hand_in=True,
        )  # fmt: skip
    with on(OPENED):
        office = desk(cast.registrar)
        for name, args in (
            ("collection_round", ()), ("collection_table", ()),
            ("collection_answers", ("web_items",)),
        ):  # fmt: skip
            with django_assert_max_num_queries(22):
                office.get(reverse(f"staff:{name}", args=[asked.pk, *args]))
