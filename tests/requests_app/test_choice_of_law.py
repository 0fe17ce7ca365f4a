"""A case keeps the law it was received under, unless a person chooses another."""

from datetime import date

import pytest

from records import log
from records.refusals import Refusal
from requests_app import clock as clocks
from tests.cast import at, filed, in_hand
from tests.requests_app.situations import FRIDAY, TUESDAY, WEDNESDAY, closed

TWENTY, FIFTEEN = date(2026, 3, 30), date(2026, 3, 23)


def choose(application, cast, law: str, on: date = TUESDAY) -> None:
    application.choose_law(by=cast.office_head, on=on, at=at(on), law=law, reason="不涉及受托职权")


def test_it_is_chosen_when_filed_and_each_later_choice_is_a_row(cast):
    application = in_hand(cast)
    choose(application, cast, "cn-university")
    rows = application.law_choices.values_list("law", "chosen_on", "by")
    assert list(rows) == [
        ("cn-regulation", date(2026, 3, 2), None),
        ("cn-university", TUESDAY, cast.office_head.pk),
    ]
    entry = log.entries(application.chain).last()
    assert (entry.payload["was"], entry.payload["law"]) == ("cn-regulation", "cn-university")


def test_both_dates_are_known_and_alarms_follow_the_earlier(cast):
    application = in_hand(cast, law="cn-university")
    assert (application.due_on, application.alarm_on) == (FIFTEEN, FIFTEEN)
    choose(application, cast, "cn-regulation")
    assert (application.due_on, application.alarm_on) == (TWENTY, FIFTEEN)
    shown = clocks.clocks_of(application, on=WEDNESDAY)
    assert {law: clock.due_on for law, clock in shown.items()} == {
        "cn-university": FIFTEEN, "cn-regulation": TWENTY,
    }  # fmt: skip


def test_chosen_back_the_due_date_is_the_first_again(cast):
    application = in_hand(cast)
    choose(application, cast, "cn-university")
    choose(application, cast, "cn-regulation", on=FRIDAY)
    assert (application.due_on, application.alarm_on) == (TWENTY, FIFTEEN)


def test_the_rules_of_the_new_law_hold_from_then_on(cast):
    application = in_hand(cast)
    choose(application, cast, "cn-university")
    with pytest.raises(Refusal, match="没有规定延期"):
        application.extend(
            by=cast.office_head, on=TUESDAY, at=at(TUESDAY), by_days=5, reason="汇集"
        )


def test_the_same_law_is_not_chosen_again(cast):
    application = filed()
    with pytest.raises(Refusal, match="已适用该法规"):
        choose(application, cast, "cn-regulation")
    assert application.law_choices.count() == 1


def test_a_closed_case_is_counted_under_the_law_at_its_closing(cast):
    application = in_hand(cast)
    choose(application, cast, "cn-university")
    from tests.cast import SUPPLIED

    application.answer(by=cast.leader, on=TUESDAY, at=at(TUESDAY), items=[SUPPLIED])
    application.close(by=cast.registrar, on=TUESDAY, at=at(TUESDAY))
    assert application.handling.closed_under == "cn-university"
    with pytest.raises(Refusal):
        choose(closed(cast), cast, "cn-university", on=FRIDAY)


def test_a_case_of_before_15_may_2019_keeps_the_regulations_of_2007(cast):
    """Received Tuesday 14 May 2019. 15-17 is 3, 20-24 is 8, 27-31 is 13, 3 and 4 June is 15; under
    the Regulations of 2019, received a day later, 5 and 6 is 16 and 17, 10-12 is 20 (7 June rests).
    """
    old, new = filed(date(2019, 5, 14)), filed(date(2019, 5, 15))
    assert old.due_on == date(2019, 6, 4)
    assert new.due_on == date(2019, 6, 13)
    assert (old.law, old.statute_law.document) == ("cn-regulation", "国务院令第492号")
    assert new.statute_law.document == "国务院令第711号"
