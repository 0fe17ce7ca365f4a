"""The columns lists are found by say what the clock says, and decide nothing."""

from datetime import date

import pytest

from office.models import Institution
from requests_app.models import Application
from requests_app.states import Turn
from tests.cast import MONDAY, answered, at, filed, in_hand, registered
from tests.requests_app.situations import SITUATIONS, TUESDAY, charge, closed, people
from tests.sizes import some_quick

LAST_DAY, DAY_AFTER = date(2026, 3, 30), date(2026, 3, 31)


@pytest.mark.parametrize("situation", some_quick(SITUATIONS, 5))
def test_wherever_the_case_stands_the_index_is_what_the_clock_says(cast, situation):
    charge()
    made = SITUATIONS[situation][0](cast)
    fresh = Application.objects.get(pk=made.pk)
    last_act = fresh.submitted_at.date()
    indexed = (fresh.due_on, fresh.alarm_on, fresh.due_provisional)
    events = [entry.at for entry in _log(fresh)]
    fresh.index_due_dates(on=max([last_act, *(instant.date() for instant in events)]))
    assert (fresh.due_on, fresh.alarm_on, fresh.due_provisional) == indexed


def _log(application):
    from records import log

    return log.entries(application.chain)


def test_due_on_the_last_day_and_overdue_the_day_after(cast):
    application = in_hand(cast)
    assert list(Application.objects.overdue(LAST_DAY)) == []
    assert list(Application.objects.overdue(DAY_AFTER)) == [application]


def test_what_is_closed_is_never_overdue_and_what_waits_to_be_served_is(cast):
    closed(cast)
    waiting = answered(cast)
    assert list(Application.objects.overdue(DAY_AFTER)) == [waiting]


def test_overdue_is_a_question_and_no_column(cast):
    application = in_hand(cast)
    assert application.clock(on=LAST_DAY).overdue(LAST_DAY) is False
    assert application.clock(on=DAY_AFTER).overdue(DAY_AFTER) is True
    assert "overdue" not in {field.name for field in Application._meta.get_fields()}


def test_a_wrong_index_decides_nothing(cast):
    application = in_hand(cast)
    Application.objects.update(due_on=date(2030, 1, 1), alarm_on=date(2030, 1, 1))
    again = Application.objects.get(pk=application.pk)
    assert again.clock(on=TUESDAY).due_on == LAST_DAY
    again.record_search(
        by=cast.officer, on=TUESDAY, at=at(TUESDAY), places="库房", terms="x", found="无"
    )
    assert Application.objects.get(pk=application.pk).due_on == LAST_DAY


def test_a_due_date_in_a_year_without_notice_is_marked_and_the_alarm_is_earlier(cast):
    application = filed(date(2026, 12, 14))
    # Dec 15-18 is 4, 21-25 is 9, 28-31 is 13; New Year's Day; Jan 4-8 is 18, 11, Tue 12 is 20.
    assert application.due_on == date(2027, 1, 12)
    assert application.due_provisional
    assert application.alarm_on < application.due_on


@pytest.mark.parametrize(
    ("situation", "turn"),
    [
        ("posted", Turn.OFFICE), ("filed", Turn.OFFICE), ("with the office", Turn.OFFICE),
        ("with a unit", Turn.UNIT), ("consulting", Turn.THIRD_PARTY), ("used up", Turn.UNIT),
        ("awaiting correction", Turn.APPLICANT), ("awaiting payment", Turn.APPLICANT),
        ("answered", Turn.OFFICE), ("closed", Turn.NOBODY), ("not processed", Turn.NOBODY),
        ("abandoned", Turn.NOBODY), ("withdrawn", Turn.NOBODY),
    ],
)  # fmt: skip
def test_whose_turn_it_is_follows_from_the_facts(cast, situation, turn):
    charge()
    assert SITUATIONS[situation][0](cast).turn() == turn


def test_whose_turn_it_is_has_something_they_can_do(cast):
    charge()
    by = people(cast)
    whose = {
        Turn.OFFICE: ["registrar", "office_head", "leader"], Turn.UNIT: ["officer"],
        Turn.APPLICANT: ["applicant"], Turn.THIRD_PARTY: ["registrar"],
    }  # fmt: skip
    for make, _day in SITUATIONS.values():
        case = make(cast)
        if case.turn() != Turn.NOBODY:
            assert any(case.steps_open_to(by[name]) for name in whose[case.turn()])


def test_a_list_costs_the_same_whatever_its_length(cast, django_assert_num_queries):
    for _case in range(3):
        in_hand(cast)
    with django_assert_num_queries(1):
        for case in Application.objects.overdue(DAY_AFTER).for_list():
            assert case.applicant.name == "张示例"
            assert case.unit_in_charge.name == "教务处"


def test_open_cases_are_those_not_closed(cast):
    new, running, ended = filed(), registered(cast), closed(cast)
    assert set(Application.objects.open()) == {new, running}
    assert ended not in Application.objects.clock_running()


def test_a_setting_of_the_institution_moves_the_index_only_when_it_is_reckoned_anew(cast):
    application = in_hand(cast, on=MONDAY, law="cn-university")
    Institution.objects.update(default_law="cn-regulation")
    assert Application.objects.get(pk=application.pk).law == "cn-university"


def test_a_case_and_its_applicant_are_called_by_number_and_name(cast):
    application = filed()
    assert str(application) == f"2026-1 {application.subject}"
    assert str(application.applicant) == "张示例"
    assert not application.applicant.is_organisation
