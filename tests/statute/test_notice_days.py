"""A notice put together from the days clicked on a year's calendar."""

from datetime import date, timedelta

import pytest

from statute.calendar import load_calendar
from statute.notice_days import days_offered, notice_from_days
from statute.notices_of_the_year import YearNotice, festival

CHINA = load_calendar("cn")


def as_notice(clicked, year: int) -> YearNotice:
    return YearNotice(
        year=year, document="点选", url="", published_on=None,
        rest=tuple((festival(name), first, last) for name, first, last in clicked.rest),
        work=tuple(day for day, _ in clicked.work),
    )  # fmt: skip


def without(year: int):
    """The calendar without that year's notices, and without those of the years after."""
    return CHINA.as_published(min(n.published_on for n in CHINA.notices if n.year == year)
                              - timedelta(days=1))  # fmt: skip


@pytest.mark.parametrize("year", [2011, 2012, 2018, 2019, 2020, 2023, 2024, 2025, 2026])
def test_clicking_the_days_of_a_year_makes_the_calendar_of_that_year(year):
    before = without(year)
    offered = days_offered(year)
    resting = {day for day in offered if not CHINA.is_working(day)}
    if year < 2026:  # what the next notice decided of this December is not of this notice
        tail = [day for day in offered if day >= date(year, 12, 26)]
        resting -= {day for day in tail if day.weekday() < 5}
        resting |= {day for day in tail if day.weekday() >= 5}
    after = before.with_notice(as_notice(notice_from_days(resting, year=year, known=before), year))
    assert [day for day in offered if (day in resting) is after.is_working(day)] == []


def test_the_spans_and_make_up_days_have_their_festivals():
    resting = {day for day in days_offered(2026) if not CHINA.is_working(day)}
    clicked = notice_from_days(resting, year=2026, known=without(2026))
    assert clicked.rest[:2] == (
        ("元旦", date(2026, 1, 1), date(2026, 1, 3)),
        ("春节", date(2026, 2, 15), date(2026, 2, 23)),
    )
    assert clicked.work == (
        (date(2026, 1, 4), "元旦"), (date(2026, 2, 14), "春节"), (date(2026, 2, 28), "春节"),
        (date(2026, 5, 9), "劳动节"), (date(2026, 9, 20), "中秋节"), (date(2026, 10, 10), "国庆节"),
    )  # fmt: skip


def test_in_a_year_already_published_only_what_changes_is_named():
    # As on 27 January 2020: Friday 31 January and the make-up Saturday 1 February rest.
    before = CHINA.as_published(date(2020, 1, 26))
    resting = {day for day in days_offered(2020) if not before.is_working(day)}
    clicked = notice_from_days(
        resting | {date(2020, 1, 31), date(2020, 2, 1)}, year=2020, known=before
    )
    assert clicked.rest == (("春节", date(2020, 1, 31), date(2020, 2, 1)),)
    assert clicked.work == ()
    back = notice_from_days(resting - {date(2020, 1, 30)}, year=2020, known=before)
    assert back.rest == ()
    assert back.work == ((date(2020, 1, 30), "春节"),)


def test_nothing_clicked_names_nothing():
    resting = {day for day in days_offered(2020) if not CHINA.is_working(day)}
    clicked = notice_from_days(resting, year=2020, known=CHINA)
    assert (clicked.rest, clicked.work) == ((), ())
