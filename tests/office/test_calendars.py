"""The calendar in force: the notices shipped, then those the office entered, the later winning."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from office import append_only
from office.calendars import as_notice, missing_years, versions, working_calendar
from office.models import CalendarNotice
from tests.cast import at

pytestmark = pytest.mark.django_db

NEW_YEAR = [["元旦", "2027-01-01", "2027-01-03"]]


def notice(
    rest=NEW_YEAR, work=(), *, year=2027, entered_on=date(2026, 11, 10), **more
) -> CalendarNotice:
    return CalendarNotice.objects.create(
        year=year, document="国办发明电〔2026〕99号", published_on=entered_on, rest=rest,
        work=list(work), entered_at=at(entered_on), **more,
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


def test_one_put_in_under_a_row_number_used_before_is_read_anew():
    """As after a transaction that came to nothing: the number is used again."""
    with transaction.atomic():
        pk = notice(rest=[["元旦", "2027-01-01", "2027-01-04"]]).pk
        assert not working_calendar().is_working(date(2027, 1, 4))
        transaction.set_rollback(True)
    second = notice(pk=pk)
    assert second.pk == pk
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


def test_a_make_up_day_says_for_which_festival_if_that_is_known():
    notice(work=["2027-01-09"], work_for=["元旦"])
    assert str(working_calendar().why(date(2027, 1, 9))) == "元旦调休上班"
    notice(work=["2027-01-10"], work_for=[""], entered_on=date(2026, 11, 20))
    assert working_calendar().why(date(2027, 1, 10)).en == "make-up working day"


# Versions


def test_a_year_keeps_every_version_it_had_and_what_each_changed():
    notice(rest=[["元旦", "2027-01-01", "2027-01-03"], ["春节", "2027-02-05", "2027-02-11"]],
           work=["2027-02-20"])  # fmt: skip
    notice(rest=[["春节", "2027-02-12", "2027-02-12"]], work=["2027-02-21"],
           entered_on=date(2027, 1, 25))  # fmt: skip
    first, second = versions(2027)
    # Statutory without a notice: 1 January, 5-8 February 2027 ... 1-3 October.
    assert [(flip.on.isoformat(), flip.works) for flip in second.flips] == [
        ("2027-02-12", False), ("2027-02-21", True),
    ]  # fmt: skip
    assert ("2027-02-09", False) in [(f.on.isoformat(), f.works) for f in first.flips]
    assert first.calendar.is_working(date(2027, 2, 12))
    assert not second.calendar.is_working(date(2027, 2, 12))
    assert second.row.entered_at == at(date(2027, 1, 25))


def test_the_amendment_of_january_2020_is_the_second_version_of_its_year():
    first, second = versions(2020)
    assert [(flip.on, flip.works) for flip in second.flips] == [
        (date(2020, 1, 31), False),  # Friday
        (date(2020, 2, 1), False),  # Saturday, until then a make-up working day
    ]
    assert first.calendar.is_working(date(2020, 2, 1))
    assert second.row is None


def test_for_a_drill_the_shipped_calendar_can_be_the_one_of_a_day(settings):
    settings.SHIPPED_CALENDAR_AS_OF = date(2020, 1, 26)
    assert working_calendar().is_working(date(2020, 2, 1))
    assert max(working_calendar().published_years) == 2020
    settings.SHIPPED_CALENDAR_AS_OF = None
    assert not working_calendar().is_working(date(2020, 2, 1))


# What is missing


@pytest.mark.parametrize(
    ("on", "missing"),
    [
        (date(2026, 9, 30), []),
        (date(2026, 10, 1), [2027]),
        (date(2026, 12, 31), [2027]),
        (date(2027, 1, 4), [2027]),
        (date(2027, 10, 1), [2027, 2028]),
    ],
)
def test_the_next_year_is_asked_for_from_october_and_this_one_always(on, missing):
    assert missing_years(on) == missing
    notice()
    assert missing_years(on) == [year for year in missing if year != 2027]


def test_nothing_is_asked_of_the_database_while_the_shipped_calendar_has_the_year(
    django_assert_num_queries,
):
    with django_assert_num_queries(0):
        assert missing_years(date(2026, 9, 30)) == []


# Written once


on_sqlite = connection.vendor == "sqlite"
ATTACKS = [
    "UPDATE office_calendarnotice SET rest = '[]'",
    "UPDATE office_calendarnotice SET document = 'forged' WHERE year = 2027",
    "DELETE FROM office_calendarnotice",
    "INSERT OR REPLACE INTO office_calendarnotice SELECT * FROM office_calendarnotice"
    if on_sqlite
    else "INSERT INTO office_calendarnotice SELECT * FROM office_calendarnotice"
    " ON CONFLICT (id) DO UPDATE SET year = 2030",
] + ([] if on_sqlite else ["SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE office_calendarnotice"])


def execute(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_notice_once_entered_is_neither_changed_nor_taken_out(attack):
    notice()
    before = list(CalendarNotice.objects.values())
    with pytest.raises(DatabaseError, match="append-only"):
        execute(attack)
    assert list(CalendarNotice.objects.values()) == before


@pytest.mark.parametrize("attack", ATTACKS)
def test_without_the_triggers_the_same_attack_succeeds(attack):
    notice()
    with transaction.atomic():
        append_only.remove(connection)
        execute(attack)
        transaction.set_rollback(True)


def test_the_model_says_it_readably_first():
    row = notice()
    with pytest.raises(ValidationError, match="不可修改"):
        row.save()
    with pytest.raises(ValidationError, match="不可删除"):
        row.delete()


def test_migrate_puts_back_a_trigger_somebody_dropped():
    notice()
    append_only.remove(connection)
    append_only.restore()
    with pytest.raises(DatabaseError, match="append-only"):
        execute("DELETE FROM office_calendarnotice")
