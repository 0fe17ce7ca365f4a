"""The other pages of figures: breakdowns, years, red list, kept runs, table II, headings."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from catalogue.models import Category, Item
from records import log
from reports import runs
from reports.models import FigureRun, TableTwo
from reports.scope import Scope
from requests_app.models import Application
from statute.periods import school_year
from tests.cast import at, in_hand
from tests.reports.histories import Story, put
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 15)
YEAR = Scope(school_year(2024))
ASKED = {"first": "2024-09-01", "last": "2025-08-31"}
MAY_REPORT = {"registrar", "office_head", "leader", "inspector"}
PAGES = ("figures_breakdowns", "figures_compared", "figures_red", "figures_runs")


def story(kind="business", closed_on=date(2024, 10, 25), result="granted"):
    law = "cn-university"
    return Story(kind, law, date(2024, 10, 8), True, closed_on, result, law)


def page(user, name, *args, **asked):
    with on(TODAY):
        return desk(user).get(reverse(f"staff:{name}", args=args), asked)


def posted(user, address, fields):
    with on(TODAY):
        return desk(user).post(address, fields, follow=True)


# Who sees them


@pytest.mark.parametrize("name", PAGES)
def test_only_those_who_report_see_these_pages(cast, name):
    found = {who: page(user, name, **ASKED).status_code for who, user in cast.everyone().items()}
    assert found == {who: 200 if who in MAY_REPORT else 403 for who in found}
    assert Client().get(reverse(f"staff:{name}")).status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_a_period_that_is_none_is_said_beside_the_field(cast, name):
    html = text(page(cast.leader, name, first="2025-09-01", last="2025-08-31"))
    assert "末日不能早于首日" in html
    assert "出现问题" in html


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_year_has_a_page_too(cast, name):
    html = text(page(cast.leader, name, **ASKED))
    assert "2024年9月1日至2025年8月31日" in html
    assert 'aria-current="page"' in html


@pytest.mark.parametrize("name", PAGES)
def test_the_content_policy_has_nothing_to_block(cast, name):
    put([story()])
    html = text(page(cast.leader, name, **ASKED))
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", html)


@pytest.mark.parametrize("name", PAGES[:3])
def test_queries_do_not_grow_with_cases(cast, name, django_assert_max_num_queries):
    client = desk(cast.leader)
    with on(TODAY):
        client.get(reverse(f"staff:{name}"), ASKED)
        put([story() for _ in range(25)])
        with django_assert_max_num_queries(60):
            client.get(reverse(f"staff:{name}"), ASKED)


# Breakdowns


def test_every_number_leads_to_as_many_cases(cast):
    put([story("natural_person"), story(closed_on=date(2024, 11, 29)), story(result="other")])
    html = text(page(cast.leader, "figures_breakdowns", **ASKED))
    links = re.findall(r'<td><a href="([^"]+)">([\d,]+)</a></td>', html)
    assert len(links) >= 20
    with on(TODAY):
        client = desk(cast.leader)
        for address, number in links:
            assert f"<b>{number}件</b>" in text(client.get(address.replace("&amp;", "&"))), address


@pytest.mark.parametrize(
    "asked",
    [{"breakdown": "weather"}, {"breakdown": "channel", "group": "pigeon"}, {"reply": "soon"},
     {"act": "dance"}, {"band": "9"}, {"band": "x"}],
)  # fmt: skip
def test_there_is_no_list_behind_a_number_that_is_not_there(cast, asked):
    assert page(cast.leader, "figures_cases", **ASKED | asked).status_code == 404


def test_charts_say_their_numbers_and_stand_beside_a_table_of_them(cast):
    put([story(), story("research")])
    html = text(page(cast.leader, "figures_breakdowns", **ASKED))
    for code in ("channel", "families", "received", "closed", "replies", "days"):
        assert f'<title id="{code}-t">' in html
        assert f'aria-labelledby="s-{code}"' in html
    assert '<desc id="channel-d">网上提交 2</desc>' in html


def test_what_the_data_does_not_have_is_said(cast):
    html = text(page(cast.leader, "figures_breakdowns", **ASKED))
    assert "不统计校内外" in html
    assert "没有登记减免" in html


# Years


def test_years_stand_side_by_side_and_small_numbers_get_no_per_cent(cast):
    put([story()])
    html = text(page(cast.leader, "figures_compared", **ASKED, years_shown="5"))
    assert html.count('scope="colgroup"') == 4
    assert "2020—2021学年" in html
    assert "基数小" in html


def test_a_year_that_is_running_is_held_against_the_same_days(cast):
    html = text(page(cast.leader, "figures_compared", period="school_year-2026"))
    assert "以前各年也只算到同一天" in html
    assert "as_at=2025-09-15" not in html  # no cases: nothing to lead to


def test_a_strange_number_of_years_is_refused_beside_the_field(cast):
    html = text(page(cast.leader, "figures_compared", **ASKED, years_shown="40"))
    assert "出现问题" in html
    assert page(cast.leader, "figures_page_csv", "compared", **ASKED, years_shown="40"
                ).status_code == 404  # fmt: skip


# Files


@pytest.mark.parametrize("name", ["figures", "breakdowns", "compared"])
def test_every_page_is_taken_along_as_csv_and_workbook(cast, name):
    put([story()])
    plain = page(cast.leader, "figures_page_csv", name, **ASKED)
    rows = list(csv.reader(io.StringIO(plain.content.decode("utf-8-sig"))))
    assert rows[0] == ["期间", "2024-09-01", "2025-08-31"]
    book = page(cast.leader, "figures_page_xlsx", name, **ASKED)
    assert book["Content-Disposition"].startswith("attachment; ")
    sheets = openpyxl.load_workbook(io.BytesIO(book.content))
    titles = {row[0] for row in rows if len(row) == 1}
    assert titles >= {sheet["A1"].value for sheet in sheets}


def test_there_is_no_file_of_a_page_that_is_not_there(cast):
    assert page(cast.leader, "figures_page_xlsx", "weather", **ASKED).status_code == 404
    assert page(cast.officer, "figures_page_xlsx", "figures", **ASKED).status_code == 403


# Red list


def test_the_red_list_names_the_case_and_the_way_to_mend_it(cast):
    (case,) = put([story(closed_on=date(2024, 9, 30))])
    html = text(page(cast.leader, "figures_red", **ASKED))
    assert "收到日期晚于办结日期：1件" in html
    assert f'<a href="{reverse("staff:step", args=[case.number, "set_right"])}">' in html
    assert "怎样处理：更正收到日期" in html


def test_an_empty_red_list_says_so(cast):
    html = text(page(cast.leader, "figures_red", **ASKED))
    assert "没有不一致的地方" in html


# Runs


def test_figures_are_kept_with_a_reason_and_compared_with_now(cast):
    address = f"{reverse('staff:figures_runs')}?first=2024-09-01&last=2025-08-31"
    html = text(posted(cast.inspector, address, {"label": ""}))
    assert "出现问题" in html
    assert not FigureRun.objects.exists()
    html = text(posted(cast.inspector, address, {"label": "上报前核对"}))
    run = FigureRun.objects.get()
    assert run.scope == YEAR
    assert "上报前核对" in html
    (case,) = put([story()])
    html = text(page(cast.inspector, "figures_runs_compared", one=run.pk, other="now"))
    assert case.number in html
    assert "不在表中" in html
    assert "没有办理记录" in html


def test_why_a_case_moved_is_said_in_the_words_of_its_steps(cast):
    with on(TODAY):
        run = runs.keep(Scope(school_year(2025)), by=cast.leader, at=at(date(2026, 3, 1)))
    in_hand(cast, date(2026, 3, 2))
    html = text(page(cast.leader, "figures_runs_compared", one=run.pk))
    assert "提交申请" in html
    assert "登记" in html


@pytest.mark.parametrize("asked", [{}, {"one": "9"}, {"one": "x"}, {"one": "²"}])
def test_a_run_that_is_not_there_is_not_found(cast, asked):
    assert page(cast.leader, "figures_runs_compared", **asked).status_code == 404


def test_runs_of_two_periods_are_refused_with_the_reason(cast):
    one = runs.keep(YEAR, by=cast.leader, at=at(TODAY))
    other = runs.keep(Scope(school_year(2023)), by=cast.leader, at=at(TODAY))
    with on(TODAY):
        asked = {"one": one.pk, "other": other.pk}
        html = text(desk(cast.leader).get(
            reverse("staff:figures_runs_compared"), asked, follow=True))  # fmt: skip
    assert "不能逐件比较" in html


def test_a_run_that_was_tampered_with_is_not_compared(cast):
    run = runs.keep(YEAR, by=cast.leader, at=at(TODAY))
    FigureRun.objects.update(sha256="0" * 64)
    with on(TODAY):
        html = text(desk(cast.leader).get(
            reverse("staff:figures_runs_compared"), {"one": run.pk}, follow=True))  # fmt: skip
    assert "与当时的校验值不一致" in html


# Table II


def test_table_two_is_filled_in_shown_with_the_year_and_its_history_kept(cast):
    address = reverse("staff:figures_table_two", args=[2025])
    html = text(posted(cast.registrar, address, {"edits": "0", "rules_made": "3", "fees": "1.25"}))
    assert "已保存。" in html
    assert "规章：本年制发件数：未填 → 3" in html
    shown = text(page(cast.leader, "figures", period="calendar_year-2025"))
    assert "第二十条第（八）项" in shown
    assert "未填" in shown
    book = page(cast.leader, "figures_page_xlsx", "figures", period="calendar_year-2025")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content))["表二"]
    assert ("规章", 3, None, None) in list(sheet.iter_rows(values_only=True))


def test_a_school_year_has_no_table_two(cast):
    assert "第二十条第（八）项" not in text(page(cast.leader, "figures", **ASKED))


def test_what_somebody_else_saved_meanwhile_is_said_and_nothing_typed_is_lost(cast):
    address = reverse("staff:figures_table_two", args=[2025])
    posted(cast.registrar, address, {"edits": "0", "permits": "1"})
    html = text(posted(cast.office_head, address, {"edits": "0", "permits": "777"}))
    assert "已被他人修改" in html
    assert 'value="777"' in html
    assert TableTwo.objects.get().permits == 1


def test_what_is_no_number_is_refused_beside_the_field(cast):
    address = reverse("staff:figures_table_two", args=[2025])
    html = text(posted(cast.registrar, address, {"edits": "0", "permits": "-3", "fees": "很多"}))
    assert "出现问题" in html
    assert 'value="很多"' in html
    assert not TableTwo.objects.exists()


def test_who_reads_figures_sees_table_two_and_does_not_fill_it_in(cast):
    address = reverse("staff:figures_table_two", args=[2025])
    assert '<button class="btn">保存' not in text(page(cast.inspector, "figures_table_two", 2025))
    assert posted(cast.inspector, address, {"edits": "0"}).status_code == 403
    assert page(cast.officer, "figures_table_two", 2025).status_code == 403
    assert page(cast.leader, "figures_table_two", 2031).status_code == 404


# The heading of a case


def test_the_heading_is_chosen_on_the_page_of_the_case(cast):
    case, heading = in_hand(cast), Category.objects.get(number=2)
    address = reverse("staff:category", args=[case.number])
    html = text(posted(cast.officer, address, {"category": heading.pk, "was": ""}))
    assert "已保存公开类别。" in html
    assert heading.title in html
    assert "选择公开类别" in html  # in the log
    html = text(posted(cast.registrar, address, {"category": "", "was": ""}))
    assert "刚才已由他人改过" in html
    assert Application.objects.get(pk=case.pk).category == heading


def test_only_headings_of_the_list_in_use_are_offered_and_the_one_chosen_before(cast):
    case = in_hand(cast)
    old = Category.objects.create(number=3, title="旧清单的类别")
    Item.every.filter(number=50).update(category=old, retired_at=at(date(2026, 3, 2)))
    address = reverse("staff:category", args=[case.number])
    assert old.title not in text(page(cast.officer, "case", case.number))
    html = text(posted(cast.officer, address, {"category": old.pk, "was": ""}))
    assert "请从列出的公开类别中选择" in html
    Application.objects.filter(pk=case.pk).update(category=old)
    option = f'<option value="{old.pk}" selected>3. 旧清单的类别</option>'
    assert option in text(page(cast.officer, "case", case.number))
    kept = text(posted(cast.officer, address, {"category": old.pk, "was": old.pk}))
    assert "公开类别没有改变" in kept


def test_the_heading_of_a_case_one_does_not_see_is_not_there(cast):
    case = in_hand(cast)
    address = reverse("staff:category", args=[case.number])
    heading = Category.objects.get(number=2)
    assert posted(cast.outsider, address, {"category": heading.pk}).status_code == 404
    assert posted(cast.inspector, address, {"category": heading.pk}).status_code == 403
    html = text(posted(cast.officer, address, {"category": "999"}))
    assert "请从列出的公开类别中选择" in html
    assert not log.entries(case.chain).filter(event="categorised").exists()
    assert address not in text(page(cast.inspector, "case", case.number))
