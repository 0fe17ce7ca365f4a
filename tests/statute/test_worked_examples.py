"""Worked examples at every edge of the clock, each with its count of days.

Rest in 2026: 15-23 February (worked: 14, 28 February), 4-6 April, 1-5 May (worked: 9 May),
19-21 June, 25-27 September, 1-7 October (worked: 20 September, 10 October).
"""

from datetime import date

import pytest

from statute.calendar import YearNotice, festival, load_calendar
from statute.clock import (
    ClockRefusal,
    Consultation,
    Facts,
    Suspension,
    check_extension,
    reply_clock,
    suspension_end,
)
from statute.law import load_law

CHINA = load_calendar("cn")
REGULATION = load_law("cn-regulation")  # 20 working days
UNIVERSITY = load_law("cn-university")  # 15 working days
MARCH_2 = date(2026, 3, 2)  # a Monday: 3-6 is 4, 9-13 is 9, 16-20 is 14, 23-27 is 19, 30 is 20


def clock(received_on=MARCH_2, *, law=REGULATION, on=MARCH_2, calendar=CHINA, **facts):
    return reply_clock(Facts(received_on, **facts), law=law, calendar=calendar, on=on)


def due(*args, **kwargs):
    return clock(*args, **kwargs).due_on


# --- receipt and counting


def test_spring_festival_pushes_the_deadline_back():
    # Feb 11-13 is 3, Sat 14 worked is 4, then rest to 23; Feb 24-27 is 8,
    # Sat 28 worked is 9; Mar 2-6 is 14, Mar 9-13 is 19, Mon 16 is the twentieth.
    assert due(date(2026, 2, 10)) == date(2026, 3, 16)


def test_a_limit_can_end_on_a_saturday_that_is_worked():
    # Sep 15-18 is 4, Sun 20 worked is 5, 21-24 is 9, 25-27 rest, 28-30 is 12, Oct 1-7 rest,
    # 8 and 9 is 14, Sat 10 worked is the fifteenth.
    assert due(date(2026, 9, 14), law=UNIVERSITY) == date(2026, 10, 10)


def test_received_on_a_holiday_the_count_begins_with_the_next_working_day():
    # Received Sat 3 October. 8, 9, Sat 10 worked is 3, 12-16 is 8, 19-23 is 13, 26-30 is 18,
    # Nov 2 is 19, Nov 3 is 20.
    assert due(date(2026, 10, 3)) == date(2026, 11, 3)


def test_received_on_a_saturday_that_is_worked_the_day_itself_is_not_counted():
    # Received Sat 14 February. 24-27 is 4, Sat 28 worked is 5, Mar 2-6 is 10, 9-13 is 15,
    # 16-20 is 20.
    assert due(date(2026, 2, 14)) == date(2026, 3, 20)


def test_nothing_runs_before_receipt_is_confirmed():
    waiting = clock(None)
    assert (waiting.started_on, waiting.due_on, waiting.earliest_on) == (None, None, None)
    assert waiting.days == ()
    assert not waiting.runs(MARCH_2)
    assert not waiting.overdue(date(2030, 1, 1))
    assert waiting.days_left(MARCH_2) is None
    assert waiting.sentence.zh == "尚未确认收到申请，答复期限没有开始。"


# --- suspension


def test_the_day_the_letter_goes_out_counts_and_the_day_the_opinion_comes_does_not():
    # 3-6 March is 4 (the letter goes out on the 6th); 7-18 not counted; 19, 20 is 6, 23-27 is 11,
    # 30 March-3 April is 16, 4-6 rest, 7-10 is 20.
    asked = Suspension(date(2026, 3, 6), date(2026, 3, 18))
    assert due(suspensions=(asked,)) == date(2026, 4, 10)


def test_days_suspended_twice_are_left_out_once():
    # 3-6 is 4; 7-25 not counted; 26, 27 is 6, 30-3 April is 11, 7-10 is 15, 13-17 is 20.
    both = (
        Suspension(date(2026, 3, 6), date(2026, 3, 18)),
        Suspension(date(2026, 3, 10), date(2026, 3, 25), "co_making_body"),
    )
    assert due(suspensions=both) == due(suspensions=both[::-1]) == date(2026, 4, 17)


def test_a_suspension_inside_another_adds_nothing():
    outer = Suspension(date(2026, 3, 6), date(2026, 3, 18))
    inner = Suspension(date(2026, 3, 9), date(2026, 3, 11))
    assert due(suspensions=(outer, inner)) == date(2026, 4, 10)


def test_a_silent_third_party_stops_the_clock_for_its_fifteen_days_and_no_longer():
    # Its days from the 9th: 10-13 is 4, 16-20 is 9, 23-27 is 14, 30 is 15.
    # Ours: 3-6 is 4; 31 is 5, April 1-3 is 8, 7-10 is 12, 13-17 is 17, 20-22 is 20.
    asked = Consultation(date(2026, 3, 6), date(2026, 3, 9))
    assert due(consultations=(asked,)) == date(2026, 4, 22)


def test_an_opinion_after_the_fifteen_days_comes_too_late_to_add_any():
    late = Consultation(date(2026, 3, 6), date(2026, 3, 9), date(2026, 4, 20))
    assert due(consultations=(late,)) == date(2026, 4, 22)


def test_without_proof_of_receipt_the_days_run_from_posting_plus_an_allowance():
    # 15 + 5 from posting on the 6th: 9-13 is 5, 16-20 is 10, 23-27 is 15, 30-3 April is 20.
    # Ours: 3-6 is 4; 7-10 April is 8, 13-17 is 13, 20-24 is 18, 27, 28 is 20.
    asked = Consultation(date(2026, 3, 6))
    assert suspension_end(date(2026, 3, 6), None, None, law=REGULATION, calendar=CHINA) == date(
        2026, 4, 3
    )
    assert due(consultations=(asked,)) == date(2026, 4, 28)


def test_the_allowance_for_posting_can_be_given():
    # 15 + 0 from the 6th: 9-13 is 5, 16-20 is 10, 23-27 is 15.
    end = suspension_end(
        date(2026, 3, 6), None, None, law=REGULATION, calendar=CHINA, posting_cap_days=0
    )
    assert end == date(2026, 3, 27)


def test_an_opinion_ends_the_suspension_even_before_receipt_is_proved():
    end = suspension_end(date(2026, 3, 6), None, date(2026, 3, 12), law=REGULATION, calendar=CHINA)
    assert end == date(2026, 3, 12)


def test_while_a_suspension_is_open_the_end_is_unknown_and_the_alarm_assumes_it_ends_today():
    # 3-6 is 4. Were it to end on Wed 18: 19, 20 is 6 ... 10 April, as above.
    waiting = clock(suspensions=(Suspension(date(2026, 3, 6)),), on=date(2026, 3, 18))
    assert (waiting.due_on, waiting.earliest_on) == (None, date(2026, 4, 10))
    assert not waiting.runs(date(2026, 3, 18))
    assert waiting.runs(date(2026, 3, 6))
    assert waiting.days_left(date(2026, 3, 18)) is None
    assert waiting.earliest_days_left(date(2026, 3, 18)) == 16
    assert "尚不能确定" in waiting.sentence.zh


@pytest.mark.parametrize("since", [date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 20)])
def test_a_suspension_that_begins_when_the_limit_has_run_out_gives_nothing(since):
    late = clock(suspensions=(Suspension(since, date(2026, 5, 15)),))
    assert late.due_on == date(2026, 3, 30)
    assert "不再扣除" in late.warnings[0].zh


def test_an_open_suspension_after_the_limit_hides_no_lateness():
    late = clock(suspensions=(Suspension(date(2026, 4, 1)),))
    assert late.overdue(date(2026, 4, 10))


def test_a_suspension_the_day_before_the_last_leaves_one_day():
    # 3-27 March is 19 (the letter goes out on the 27th); to 2 April not counted; 3 April is 20.
    last = Suspension(date(2026, 3, 27), date(2026, 4, 2))
    assert clock(suspensions=(last,)).due_on == date(2026, 4, 3)
    assert clock(suspensions=(last,)).warnings == ()


def test_a_suspension_gives_a_late_case_no_days_through_an_earlier_one():
    # The first one moves the end to 10 April, so the second, from 2 April, is in time:
    # by 2 April 15 counted; to 13 April not counted; 14-17 is 19, 20 is 20.
    chain = (
        Suspension(date(2026, 3, 6), date(2026, 3, 18)),
        Suspension(date(2026, 4, 2), date(2026, 4, 13)),
    )
    assert due(suspensions=chain) == date(2026, 4, 20)
    assert due(suspensions=chain[1:]) == date(2026, 3, 30)


# --- correction and payment


def test_a_correction_starts_the_limit_again_and_closes_an_open_suspension():
    # Corrected on Mon 16 March: 17-20 is 4, 23-27 is 9, 30-3 April is 14, 7-10 is 18, 13, 14 is 20.
    again = clock(
        suspensions=(Suspension(date(2026, 3, 6)),),
        correction_asked_on=date(2026, 3, 9),
        corrected_on=date(2026, 3, 16),
    )
    assert (again.started_on, again.due_on) == (date(2026, 3, 16), date(2026, 4, 14))
    assert [(run.cause, run.ended_on) for run in again.history] == [("received", date(2026, 3, 16))]


def test_a_consultation_after_the_correction_is_counted_in_the_new_run():
    # 17-20 March is 4; 21-27 not counted; 30-3 April is 9, 7-10 is 13, 13-17 is 18, 20, 21 is 20.
    again = due(
        correction_asked_on=date(2026, 3, 9),
        corrected_on=date(2026, 3, 16),
        suspensions=(Suspension(date(2026, 3, 20), date(2026, 3, 27)),),
    )
    assert again == date(2026, 4, 21)


def test_while_a_correction_is_awaited_no_reply_is_owed():
    waiting = clock(correction_asked_on=date(2026, 3, 9), on=date(2026, 5, 20))
    assert (waiting.due_on, waiting.earliest_on) == (None, None)
    assert not waiting.runs(date(2026, 3, 10))
    assert waiting.runs(date(2026, 3, 9))
    assert not waiting.overdue(date(2026, 5, 20))
    assert "之后重新计算" in waiting.sentence.zh


def test_asking_for_a_correction_after_the_limit_ran_out_stops_nothing():
    late = clock(correction_asked_on=date(2026, 3, 31))
    assert late.due_on == date(2026, 3, 30)
    assert late.overdue(date(2026, 4, 1))


def test_without_restart_a_correction_only_leaves_out_the_days_of_waiting():
    # 15 days: 3-6 is 4, 9 is 5; 10-16 not counted; 17-20 is 9, 23-27 is 14, 30 is 15.
    law = UNIVERSITY.configured({"correction.restarts": False})
    once = clock(law=law, correction_asked_on=date(2026, 3, 9), corrected_on=date(2026, 3, 16))
    assert (once.started_on, once.due_on) == (MARCH_2, date(2026, 3, 30))


def test_payment_starts_the_limit_again_with_the_day_of_payment_as_day_0():
    # Paid Fri 20 March: 23-27 is 5, 30-3 April is 10, 7-10 is 14, 13-17 is 19, 20 is 20.
    paid = clock(payment_asked_on=date(2026, 3, 6), paid_on=date(2026, 3, 20))
    assert (paid.started_on, paid.due_on) == (date(2026, 3, 20), date(2026, 4, 20))
    assert paid.days[0].number is None
    assert clock(payment_asked_on=date(2026, 3, 6)).due_on is None


def test_in_the_measures_payment_only_leaves_out_the_days_of_waiting():
    # 3-6 is 4; 7-20 not counted; 23-27 is 9, 30-3 April is 14, 7 is 15.
    paid = clock(law=UNIVERSITY, payment_asked_on=date(2026, 3, 6), paid_on=date(2026, 3, 20))
    assert paid.due_on == date(2026, 4, 7)


def test_while_payment_is_awaited_under_the_measures_the_alarm_assumes_it_comes_today():
    waiting = clock(law=UNIVERSITY, payment_asked_on=date(2026, 3, 6), on=date(2026, 3, 20))
    assert (waiting.due_on, waiting.earliest_on) == (None, date(2026, 4, 7))
    assert "期限暂停" in waiting.sentence.zh


# --- extension


def test_an_extension_on_the_last_day_is_counted_on_from_that_day():
    # From 30 March: 31 is 1, 1-3 April is 4, 7-10 is 8, 13-17 is 13, 20-24 is 18, 27, 28 is 20.
    longer = clock(extended_on=date(2026, 3, 30), extended_by=20)
    assert (longer.due_on, longer.limit_days) == (date(2026, 4, 28), 40)


def test_an_extension_the_day_after_the_last_gives_nothing_and_is_refused():
    late = clock(extended_on=date(2026, 3, 31), extended_by=20)
    assert late.due_on == date(2026, 3, 30)
    assert "不生效" in late.warnings[0].zh
    with pytest.raises(ClockRefusal, match="已于2026年3月30日届满"):
        _extend(on=date(2026, 3, 31))


def _extend(*, on, by_days=20, law=REGULATION, **facts):
    return check_extension(Facts(MARCH_2, **facts), law=law, calendar=CHINA, on=on, by_days=by_days)


def test_a_permitted_extension_says_the_new_date():
    assert _extend(on=date(2026, 3, 30)) == date(2026, 4, 28)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"by_days": 21}, "1至20个工作日"),
        ({"by_days": 0}, "1至20个工作日"),
        ({"extended_on": date(2026, 3, 10), "extended_by": 5}, "已经延期过一次"),
        ({"answered_on": date(2026, 3, 11)}, "已经答复"),
        ({"law": UNIVERSITY}, "不允许延期"),
        ({"correction_asked_on": date(2026, 3, 9)}, "等待申请人补正"),
        ({"payment_asked_on": date(2026, 3, 9)}, "等待申请人缴费"),
    ],
)
def test_an_extension_is_refused_with_its_reason(facts, message):
    with pytest.raises(ClockRefusal, match=message) as refusal:
        _extend(on=date(2026, 3, 12), **facts)
    assert refusal.value.reason.en


def test_an_application_not_yet_received_cannot_be_extended():
    with pytest.raises(ClockRefusal, match="尚未收到"):
        check_extension(Facts(None), law=REGULATION, calendar=CHINA, on=MARCH_2, by_days=5)


def test_a_third_party_s_open_suspension_does_not_prevent_an_extension():
    opened = (Suspension(date(2026, 3, 6)),)
    assert _extend(on=date(2026, 3, 12), suspensions=opened) is None


def test_the_school_s_own_rules_can_allow_fifteen_days_more():
    # 15 days end on 23 March; from there 24-27 is 4, 30-3 April is 9, 7-10 is 13, 13, 14 is 15.
    law = UNIVERSITY.configured({"extension.allowed": True})
    assert _extend(on=date(2026, 3, 23), law=law, by_days=15) == date(2026, 4, 14)
    assert due(law=UNIVERSITY, extended_on=date(2026, 3, 23), extended_by=15) == date(2026, 3, 23)


def test_an_extension_over_the_maximum_is_counted_up_to_it():
    longer = clock(extended_on=date(2026, 3, 30), extended_by=25)
    assert longer.due_on == date(2026, 4, 28)
    assert longer.warnings[0].zh == "延期25个工作日超过20个工作日的上限"


def test_an_extension_belongs_to_the_run_in_which_it_was_told():
    again = clock(
        extended_on=date(2026, 3, 6),
        extended_by=20,
        correction_asked_on=date(2026, 3, 9),
        corrected_on=date(2026, 3, 16),
    )
    assert again.due_on == date(2026, 4, 14)
    assert again.history[0].limit_days == 40


def test_a_suspension_in_the_extended_days_counts():
    # Extended to 28 April with 13-17 April the days 9-13 after 30 March; left out from 10 to 17:
    # 31 is 1, 1-3 April is 4, 7-10 is 8, 20-24 is 13, 27-30 is 17, May 1-5 rest, 6-8 is 20.
    longer = due(
        extended_on=date(2026, 3, 30),
        extended_by=20,
        suspensions=(Suspension(date(2026, 4, 10), date(2026, 4, 17)),),
    )
    assert longer == date(2026, 5, 8)


def test_an_extension_and_a_letter_on_the_last_day_both_count():
    # Extended on 30 March; 31 March-3 April not counted; 7-10 is 4, 13-17 is 9, 20-24 is 14,
    # 27-30 is 18, May 1-5 rest, 6, 7 is 20.
    longer = due(
        extended_on=date(2026, 3, 30),
        extended_by=20,
        suspensions=(Suspension(date(2026, 3, 30), date(2026, 4, 3)),),
    )
    assert longer == date(2026, 5, 7)


def test_what_is_done_the_day_the_correction_comes_belongs_to_the_new_run():
    # From 16 March 40 days, 17-20 not counted: 23-27 is 5, 30-3 April is 10, 7-10 is 14,
    # 13-17 is 19, 20-24 is 24, 27-30 is 28, 6-9 May is 32, 11-15 is 37, 18-20 is 40.
    again = clock(
        correction_asked_on=date(2026, 3, 9),
        corrected_on=date(2026, 3, 16),
        extended_on=date(2026, 3, 16),
        extended_by=20,
        suspensions=(Suspension(date(2026, 3, 16), date(2026, 3, 20)),),
    )
    assert again.due_on == date(2026, 5, 20)
    before = again.history[0]
    assert before.limit_days == 20
    assert [stop.kind for stop in before.stops] == ["correction"]


def test_an_agreed_later_date_stands_where_the_law_knows_one():
    assert due(agreed_due_on=date(2026, 6, 30)) == date(2026, 6, 30)
    assert due(law=UNIVERSITY, agreed_due_on=date(2026, 6, 30)) == date(2026, 3, 23)
    told = clock(agreed_due_on=date(2026, 6, 30)).sentence
    assert told.zh.endswith("约定延迟至2026年6月30日答复。")


# --- the Measures are silent on third parties: two dates, and the earlier one for alarms


def test_by_default_consultation_counts_under_the_measures_and_both_dates_are_shown():
    # Counting: 3-6 is 4, 9-13 is 9, 16-20 is 14, 23 is 15. Left out (7-18): 19, 20 is 6,
    # 23-27 is 11, 30 March-2 April is 15.
    asked = (Consultation(date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 18)),)
    counted = clock(law=UNIVERSITY, consultations=asked)
    assert counted.due_on == counted.earliest_on == date(2026, 3, 23)
    assert counted.alternative_due_on == date(2026, 4, 2)
    assert "不计入期限，应在2026年4月2日前" in counted.alternative.zh


def test_with_the_setting_on_the_alarm_still_follows_the_earlier_date():
    law = UNIVERSITY.configured({"third_party.suspends": True})
    asked = (Suspension(date(2026, 3, 6), date(2026, 3, 18)),)
    left_out = clock(law=law, suspensions=asked)
    assert left_out.due_on == date(2026, 4, 2)
    assert left_out.alternative_due_on == left_out.earliest_on == date(2026, 3, 23)
    assert "计入期限，应在2026年3月23日前" in left_out.alternative.zh


def test_the_alarm_allows_for_both_doubts_at_once():
    # Counting: 8-11 December is 4, 14-18 is 9, 21-25 is 14, 28 is 15, or Sunday 27 if worked.
    law = UNIVERSITY.configured({"third_party.suspends": True})
    asked = (Suspension(date(2026, 12, 8), date(2026, 12, 18)),)
    both = clock(date(2026, 12, 7), law=law, suspensions=asked)
    assert (both.alternative_due_on, both.earliest_on) == (date(2026, 12, 28), date(2026, 12, 27))


def test_an_opinion_that_took_no_day_leaves_one_date():
    asked = (Suspension(date(2026, 3, 6), date(2026, 3, 6)),)
    assert clock(law=UNIVERSITY, suspensions=asked).alternative_due_on is None


def test_where_the_law_is_clear_there_is_one_date():
    asked = (Suspension(date(2026, 3, 6), date(2026, 3, 18)),)
    assert clock(suspensions=asked).alternative_due_on is None
    assert clock(suspensions=asked).alternative is None
    assert clock(law=UNIVERSITY).alternative_due_on is None


# --- years without a notice


def test_a_limit_ending_on_25_december_is_certain():
    # Nov 30-Dec 4 is 5, 7-11 is 10, 14-18 is 15, 21-25 is 20.
    last = clock(date(2026, 11, 27))
    assert (last.due_on, last.provisional) == (date(2026, 12, 25), False)
    assert last.earliest_on == date(2026, 12, 25)


def test_a_limit_ending_in_the_last_days_of_december_is_provisional():
    # Dec 1-4 is 4, 7-11 is 9, 14-18 is 14, 21-25 is 19, Mon 28 is 20; Sun 27 might be worked.
    last = clock(date(2026, 11, 30))
    assert (last.due_on, last.provisional) == (date(2026, 12, 28), True)
    assert last.earliest_on == date(2026, 12, 27)
    assert "暂定" in last.sentence.zh


def test_a_limit_reaching_into_2027_is_provisional_until_its_notice_is_entered():
    # Dec 14 received: 15-18 is 4, 21-25 is 9, 28-31 is 13, Jan 1 rest, 4-8 is 18, 11, 12 is 20.
    before = clock(date(2026, 12, 14))
    assert (before.due_on, before.provisional) == (date(2027, 1, 12), True)
    notice = YearNotice(
        2027, "通知", "", date(2026, 12, 1),
        rest=((festival("元旦"), date(2027, 1, 1), date(2027, 1, 4)),),
        work=(date(2026, 12, 27),), note="",
    )  # fmt: skip
    # Sun 27 worked: 21-25 is 9, 27 is 10, 28-31 is 14, rest to Mon 4, 5-8 is 18, 11, 12 is 20.
    after = clock(date(2026, 12, 14), calendar=CHINA.with_notice(notice))
    assert (after.due_on, after.provisional) == (date(2027, 1, 12), False)


def test_today_s_limits_are_still_certain():
    # 24 November 2026: 25-27 is 3, 30-4 December is 8, 7-11 is 13, 14-18 is 18, 21, 22 is 20.
    assert (due(date(2026, 11, 24)), clock(date(2026, 11, 24)).provisional) == (
        date(2026, 12, 22),
        False,
    )


def test_while_a_third_party_is_silent_the_alarm_reckons_with_its_opinion_today():
    asked = (Consultation(date(2026, 3, 4)),)
    for on, earliest in (
        (date(2026, 3, 4), date(2026, 3, 30)),  # nothing left out: twenty days from 2 March
        (date(2026, 3, 10), date(2026, 4, 3)),  # Mar 5, 6, 9, 10 out: 31, Apr 1, 2, Fri 3
        (date(2026, 4, 10), date(2026, 4, 28)),  # its time was over on Wed 1 April
    ):
        silent = clock(date(2026, 3, 2), on=on, consultations=asked)
        assert (silent.due_on, silent.earliest_on) == (date(2026, 4, 28), earliest)


def test_days_to_the_alarm_are_counted_in_the_calendar_of_the_alarm():
    # Earliest, with Sat 9 and Sun 10 January worked: 5-10 is 6, 11-15 is 11, 18-22 is 16,
    # 25-28 is 20; plainly Mon 1 February. From the 20th: 21, 22 is 2, 25-28 is 6.
    asked = (Suspension(date(2027, 1, 29), date(2027, 2, 4)),)
    waiting = clock(date(2027, 1, 4), suspensions=asked)
    assert waiting.earliest_on == date(2027, 1, 28)
    assert waiting.earliest_days_left(date(2027, 1, 20)) == 6


def test_a_silent_third_party_over_the_new_year_is_provisional_with_an_earlier_alarm():
    silent = clock(
        date(2026, 12, 1), consultations=(Consultation(date(2026, 12, 8), date(2026, 12, 9)),)
    )
    assert silent.provisional
    assert silent.earliest_on < silent.due_on


# --- answering


def test_answered_on_the_last_day_is_in_time_and_the_day_after_is_late():
    assert not clock(answered_on=date(2026, 3, 30)).answered_late
    assert clock(answered_on=date(2026, 3, 31)).answered_late


def test_an_unanswered_case_is_overdue_from_the_day_after():
    open_ = clock()
    assert [open_.overdue(date(2026, 3, d)) for d in (30, 31)] == [False, True]
    assert [open_.days_left(date(2026, 3, d)) for d in (27, 30, 31)] == [1, 0, -1]
    # Sat 28 and Sun 29: one working day is left, as on Friday evening.
    assert open_.days_left(date(2026, 3, 28)) == 1


def test_an_answered_case_no_longer_runs_and_is_not_overdue():
    done = clock(answered_on=date(2026, 3, 20))
    assert done.runs(date(2026, 3, 19))
    assert not done.runs(date(2026, 3, 20))
    assert not done.overdue(date(2026, 6, 1))


def test_the_answer_closes_a_consultation_nobody_answered():
    # 3-6 is 4; not counted from 7 to the answer on the 18th; 19, 20 is 6 ... 10 April.
    done = clock(
        suspensions=(Suspension(date(2026, 3, 6)),),
        answered_on=date(2026, 3, 18),
        on=date(2026, 6, 1),
    )
    assert done.due_on == date(2026, 4, 10)
    assert not done.answered_late


@pytest.mark.parametrize("since", [date(2026, 3, 18), date(2026, 3, 20)])
def test_a_letter_sent_the_day_of_the_answer_or_later_moves_nothing(since):
    done = clock(answered_on=date(2026, 3, 18), suspensions=(Suspension(since, date(2026, 3, 25)),))
    assert done.due_on == date(2026, 3, 30)


def test_what_happens_after_the_answer_moves_nothing():
    done = clock(answered_on=date(2026, 3, 18), suspensions=(Suspension(date(2026, 3, 20)),))
    assert done.due_on == date(2026, 3, 30)


# --- the explanation


def test_every_day_says_its_number_and_why():
    days = {day.date: day for day in clock(date(2026, 9, 14), law=UNIVERSITY).days}
    assert next(iter(days)) == date(2026, 9, 14)
    assert list(days)[-1] == date(2026, 10, 10)
    assert [days[date(2026, 9, d)].number for d in (14, 15, 18, 19, 20, 25)] == [
        None, 1, 4, None, 5, None,
    ]  # fmt: skip
    assert days[date(2026, 9, 14)].reason.zh == "收到申请之日，次日起算"
    assert days[date(2026, 9, 14)].marks == {"received"}
    assert days[date(2026, 9, 20)].marks == {"makeup"}
    assert days[date(2026, 9, 25)].marks == {"holiday"}
    assert days[date(2026, 10, 10)].marks == {"makeup", "due"}


def test_suspended_and_extended_days_are_marked():
    shown = clock(
        suspensions=(Suspension(date(2026, 3, 6), date(2026, 3, 18)),),
        extended_on=date(2026, 4, 10),
        extended_by=1,
        on=date(2026, 3, 18),
    )
    days = {day.date: day for day in shown.days}
    assert shown.due_on == date(2026, 4, 13)
    assert "suspended" not in days[date(2026, 3, 6)].marks
    assert days[date(2026, 3, 18)].marks == {"suspended", "today"}
    assert days[date(2026, 3, 18)].reason.zh == "征求第三方意见，不计入期限"
    assert "suspended" not in days[date(2026, 3, 19)].marks
    assert "extended" not in days[date(2026, 4, 10)].marks
    assert days[date(2026, 4, 13)].marks == {"extended", "due"}
    assert days[date(2026, 4, 13)].number == 21


def test_days_not_yet_certain_are_marked():
    days = clock(date(2026, 11, 30)).days
    assert [d.date.day for d in days if "provisional" in d.marks] == [26, 27, 28]


def test_while_the_end_is_unknown_the_days_go_up_to_today():
    waiting = clock(suspensions=(Suspension(date(2026, 3, 6)),), on=date(2026, 3, 18))
    assert waiting.days[-1].date == date(2026, 3, 18)


def test_the_sentence_tells_the_whole_story():
    told = clock(
        date(2026, 2, 10),
        suspensions=(Suspension(date(2026, 2, 12), date(2026, 2, 14)),),
        extended_on=date(2026, 3, 16),
        extended_by=5,
    ).sentence
    assert told.zh == (
        "2026年2月10日收到申请，自次日起数20个工作日；"
        "2026年2月12日之后至2026年2月14日征求第三方意见，不计入期限；"
        "经批准延长5个工作日；最后一日是2026年3月25日。"
    )
    assert told.en.endswith("the last day is 25 March 2026.")


def test_the_articles_are_those_the_date_rests_on():
    told = clock(
        suspensions=(Suspension(date(2026, 3, 17), date(2026, 3, 20)),),
        correction_asked_on=date(2026, 3, 9),
        corrected_on=date(2026, 3, 16),
        payment_asked_on=date(2026, 3, 23),
        paid_on=date(2026, 3, 25),
        extended_on=date(2026, 3, 26),
        extended_by=5,
    )
    assert [a.zh for a in told.articles] == [
        "《条例》第三十三条第二款",
        "《条例》第三十条",
        "《信息处理费管理办法》第六条",
    ]
    assert [a.zh for a in clock(suspensions=(Suspension(date(2026, 3, 6)),)).articles] == [
        "《条例》第三十三条第二款",
        "《条例》第三十三条第三款",
    ]
    assert clock(agreed_due_on=date(2026, 6, 1)).articles[-1].zh == "《条例》第三十五条"


def test_where_a_law_has_no_article_none_is_cited():
    law = UNIVERSITY.configured({"extension.allowed": True})
    told = clock(law=law, extended_on=date(2026, 3, 9), extended_by=5)
    assert [a.zh for a in told.articles] == ["《办法》第十八条"]


# --- dates that contradict each other


@pytest.mark.parametrize(
    "facts",
    [
        {"corrected_on": date(2026, 3, 1)},
        {"correction_asked_on": date(2026, 3, 9), "corrected_on": date(2026, 3, 6)},
        {"extended_on": date(2026, 3, 1), "extended_by": 5},
        {"answered_on": date(2026, 3, 1)},
        {"paid_on": date(2026, 3, 1)},
        {"extended_by": -1},
    ],
)
def test_facts_that_contradict_each_other_are_refused(facts):
    with pytest.raises(ClockRefusal):
        Facts(MARCH_2, **facts)


def test_a_date_without_the_one_it_depends_on_is_refused():
    with pytest.raises(ClockRefusal, match="缺少在先的日期"):
        Facts(None, answered_on=MARCH_2)


def test_a_suspension_must_end_after_it_begins_and_have_a_known_kind():
    with pytest.raises(ClockRefusal, match="早于起始日"):
        Suspension(date(2026, 3, 6), date(2026, 3, 5))
    with pytest.raises(ClockRefusal, match="holiday"):
        Suspension(date(2026, 3, 6), None, "holiday")
    with pytest.raises(ClockRefusal, match="nobody"):
        Consultation(date(2026, 3, 6), kind="nobody")
    with pytest.raises(ClockRefusal, match="早于征求意见"):
        Consultation(date(2026, 3, 6), answered_on=date(2026, 3, 5))
