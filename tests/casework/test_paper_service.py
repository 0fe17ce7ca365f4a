"""Acknowledgement and service: which day counts, and what it closes."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework import paper
from casework.paper import Proof
from notices.models import Notice, ServiceRecord
from records import log
from requests_app.models import Application
from requests_app.states import State
from requests_app.steps import NotPermitted
from tests.cast import MONDAY, Cast, at, in_hand
from tests.notices import paper as printed
from tests.notices.desk import FRIDAY, TUESDAY, approved_up_to, drafted, refusal_of
from tests.records.hostile import PNG


def test_an_acknowledgement_is_issued_once_by_whoever_registers(cast):
    application = in_hand(cast)
    first = paper.acknowledge(application, by=cast.registrar, on=MONDAY, at=at(MONDAY, 12))
    again = paper.acknowledge(application, by=cast.registrar, on=TUESDAY, at=at(TUESDAY))
    assert again.pk == first.pk
    assert first.number == "示例大学信公收〔2026〕1号"
    assert "申请编号：2026-1" in printed.text(paper.issued_pdf(first))


@pytest.mark.full
def test_no_acknowledgement_before_the_day_of_receipt_is_known(cast):
    application = in_hand(cast)
    Application.objects.filter(pk=application.pk).update(state=State.FILED, received_on=None)
    application.refresh_from_db()
    said = refusal_of(
        paper.acknowledge, application, by=cast.registrar, on=MONDAY, at=at(MONDAY, 12)
    )
    assert "收到日期" in said


def serve(cast: Cast, notice: Notice, day: date, number: str = "EMS1CN") -> ServiceRecord:
    return paper.serve(
        notice, manner="post", on=day, by=cast.registrar, at=at(day, 17),
        proof=Proof(reference=number),
    )  # fmt: skip


def replied(cast: Cast, **asked) -> Notice:
    return approved_up_to(
        cast, "refused", cast.department_head, cast.office_head, cast.leader, **asked
    )


def test_online_delivery_is_service_the_same_day_and_closes_the_case(cast):
    notice = replied(cast)
    assert (notice.served_on, notice.manner_of_service) == (FRIDAY, "online")
    assert Application.objects.get(pk=notice.application_id).closed_on == FRIDAY


@pytest.mark.full
def test_online_delivery_without_an_address_to_tell_waits_for_service(cast):
    notice = replied(cast, applicant={"email": ""})
    assert notice.served_on is None
    assert Application.objects.get(pk=notice.application_id).closed_on is None


def test_mail_counts_from_the_day_of_posting(cast):
    notice = replied(cast, delivery="post")
    assert notice.served_on is None
    posted = date(2026, 3, 9)
    paper.serve(
        notice, manner="post", on=posted, by=cast.registrar, at=at(date(2026, 3, 11)),
        proof=Proof(reference="EMS1234567890CN"),
    )  # fmt: skip
    assert Application.objects.get(pk=notice.application_id).closed_on == posted
    assert notice.service_proof == "EMS1234567890CN"


@pytest.mark.full
def test_a_second_service_changes_nothing_of_the_day_that_counts(cast):
    notice = replied(cast, delivery="post")
    for day in (date(2026, 3, 9), date(2026, 3, 20)):
        serve(cast, notice, day)
    assert [record.counted_on for record in notice.services.all()] == [
        date(2026, 3, 9), date(2026, 3, 20),
    ]  # fmt: skip
    notice.refresh_from_db()
    assert notice.served_on == date(2026, 3, 9)
    assert Application.objects.get(pk=notice.application_id).closed_on == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("manner", "lacking"), [("post", "邮件号码"), ("counter", "签收人"), ("entrusted", "签收人")]
)
def test_service_without_what_proves_it_is_refused(cast, manner, lacking):
    notice = replied(cast, delivery="post")
    said = refusal_of(
        paper.serve, notice, manner=manner, on=FRIDAY, by=cast.registrar, at=at(FRIDAY, 17)
    )
    assert lacking in said
    assert not notice.services.exists()


@pytest.mark.full
def test_the_scan_is_kept_and_its_hash_is_in_the_log(cast):
    notice = replied(cast, delivery="counter")
    scan = SimpleUploadedFile("回证.png", PNG)
    record = paper.serve(
        notice, manner="counter", on=FRIDAY, by=cast.registrar, at=at(FRIDAY, 17),
        proof=Proof(signed_by="张示例", file=scan),
    )  # fmt: skip
    entry = log.entries(notice.application.chain).get(event="notice_served")
    assert entry.payload["proof_sha256"] == record.proof_file.sha256
    assert "张示例" not in str(entry.payload)
    assert record.proof_file.is_quarantined


@pytest.mark.full
@pytest.mark.parametrize("day", [date(2026, 3, 5), date(2026, 3, 12)])
def test_service_lies_between_issue_and_today(cast, day):
    notice = replied(cast, delivery="post")
    said = refusal_of(
        paper.serve, notice, manner="post", on=day, by=cast.registrar, at=at(date(2026, 3, 11)),
        proof=Proof(reference="1"),
    )  # fmt: skip
    assert "发出日期与今天之间" in said


def test_an_outsider_records_no_service(cast):
    notice = replied(cast, delivery="post")
    with pytest.raises(NotPermitted):
        paper.serve(notice, manner="post", on=FRIDAY, by=cast.outsider, at=at(FRIDAY, 15))


@pytest.mark.full
def test_a_draft_can_be_seen_as_it_will_print(cast):
    notice = drafted(cast, "refused")
    assert "草" in printed.text(paper.draft_pdf(notice, on=FRIDAY))
