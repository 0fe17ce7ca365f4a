"""The deadline calculator: what anyone may ask of the law, by an address that can be sent on."""

import html as markup
import json
import re
from datetime import date

import pytest
from django.test import Client

from office.calendars import working_calendar
from office.models import CalendarNotice
from statute import protocol
from statute.calendar import calendar_codes
from statute.law import every_code, load_law
from tests.cast import at, filed
from tests.sizes import some_quick
from tests.web.chinese_left import chinese_left
from tests.web.public.filling import text

pytestmark = pytest.mark.django_db

PAGE = "/deadline/"


@pytest.fixture(autouse=True)
def a_monday(institution, time_machine):
    time_machine.move_to("2026-03-02T09:00:00+08:00", tick=False)


@pytest.fixture
def visitor() -> Client:
    return Client()


def asked(client: Client, status: int = 200, **query: str) -> str:
    response = client.get(PAGE, query)
    assert response.status_code == status
    return text(response)


def heading(html: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", html, re.S).group(1)
    return " ".join(re.sub(r"<[^>]+>", "", found).split())


def errors(html: str) -> dict[str, str]:
    """What is wrong, by the field it is said at."""
    return {
        name: " ".join(markup.unescape(re.sub(r"<[^>]+>", "", words)).split())
        for name, words in re.findall(r'<p class="msg" id="id_([\w-]+)_error">(.*?)</p>', html)
    }


# The answer


def test_the_last_day_comes_first_with_the_sentence_the_days_and_the_article(visitor):
    # Thursday 12 and Friday 13 February, Saturday 14 made up: 3; 24-27: 7; Saturday 28 made up: 8;
    # 2-6 March: 13; 9 and 10 March: 15.
    html = asked(visitor, law="cn-university", received="2026-02-11")
    assert heading(html) == "最后一日：2026年3月10日（星期二）"
    assert "2026年2月11日收到申请，自次日起数15个工作日；最后一日是2026年3月10日。" in html
    assert "春节调休上班" in html
    assert "《办法》第十八条" in html
    assert working_calendar().version in html


def test_every_other_limit_has_its_name_its_article_and_whose_it_is(visitor):
    html = asked(
        visitor, law="cn-regulation", received="2026-03-02", served="2026-03-20",
        correction_asked="2026-03-04", corrected="2026-03-10",
    )  # fmt: skip
    others = html.partition('id="others"')[2]
    for words in (
        "一次性告知补正", "《条例》第三十条", "办理申请的机关",
        "申请行政复议", "《行政复议法》第二十条",
        "直接提起行政诉讼", "《行政诉讼法》第四十六条",
    ):  # fmt: skip
        assert words in others
    assert '<time datetime="2026-05-19">' in others  # 60 days after 20 March
    assert '<time datetime="2026-09-20">' in others  # six months: a Sunday, but made up


def test_it_takes_everything_at_once_and_agrees_with_the_tool(visitor):
    html = asked(
        visitor, law="cn-regulation", received="2026-03-02", corrected="2026-03-10",
        extended_by="20", **{"s1-since": "2026-03-12", "s1-until": "2026-03-30"},
    )  # fmt: skip
    question = {
        "law": "cn-regulation", "received": "2026-03-02",
        "events": [
            {"kind": "corrected", "on": "2026-03-10"},
            {"kind": "suspended", "since": "2026-03-12", "until": "2026-03-30"},
            {"kind": "extended", "by": 20},
        ],
    }  # fmt: skip
    assert protocol.due(question)["due"] == "2026-05-26"
    assert heading(html) == "最后一日：2026年5月26日（星期二）"
    shown = re.search(r"<pre[^>]*>(.*?)</pre>", html, re.S).group(1)
    assert protocol.due(json.loads(markup.unescape(shown)))["due"] == "2026-05-26"


def test_an_end_that_is_open_is_said_to_be_open(visitor):
    html = asked(visitor, law="cn-regulation", received="2026-03-02", **{"s1-since": "2026-03-06"})
    assert heading(html) == "最后一日还不能确定"
    assert "期限暂停，最后一日尚不能确定" in html


def test_a_provisional_date_says_so_beside_it_and_how_early_it_may_be(visitor):
    html = asked(visitor, law="cn-regulation", received="2026-12-14")
    assert heading(html) == "最后一日：2027年1月12日（星期二） 暂定"
    assert "这一日期是暂定的，最早可能是2027年1月9日" in html


def test_the_office_and_the_page_count_by_the_same_notices(visitor):
    html = asked(visitor, law="cn-regulation", received="2026-12-14")
    assert "暂定" in heading(html)
    CalendarNotice.objects.create(
        year=2027, document="2027年放假通知", published_on=date(2026, 11, 5),
        rest=[["元旦", "2027-01-01", "2027-01-03"]], work=["2027-01-09"],
        entered_at=at(date(2026, 11, 6)),
    )  # fmt: skip
    html = asked(visitor, law="cn-regulation", received="2026-12-14")
    # 15-18 December: 4; 21-25: 9; 28-31: 13; 4-8 January: 18; Saturday 9, made up: 19; 11: 20.
    assert heading(html) == "最后一日：2027年1月11日（星期一）"
    case = filed(date(2026, 12, 14))
    assert case.clock(on=date(2026, 12, 14)).due_on == date(2027, 1, 11)


def test_the_page_counts_as_the_institution_has_settled_the_law(visitor, institution):
    assert asked(visitor, 422, law="cn-university", received="2026-03-02", extended_by="5")
    type(institution).objects.update(law_settings={"cn-university": {"extension.allowed": True}})
    html = asked(visitor, law="cn-university", received="2026-03-02", extended_by="5")
    assert heading(html) == "最后一日：2026年3月30日（星期一）"
    assert "可以延期：是" in html


def test_a_law_not_yet_in_force_leads_to_the_one_that_was(visitor):
    html = asked(visitor, law="cn-regulation", received="2018-03-05")
    assert "2018年3月5日</time>时《中华人民共和国政府信息公开条例》没有施行" in html
    link = re.search(r'<a href="(\?[^"]*cn-regulation-2007[^"]*)"', html).group(1)
    # 6-9 March: 4; 12-16: 9; 19-23: 14; Monday 26: 15.
    assert heading(text(visitor.get(PAGE + markup.unescape(link)))).startswith(
        "最后一日：2018年3月26日"
    )


def test_what_is_not_verified_of_the_law_is_told(visitor):
    html = asked(visitor, law="cn-university", received="2026-03-02")
    assert "没有核实" in html
    assert load_law("cn-university").correction.restarts.doubt.zh in html
    assert load_law("cn-university").reporting.period.doubt.zh not in html  # moves no date


@pytest.mark.parametrize("law", some_quick(every_code(), 3))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_law_there_is_can_be_asked_in_both_languages(visitor, institution, law, language):
    visitor.cookies["language"] = language
    html = asked(visitor, law=law, received="2026-03-04")
    assert heading(html).startswith("Last day:" if language == "en" else "最后一日：")
    if language == "en":
        own = [value for value in vars(institution).values() if isinstance(value, str)]
        assert chinese_left(html, own) == []


@pytest.mark.parametrize("calendar", some_quick(calendar_codes(), 4))
def test_every_calendar_there_is_can_be_chosen(visitor, calendar):
    html = asked(visitor, ask="day", on="2026-03-04", calendar=calendar)
    assert heading(html) == "2026年3月4日（星期三）是工作日"


def test_a_states_own_calendar_moves_the_end(visitor):
    # One month ends on 6 January: Epiphany in Bavaria, a plain Tuesday in Berlin.
    berlin = asked(visitor, law="de-ifg", calendar="de-be", received="2025-12-06")
    bavaria = asked(visitor, law="de-ifg", calendar="de-by", received="2025-12-06")
    assert "2026年1月6日" in heading(berlin)
    assert "2026年1月7日" in heading(bavaria)


# The two small questions


def test_working_days_between_two_days_are_counted(visitor):
    # 11-14 February: 4, the Saturday made up; 24-28: 9.
    html = asked(
        visitor, ask="count", first="2026-02-11", last="2026-03-01", bounds="[]", calendar="cn"
    )
    assert heading(html) == "9个工作日"
    html = asked(
        visitor, ask="count", first="2026-02-11", last="2026-03-01", bounds="(]", calendar="cn"
    )
    assert heading(html) == "8个工作日"
    assert "第一天不计" in html


def test_whether_a_day_is_worked_and_what_says_so(visitor):
    html = asked(visitor, ask="day", on="2026-02-14", calendar="cn")
    assert heading(html) == "2026年2月14日（星期六）是工作日"
    assert "春节调休上班" in html
    assert "国办发明电〔2025〕7号" in html
    html = asked(visitor, ask="day", on="2027-02-06", calendar="cn")
    assert "这一结果是暂定的" in html


# What is wrong, and what was typed


def test_all_that_is_wrong_is_said_at_its_field_at_once(visitor):
    html = asked(
        visitor, 422, law="cn-university", received="2026-02-11", extended_by="5",
        agreed="2026-05-05", consulted_answered="2026-03-03", paid="yesterday",
        **{"s1-since": "2020-01-01", "s2-until": "2026-03-01", "s3-since": "2026-03-03",
           "s3-ground": "third_party"},
    )  # fmt: skip
    found = errors(html)
    assert found.keys() == {
        "extended_by", "agreed", "consulted", "paid", "s1-since", "s2-since", "s3-since",
    }  # fmt: skip
    assert "《办法》不允许延期" in found["extended_by"]
    assert "早于收到申请" in found["s1-since"]
    assert "征求第三方意见的时间不从期限中扣除" in found["s3-since"]
    assert html.count('<a href="#id_') >= 7
    assert 'value="yesterday"' in html
    assert 'name="s3-since" value="2026-03-03"' in html
    assert "<title>错误：" in html


def test_errors_of_the_law_speak_no_protocol(visitor, institution):
    type(institution).objects.update(law_settings={"cn-university": {"correction.restarts": False}})
    html = asked(visitor, 422, law="cn-university", received="2026-03-02", corrected="2026-03-09")
    assert errors(html).keys() == {"correction_asked"}
    assert "correction_asked" not in errors(html)["correction_asked"]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({"law": "cn-regulation"}, {"received"}),
        ({"received": "1999-12-31"}, {"received"}),
        ({"received": "2026-02-30"}, {"received"}),
        ({"received": "2026-03-02", "law": "cn-none"}, {"law"}),
        ({"received": "2026-03-02", "calendar": "nowhere"}, {"calendar"}),
        ({"received": "2026-03-02", "law": "cn-regulation", "extended_by": "21"}, {"extended_by"}),
        (
            {
                "received": "2026-03-02", "law": "cn-regulation", "extended_by": "3",
                "extended_until": "2026-05-06",
            },
            {"extended_until"},
        ),
        ({"ask": "count"}, {"count_first", "count_last", "count_bounds", "count_calendar"}),
        (
            {"ask": "count", "first": "2026-03-02", "last": "2026-03-01", "bounds": "[]",
             "calendar": "cn"},
            {"count_last"},
        ),
        ({"ask": "day", "calendar": "cn"}, {"day_on"}),
        ({"ask": "day", "calendar": "cn", "on": "2099-01-01"}, {"day_on"}),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_at_its_field(visitor, query, fields):
    assert errors(asked(visitor, 422, **query)).keys() == fields


def test_a_row_is_added_without_script_and_nothing_typed_is_lost(visitor):
    html = asked(
        visitor, rows="2", law="cn-regulation", received="not yet", corrected="2026-03-10",
        **{"s1-since": "2026-03-12", "s1-until": "2026-03-30"},
    )  # fmt: skip
    assert errors(html) == {}
    assert 'name="s2-since"' in html
    for kept in ('value="not yet"', 'value="2026-03-10"', 'value="2026-03-12"'):
        assert kept in html
    assert 'name="rows" value="3"' in html


def test_more_rows_than_the_page_takes_are_not_offered(visitor):
    html = asked(visitor, rows="8", received="2026-03-02")
    assert 'name="s8-since"' in html
    assert 'name="rows"' not in html
    for strange in ("9", "-1", "x"):
        assert 'name="s2-since"' not in asked(visitor, rows=strange, received="2026-03-02")


# The address and the paper


def test_the_address_holds_only_what_was_filled_in(visitor):
    response = visitor.get(
        PAGE, {"law": "cn-regulation", "received": "2026-03-02", "corrected": "", "s1-since": ""}
    )
    assert response.status_code == 302
    assert response.url == "/deadline/?law=cn-regulation&received=2026-03-02"
    html = text(visitor.get(response.url))
    printed = html.partition('id="address"')[2].partition("</span>")[0]
    assert markup.unescape(printed).endswith(response.url)
    assert "2026年3月2日</time>打印" in html


def test_nothing_is_kept_and_anyone_may_find_the_page(visitor):
    response = visitor.get(PAGE, {"law": "cn-regulation", "received": "2026-03-02"})
    assert "sessionid" not in response.cookies
    assert "no-store" not in response.headers.get("Cache-Control", "")
    for page in ("/", "/guide/"):
        assert f'href="{PAGE}"' in text(visitor.get(page))
    assert visitor.post(PAGE).status_code == 405


def test_the_example_works_and_the_page_asks_the_database_little(
    visitor, django_assert_max_num_queries
):
    example = re.search(r'href="(\?law=[^"]+)"', asked(visitor)).group(1)
    with django_assert_max_num_queries(3):  # the institution for page and frame, the calendar
        response = visitor.get(PAGE + markup.unescape(example))
    assert response.status_code == 200


def test_while_the_endpoint_is_closed_the_page_does_not_send_programs_to_it(visitor, settings):
    query = {"law": "cn-regulation", "received": "2026-03-02"}
    assert "/api/deadline/due" in asked(visitor, **query)
    settings.DEADLINE_API_PER_MINUTE = 0
    assert "/api/deadline/" not in asked(visitor, **query)
