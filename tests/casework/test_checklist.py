"""What a case still needs to finish lawfully, each with its day."""

from datetime import date

import pytest

from casework import issuing, paper
from casework.checklist import checklist
from casework.needs import Stands
from records.log import APPLICANT, SYSTEM
from requests_app.models import Application
from tests.cast import MONDAY, at, awaiting_correction, filed, in_hand, reasons_heard
from tests.notices import stories
from tests.notices.desk import FRIDAY, approved_up_to
from tests.requests_app.situations import consulting, declined, withdrawn

DUE = date(2026, 3, 30)  # twenty working days after Monday 2 March
REOPENED = date(2026, 3, 9)  # a Monday
SEVENTH = date(2026, 3, 11)  # 3-6 March are four, 9-11 are seven


def needs(case: Application, on: date) -> dict[str, tuple[str, date | None]]:
    case = Application.objects.get(pk=case.pk)
    return {n.code: (n.stands.value, n.on or n.by) for n in checklist(case, on=on)}


def test_a_fresh_case_has_everything_before_it_and_says_what_comes_next(cast):
    case = in_hand(cast)
    assert needs(case, MONDAY) == {
        "registration": ("done", MONDAY),
        "acknowledgement": ("to_do", None),
        "correction_notice": ("optional", SEVENTH),
        "extension": ("optional", DUE),
        "search": ("to_do", None),
        "draft": ("to_do", date(2026, 3, 25)),
        "stage_unit": ("to_do", date(2026, 3, 26)),
        "stage_office": ("to_do", date(2026, 3, 27)),
        "stage_leader": ("to_do", DUE),
        "secrecy": ("optional", DUE),
        "reply": ("to_do", DUE),
        "service": ("to_do", DUE),
    }
    following = [need.code for need in checklist(case, on=MONDAY) if need.is_next]
    assert following == ["acknowledgement"]


def test_a_receipt_to_be_confirmed_comes_first(cast):
    case = filed(MONDAY)
    Application.objects.filter(pk=case.pk).update(received_on=None, due_on=None, alarm_on=None)
    found = checklist(Application.objects.get(pk=case.pk), on=FRIDAY)
    assert (found[0].code, found[0].stands, found[0].is_next) == ("receipt", Stands.MISSED, True)


def test_the_correction_notice_is_possible_for_seven_working_days_and_then_says_why_not(cast):
    case = in_hand(cast)
    assert needs(case, SEVENTH)["correction_notice"] == ("optional", SEVENTH)
    after = {n.code: n for n in checklist(case, on=date(2026, 3, 12))}["correction_notice"]
    assert after.stands == Stands.LAPSED
    assert "3月11日届满" in after.reason


def test_a_late_correction_notice_is_said_to_be_late(cast):
    case = awaiting_correction(cast, asked_on=date(2026, 3, 12))
    found = {n.code: n for n in checklist(case, on=date(2026, 3, 12))}
    assert found["correction_notice"].reason == "晚于2026年3月11日"
    # Ten working days from 12 March: 13, 16-20, 23-26.
    assert (found["correction"].stands, found["correction"].by) == (
        Stands.TO_DO, date(2026, 3, 26),
    )  # fmt: skip


def test_an_applicant_who_does_not_correct_is_said_to_be_over_time(cast):
    case = awaiting_correction(cast)
    assert needs(case, date(2026, 3, 16))["correction"] == ("to_do", date(2026, 3, 16))
    found = {n.code: n for n in checklist(case, on=date(2026, 3, 17))}["correction"]
    assert found.stands == Stands.MISSED
    assert "可视为放弃申请" in found.reason


@pytest.mark.full
def test_a_consultation_wants_proof_then_the_opinion_and_the_decision_on_it(cast):
    case = consulting(cast)
    found = needs(case, MONDAY)
    assert found["proof"] == ("to_do", None)
    case.record_party_receipt(
        by=cast.officer, on=MONDAY, at=at(MONDAY, 16), proof="EMS",
        consultation=case.consultations.get().pk,
    )  # fmt: skip
    # Fifteen working days from 2 March: 3-6, 9-13, 16-20 are 14, Monday the 23rd is the last.
    found = needs(case, date(2026, 3, 23))
    assert "proof" not in found
    assert found["opinion"] == ("to_do", date(2026, 3, 23))
    assert needs(case, date(2026, 3, 24))["opinion"] == ("missed", date(2026, 3, 23))
    case.receive_opinion(
        by=cast.officer, on=date(2026, 3, 24), at=at(date(2026, 3, 24)), opinion="objects",
        consultation=case.consultations.get().pk,
    )  # fmt: skip
    found = needs(case, date(2026, 3, 24))
    assert found["opinion"] == ("done", date(2026, 3, 24))
    assert found["weigh_opinion"][0] == "to_do"


@pytest.mark.full
def test_an_extension_is_possible_until_the_limit_ends_and_is_then_gone(cast):
    case = in_hand(cast)
    assert needs(case, DUE)["extension"] == ("optional", DUE)
    assert needs(case, date(2026, 3, 31))["extension"] == ("lapsed", DUE)
    notice = approved_up_to(cast, "extension", cast.office_head)
    assert needs(notice.application, FRIDAY)["extension"] == ("done", FRIDAY)


def test_the_universities_rules_know_no_extension(cast):
    assert "extension" not in needs(in_hand(cast, law="cn-university"), MONDAY)


def test_what_was_missed_is_said(cast):
    case = in_hand(cast)
    found = needs(case, date(2026, 3, 31))
    assert found["draft"] == ("missed", date(2026, 3, 25))
    assert found["reply"] == ("missed", DUE)
    assert found["service"] == ("missed", DUE)


def test_a_release_waits_for_the_secrecy_review_in_its_place_of_the_chain(cast):
    case = stories.ready(cast, "granted")
    notice = paper.draft(
        "granted", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=stories.FACTS["granted"]
    )
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    found = needs(case, FRIDAY)
    assert found["draft"][0] == "done"
    assert "stage_secrecy" in found
    assert "secrecy" not in found


def test_a_reply_sent_and_served_leaves_nothing_owed(cast):
    notice = approved_up_to(cast, "refused", cast.department_head, cast.office_head, cast.leader)
    case = notice.application
    issuing.acknowledge(case, by=SYSTEM, on=FRIDAY, at=at(FRIDAY, 13))
    found = needs(case, FRIDAY)
    assert found["reply"] == found["service"] == ("done", FRIDAY)
    assert {code for code, (stands, _day) in found.items() if stands == "missed"} == set()


@pytest.mark.full
def test_the_reply_of_an_earlier_handling_is_no_reply_to_the_later_one(cast):
    notice = approved_up_to(cast, "refused", cast.department_head, cast.office_head, cast.leader)
    case = notice.application
    issuing.acknowledge(case, by=SYSTEM, on=FRIDAY, at=at(FRIDAY, 13))
    case.searches.create(on=FRIDAY, by=cast.officer, places="档案馆", terms="合同", found="有")
    case = Application.objects.get(pk=case.pk)
    case.reopen(
        by=cast.office_head, on=REOPENED, at=at(REOPENED), cause="review", reason="责令重作"
    )
    found = needs(case, REOPENED)
    assert found["registration"] == ("done", REOPENED)
    assert "acknowledgement" not in found
    assert found["search"] == ("to_do", None)
    # Twenty working days from Monday 9 March: 10-13, 16-20, 23-27, 30-31 March, 1-3 and 7 April
    # (the 6th is Qingming).
    assert found["reply"] == found["service"] == ("to_do", date(2026, 4, 7))
    assert "rectification" not in found


@pytest.mark.full
def test_a_correction_received_is_done_and_the_case_goes_on(cast):
    case = awaiting_correction(cast)
    case.receive_correction(by=APPLICANT, on=FRIDAY, at=at(FRIDAY), answer="2025年")
    found = needs(case, FRIDAY)
    assert found["correction"] == ("done", FRIDAY)
    # Twenty working days from Friday 6 March: 9-13, 16-20, 23-27, 30-31 March, 1-3 April.
    assert found["reply"] == ("to_do", date(2026, 4, 3))


def test_days_that_may_still_change_are_said_to_be_provisional(cast):
    case = in_hand(cast, date(2026, 12, 14))
    found = {n.code: n for n in checklist(case, on=date(2026, 12, 14))}
    assert found["reply"].provisional
    assert found["draft"].provisional
    assert found["reply"].by == case.clock(on=date(2026, 12, 14)).earliest_on


@pytest.mark.full
def test_days_counted_back_through_a_year_without_its_notice_are_provisional_too(cast):
    case = in_hand(cast, date(2026, 11, 10))
    reasons_heard(case, cast, date(2026, 11, 10))
    case.set_later_date(
        by=cast.office_head, on=date(2026, 11, 10), at=at(date(2026, 11, 10)),
        due_on=date(2027, 2, 3), reason="数量较多",
    )  # fmt: skip
    found = {n.code: n for n in checklist(case, on=date(2026, 11, 10))}
    assert (found["reply"].by, found["reply"].provisional) == (date(2027, 2, 3), False)
    assert found["draft"].provisional


@pytest.mark.full
def test_what_ended_otherwise_needs_nothing(cast):
    assert checklist(withdrawn(cast), on=FRIDAY) == []


@pytest.mark.full
def test_a_case_not_processed_is_shown_as_it_was(cast):
    assert needs(declined(cast), FRIDAY)["registration"] == ("done", MONDAY)
