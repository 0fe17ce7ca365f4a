"""From when each limit is counted: its own short why."""

from datetime import date

from casework.counted_from import limits_with_reasons
from records.log import APPLICANT
from requests_app.models import Application
from tests.cast import MONDAY, at, awaiting_correction, filed, in_hand
from tests.requests_app.situations import FRIDAY, awaiting_payment, charge, closed, consulting


def reasons(case: Application, on: date = FRIDAY) -> dict[str, str]:
    case = Application.objects.get(pk=case.pk)
    return {limit.code: reason.zh for limit, reason in limits_with_reasons(case, on=on)}


def test_the_reply_and_the_correction_notice_are_counted_from_receipt(cast):
    assert reasons(in_hand(cast)) == {
        "reply": "2026年3月2日收到申请，自次日起20个工作日",
        "correction_notice": "2026年3月2日收到申请，自次日起7个工作日",
    }


def test_a_correction_is_counted_from_its_notice_and_starts_the_reply_again(cast):
    case = awaiting_correction(cast)
    assert reasons(case)["correction"] == "2026年3月2日告知补正，自次日起10个工作日"
    case.receive_correction(by=APPLICANT, on=FRIDAY, at=at(FRIDAY), answer="2025年")
    assert reasons(case)["reply"] == "2026年3月6日期限重新计算，自次日起20个工作日"


def test_an_extension_is_added(cast):
    case = in_hand(cast)
    case.extend(by=cast.office_head, on=FRIDAY, at=at(FRIDAY), by_days=15, reason="汇集数据")
    assert reasons(case)["reply"].endswith("20个工作日，延长15个工作日")


def test_an_opinion_is_counted_from_proof_of_receipt_or_from_sending_with_the_post(cast):
    case = consulting(cast)
    unproven = reasons(case)["third_party"]
    assert unproven.startswith("2026年3月2日发出征求意见书（没有收到凭证），自次日起20个工作日")
    assert unproven.endswith("其中投递5日")
    case.record_party_receipt(
        by=cast.officer, on=date(2026, 3, 4), at=at(FRIDAY), proof="EMS",
        consultation=case.consultations.get().pk,
    )  # fmt: skip
    assert reasons(case)["third_party"] == "2026年3月4日对方收到征求意见书，自次日起15个工作日"


def test_payment_and_the_applicants_remedies(cast):
    charge()
    assert reasons(awaiting_payment(cast))["payment"].startswith("2026年3月2日通知缴费")
    found = reasons(closed(cast))
    assert found["review"] == "2026年3月2日答复送达，自次日起60日；最后一日休息的顺延"
    assert found["suit"] == "2026年3月2日答复送达，自次日起6个月；最后一日休息的顺延"


def test_what_is_handled_anew_is_not_said_to_be_received(cast):
    case = closed(cast)
    case.reopen(by=cast.office_head, on=FRIDAY, at=at(FRIDAY), cause="court", reason="判决重作")
    assert reasons(case)["reply"] == "2026年3月6日重新办理，自次日起20个工作日"


def test_without_receipt_nothing_is_counted(cast):
    case = filed(MONDAY)
    Application.objects.filter(pk=case.pk).update(received_on=None, due_on=None, alarm_on=None)
    assert reasons(case) == {}
