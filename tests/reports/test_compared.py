"""The same period of several years, side by side; the charts that show it."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from reports import charts
from reports.compared import compared, years_of
from reports.scope import Scope
from statute.periods import calendar_year, earlier, month, quarter, school_year, span
from statute.text import Text
from tests.reports.histories import Story, put


def received(number: int, day: date) -> list[Story]:
    return [Story("business", "cn-university", day) for _ in range(number)]


def line(years, code):
    return next(line for line in years.lines if line.code == code)


def test_earlier_years_have_the_same_ends():
    assert earlier(school_year(2024), 1) == school_year(2023)
    assert earlier(calendar_year(2024), 4) == calendar_year(2020)
    assert earlier(quarter(2026, 4), 1) == quarter(2025, 4)
    assert earlier(month(2024, 2), 1) == month(2023, 2)  # 29 days and 28
    assert earlier(month(2025, 2), 1) == month(2024, 2)
    odd = span(date(2024, 2, 29), date(2024, 5, 10))
    assert (earlier(odd, 1).first, earlier(odd, 1).last) == (date(2023, 2, 28), date(2023, 5, 10))


def test_a_day_in_the_period_goes_back_with_it():
    scopes = years_of(Scope(school_year(2025), as_at=date(2026, 2, 3)), 3)
    assert [scope.as_at for scope in scopes] == [
        date(2024, 2, 3), date(2025, 2, 3), date(2026, 2, 3),
    ]  # fmt: skip


@pytest.mark.parametrize("years", [0, 1, 6])
def test_two_to_five_years_are_compared(years):
    with pytest.raises(ValueError, match=str(years)):
        years_of(Scope(school_year(2025)), years)


@pytest.mark.django_db
def test_change_and_per_cent_are_those_to_the_year_before(institution):
    put(received(10, date(2023, 10, 9)) + received(13, date(2024, 10, 8)))
    steps = line(compared(Scope(school_year(2024)), 3), "received").steps
    assert [step.number for step in steps] == [0, 10, 13]
    assert [step.change for step in steps] == [None, 10, 3]
    assert [step.percent for step in steps] == [None, None, Decimal("30.0")]
    assert [step.small for step in steps] == [False, True, False]


@pytest.mark.django_db
def test_nine_are_too_few_for_a_per_cent(institution):
    put(received(9, date(2023, 10, 9)) + received(13, date(2024, 10, 8)))
    step = line(compared(Scope(school_year(2024)), 2), "received").steps[1]
    assert (step.change, step.percent, step.small) == (4, None, True)


@pytest.mark.django_db
def test_days_have_a_change_and_no_per_cent(institution):
    put([
        Story("other", "cn-university", date(2023, 10, 9), True, date(2023, 10, 10), "granted",
              "cn-university"),
        Story("other", "cn-university", date(2024, 10, 8), True, date(2024, 10, 10), "granted",
              "cn-university"),
    ])  # fmt: skip
    steps = line(compared(Scope(school_year(2024)), 2), "days:mean").steps
    assert [(s.number, s.change, s.percent) for s in steps] == [
        (Decimal("1.0"), None, None), (Decimal("2.0"), Decimal("1.0"), None),
    ]  # fmt: skip


# Charts


LABELS = [Text("甲", "A"), Text("乙", "B"), Text("丙", "C")]


def test_the_longest_bar_fills_the_room_and_the_others_are_in_proportion():
    chart = charts.bars("x", Text("图", "Chart"), list(zip(LABELS, (10, 5, 0), strict=True)),
                        column=Text("件", "Cases"))  # fmt: skip
    assert [mark.width for mark in chart.marks] == [charts.LONGEST, charts.LONGEST / 2, 0]
    assert all(mark.x + mark.width <= chart.width - 20 for mark in chart.marks)
    assert chart.said == Text("甲 10；乙 5", "A 10; B 5")


def test_columns_stand_on_one_line_and_do_not_overlap():
    series = [(Text("去年", "Last"), [4, 2, 0]), (Text("今年", "This"), [8, 1, 3])]
    chart = charts.columns("x", Text("图", "Chart"), LABELS, series)
    assert {round(mark.y + mark.height, 1) for mark in chart.marks} == {18 + charts.HEIGHT}
    places = sorted((mark.x, mark.x + mark.width) for mark in chart.marks)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    assert {mark.tone for mark in chart.marks} == {"a", "b"}
    assert [entry.tone for entry in chart.key] == ["a", "b"]
    assert chart.rows[0] == (LABELS[0], (4, 8))


def test_five_series_differ_in_tone_or_pattern():
    assert len(set(charts.TONES)) == 5


def test_a_strip_is_divided_by_shares_and_fills_its_width():
    numbers = list(zip(LABELS, (50, 30, 20), strict=True))
    chart = charts.strip("x", Text("图", "Chart"), numbers, column=Text("件", "Cases"))
    assert [mark.width for mark in chart.marks] == [200, 120, 80]
    assert [mark.x for mark in chart.marks] == [0, 200, 320]


@pytest.mark.parametrize("numbers", [(), (0, 0, 0)])
def test_nothing_is_a_chart_too(numbers):
    pairs = list(zip(LABELS, numbers, strict=False))
    for make in (charts.bars, charts.strip):
        chart = make("x", Text("图", "Chart"), pairs, column=Text("件", "Cases"))
        assert chart.is_empty
        assert chart.said == Text("没有", "none")
