"""What a university's report says besides the tables: each number is the number of its cases."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from catalogue.models import Category
from reports import breakdowns, timing
from reports.breakdowns import BREAKDOWNS
from reports.figures import figures
from reports.scope import Scope
from requests_app.models import Application, Extension, FeeDemand
from statute.annual import RECEIVED, TOTAL
from statute.answers import RESULT_CODES
from statute.periods import calendar_year, month, named, quarter, school_year, span
from statute.seven_answers import seven_answers
from tests.cast import in_hand
from tests.reports import histories
from tests.reports.histories import Story, put

pytestmark = pytest.mark.django_db

YEAR = Scope(school_year(2024))


def closed(received: date, closed_on: date, result: str = "granted", kind: str = "business"):
    return Story(kind, "cn-university", received, True, closed_on, result, "cn-university")


def numbers(scope: Scope, code: str) -> dict[str, int]:
    return {g.code: n for g, n in breakdowns.count(scope, code).numbers if n}


@pytest.mark.parametrize("code", list(BREAKDOWNS))
def test_every_number_is_that_of_its_cases_and_all_add_up_to_the_table(institution, code):
    chance = Random(3)
    put([histories.random_story(chance) for _ in range(60)])
    for scope in (YEAR, Scope(school_year(2024), "cn-university", date(2025, 3, 1))):
        counted = breakdowns.count(scope, code)
        for group, number in counted.numbers:
            assert breakdowns.cases_in(scope, code, group.code).count() == number, group
        assert breakdowns.cases_in(scope, code).count() == counted.total
        table = figures(scope)
        if code != "refusals":
            row = RECEIVED if counted.breakdown.row == RECEIVED else TOTAL
            assert counted.total == table.total(row)


@pytest.mark.parametrize("code", list(BREAKDOWNS))
def test_a_breakdown_is_one_grouped_query_however_many_cases(
    institution, code, django_assert_max_num_queries
):
    put([closed(date(2024, 10, 8), date(2024, 10, 20)) for _ in range(30)])
    with django_assert_max_num_queries(2):  # the second reads the headings of the list
        breakdowns.count(YEAR, code)


def test_channels_and_applicants_are_counted_when_received_and_answers_when_closed(institution):
    put([closed(date(2024, 8, 20), date(2024, 9, 2)), closed(date(2025, 8, 20), date(2025, 9, 2))])
    assert numbers(YEAR, "channel") == {"online": 1}
    assert numbers(YEAR, "applicant") == {"business": 1}
    assert numbers(YEAR, "received") == {"2025-08": 1}
    assert numbers(YEAR, "closed") == {"2024-09": 1}
    assert numbers(YEAR, "answers") == {"public": 1}


def test_cases_without_a_heading_are_counted_as_such(institution):
    one, other = put([Story("other", "cn-university", date(2024, 10, 8)) for _ in range(2)])
    third = Category.objects.get(number=3)
    Application.objects.filter(pk=other.pk).update(category=third)
    assert numbers(YEAR, "category") == {str(third.pk): 1, "none": 1}
    assert list(breakdowns.cases_in(YEAR, "category", "none")) == [one]


def test_a_heading_and_the_one_that_took_its_number_are_two_lines(institution):
    old = Category.objects.get(number=3)
    new = Category.objects.create(number=3, title="换了名称的类别")
    put([Story("other", "cn-university", date(2024, 10, 8)) for _ in range(3)])
    one, *others = Application.objects.order_by("pk")
    Application.objects.filter(pk=one.pk).update(category=old)
    Application.objects.exclude(pk=one.pk).update(category=new)
    lines = {g.label.zh: (g.code, n) for g, n in breakdowns.count(YEAR, "category").numbers if n}
    assert {title: n for title, (_code, n) in lines.items()} == {old.title: 1, new.title: 2}
    for title, found in ((old.title, [one]), (new.title, others)):
        assert list(breakdowns.cases_in(YEAR, "category", lines[title][0]).order_by("pk")) == found
        assert title in breakdowns.label_of(YEAR, "category", lines[title][0]).zh


def test_there_is_no_line_that_is_not_there(institution):
    for code, group in (("weather", "total"), ("channel", "pigeon"), ("received", "2019-01")):
        with pytest.raises(KeyError):
            breakdowns.cases_in(YEAR, code, group)
        with pytest.raises(KeyError):
            breakdowns.label_of(YEAR, code, group)


def test_what_was_set_right_to_have_closed_before_its_receipt_counts_in_the_month_of_receipt(
    institution,
):
    put([closed(date(2024, 9, 20), date(2024, 8, 1))])
    assert numbers(YEAR, "closed") == {"2024-09": 1}


# The seven kinds of 29号令 art. 18


def test_every_result_is_one_of_the_seven_or_no_answer():
    kinds = seven_answers().kinds
    assert [kind.item for kind in kinds] == [*(f"（{n}）" for n in "一二三四五六七"), ""]
    assert sorted(code for kind in kinds for code in kind.results) == sorted(RESULT_CODES)


# How long it took


def test_days_are_working_days_from_receipt_to_reply(institution):
    # 8 Oct 2024 is a Tuesday: 9, 10, 11, 12 (make-up Saturday), 14 are five working days.
    put([
        closed(date(2024, 10, 8), date(2024, 10, 8)),
        closed(date(2024, 10, 8), date(2024, 10, 14)),
        closed(date(2024, 10, 8), date(2024, 10, 15)),
        closed(date(2024, 10, 8), date(2024, 10, 15), "other"),  # ended without a reply
    ])  # fmt: skip
    taken = timing.days(YEAR)
    assert taken.bands == (1, 1, 1, 0, 0, 0, 0)
    assert (taken.mean, taken.median, taken.most) == (Decimal("3.7"), Decimal(5), 6)
    assert [timing.cases_of_band(YEAR, n).count() for n in range(7)] == list(taken.bands)


@pytest.mark.parametrize(
    ("days", "median"),
    [([], None), ([3], 3), ([1, 2], Decimal("1.5")), ([1, 2, 2, 9], 2), ([1, 1, 4, 8, 8], 4),
     ([2, 2, 4, 4], 3)],
)  # fmt: skip
def test_the_median_is_the_middle_one_or_half_way_between_two(days, median):
    taken: dict[int, int] = {}
    for used in days:
        taken[used] = taken.get(used, 0) + 1
    assert timing._median(taken) == median


def test_a_reply_before_its_receipt_is_in_no_band(institution):
    put([closed(date(2024, 10, 8), date(2024, 9, 30))])
    taken = timing.days(YEAR)
    assert (sum(taken.bands), taken.unclear, taken.mean) == (0, 1, None)


def test_replies_are_judged_by_their_own_clock(institution):
    # Fifteen working days after Tuesday 8 October 2024 end on Monday 28 October.
    in_time, late = put([
        closed(date(2024, 10, 8), date(2024, 10, 28)), closed(date(2024, 10, 8), date(2024, 10, 29))
    ])  # fmt: skip
    assert timing.judged(YEAR) == {"in_time": [in_time.pk], "late": [late.pk], "unclear": []}


def test_extensions_and_fees_are_counted_by_their_day(cast):
    case = in_hand(cast, date(2026, 3, 2))
    handling = case.handlings.get()
    Extension.objects.create(
        handling=handling, decided_on=date(2026, 3, 20), by_days=20, reason="数量多",
        approved_by=cast.office_head,
    )  # fmt: skip
    FeeDemand.objects.create(
        handling=handling, asked_on=date(2026, 3, 25), amount_yuan=Decimal("100.50"), basis="按量",
        days=20, paid_on=date(2026, 4, 2),
    )  # fmt: skip
    march, april = Scope(month(2026, 3)), Scope(month(2026, 4))
    found = {code: n for code, _label, n in timing.numbers_of_acts(march)}
    assert found == {"corrections": 0, "extensions": 1, "fees_asked": 1, "fees_paid": 0}
    assert timing.fees(march) == timing.Fees(Decimal("100.50"), Decimal(0))
    assert timing.fees(april) == timing.Fees(Decimal(0), Decimal("100.50"))
    assert list(timing.acts()["fees_paid"].cases(april)) == [case]


# Periods by name


def test_a_period_with_the_ends_of_a_year_quarter_or_month_is_that():
    assert named(date(2024, 9, 1), date(2025, 8, 31)) == school_year(2024)
    assert named(date(2024, 1, 1), date(2024, 12, 31)) == calendar_year(2024)
    assert named(date(2024, 10, 1), date(2024, 12, 31)) == quarter(2024, 4)
    assert named(date(2024, 2, 1), date(2024, 2, 29)) == month(2024, 2)
    assert named(date(2024, 2, 1), date(2024, 2, 28)) == span(date(2024, 2, 1), date(2024, 2, 28))
