"""What the system states of a year in parts three, five and eight, and how it counts in time."""

from datetime import date
from decimal import Decimal

import pytest

from reports import regulation, statements, timing
from reports.scope import Scope
from reports.statements import Listed
from reports.year import Timeliness, Year, empty_remedies, empty_requests, year_of
from requests_app.models import Application, Correction, Extension, FeeDemand, Handling
from statute.periods import calendar_year, school_year
from tests.reports.histories import Challenge, Story, put

YEAR = school_year(2024)


def said(blocks):
    return [block.text for block in blocks if block.kind == "paragraph"]


def a_year(period=YEAR, remedies=None, **rows):
    """Rows as {column: number}, by the table's own columns; totals added up."""
    requests = empty_requests()
    for row, numbers in rows.items():
        requests[row] = [*numbers, sum(numbers)]
    return Year(period, requests, empty_remedies() | (remedies or {}))


def test_a_year_with_nothing_says_so_in_the_words_schools_use():
    assert said(statements.requests(a_year())) == ["本年度未收到信息公开申请。"]
    assert said(statements.remedies(a_year())) == [
        "本学年度，学校未接到和发现任何关于信息公开工作受到举报、复议、诉讼的情况。"
    ]
    of_2024 = a_year(calendar_year(2024))
    assert said(statements.remedies(of_2024)) == [
        "本年度，学校未接到和发现任何关于信息公开工作受到举报、复议、诉讼的情况。"
    ]


FULL = Year(
    YEAR,
    a_year(
        received=[5, 1, 0, 0, 0, 0], carried_in=[1, 0, 0, 0, 0, 0], granted=[2, 1, 0, 0, 0, 0],
        refused_third_party=[1, 0, 0, 0, 0, 0], refused_process=[1, 0, 0, 0, 0, 0],
        other_not_corrected=[1, 0, 0, 0, 0, 0], total=[5, 1, 0, 0, 0, 0],
        carried_out=[1, 0, 0, 0, 0, 0],
    ).requests,
    empty_remedies(),
    channels={"online": 4, "counter": 0, "post": 2, "fax": 0, "email": 0, "oral": 0},
    timeliness=Timeliness(5, 4), extensions=1, corrections=2,
)  # fmt: skip


def test_a_full_year_is_stated_by_kind_channel_answer_and_time():
    assert said(statements.requests(FULL)) == [
        "本学年度，学校新收信息公开申请6件，上年度结转1件。按申请人分，自然人5件，商业企业1件。"
        "按申请渠道分，网上提交4件，邮寄2件。",
        "本学年度共办结6件：予以公开3件；不予公开2件（保护第三方合法权益1件，属于四类过程性信息1件）；"
        "其他处理1件（申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请1件）。"
        "结转下年度继续办理1件。",
        "作出答复5件，其中按期答复4件，按期答复率80.0%；延长答复期限1件；告知补正2件。",
        "本学年度依申请公开没有收取费用。",
    ]


def test_the_tables_stand_below_the_statements():
    channels, requests = statements.requests(FULL)[4:]
    assert channels.rows[0].cells == ("网上提交", "4", "66.7%")
    assert requests.columns[0] == "项目"
    assert len([row for row in requests.rows if not row.heading]) == 25
    assert requests.rows[0].cells == (
        "一、本年新收政府信息公开申请数量", "5", "1", "0", "0", "0", "0", "6"
    )  # fmt: skip


def test_a_year_that_received_nothing_new_still_answers_for_the_last():
    year = a_year(carried_in=[0, 1, 0, 0, 0, 0], carried_out=[0, 1, 0, 0, 0, 0])
    assert said(statements.requests(year)) == [
        "本学年度未收到新的信息公开申请，上年度结转1件。",
        "本学年度没有办结的申请，结转下年度继续办理1件。",
        "本学年度没有作出答复。",
        "本学年度依申请公开没有收取费用。",
    ]


def test_fees_are_stated_with_what_was_paid():
    year = Year(YEAR, FULL.requests, FULL.remedies, fee_cases=2, fees=Decimal("1300"))
    assert said(statements.requests(year))[-1] == "本学年度发出收费通知2件，收取1300.00元。"


def test_what_was_paid_on_an_earlier_years_demand_is_stated_too():
    year = Year(YEAR, FULL.requests, FULL.remedies, fees=Decimal(50))
    assert said(statements.requests(year))[-1] == "本学年度发出收费通知0件，收取50.00元。"
    assert said(regulation.processing_fees(year)) == [
        "本年度发出收费通知0件，收取信息处理费50.00元。"
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_fee_asked_for_in_one_year_and_paid_in_the_next_is_in_the_next_ones_report(year):
    year(still_open(date(2024, 8, 19)))
    FeeDemand.objects.create(
        handling=Handling.objects.get(), asked_on=date(2024, 8, 30), amount_yuan=100, basis="x",
        days=20, paid_on=date(2024, 9, 10),
    )  # fmt: skip
    before, after = year_of(Scope(school_year(2023))), year_of(Scope(YEAR))
    assert (before.fee_cases, before.fees) == (1, Decimal(0))
    assert (after.fee_cases, after.fees) == (0, Decimal(100))
    assert timing.fees(Scope(YEAR)).paid == after.fees


def test_what_was_brought_against_decisions_is_counted_by_kind_with_a_table():
    review = {"upheld": 1, "corrected": 1, "other": 0, "pending": 1, "total": 3}
    complaint = {"upheld": 0, "corrected": 0, "other": 1, "pending": 0, "total": 1}
    blocks = statements.remedies(a_year(remedies={"review": review, "complaint": complaint}))
    assert said(blocks) == [
        "本学年度，学校因信息公开工作受到举报1件，行政复议3件。"
        "没有申诉、行政诉讼（未经复议直接起诉）、行政诉讼（复议后起诉）。"
    ]
    assert ("行政复议", "1", "1", "0", "1", "3") in [row.cells for row in blocks[1].rows]


def test_the_list_shows_links_and_says_where_there_is_none():
    listed = [Listed(1, "基本信息", "章程", "https://example.edu.cn/1"), Listed(2, "其他", "预案")]
    sentence, table = statements.catalogue(listed, "示例大学")
    assert sentence.text == "清单2条事项的网址链接见附表（示例大学信息公开事项清单）。"
    assert table.text == "附表：示例大学信息公开事项清单（共2项，已填链接1项）"
    assert [row.cells[3] for row in table.rows] == ["https://example.edu.cn/1", "未填"]
    assert [row.link for row in table.rows] == ["https://example.edu.cn/1", ""]


# From the cases


def reply(received, closed, result="granted", **more):
    return Story("natural_person", "cn-regulation", received, True, closed, result,
                 "cn-regulation", **more)  # fmt: skip


def still_open(received):
    return Story("natural_person", "cn-regulation", received)


@pytest.fixture
def year(institution):
    def counted(*stories):
        put(list(stories))
        return year_of(Scope(YEAR))

    return counted


@pytest.mark.django_db
def test_a_reply_on_the_twentieth_working_day_is_in_time_and_one_later_is_not(year):
    # Received Monday 3 March 2025. March 4-7 are four days, 10-14 nine, 17-21 fourteen,
    # 24-28 nineteen; Monday 31 March is the twentieth, Tuesday 1 April the twenty-first.
    in_time = reply(date(2025, 3, 3), date(2025, 3, 31))
    late = reply(date(2025, 3, 3), date(2025, 4, 1))
    assert year(in_time, late).timeliness == Timeliness(replies=2, in_time=1)
    assert Timeliness(2, 1).rate == "50.0%"
    assert Timeliness(0, 0).rate == ""


@pytest.mark.django_db
def test_what_ended_without_a_reply_is_neither_early_nor_late(year):
    ended = [reply(date(2025, 3, 3), date(2025, 6, 30), code)
             for code in ("other", "other_not_corrected", "other_fee_unpaid")]  # fmt: skip
    assert year(*ended).timeliness == Timeliness(0, 0)


@pytest.mark.django_db
def test_a_handling_ordered_by_a_review_has_a_time_of_its_own(year):
    # The second handling runs from 31 March 2025, the day it was ordered; 9 July is far past
    # its limit. The first was in time. The second is no second result.
    again = reply(date(2025, 3, 3), date(2025, 3, 31), handled_again=(date(2025, 7, 9), "granted"))
    found = year(again)
    assert found.timeliness == Timeliness(replies=2, in_time=1)
    assert found.total("granted") == 1


@pytest.mark.django_db
def test_a_case_whose_dates_contradict_each_other_is_named_and_not_guessed(year):
    odd = reply(date(2025, 3, 3), date(2025, 2, 10))
    found = year(odd, reply(date(2025, 3, 3), date(2025, 3, 31)))
    number = Application.objects.get(handlings__closed_on=date(2025, 2, 10)).number
    assert found.timeliness == Timeliness(replies=2, in_time=1, unclear=(number,))


@pytest.mark.django_db
def test_extensions_corrections_and_fees_count_in_the_year_they_happened(cast, year):
    year(reply(date(2025, 3, 3), date(2025, 4, 28)), reply(date(2024, 8, 5), date(2024, 8, 30)))
    for application in Application.objects.all():
        handling = Handling.objects.get(application=application)
        received = application.received_on
        Extension.objects.create(handling=handling, decided_on=received, by_days=20, reason="量大",
                                 approved_by=cast.office_head)  # fmt: skip
        Correction.objects.create(application=application, asked_on=received, missing="x", days=10)
        FeeDemand.objects.create(handling=handling, asked_on=received, amount_yuan=100, basis="x",
                                 days=20, paid_on=received)  # fmt: skip
    found = year_of(Scope(YEAR))
    assert (found.extensions, found.corrections, found.fee_cases) == (1, 1, 1)
    assert found.fees == Decimal(100)
    # 20 more working days from 31 March: 28 April is within them.
    assert found.timeliness == Timeliness(1, 1)


@pytest.mark.django_db
def test_channels_count_what_was_received_in_the_year(year):
    found = year(reply(date(2025, 3, 3), date(2025, 3, 31)), still_open(date(2024, 8, 30)))
    assert found.channels["online"] == 1
    assert sum(found.channels.values()) == found.total("received")


@pytest.mark.django_db
def test_the_year_takes_the_same_queries_however_many_replies(
    year, institution, django_assert_max_num_queries
):
    put([reply(date(2025, 3, 3), date(2025, 3, 31)) for _ in range(30)])
    with django_assert_max_num_queries(12):
        assert year_of(Scope(YEAR)).timeliness.replies == 30


@pytest.mark.django_db
def test_remedies_are_those_of_the_figures(year):
    filed = Challenge("appeal", date(2025, 4, 7), date(2025, 5, 7), "other")
    found = year(reply(date(2025, 3, 3), date(2025, 3, 31), challenges=[filed]))
    assert found.remedies["appeal"]["other"] == 1
    assert all(check.holds for check in found.checks)
