"""The limits that run beside the reply, each with its owner and article."""

from datetime import date

import pytest

from statute.calendar import load_calendar
from statute.calendar_months import add_months
from statute.clock import Consultation, Facts, approve_by, limits, reply_clock
from statute.law import load_law

CHINA = load_calendar("cn")
REGULATION = load_law("cn-regulation")
UNIVERSITY = load_law("cn-university")
MARCH_2 = date(2026, 3, 2)


def found(received_on=MARCH_2, *, law=REGULATION, on=MARCH_2, **facts):
    made = limits(Facts(received_on, **facts), law=law, calendar=CHINA, on=on)
    return {limit.code: limit for limit in made}


def test_before_receipt_no_limit_runs():
    assert found(None) == {}


def test_the_seven_days_for_asking_a_correction_cross_the_national_day():
    # Received Tue 29 September: 30 is 1, Oct 1-7 rest, 8, 9 is 3, Sat 10 worked is 4, 12-14 is 7.
    limit = found(date(2026, 9, 29))["correction_notice"]
    assert limit.due_on == date(2026, 10, 14)
    assert (limit.owner, limit.article.zh, limit.binding) == ("office", "第三十条", True)


def test_nobody_is_late_when_no_correction_was_needed():
    unused = found()["correction_notice"]
    assert unused.lapses
    assert not unused.overdue(date(2026, 4, 1))
    assert "correction_notice" not in found(answered_on=date(2026, 3, 20))


def test_a_correction_asked_after_the_seven_days_was_late():
    # 3-6 is 4, 9-11 is 7.
    late = found(correction_asked_on=date(2026, 3, 12))["correction_notice"]
    assert late.due_on == date(2026, 3, 11)
    assert not late.lapses
    assert late.met_on > late.due_on
    assert not late.overdue(date(2026, 3, 13))


def test_under_the_measures_the_seven_days_are_the_office_s_own_target():
    assert not found(law=UNIVERSITY)["correction_notice"].binding


def test_the_applicant_s_days_for_correcting_run_from_the_notice():
    # Asked on the 9th, 10 days: 10-13 is 4, 16-20 is 9, 23 is 10.
    limit = found(correction_asked_on=date(2026, 3, 9))["correction"]
    assert (limit.due_on, limit.owner) == (date(2026, 3, 23), "applicant")
    assert limit.overdue(date(2026, 3, 24))
    assert not limit.overdue(date(2026, 3, 23))
    # Served on the 11th with 5 days: 12, 13 is 2, 16-18 is 5.
    named = found(
        correction_asked_on=date(2026, 3, 9), correction_served_on=date(2026, 3, 11),
        correction_days=5,
    )["correction"]  # fmt: skip
    assert named.due_on == date(2026, 3, 18)


def test_corrected_in_time_the_limit_is_met():
    done = found(correction_asked_on=date(2026, 3, 9), corrected_on=date(2026, 3, 16))
    assert done["correction"].met_on == date(2026, 3, 16)
    assert not done["correction"].overdue(date(2026, 6, 1))


def test_a_third_party_has_fifteen_days_from_receiving_the_letter():
    # From the 9th: 10-13 is 4, 16-20 is 9, 23-27 is 14, 30 is 15.
    asked = Consultation(date(2026, 3, 6), date(2026, 3, 9), party="示例公司")
    limit = found(consultations=(asked,))["third_party"]
    assert limit.due_on == date(2026, 3, 30)
    assert (limit.owner, limit.party, limit.article.zh) == ("third_party", "示例公司", "第三十二条")


def test_the_body_that_made_it_too_has_its_own_limit_and_article():
    asked = Consultation(date(2026, 3, 6), date(2026, 3, 9), kind="co_making_body")
    limit = found(consultations=(asked,))["co_making_body"]
    assert (limit.due_on, limit.article.zh) == (date(2026, 3, 30), "第三十四条")


def test_without_proof_of_receipt_the_limit_is_the_cap():
    asked = Consultation(date(2026, 3, 6))
    assert found(consultations=(asked,))["third_party"].due_on == date(2026, 4, 3)


def test_the_fee_is_due_in_twenty_days():
    # From the 6th: 9-13 is 5, 16-20 is 10, 23-27 is 15, 30-3 April is 20.
    limit = found(payment_asked_on=date(2026, 3, 6))["payment"]
    assert (limit.due_on, limit.owner) == (date(2026, 4, 3), "applicant")


def test_several_limits_run_at_once_and_the_office_s_come_first():
    asked = (
        Consultation(date(2026, 3, 12), date(2026, 3, 13)),
        Consultation(date(2026, 3, 12), date(2026, 3, 16)),
    )
    made = limits(Facts(MARCH_2, consultations=asked), law=REGULATION, calendar=CHINA, on=MARCH_2)
    assert [limit.code for limit in made] == [
        "reply", "correction_notice", "third_party", "third_party",
    ]  # fmt: skip


@pytest.mark.parametrize("law", [REGULATION, UNIVERSITY])
def test_the_reply_limit_is_the_clock_s(law):
    facts = Facts(date(2026, 12, 7), consultations=(Consultation(date(2026, 12, 9)),))
    clock = reply_clock(facts, law=law, calendar=CHINA, on=date(2026, 12, 10))
    limit = limits(facts, law=law, calendar=CHINA, on=date(2026, 12, 10))[0]
    assert (limit.due_on, limit.earliest_on, limit.provisional) == (
        clock.due_on, clock.earliest_on, clock.provisional,
    )  # fmt: skip


def test_days_left_of_a_limit():
    limit = found()["correction_notice"]  # due Wed 11 March
    assert [limit.days_left(date(2026, 3, d)) for d in (6, 8, 11, 12, 16)] == [3, 3, 0, -1, -3]


def test_an_unknown_end_has_no_days_left():
    limit = found(correction_asked_on=date(2026, 3, 9))["reply"]
    assert limit.due_on is None
    assert limit.days_left(date(2026, 3, 10)) is None
    assert not limit.overdue(date(2027, 3, 10))


# --- remedies, in calendar days and months


def test_review_within_sixty_days_and_suit_within_six_months_of_serving():
    # 16 March + 60: the 31st is 15, 30 April is 45, 15 May is 60, a Friday.
    served = found(served_on=date(2026, 3, 16), result="unavailable_not_held")
    assert served["review"].due_on == date(2026, 5, 15)
    assert served["suit"].due_on == date(2026, 9, 16)
    assert served["review"].lapses


def test_a_refusal_under_articles_14_to_16_is_reviewed_before_any_suit():
    served = found(served_on=date(2026, 3, 16), result="refused_process")
    assert "review" in served
    assert "suit" not in served


def test_an_administrative_query_may_be_sued_over_at_once():
    assert "suit" in found(served_on=date(2026, 3, 16), result="refused_administrative_query")


def test_a_last_day_of_rest_moves_on_to_the_next_working_day():
    # 16 September + 15 is Thu 1 October; the first working day after the rest is the 8th.
    decided = found(review_decided_on=date(2026, 9, 16))["suit_after_review"]
    assert decided.due_on == date(2026, 10, 8)


def test_six_months_from_the_31st_end_with_a_shorter_month():
    # 31 August + 6 months: 28 February 2027 is a Sunday, so Mon 1 March; not published yet.
    served = found(served_on=date(2026, 8, 31), result="granted")["suit"]
    assert (served.due_on, served.provisional) == (date(2027, 3, 1), True)


def test_under_the_measures_no_term_of_review_or_suit_is_shown():
    served = found(law=UNIVERSITY, served_on=date(2026, 3, 16), result="refused_process")
    assert not {"review", "suit"} & set(served)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 6, 15), 6, date(2026, 12, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_added_to_the_same_day_or_the_month_s_last(day, months, expected):
    assert add_months(day, months) == expected


# --- approval


def test_approval_is_counted_back_from_the_limit():
    # Due Mon 30 March: leader by the 30th (1 day), office head by Fri 27 (2 days), department head
    # by Wed 25 (1 day), so the draft by Tue 24.
    plan = approve_by(date(2026, 3, 30), [1, 2, 1], CHINA)
    assert plan.stages == (date(2026, 3, 25), date(2026, 3, 27), date(2026, 3, 30))
    assert plan.draft_by == date(2026, 3, 24)


def test_approval_counts_back_over_a_holiday():
    # Due Thu 8 October: Wed 30 September is 1, Tue 29 is 2.
    assert approve_by(date(2026, 10, 8), [1, 1], CHINA).draft_by == date(2026, 9, 29)


def test_without_stages_the_draft_may_go_out_on_the_last_day():
    assert approve_by(date(2026, 3, 30), [], CHINA) == (date(2026, 3, 30), ())
