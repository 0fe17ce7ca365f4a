"""Where the time went: every working day in somebody's hands, and no day twice."""

from datetime import date, timedelta

import pytest

from casework import paper
from casework.time_spent import time_spent
from office.calendars import working_calendar
from records.log import APPLICANT
from requests_app.models import Application
from tests.cast import MONDAY, at, filed, in_hand, reasons_heard, registered
from tests.notices import stories
from tests.requests_app.situations import SITUATIONS, closed, consulting, withdrawn
from tests.sizes import some_quick

CHARGING = {"cn-regulation": {"fees": "tariff_2020"}}


def spent(case: Application, on: date):
    return time_spent(Application.objects.get(pk=case.pk), on=on)


def spells(case: Application, on: date) -> list[tuple[str, int, int]]:
    return [(s.hands, s.days, s.counted) for s in spent(case, on).spells if not s.left]


def test_registry_archives_and_the_applicants_time(cast):
    # With the office 3-4 March; with the unit 5 and 6 March; asked on Friday 6 March, corrected on
    # Thursday 12: 9-12 March with the applicant; then the unit again, 13 and 16 March.
    case = registered(cast)
    wednesday, friday = date(2026, 3, 4), date(2026, 3, 6)
    case.assign(by=cast.registrar, on=wednesday, at=at(wednesday), unit=cast.academic_affairs)
    case.request_correction(
        by=cast.office_head, on=friday, at=at(friday), missing="年度", days=10
    )  # fmt: skip
    case.receive_correction(
        by=APPLICANT, on=date(2026, 3, 12), at=at(date(2026, 3, 12)), answer="2025年"
    )
    assert spells(case, date(2026, 3, 16)) == [
        ("信息公开办公室", 2, 0), ("教务处", 2, 0), ("申请人（补正）", 4, 0), ("教务处", 2, 2),
    ]  # fmt: skip
    found = spent(case, date(2026, 3, 16))
    assert found.by_hands == {"信息公开办公室": 2, "教务处": 4, "申请人（补正）": 4}
    assert (found.elapsed, found.counted, found.left) == (10, 2, 18)


def test_a_third_party_has_the_case_until_it_answers_or_its_time_is_over(cast):
    # No proof of receipt: fifteen working days and the five of the post, from 2 March: 30 March.
    case = consulting(cast)
    assert spells(case, date(2026, 4, 1)) == [("第三方", 20, 0), ("教务处", 2, 2)]


def test_each_signature_is_a_wait_of_its_own(cast):
    case = stories.ready(cast, "refused")
    monday, tuesday, thursday = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 12)
    notice = paper.draft(
        "refused", case, by=cast.officer, on=monday, at=at(monday), facts=stories.FACTS["refused"]
    )
    paper.submit(notice, by=cast.officer, at=at(monday, 10))
    paper.approve(notice, by=cast.department_head, on=tuesday, at=at(tuesday))
    paper.send_back(notice, by=cast.office_head, at=at(thursday), comment="理由不足")
    # The unit 3-6 and 9 March; its head the 10th; the office head 11 and 12; the unit the 13th.
    assert spells(case, date(2026, 3, 13)) == [
        ("教务处", 5, 5), ("承办单位负责人审核", 1, 1), ("信息公开办公室负责人审核", 2, 2),
        ("教务处", 1, 1),
    ]  # fmt: skip


def test_a_signature_still_awaited_is_its_stages(cast):
    case = stories.ready(cast, "refused")
    notice = paper.draft(
        "refused", case, by=cast.officer, on=MONDAY, at=at(MONDAY), facts=stories.FACTS["refused"]
    )
    paper.submit(notice, by=cast.officer, at=at(MONDAY, 17))
    assert spells(case, date(2026, 3, 4)) == [("承办单位负责人审核", 2, 2)]


def test_days_after_the_limit_are_in_somebodys_hands_and_count_no_more(cast):
    assert spells(in_hand(cast), date(2026, 4, 1)) == [("教务处", 22, 20)]


def test_before_receipt_and_on_its_day_nothing_has_passed(cast):
    case = filed(MONDAY)
    assert spent(case, MONDAY).elapsed == 0
    Application.objects.filter(pk=case.pk).update(received_on=None, due_on=None, alarm_on=None)
    assert spent(case, date(2026, 3, 9)).spells == ()


def test_what_is_handled_anew_leaves_out_the_days_between(cast):
    case = closed(cast)  # on the day it came
    monday = date(2026, 4, 13)
    case.reopen(
        by=cast.office_head, on=monday, at=at(monday), cause="review", reason="责令重新答复"
    )  # fmt: skip
    assert spent(case, date(2026, 4, 15)).elapsed == 2


def test_what_is_left_goes_on_to_a_later_date_agreed_with_the_applicant(cast):
    case = in_hand(cast, law="cn-regulation")
    reasons_heard(case, cast)
    case.set_later_date(
        by=cast.office_head, on=MONDAY, at=at(MONDAY), due_on=date(2026, 6, 1), reason="数量较多"
    )
    # The twenty days ended on 30 March; after Thursday 28 May come the 29th and Monday 1 June.
    assert spent(case, date(2026, 5, 28)).left == 2


def test_a_withdrawn_case_spends_no_more(cast):
    assert spent(withdrawn(cast), date(2026, 6, 1)).elapsed == 0


@pytest.mark.parametrize("situation", some_quick(SITUATIONS, 4))
def test_the_spells_always_come_to_the_working_days_that_passed(cast, institution, situation):
    """Counted again from the calendar alone, day by day over ten weeks, in every situation."""
    institution.law_settings = CHARGING
    institution.save()
    make, first = SITUATIONS[situation]
    case = Application.objects.get(pk=make(cast).pk)
    calendar = working_calendar()
    for ahead in range(0, 70, 3):
        on = first + timedelta(days=ahead)
        found = time_spent(case, on=on)
        used = [spell for spell in found.spells if not spell.left]
        assert sum(spell.days for spell in used) == found.elapsed
        assert sum(found.by_hands.values()) == found.elapsed
        assert sum(spell.counted for spell in used) == found.counted
        last = min(filter(None, (case.closed_on, on)))
        passed = calendar.count(case.received_on, last) if case.received_on else 0
        assert found.elapsed == passed
        days = [spell.first for spell in used]
        assert days == sorted(days)
