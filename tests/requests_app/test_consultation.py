"""Asking a third party, or a body that made it too: their time is not ours (arts 32-34)."""

from datetime import date

import pytest

from records.refusals import Refusal
from requests_app.states import Turn
from tests.cast import at, in_hand
from tests.requests_app.situations import PARTY, THURSDAY, TUESDAY, WEDNESDAY

TWENTIETH_DAY = date(2026, 3, 30)
OPINION_CAME = date(2026, 3, 12)


@pytest.fixture
def asked(cast):
    """In hand since Monday 2 March, a third party asked on Wednesday the 4th."""
    application = in_hand(cast)
    application.consult(by=cast.office_head, on=WEDNESDAY, at=at(WEDNESDAY), **PARTY)
    return application


def consultation(application) -> int:
    return application.consultations.get().pk


def test_it_is_the_party_s_turn_and_the_alarm_reckons_with_an_answer_today(asked):
    assert asked.turn() == Turn.THIRD_PARTY
    assert asked.due_on == date(2026, 4, 28)  # at the latest: see the letter without proof below
    assert asked.alarm_on == TWENTIETH_DAY


def test_the_day_asked_counts_and_the_day_of_the_opinion_does_not(cast, asked):
    asked.receive_opinion(
        by=cast.officer, on=OPINION_CAME, at=at(OPINION_CAME), consultation=consultation(asked),
        opinion="objects", opinion_reason="商业秘密",
    )  # fmt: skip
    # Mar 3-4 is 2; Thu 5 - Thu 12 are out; Fri 13 is 3, 16-20 is 8, 23-27 is 13,
    # Mar 30 - Apr 3 is 18, rest to Mon 6, Tue 7 is 19, Wed Apr 8 is the twentieth.
    assert asked.due_on == date(2026, 4, 8)
    assert asked.turn() == Turn.UNIT


def test_a_silent_party_stops_the_clock_for_its_fifteen_days_from_its_receipt(cast, asked):
    asked.record_party_receipt(
        by=cast.registrar, on=THURSDAY, at=at(THURSDAY), consultation=consultation(asked),
        proof="EMS 1234",
    )  # fmt: skip
    late = date(2026, 4, 10)
    # Received Thu 5: Fri 6 is 1, 9-13 is 6, 16-20 is 11, Thu 26 is the fifteenth. Counted are
    # Mar 3-4, 2; Fri 27, 3; Mar 30 - Apr 3, 8; Apr 7-10, 12; 13-17, 17; Wed Apr 22 is 20.
    assert asked.clock(on=late).due_on == date(2026, 4, 22)


def test_without_proof_it_lasts_fifteen_days_from_posting_and_five_more(cast, asked):
    # Posted Wed 4: Mar 5-6 is 2, 9-13 is 7, 16-20 is 12, 23-27 is 17, Wed Apr 1 is the twentieth.
    # Counted are Mar 3-4, 2; Apr 2-3, 4; Apr 7-10, 8; 13-17, 13; 20-24, 18; Tue Apr 28 is 20.
    assert asked.clock(on=date(2026, 4, 10)).due_on == date(2026, 4, 28)


def test_two_overlapping_consultations_count_once(cast, asked):
    asked.consult(
        by=cast.office_head, on=THURSDAY, at=at(THURSDAY),
        **PARTY | {"kind": "co_making_body", "party_name": "示例市教育局"},
    )  # fmt: skip
    for row in asked.consultations.all():
        asked.receive_opinion(
            by=cast.registrar, on=OPINION_CAME, at=at(OPINION_CAME), consultation=row.pk,
            opinion="agrees",
        )  # fmt: skip
    assert asked.due_on == date(2026, 4, 8)


def test_under_the_measures_the_days_count_and_the_alarm_follows(cast):
    application = in_hand(cast, law="cn-university")
    application.consult(by=cast.office_head, on=WEDNESDAY, at=at(WEDNESDAY), **PARTY)
    # Mar 3-6 is 4, 9-13 is 9, 16-20 is 14, Mon 23 is the fifteenth.
    assert application.due_on == date(2026, 3, 23)
    assert application.alarm_on == date(2026, 3, 23)
    # Without proof Mar 3-4 count, 2; Apr 2-3, 4; Apr 7-10, 8; 13-17, 13; Mon 20, Tue 21 is 15.
    assert application.clock(on=WEDNESDAY).alternative_due_on == date(2026, 4, 21)
    application.receive_opinion(
        by=cast.officer, on=OPINION_CAME, at=at(OPINION_CAME),
        consultation=consultation(application), opinion="agrees",
    )  # fmt: skip
    # Left out, the six days from Thu 5 to Thu 12 would move it: 24-27 is 4 more, 30, Tue 31.
    assert application.clock(on=OPINION_CAME).alternative_due_on == date(2026, 3, 31)
    assert application.due_on == date(2026, 3, 23)


def test_an_opinion_is_taken_once_and_not_before_it_was_asked_for(cast, asked):
    with pytest.raises(Refusal, match="不能早于征求意见书发出"):
        asked.receive_opinion(
            by=cast.officer, on=TUESDAY, at=at(THURSDAY), consultation=consultation(asked),
            opinion="agrees",
        )  # fmt: skip
    with pytest.raises(Refusal, match="不能早于征求意见书发出"):
        asked.record_party_receipt(
            by=cast.officer, on=TUESDAY, at=at(THURSDAY), consultation=consultation(asked),
            proof="EMS",
        )  # fmt: skip
    words = {"consultation": consultation(asked), "opinion": "agrees"}
    asked.receive_opinion(by=cast.officer, on=THURSDAY, at=at(THURSDAY), **words)
    with pytest.raises(Refusal, match="没有待回复的征求意见"):
        asked.receive_opinion(by=cast.officer, on=THURSDAY, at=at(THURSDAY), **words)


def test_the_consultation_of_another_case_is_not_answered_here(cast, asked):
    other = in_hand(cast)
    other.consult(by=cast.office_head, on=WEDNESDAY, at=at(WEDNESDAY), **PARTY)
    with pytest.raises(Refusal, match="没有这份待回复的征求意见"):
        other.receive_opinion(
            by=cast.officer, on=THURSDAY, at=at(THURSDAY), consultation=consultation(asked),
            opinion="agrees",
        )  # fmt: skip
    assert asked.consultations.get().is_open


def test_the_party_s_name_and_address_stay_out_of_the_chain(cast):
    from records import log

    application = in_hand(cast)
    application.consult(
        by=cast.office_head, on=WEDNESDAY, at=at(WEDNESDAY), **PARTY, party_address="工业路8号"
    )
    entry = log.entries(application.chain).last()
    assert "示例公司" not in str(entry.payload)
    assert log.private_of(entry) == {"party": "示例公司"}
