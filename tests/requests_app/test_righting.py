"""The honest back way: a mistake is put right by two people, and nothing is forged by it."""

from datetime import date

import pytest

from records import log
from records.refusals import Refusal
from requests_app.models import Application, Decision
from requests_app.states import State
from tests.cast import MONDAY, answered, at, awaiting_correction, filed, in_hand
from tests.requests_app.situations import (
    FRIDAY,
    awaiting_payment,
    charge,
    closed,
    declined,
    posted,
    withdrawn,
)

EARLIER = date(2026, 2, 27)


def right(application, cast, state: State, **changes) -> None:
    words = {"on": FRIDAY, "at": at(FRIDAY), "by": cast.office_head, "reason": "登记错误"}
    application.set_right(state=state, **words | {"approved_by": cast.leader} | changes)


def test_a_wrong_day_of_receipt_is_put_right_and_what_it_was_is_kept(cast):
    application = in_hand(cast)
    right(application, cast, State.IN_HAND, received_on=EARLIER)
    assert application.received_on == EARLIER
    # Fri 27 Feb is day 0, Sat 28 Feb is worked: 1; Mar 2-6 is 6, 9-13 is 11, 16-20 is 16, 26 is 20.
    assert application.due_on == date(2026, 3, 26)
    row = application.rightings.get()
    assert (row.what, row.was, row.becomes) == ("received_on", "2026-03-02", "2026-02-27")
    assert (row.by, row.approved_by) == (cast.office_head, cast.leader)
    entry = log.entries(application.chain).last()
    assert entry.event == "set_right"
    assert entry.payload["approved_by"] == cast.leader.pk
    assert log.private_of(entry) == {"reason": "登记错误"}


def test_nobody_approves_their_own_righting(cast):
    application = in_hand(cast)
    with pytest.raises(Refusal, match="须由另一人批准"):
        right(application, cast, State.IN_HAND, received_on=EARLIER, approved_by=cast.office_head)
    assert not application.rightings.exists()


@pytest.mark.parametrize("person", ["registrar", "officer", "department_head", "inspector"])
def test_it_is_approved_by_the_head_or_the_leader(cast, person):
    with pytest.raises(Refusal, match="负责人或主管校领导批准"):
        right(
            in_hand(cast), cast, State.IN_HAND, received_on=EARLIER,
            approved_by=getattr(cast, person),
        )  # fmt: skip


@pytest.mark.parametrize(
    "forged", [State.ANSWERED, State.NOT_PROCESSED, State.ABANDONED, State.WITHDRAWN, State.FILED]
)
def test_no_ending_is_forged_by_a_righting(cast, forged):
    application = in_hand(cast)
    with pytest.raises(Refusal, match="请用相应的步骤"):
        right(application, cast, forged)
    assert Application.objects.get(pk=application.pk).state == State.IN_HAND
    assert application.handling.closed_on is None


def test_nothing_to_put_right_is_refused(cast):
    with pytest.raises(Refusal, match="没有要更正的内容"):
        right(in_hand(cast), cast, State.IN_HAND)
    with pytest.raises(Refusal, match="没有要更正的内容"):
        right(in_hand(cast), cast, State.IN_HAND, received_on=MONDAY)


@pytest.mark.parametrize("make", [closed, answered, declined, withdrawn], ids=lambda m: m.__name__)
def test_an_ending_by_mistake_is_undone_with_its_closing_and_its_decision(cast, make):
    application = make(cast)
    right(application, cast, State.IN_HAND)
    assert application.state == State.IN_HAND
    handling = application.handlings.get()
    assert (handling.closed_on, handling.result, handling.closed_under) == (None, "", "")
    assert not Decision.objects.filter(voided_on=None).exists()
    assert application.alarm_on == date(2026, 3, 30)


def test_after_it_the_case_can_be_answered_again(cast):
    from tests.cast import SUPPLIED

    application = closed(cast)
    right(application, cast, State.IN_HAND)
    application.answer(by=cast.leader, on=FRIDAY, at=at(FRIDAY), items=[SUPPLIED])
    assert Decision.objects.filter(voided_on=None).count() == 1
    assert Decision.objects.count() == 2


def test_a_case_still_being_asked_about_goes_back_to_waiting(cast):
    application = awaiting_correction(cast)
    right(application, cast, State.IN_HAND)
    right(application, cast, State.AWAITING_CORRECTION)
    assert application.state == State.AWAITING_CORRECTION
    assert application.alarm_on is None


def test_what_was_never_registered_is_not_put_in_hand(cast):
    for application in (filed(), posted(cast)):
        with pytest.raises(Refusal, match="请用相应的步骤"):
            right(application, cast, State.IN_HAND)


def test_a_day_of_receipt_that_contradicts_the_facts_is_refused_in_words(cast):
    application = awaiting_correction(cast)
    with pytest.raises(Refusal, match="告知补正早于收到申请"):
        right(application, cast, State.AWAITING_CORRECTION, received_on=FRIDAY)
    assert Application.objects.get(pk=application.pk).received_on == MONDAY


def test_and_in_the_language_of_the_screen(cast):
    from django.utils import translation

    application = awaiting_correction(cast)
    with translation.override("en"), pytest.raises(Refusal, match="correction asked before"):
        right(application, cast, State.AWAITING_CORRECTION, received_on=FRIDAY)


def test_what_was_asked_of_the_applicant_by_mistake_is_not_waited_for(cast):
    application = awaiting_correction(cast)
    right(application, cast, State.IN_HAND)
    # Twenty days from Mon 2 March as if nothing had been asked: Mon 30.
    assert application.due_on == application.alarm_on == date(2026, 3, 30)


def test_a_case_still_being_charged_goes_back_to_waiting_for_payment(cast):
    charge()
    application = awaiting_payment(cast)
    right(application, cast, State.IN_HAND)
    assert application.alarm_on == date(2026, 3, 30)
    right(application, cast, State.AWAITING_PAYMENT)
    assert (application.state, application.alarm_on) == (State.AWAITING_PAYMENT, None)


def test_and_not_once_they_have_paid(cast):
    charge()
    application = awaiting_payment(cast)
    application.receive_payment(by=cast.finance, on=MONDAY, at=at(MONDAY, 16))
    with pytest.raises(Refusal, match="请用相应的步骤"):
        right(application, cast, State.AWAITING_PAYMENT)
