"""What a review or a lawsuit obliges the office to do, and by which day."""

from datetime import date

import pytest

from office.calendars import working_calendar
from remedies.duties import DEFENCE, REPLY, duty_of
from remedies.models import Kind, Remedy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("institution")]


def duty(kind, received_on, **details):
    remedy = Remedy(kind=kind, filed_on=date(2026, 3, 2), received_on=received_on, **details)
    return duty_of(remedy, calendar=working_calendar())


def test_a_review_is_replied_to_within_ten_working_days():
    # Copy received Wednesday 25 March 2026. March 26, 27, 30, 31, April 1, 2, 3 are seven working
    # days; 4-6 April is Qingming; April 7, 8, 9 are the eighth to the tenth.
    found = duty(Kind.REVIEW, date(2026, 3, 25))
    assert (found.label, found.due_on) == (REPLY, date(2026, 4, 9))
    assert "第四十八条" in str(found.article)


def test_a_simplified_review_is_replied_to_within_five_working_days():
    # Copy received Thursday 2 April 2026: April 3, then Qingming 4-6, then April 7, 8, 9, 10.
    found = duty(Kind.REVIEW, date(2026, 4, 2), simplified=True)
    assert found.due_on == date(2026, 4, 10)
    assert "第五十四条" in str(found.article)


@pytest.mark.parametrize("kind", [Kind.LITIGATION_DIRECT, Kind.LITIGATION_AFTER_REVIEW])
def test_a_defence_is_due_in_fifteen_days_or_on_the_next_working_day(kind):
    # Copy received 20 April 2026: the 15th day is 5 May, Labour Day rest until the 5th: 6 May.
    found = duty(kind, date(2026, 4, 20))
    assert (found.label, found.due_on) == (DEFENCE, date(2026, 5, 6))
    # Copy received 13 April 2026: the 15th day is Tuesday 28 April, a working day.
    assert duty(kind, date(2026, 4, 13)).due_on == date(2026, 4, 28)


def test_into_a_year_not_announced_it_is_provisional_with_the_earliest_day_it_may_be():
    # Copy received Monday 21 December 2026: 22-25 are four, 28-31 eight, 1 January rests, Monday 4
    # and Tuesday 5 January 2027 are ten. Were a Sunday worked for New Year's Day, Monday the 4th.
    found = duty(Kind.REVIEW, date(2026, 12, 21))
    assert (found.due_on, found.provisional) == (date(2027, 1, 5), True)
    assert found.earliest_on == date(2027, 1, 4)
    assert not duty(Kind.REVIEW, date(2026, 3, 25)).provisional


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.APPEAL])
def test_complaints_put_no_statutory_duty_on_the_office(kind):
    assert duty(kind, date(2026, 3, 25)) is None


def test_there_is_no_duty_before_the_copy_arrives():
    assert duty(Kind.REVIEW, None) is None
