"""The calendar in force: the notices shipped, then those the office entered, the later winning."""

from datetime import date

import pytest

from office.calendars import as_notice, working_calendar
from office.models import CalendarNotice
from tests.cast import at

pytestmark = pytest.mark.django_db

NEW_YEAR = [["元旦", "2027-01-01", "2027-01-03"]]


def notice(rest=NEW_YEAR, work=(), *, year=2027, entered_on=date(2026, 11, 10)) -> CalendarNotice:
    return CalendarNotice.objects.create(
        year=year, document="国办发明电〔2026〕99号", published_on=entered_on, rest=rest,
        work=list(work), entered_at=at(entered_on),
    )  # fmt: skip


def test_without_any_the_shipped_calendar_holds_and_next_year_is_not_certain():
    calendar = working_calendar()
    assert not calendar.is_working(date(2026, 10, 1))
    assert calendar.is_working(date(2026, 10, 10))  # a Saturday worked
    assert not calendar.is_certain(date(2027, 1, 4))


def test_one_entered_is_in_force_at_once():
    working_calendar()
    notice(rest=[["元旦", "2027-01-01", "2027-01-04"]], work=["2027-01-09"])
    calendar = working_calendar()
    assert not calendar.is_working(date(2027, 1, 4))
    assert calendar.is_working(date(2027, 1, 9))
    assert calendar.is_certain(date(2027, 1, 5))


def test_a_second_one_for_the_year_amends_the_first_in_the_days_it_names():
    notice(rest=[["元旦", "2027-01-01", "2027-01-05"]])
    notice(rest=NEW_YEAR, work=["2027-01-05"], entered_on=date(2026, 11, 20))
    assert not working_calendar().is_working(date(2027, 1, 4))
    assert working_calendar().is_working(date(2027, 1, 5))


def test_one_taken_out_and_another_put_in_under_its_row_number_is_read_anew():
    first = notice(rest=[["元旦", "2027-01-01", "2027-01-04"]])
    assert not working_calendar().is_working(date(2027, 1, 4))
    pk = first.pk
    first.delete()
    second = notice()
    CalendarNotice.objects.filter(pk=second.pk).update(id=pk)
    assert working_calendar().is_working(date(2027, 1, 4))


def test_a_version_tells_one_calendar_from_another():
    before = working_calendar().version
    notice()
    assert working_calendar().version != before


def test_it_costs_one_query(django_assert_num_queries):
    working_calendar()
    with django_assert_num_queries(1):
        working_calendar()


def test_the_row_says_what_the_notice_said():
    row = notice(work=["2027-01-09"])
    read = as_notice(row)
    assert str(row) == row.document
    assert (read.year, read.document) == (2027, "国办发明电〔2026〕99号")
    assert read.work == (date(2027, 1, 9),)
    festival, first, last = read.rest[0]
    assert (str(festival), first, last) == ("元旦", date(2027, 1, 1), date(2027, 1, 3))
