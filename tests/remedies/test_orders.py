"""A new decision ordered within a term: its clock, its task, the handling that carries it out."""

from datetime import date

import pytest

from casework import acts
from casework.day import day_of
from casework.remedy_orders import order_anew
from casework.task_kinds import Act
from office.calendars import working_calendar
from records import log
from records.refusals import Refusal
from remedies.models import Kind
from remedies.ordered import term_of
from requests_app.models import Application
from tests.cast import answered, at
from tests.remedies.stories import TODAY, decided, logged

pytestmark = pytest.mark.django_db

ORDERED = date(2026, 5, 11)


@pytest.fixture
def review(cast):
    case = answered(cast)
    case.close(by=cast.registrar, on=date(2026, 3, 3), at=at(date(2026, 3, 3)))
    return decided(logged(case, cast), cast, "corrected", ORDERED)


@pytest.fixture
def suit(cast, review):
    return decided(logged(review.application, cast, Kind.LITIGATION_DIRECT), cast, "corrected",
                   ORDERED)  # fmt: skip


def ordered(remedy, cast, **term):
    return order_anew(remedy, ordered_on=ORDERED, by=cast.registrar, on=TODAY, at=at(TODAY), **term)


def reopened(remedy, cast, cause="review", day=date(2026, 5, 14)):
    case = Application.objects.get(pk=remedy.application_id)
    acts.take(case, "reopen", by=cast.office_head, on=day, at=at(day), cause=cause, reason="决定书")
    return case


def tasks(person, on):
    found = day_of(Application.objects.all(), on=on).of(person)
    return [task for task in found if task.act == Act.HANDLE_ANEW]


@pytest.mark.parametrize(
    ("unit", "term", "due"),
    [
        # From Monday 11 May 2026: 12-15 May are four, 18-22 nine, Monday 25 May the tenth.
        ("working_day", 10, date(2026, 5, 25)),
        # The 20th day is Sunday 31 May: the Monday after it.
        ("day", 20, date(2026, 6, 1)),
        # 11 July 2026 is a Saturday: Monday 13 July.
        ("month", 2, date(2026, 7, 13)),
    ],
)
def test_the_term_runs_from_the_day_after_the_one_named(review, cast, unit, term, due):
    order = ordered(review, cast, term=term, unit=unit, counted_from=ORDERED)
    assert term_of(order, calendar=working_calendar()).due_on == due


def test_an_order_without_a_term_has_no_last_day(review, cast):
    assert term_of(ordered(review, cast), calendar=working_calendar()) is None


def test_ordered_and_not_begun_is_a_task_until_the_new_decision(review, cast):
    on = date(2026, 5, 13)
    assert tasks(cast.office_head, on) == []
    ordered(review, cast, term=10, unit="working_day", counted_from=ORDERED)
    (task,) = tasks(cast.office_head, on)
    assert (task.due_on, task.pressing) == (date(2026, 5, 25), True)
    assert tasks(cast.officer, on) == []
    reopened(review, cast)
    (task,) = tasks(cast.office_head, date(2026, 5, 14))
    assert not task.pressing
    handling = review.order.handling
    handling.closed_on, handling.result, handling.closed_under = (
        date(2026, 5, 20), "granted", "cn-regulation",
    )  # fmt: skip
    handling.save()
    assert tasks(cast.office_head, date(2026, 5, 21)) == []


def test_the_handling_is_tied_to_what_ordered_it_whichever_was_logged_first(review, cast):
    reopened(review, cast)
    order = ordered(review, cast)
    order.refresh_from_db()
    assert order.handling.sequence == 2
    assert log.entries(review.application.chain).last().event == "remedy_handled_anew"


def test_a_handling_carries_out_one_order_and_that_of_its_own_cause(review, suit, cast):
    first, second = ordered(review, cast), ordered(suit, cast)
    reopened(review, cast, cause="court")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.handling, second.handling.sequence) == (None, 2)


def test_half_a_term_or_an_order_before_the_decision_is_refused(review, cast):
    with pytest.raises(Refusal, match="要么都填"):
        ordered(review, cast, term=10)
    pending = logged(review.application, cast, Kind.APPEAL)
    with pytest.raises(Refusal, match="尚未审结"):
        ordered(pending, cast)
    ordered(review, cast)
    with pytest.raises(Refusal, match="已经登记"):
        ordered(review, cast)
