"""By when an item is to be published or brought up to date."""

from datetime import date

import pytest

from catalogue import completeness
from catalogue.due import Due, Why, next_due
from catalogue.models import Category, Item
from office.models import Unit
from statute.calendar import load_calendar
from statute.law import load_law

LAW, CALENDAR = load_law("cn-university"), load_calendar("cn")
LINK = "https://www.example.edu.cn/1"


def due(calendar=CALENDAR, **held) -> Due | None:
    return next_due(Item(**held), law=LAW, calendar=calendar)


def test_what_is_made_is_published_within_twenty_working_days():
    # 2 March is a Monday; 20 working days on, without a holiday before 4 April: 30 March.
    assert due(changed_on=date(2026, 3, 2)) == Due(date(2026, 3, 30), Why.PUBLISH)


def test_over_the_spring_festival_the_days_of_rest_do_not_count():
    # After Monday 9 February 2026: 10-14 Feb (14th worked for the festival): 5; 15-23 rest;
    # 24-28 Feb (28th worked): 10; 2-6 March: 15; 9-13 March: 20.
    assert due(changed_on=date(2026, 2, 9)).on == date(2026, 3, 13)


def test_what_changed_since_its_last_update_is_due_by_the_law():
    held = {"link": LINK, "updated_on": date(2026, 1, 5), "changed_on": date(2026, 3, 2)}
    assert due(**held) == Due(date(2026, 3, 30), Why.CHANGE)
    assert due(**held | {"updated_on": date(2026, 3, 2)}) is None  # brought up to date that day


def test_a_date_in_a_year_without_a_notice_is_provisional():
    before = CALENDAR.as_published(date(2026, 3, 1))
    assert due(before, changed_on=date(2026, 12, 14)).provisional


@pytest.mark.parametrize(
    ("cycle", "dates", "updated", "expected"),
    [
        ("monthly", "", date(2026, 1, 31), date(2026, 2, 28)),
        ("quarterly", "", date(2026, 3, 2), date(2026, 6, 2)),
        ("termly", "", date(2026, 3, 2), date(2026, 9, 2)),
        ("yearly", "", date(2024, 2, 29), date(2025, 2, 28)),
        ("dated", "03-31 10-31", date(2026, 3, 30), date(2026, 3, 31)),
        ("dated", "10-31 03-31", date(2026, 3, 31), date(2026, 10, 31)),
        ("dated", "10-31", date(2026, 10, 31), date(2027, 10, 31)),
        ("dated", "02-29", date(2026, 3, 1), date(2027, 2, 28)),
    ],
)
def test_a_cycle_counts_from_the_last_update(cycle, dates, updated, expected):
    found = due(link=LINK, cycle=cycle, cycle_dates=dates, updated_on=updated)
    assert found == Due(expected, Why.CYCLE)


def test_on_change_alone_sets_no_date_and_never_updated_has_none():
    assert due(link=LINK, cycle="on_change", updated_on=date(2020, 1, 1)) is None
    assert due(link=LINK, cycle="yearly") is None


def test_the_earlier_of_law_and_cycle_counts():
    held = {"link": LINK, "updated_on": date(2026, 2, 20), "changed_on": date(2026, 3, 2)}
    assert due(**held, cycle="monthly") == Due(date(2026, 3, 20), Why.CYCLE)
    assert due(**held, cycle="yearly") == Due(date(2026, 3, 30), Why.CHANGE)


def test_over_only_after_the_day():
    found = Due(date(2026, 3, 30), Why.CHANGE)
    assert not found.is_over(date(2026, 3, 30))
    assert found.is_over(date(2026, 3, 31))


# What is missing


def an_item(**held) -> Item:
    return Item(category=Category(number=1, title="基本信息"), **held)


def test_what_an_item_lacks_is_named():
    assert [str(name) for name in completeness.lacks(an_item())] == [
        "责任单位", "网址链接", "更新周期", "更新日期",
    ]  # fmt: skip
    whole = {"unit_name": "附属医院", "link": LINK, "cycle": "yearly",
             "updated_on": date(2026, 3, 2)}  # fmt: skip
    assert completeness.lacks(an_item(**whole)) == []


def test_per_cent_is_whole_only_if_nothing_is_missing():
    whole = {"unit": Unit(name="教务处"), "link": LINK, "cycle": "yearly",
             "updated_on": date(2026, 3, 2)}  # fmt: skip
    found = completeness.of([an_item(**whole)] * 49 + [an_item(**whole | {"cycle": ""})])
    assert (found.given, found.asked, found.percent, found.linked) == (199, 200, 99, 50)
    assert completeness.of([]).percent == 100
    units = completeness.by_unit([an_item(**whole), an_item(link=LINK)])
    assert {name: one.percent for name, one in units.items()} == {"": 25, "教务处": 100}
    assert list(units) == ["", "教务处"]  # most to do first
