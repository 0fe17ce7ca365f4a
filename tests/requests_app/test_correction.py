"""Asked to put the application right: once, and the limit starts again (art. 30)."""

from datetime import date

import pytest

from records.log import APPLICANT
from records.refusals import Refusal
from requests_app.models import Correction
from requests_app.states import State, Turn
from tests.cast import MONDAY, at, awaiting_correction, in_hand
from tests.requests_app.situations import FRIDAY, TUESDAY, WEDNESDAY, consulting

MISSING = {"missing": "请说明年度", "days": 10}
WEDNESDAY_AFTER = date(2026, 3, 11)


def test_while_the_applicant_is_asked_no_reply_is_owed(cast):
    application = awaiting_correction(cast)
    assert application.turn() == Turn.APPLICANT
    assert application.due_on is None
    assert application.alarm_on is None


def test_the_limit_starts_again_on_the_day_the_correction_comes(cast):
    application = awaiting_correction(cast, asked_on=FRIDAY)
    application.receive_correction(
        by=APPLICANT, on=WEDNESDAY_AFTER, at=at(WEDNESDAY_AFTER), answer="2025年"
    )
    assert application.state == State.IN_HAND
    assert application.received_on == MONDAY
    # Mar 12-13 is 2, 16-20 is 7, 23-27 is 12, Mar 30 - Apr 3 is 17; rest to Mon Apr 6;
    # Tue 7 is 18, 8 is 19, Thu 9 is the twentieth.
    assert application.due_on == date(2026, 4, 9)


def test_the_applicant_is_asked_once(cast):
    application = awaiting_correction(cast)
    application.receive_correction(by=APPLICANT, on=TUESDAY, at=at(TUESDAY), answer="2025年")
    with pytest.raises(Refusal, match="只能一次性告知"):
        application.request_correction(by=cast.office_head, on=TUESDAY, at=at(TUESDAY), **MISSING)
    assert Correction.objects.count() == 1


def test_asking_closes_an_open_consultation(cast):
    application = consulting(cast)
    application.request_correction(by=cast.office_head, on=TUESDAY, at=at(TUESDAY), **MISSING)
    asked = application.consultations.get()
    assert asked.closed_on == TUESDAY
    assert asked.answered_on is None
    assert not asked.is_open
    application.receive_correction(by=APPLICANT, on=WEDNESDAY, at=at(WEDNESDAY), answer="2025年")
    # From Wed 4: Mar 5-6 is 2, 9-13 is 7, 16-20 is 12, 23-27 is 17, 30, 31, Wed Apr 1 is 20.
    assert application.due_on == date(2026, 4, 1)


def test_a_consultation_closed_by_a_correction_takes_no_opinion_any_more(cast):
    application = consulting(cast)
    asked = application.consultations.get()
    application.request_correction(by=cast.office_head, on=TUESDAY, at=at(TUESDAY), **MISSING)
    application.receive_correction(by=APPLICANT, on=TUESDAY, at=at(TUESDAY), answer="2025年")
    with pytest.raises(Refusal, match="没有待回复的征求意见"):
        application.receive_opinion(
            by=cast.registrar, on=WEDNESDAY, at=at(WEDNESDAY), consultation=asked.pk,
            opinion="agrees",
        )  # fmt: skip


def test_a_correction_does_not_come_before_it_was_asked_for(cast):
    application = awaiting_correction(cast, asked_on=FRIDAY)
    with pytest.raises(Refusal, match="不能早于告知补正的日期"):
        application.receive_correction(by=cast.registrar, on=TUESDAY, at=at(FRIDAY), answer="2025")


def test_what_the_applicant_wrote_is_kept_apart_from_the_log_that_stays(cast):
    from records import log

    application = awaiting_correction(cast)
    application.receive_correction(by=APPLICANT, on=TUESDAY, at=at(TUESDAY), answer="我叫张示例")
    entry = log.entries(application.chain).last()
    assert entry.actor_kind == "applicant"
    assert entry.actor_name == ""
    assert "张示例" not in str(entry.payload)
    assert log.private_of(entry) == {"answer": "我叫张示例"}


def test_the_seven_days_for_asking_are_a_limit_beside_the_reply(cast):
    application = in_hand(cast)
    limits = {limit.code: limit for limit in application.limits(on=TUESDAY)}
    # Mar 3-6 is 4, 9, 10, Wed 11 is the seventh.
    assert limits["correction_notice"].due_on == date(2026, 3, 11)
    assert limits["reply"].due_on == date(2026, 3, 30)
