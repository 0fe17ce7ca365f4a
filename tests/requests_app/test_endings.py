"""How a case ends, and how it is taken up again."""

from datetime import date

import pytest

from records.log import APPLICANT, SYSTEM
from records.refusals import Refusal
from requests_app.models import Application, Decision
from requests_app.states import State, Turn
from tests.cast import MONDAY, SUPPLIED, answered, at, awaiting_correction, filed, in_hand
from tests.requests_app.situations import (
    DECLINED,
    FRIDAY,
    TUESDAY,
    WEDNESDAY,
    abandoned,
    awaiting_payment,
    charge,
    closed,
    declined,
    posted,
)

WITHHELD = SUPPLIED | {"answer": "refused_process", "how_obtained": ""}


def test_answered_but_not_served_is_still_open_and_the_alarm_stays_on(cast):
    application = answered(cast)
    assert application.closed_on is None
    assert not application.is_closed
    assert application.turn() == Turn.OFFICE
    assert application.alarm_on == date(2026, 3, 30)
    assert Application.objects.open().get() == application
    assert Application.objects.to_serve().get() == application


@pytest.mark.parametrize("taker", ["registrar", "applicant", "system"])
def test_it_is_closed_on_the_day_the_answer_counts_as_made(cast, taker):
    application = answered(cast)
    by = {"registrar": cast.registrar, "applicant": APPLICANT, "system": SYSTEM}[taker]
    application.close(by=by, on=WEDNESDAY, at=at(FRIDAY))
    assert (application.handling.closed_on, application.handling.result) == (WEDNESDAY, "granted")
    assert application.handling.closed_under == "cn-regulation"
    assert application.is_closed
    assert application.turn() == Turn.NOBODY
    assert application.alarm_on is None
    assert not Application.objects.open().exists()
    assert not Application.objects.to_serve().exists()


def test_given_and_withheld_together_is_in_part(cast):
    application = in_hand(cast)
    application.answer(by=cast.leader, on=TUESDAY, at=at(TUESDAY), items=[SUPPLIED, WITHHELD])
    application.close(by=cast.registrar, on=TUESDAY, at=at(TUESDAY))
    assert application.handling.result == "partly_granted"
    items = application.standing_decision().items
    assert list(items.values_list("position", "answer")) == [
        (1, "granted"), (2, "refused_process"),
    ]  # fmt: skip


@pytest.mark.parametrize("step", ["answer", "decline"])
def test_a_decision_has_at_least_one_item(cast, step):
    application = in_hand(cast)
    with pytest.raises(Refusal, match="至少要有一个事项"):
        getattr(application, step)(by=cast.leader, on=TUESDAY, at=at(TUESDAY), items=[])
    assert not Decision.objects.exists()


def test_not_processed_is_closed_at_once(cast):
    application = declined(cast)
    assert application.handling.closed_on == MONDAY
    assert application.handling.result == "not_processed_repeated"
    assert application.is_closed


class TestAbandonment:
    LAST_DAY = date(2026, 3, 16)  # asked on Mon 2 March: 3-6 is 4, 9-13 is 9, Mon 16 is the tenth

    def test_not_on_the_last_day_but_on_the_day_after(self, cast):
        application = awaiting_correction(cast)
        with pytest.raises(Refusal, match="2026-03-16尚未届满"):
            self.abandon(application, cast, self.LAST_DAY)
        self.abandon(application, cast, date(2026, 3, 17))
        assert application.state == State.ABANDONED
        assert application.handling.result == "other_not_corrected"
        assert application.handling.closed_on == date(2026, 3, 17)

    def test_a_correction_on_the_last_day_is_in_time(self, cast):
        application = awaiting_correction(cast)
        application.receive_correction(
            by=APPLICANT, on=self.LAST_DAY, at=at(self.LAST_DAY, 23), answer="2025年"
        )
        with pytest.raises(Refusal):
            self.abandon(application, cast, date(2026, 3, 17))

    def test_unpaid_is_a_row_of_its_own(self, cast):
        charge()
        application = awaiting_payment(cast)
        # Twenty working days from Mon 2 March end on Mon 30.
        with pytest.raises(Refusal, match="2026-03-30尚未届满"):
            self.abandon(application, cast, date(2026, 3, 30))
        self.abandon(application, cast, date(2026, 3, 31))
        assert application.handling.result == "other_fee_unpaid"

    def test_taken_up_again_the_late_correction_starts_the_limit(self, cast):
        application = abandoned(cast)
        day = date(2026, 3, 18)
        application.revive(by=cast.office_head, on=day, at=at(day), reason="住院", answer="2025年")
        assert application.state == State.IN_HAND
        assert (application.closed_on, application.handling.result) == (None, "")
        assert application.correction.answer == "2025年"
        # Mar 19-20 is 2, 23-27 is 7, Mar 30 - Apr 3 is 12, Apr 7-10 is 16, 13-16 is 20.
        assert application.due_on == date(2026, 4, 16)

    def test_taken_up_again_the_late_payment_starts_the_limit(self, cast):
        charge()
        application = awaiting_payment(cast)
        self.abandon(application, cast, date(2026, 3, 31))
        day = date(2026, 4, 1)
        application.revive(by=cast.office_head, on=day, at=at(day), reason="住院，已缴费")
        assert application.handling.fee_demand.paid_on == day
        # Apr 2-3 is 2, 7-10 is 6, 13-17 is 11, 20-24 is 16, 27-30 is the twentieth.
        assert application.due_on == application.alarm_on == date(2026, 4, 30)

    def abandon(self, application, cast, on: date) -> None:
        application.deem_abandoned(by=cast.office_head, on=on, at=at(on), reason="无正当理由")


def test_a_fee_is_not_paid_before_it_was_asked_for(cast):
    charge()
    application = in_hand(cast)
    application.demand_payment(
        by=cast.office_head, on=FRIDAY, at=at(FRIDAY), amount_yuan=100, basis="件数", days=20
    )
    with pytest.raises(Refusal, match="不能早于收费通知的日期"):
        application.receive_payment(by=cast.finance, on=TUESDAY, at=at(FRIDAY))


def test_a_house_that_charges_nothing_sends_no_demand(cast):
    application = in_hand(cast)
    with pytest.raises(Refusal, match="未启用收费"):
        application.demand_payment(
            by=cast.office_head, on=TUESDAY, at=at(TUESDAY), amount_yuan=100, basis="件数", days=20
        )


class TestWithdrawal:
    def test_of_a_case_in_hand_is_counted_under_other(self, cast):
        application = in_hand(cast)
        application.withdraw(by=APPLICANT, on=TUESDAY, at=at(TUESDAY), reason="不再需要")
        assert application.state == State.WITHDRAWN
        assert (application.handling.result, application.closed_on) == ("other", TUESDAY)

    def test_before_it_was_registered_it_is_counted_all_the_same(self, cast):
        application = filed()
        application.withdraw(by=APPLICANT, on=TUESDAY, at=at(TUESDAY))
        assert application.handling.opened_on == MONDAY
        assert (application.handling.result, application.closed_on) == ("other", TUESDAY)
        assert application.is_closed

    def test_of_what_was_never_legally_received_is_in_no_table(self, cast):
        application = posted(cast)
        application.withdraw(by=cast.registrar, on=TUESDAY, at=at(TUESDAY), reason="来电撤回")
        assert application.handling is None
        assert application.is_closed
        assert application.due_on is None


class TestReopening:
    def test_the_first_closing_stays_in_its_year_and_the_new_one_has_a_limit_of_its_own(self, cast):
        application = closed(cast)
        application.reopen(
            by=cast.office_head, on=FRIDAY, at=at(FRIDAY), cause="court", reason="判决责令重新答复"
        )
        first, second = application.handlings.all()
        assert (first.closed_on, first.result) == (MONDAY, "granted")
        assert (second.sequence, second.opened_on, second.closed_on) == (2, FRIDAY, None)
        # Mar 9-13 is 5, 16-20 is 10, 23-27 is 15, Mar 30 - Fri Apr 3 is the twentieth.
        assert application.due_on == application.alarm_on == date(2026, 4, 3)

    def test_it_can_be_answered_anew_and_both_decisions_stand_in_their_handling(self, cast):
        application = closed(cast)
        application.reopen(
            by=cast.office_head, on=FRIDAY, at=at(FRIDAY), cause="review", reason="复议决定"
        )
        application.answer(by=cast.leader, on=FRIDAY, at=at(FRIDAY), items=[WITHHELD])
        application.close(by=cast.registrar, on=FRIDAY, at=at(FRIDAY))
        results = application.handlings.values_list("sequence", "result")
        assert list(results) == [(1, "granted"), (2, "refused_process")]
        assert Decision.objects.filter(voided_on=None).count() == 2

    def test_not_before_the_answer_was_served(self, cast):
        application = answered(cast)
        with pytest.raises(Refusal, match="尚未办结"):
            application.reopen(
                by=cast.office_head, on=FRIDAY, at=at(FRIDAY), cause="review", reason="复议决定"
            )

    def test_a_later_handling_forgets_the_first_one_s_correction_and_suspensions(self, cast):
        application = awaiting_correction(cast)
        application.receive_correction(by=APPLICANT, on=TUESDAY, at=at(TUESDAY), answer="2025年")
        application.decline(by=cast.leader, on=TUESDAY, at=at(TUESDAY), items=[DECLINED])
        application.reopen(
            by=cast.office_head, on=FRIDAY, at=at(FRIDAY), cause="review", reason="复议决定"
        )
        assert application.clock(on=FRIDAY).started_on == FRIDAY
        with pytest.raises(Refusal, match="只能一次性告知"):
            application.request_correction(
                by=cast.office_head, on=FRIDAY, at=at(FRIDAY), missing="年度", days=10
            )


def test_in_a_reopened_handling_a_correction_is_asked_for_and_abandoned_as_in_the_first(cast):
    application = declined(cast)
    words = {"by": cast.office_head, "on": FRIDAY, "at": at(FRIDAY)}
    application.reopen(**words, cause="review", reason="复议决定")
    application.request_correction(**words, missing="请说明年度", days=10)
    assert (application.due_on, application.alarm_on) == (None, None)
    # Asked on Fri 6: Mar 9-13 is 5, Fri 20 is the tenth.
    day = date(2026, 3, 23)
    with pytest.raises(Refusal, match="2026-03-20尚未届满"):
        application.deem_abandoned(
            by=cast.office_head, on=date(2026, 3, 20), at=at(day), reason="逾期"
        )
    application.deem_abandoned(by=cast.office_head, on=day, at=at(day), reason="逾期")
    assert application.handling.result == "other_not_corrected"
