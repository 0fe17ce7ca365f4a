"""The figures on the page: who sees them, where every number leads, what is taken home."""

import csv
import io
import json
import re
from datetime import date
from random import Random

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from reports.figures import figures
from reports.scope import Scope
from statute import annual
from statute.periods import school_year
from tests.reports import histories
from tests.reports.histories import Challenge, Story, put
from tests.sizes import some_quick
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 15)
YEAR = school_year(2024)
ASKED = {"first": "2024-09-01", "last": "2025-08-31"}
MAY_REPORT = {"registrar", "office_head", "leader", "inspector"}
PAGES = ("figures", "figures_cases", "figures_csv", "figures_json", "report")

STORIES = [
    Story("natural_person", "cn-regulation", date(2024, 8, 20), True, date(2024, 9, 10), "granted",
          "cn-regulation"),
    Story("business", "cn-regulation", date(2024, 10, 8), True, date(2024, 11, 4),
          "refused_third_party", "cn-regulation",
          challenges=[Challenge("review", date(2024, 12, 2), date(2025, 1, 20), "corrected")]),
    Story("research", "cn-university", date(2025, 8, 25), True, date(2025, 9, 12),
          "not_processed_repeated", "cn-university"),
]  # fmt: skip


def page(user, name, **asked):
    with on(TODAY):
        return desk(user).get(reverse(f"staff:{name}"), asked)


@pytest.mark.parametrize("name", PAGES)
def test_only_those_who_report_see_the_figures(cast, name):
    asked = ASKED | {"row": "received"}
    found = {who: page(user, name, **asked).status_code for who, user in cast.everyone().items()}
    assert found == {who: 200 if who in MAY_REPORT else 403 for who in found}


@pytest.mark.parametrize("name", PAGES)
def test_nobody_sees_them_without_signing_in(institution, name):
    response = Client().get(reverse(f"staff:{name}"))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("staff:sign_in"))


def test_the_table_shows_the_figures_and_that_they_balance(cast):
    put(STORIES)
    html = text(page(cast.inspector, "figures", **ASKED))
    assert "2024年9月1日至2025年8月31日" in html
    assert "新收2＋上年结转1＝办结2＋结转下年1。" in html
    assert "三（七）＋四" in html
    assert "<title>年度统计 2024—2025学年" in html
    assert html.count("<svg") == 1
    assert '<desc id="ends-d">予以公开 1；不予公开 1</desc>' in html


def test_every_number_but_zero_leads_to_as_many_cases(cast):
    """Follow every link of both tables and count the rows."""
    chance = Random(11)
    put([histories.random_story(chance) for _ in range(60)])
    html = text(page(cast.leader, "figures", **ASKED))
    links = re.findall(r'<td><a href="([^"]+)">([\d,]+)</a></td>', html)
    zeros = html.count('<td class="z">0</td>')
    counted = figures(Scope(YEAR))
    numbers = [n for row in counted.requests.values() for n in row]
    numbers += [n for results in counted.remedies.values() for n in results.values()]
    assert (len(links), zeros) == (sum(n > 0 for n in numbers), numbers.count(0))
    with on(TODAY):
        client = desk(cast.leader)
        for address, number in links:
            listed = text(client.get(address.replace("&amp;", "&")))
            assert len(re.findall(r'<th role="rowheader"', listed)) == min(int(number), 50)
            assert f"<b>{number}件</b>" in listed


@pytest.mark.full
def test_the_page_takes_as_many_queries_for_many_cases_as_for_none(cast, django_assert_num_queries):
    chance = Random(5)
    with on(TODAY):
        client = desk(cast.leader)
        client.get(reverse("staff:figures"), ASKED)
        for cases in (0, 80):
            put([histories.random_story(chance) for _ in range(cases)])
            with django_assert_num_queries(13):
                client.get(reverse("staff:figures"), ASKED)


@pytest.mark.full
def test_a_list_takes_the_same_queries_however_long(cast, django_assert_max_num_queries):
    put([Story("business", "cn-university", date(2025, 6, 2)) for _ in range(40)])
    client = desk(cast.leader)
    with on(TODAY), django_assert_max_num_queries(13):
        client.get(reverse("staff:figures_cases"), ASKED | {"row": "received"})


@pytest.mark.parametrize(
    "asked",
    [
        {"row": "nothing"}, {"row": ""}, {"row": "received", "column": "nobody"},
        {"kind": "petition"}, {"kind": "review", "column": "won"},
        {"row": "received", "first": "yesterday"}, {"row": "received", "law": "martian"},
        {"row": "received", "last": ""},
    ],
)  # fmt: skip
def test_there_is_no_list_behind_a_number_that_is_not_there(cast, asked):
    assert page(cast.leader, "figures_cases", **ASKED | asked).status_code == 404


@pytest.mark.full
def test_the_running_reporting_year_is_shown_unless_another_is_asked_for(cast):
    html = text(page(cast.leader, "figures"))
    assert "2026年9月1日至2027年8月31日" in html
    assert "截至<" in html
    assert "2026年9月15日" in html
    html = text(page(cast.leader, "figures", period="calendar_year-2026"))
    assert "2026年1月1日至12月31日" in html


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first": "2025-09-01", "last": "2025-08-31"}, "末日不能早于首日"),
        ({"first": "2025-09-01"}, "请填写日期，或选择期间"),
        ({"period": "", "last": "2025-09-01"}, "请填写日期，或选择期间"),
        ({"first": "x", "last": "2025-09-01"}, "日期"),
        ({"law": "martian", "period": "calendar_year-2026"}, "martian"),
    ],
)
def test_a_period_that_is_none_is_refused_beside_the_field(cast, asked, said):
    response = page(cast.leader, "figures", **asked)
    assert response.status_code == 200
    assert said in text(response)
    assert "出现问题" in text(response)
    assert "<table" not in text(response)


@pytest.mark.full
def test_law_and_day_narrow_the_table_and_its_links(cast):
    put(STORIES)
    html = text(page(cast.leader, "figures", **ASKED, law="cn-university", as_at="2025-08-30"))
    assert "新收1＋上年结转0＝办结0＋结转下年1。" in html
    assert "law=cn-university&amp;as_at=2025-08-30&amp;row=received" in html


def test_the_csv_has_both_tables(cast):
    put(STORIES)
    response = page(cast.leader, "figures_csv", **ASKED)
    assert response["Content-Disposition"].startswith("attachment; ")
    content = response.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert ["一、本年新收政府信息公开申请数量", "0", "1", "1", "0", "0", "0", "2"] in rows
    assert ["行政复议", "0", "1", "0", "0", "1"] in rows
    assert sum(len(row) == 8 for row in rows) == 26  # 25 rows and their heading


def test_the_json_is_that_of_the_command(cast):
    put(STORIES)
    given_out = json.loads(page(cast.leader, "figures_json", **ASKED).content)
    assert given_out == json.loads(json.dumps(figures(Scope(YEAR)).as_json()))
    assert list(given_out["requests"]["rows"]) == list(annual.ROW_CODES)


@pytest.mark.parametrize(
    "start", some_quick(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "　=1"], 2)
)
def test_a_spreadsheet_runs_nothing_an_applicant_wrote(cast, start):
    (application,) = put([STORIES[1]])
    application.subject = f"{start}|cmd"
    application.save(update_fields=["subject"])
    asked = urlencode(ASKED | {"row": "received"})
    with on(TODAY):
        response = desk(cast.leader).post(f"{reverse('staff:figures_cases')}?{asked}")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][1] == f"'{start}|cmd"
    assert "某申请人" not in response.content.decode()


@pytest.mark.full
def test_english_pages_have_english_rows(cast):
    put(STORIES)
    with on(TODAY):
        client = desk(cast.leader)
        client.cookies["language"] = "en"
        html = text(client.get(reverse("staff:figures"), ASKED))
    assert "1. Applications newly received this year" in html
    assert "(3) Refused" in html
    assert "Legal persons and other organisations" in html


@pytest.mark.full
def test_the_nav_leads_here_for_those_who_may(cast):
    with on(TODAY):
        assert reverse("staff:figures") in text(desk(cast.leader).get(reverse("staff:report")))
