"""Received, typed in and legally received are three days (Regulations art. 31)."""

from datetime import date

import pytest

from office.models import Institution
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.states import State
from requests_app.steps import NotPermitted
from tests.cast import MONDAY, at, filed
from tests.requests_app.situations import FRIDAY, THURSDAY, TUESDAY, WEDNESDAY, posted

TWENTIETH_DAY = date(2026, 3, 30)  # Mar 3-6 is 4, 9-13 is 9, 16-20 is 14, 23-27 is 19, Mon 30 is 20


def test_online_the_day_of_submission_is_the_day_of_receipt(cast):
    application = filed(MONDAY)
    assert application.received_on == MONDAY
    assert application.due_on == TWENTIETH_DAY


def test_registering_days_later_moves_no_date(cast):
    application = filed(MONDAY)
    application.receive(by=cast.registrar, on=FRIDAY, at=at(FRIDAY))
    assert application.received_on == MONDAY
    assert application.handling.opened_on == MONDAY
    assert application.due_on == TWENTIETH_DAY


def test_a_letter_nobody_signed_for_waits_until_it_is_confirmed(cast):
    application = posted(cast, MONDAY)
    assert application.received_on is None
    assert application.due_on is None
    with pytest.raises(Refusal, match="尚未与申请人确认收到日期"):
        application.receive(by=cast.registrar, on=TUESDAY, at=at(TUESDAY))
    application.confirm_receipt(
        by=cast.registrar, on=TUESDAY, at=at(TUESDAY), confirmed_how="电话，本人接听"
    )
    assert application.arrived_on == MONDAY
    assert application.received_on == TUESDAY
    # Mar 4-6 is 3, 9-13 is 8, 16-20 is 13, 23-27 is 18, Mar 30 is 19, Tue 31 is the twentieth.
    assert application.due_on == date(2026, 3, 31)


def test_receipt_is_confirmed_once(cast):
    application = filed(MONDAY)
    with pytest.raises(Refusal, match="收到日期已经确认"):
        application.confirm_receipt(
            by=cast.registrar, on=TUESDAY, at=at(TUESDAY), confirmed_how="电话"
        )


def test_it_cannot_be_confirmed_for_a_day_before_it_arrived(cast):
    application = posted(cast, WEDNESDAY)
    with pytest.raises(Refusal, match="不能早于到达日期"):
        application.confirm_receipt(
            by=cast.registrar, on=TUESDAY, at=at(WEDNESDAY), confirmed_how="电话"
        )
    assert Application.objects.get(pk=application.pk).received_on is None


def test_where_online_receipt_is_confirmed_the_alarm_still_counts_from_submission(cast):
    """Of two dates the earlier one drives the alarms."""
    Institution.objects.update(law_settings={"cn-regulation": {"receipt.online": "confirmation"}})
    application = filed(MONDAY)
    assert application.received_on is None
    application.confirm_receipt(
        by=cast.registrar, on=THURSDAY, at=at(THURSDAY), confirmed_how="电话"
    )
    # Thu 5 is day 0: Fri 6 is 1, 9-13 is 6, 16-20 is 11, 23-27 is 16, Mar 30 - Thu Apr 2 is 20.
    assert application.due_on == date(2026, 4, 2)
    assert application.alarm_on == TWENTIETH_DAY


@pytest.mark.parametrize(
    ("on", "instant", "words"),
    [
        (TUESDAY, at(MONDAY, 23), "不能晚于今天"),
        (date(2026, 3, 1), at(TUESDAY), "不能早于收到申请之日"),
    ],
)
def test_no_act_is_dated_in_the_future_or_before_receipt(cast, on, instant, words):
    application = filed(MONDAY)
    with pytest.raises(Refusal, match=words):
        application.receive(by=cast.registrar, on=on, at=instant)
    assert Application.objects.get(pk=application.pk).state == State.FILED


def test_the_office_s_day_is_the_one_in_its_own_zone(cast):
    """Half past midnight in Shanghai is still yesterday in UTC."""
    application = filed(MONDAY)
    application.receive(by=cast.registrar, on=TUESDAY, at=at(TUESDAY, 0, 30))
    assert application.state == State.IN_HAND


def test_only_the_registrar_and_the_office_head_confirm_receipt(cast):
    application = posted(cast)
    for person in (cast.officer, cast.leader, cast.system_admin):
        with pytest.raises(NotPermitted):
            application.confirm_receipt(by=person, on=TUESDAY, at=at(TUESDAY), confirmed_how="电话")
