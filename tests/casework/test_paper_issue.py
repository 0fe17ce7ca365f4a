"""Issue: the step taken, the bytes kept, the applicant told, or none of it."""

from datetime import date

import pytest

from casework import issuing, paper
from notices import pdf
from notices.kinds import KINDS
from notices.models import Notice
from office.models import Institution
from records import log
from records.models import OutgoingMail
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.states import State
from requests_app.steps import NotNow, NotPermitted
from tests.cast import at
from tests.notices import paper as printed
from tests.notices import stories
from tests.notices.desk import FRIDAY, approved_up_to, refusal_of, submitted
from tests.sizes import some_quick


@pytest.mark.parametrize(
    "code", some_quick([code for code in KINDS if not KINDS[code].is_automatic], 6)
)
def test_every_kind_travels_from_draft_to_applicant(cast, code):
    stories.allow_everything()
    on = date(2026, 6, 1) if code in ("not_corrected", "fee_unpaid") else FRIDAY
    application = stories.ready(cast, code)
    facts = stories.facts_for(code, application)
    notice = paper.draft(code, application, by=cast.officer, on=on, at=at(on), facts=facts)
    paper.submit(notice, by=cast.officer, at=at(on, 10))
    people = {s.code: s.role for s in paper.stages(notice) if s.code != "secrecy"}
    for role in people.values():
        paper.approve(notice, by=getattr(cast, role), on=on, at=at(on, 11))
    assert notice.number == f"示例大学信公{KINDS[code].series}〔2026〕1号"
    assert notice.issued_on == on
    assert notice.number in printed.text(paper.issued_pdf(notice))
    application.refresh_from_db()
    if KINDS[code].step == "answer":
        assert (application.state, application.closed_on) == (State.ANSWERED, on)
        assert application.handling.result in KINDS[code].answers
    if KINDS[code].step == "decline":
        assert (application.state, application.closed_on) == (State.NOT_PROCESSED, on)
    if KINDS[code].step == "deem_abandoned":
        assert application.state == State.ABANDONED
    assert log.verify(application.chain) == []


def test_issuing_takes_the_step_and_logs_number_and_hash(cast):
    notice = approved_up_to(cast, "correction", cast.office_head)
    application = Application.objects.get(pk=notice.application_id)
    assert application.state == State.AWAITING_CORRECTION
    assert application.correction.days == 10
    events = [entry.event for entry in log.entries(application.chain)]
    assert events[-5:] == [
        "notice_submitted", "notice_approved", "request_correction", "notice_issued",
        "notice_served",
    ]  # fmt: skip
    issued = log.entries(application.chain).get(event="notice_issued")
    assert issued.payload["number"] == notice.number
    assert issued.payload["sha256"] == notice.sha256


def test_an_issued_notice_is_never_made_again(cast):
    notice = approved_up_to(cast, "correction", cast.office_head)
    kept = paper.issued_pdf(notice)
    Institution.objects.update(name="别的大学")
    assert paper.issued_pdf(notice) == kept
    assert "别的大学" not in paper.preview_html(notice)
    assert "请说明所需信息的年度" in paper.preview_html(notice)
    for act in (
        lambda: paper.issue(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 15)),
        lambda: paper.discard(notice, by=cast.officer, at=at(FRIDAY, 15), reason="错"),
        lambda: paper.redraft(
            notice, by=cast.officer, at=at(FRIDAY, 15), facts=stories.FACTS["correction"]
        ),
    ):
        assert "已经发出" in refusal_of(act)


@pytest.mark.full
def test_the_applicant_is_told_without_a_word_of_the_content(cast):
    notice = approved_up_to(cast, "refused", cast.department_head, cast.office_head, cast.leader)
    mail = OutgoingMail.objects.get(dedupe_key=f"notice:{notice.pk}")
    assert mail.recipient == "zhang@example.com"
    assert "张示例" not in mail.subject + mail.body
    assert "不予公开" not in mail.subject + mail.body
    assert "转专业" not in mail.subject + mail.body


def test_a_third_party_letter_writes_no_mail_to_the_applicant(cast):
    notice = approved_up_to(cast, "third_party_consultation", cast.office_head)
    assert not OutgoingMail.objects.filter(dedupe_key=f"notice:{notice.pk}").exists()
    assert notice.served_on is None


@pytest.mark.parametrize(
    "changed",
    [
        {"facts": {"missing": "别的事项", "days": 10}},
        {"wording": "另外的正文"},
        {"draft_number": 9},
    ],
)
def test_what_was_not_approved_is_not_issued(cast, changed):
    notice = submitted(cast, "correction")
    Notice.objects.filter(pk=notice.pk).update(**changed)
    with pytest.raises(paper.ContentChanged):
        paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))


@pytest.mark.full
def test_a_case_changed_after_the_last_signature_stops_the_issue(cast, monkeypatch):
    """The hash is asked again at issue, not only at approval."""
    notice = signed_by_all_but_not_printed(cast, monkeypatch)
    cases = Application.objects.filter(pk=notice.application_id)
    was = notice.application.subject
    cases.update(subject="别的信息")
    with pytest.raises(paper.ContentChanged):
        paper.issue(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 13))
    cases.update(subject=was)
    assert paper.issue(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 13)).is_issued


@pytest.mark.full
def test_a_case_changed_while_its_letter_is_printed_stops_the_issue(cast, monkeypatch):
    notice = signed_by_all_but_not_printed(cast, monkeypatch)
    seal_and_sign = issuing.seal_and_sign

    def changed_meanwhile(letter, *, at):
        Application.objects.filter(pk=notice.application_id).update(subject="别的信息")
        return seal_and_sign(letter, at=at)

    monkeypatch.setattr(issuing, "seal_and_sign", changed_meanwhile)
    with pytest.raises(paper.ContentChanged):
        paper.issue(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 13))
    notice.refresh_from_db()
    assert not notice.is_issued


def signed_by_all_but_not_printed(cast, monkeypatch) -> Notice:
    notice = approved_up_to(cast, "refused", cast.department_head, cast.office_head)

    def jammed(*_letter, **_at):
        raise pdf.NotRendered("no paper")

    with monkeypatch.context() as broken:
        broken.setattr(issuing, "seal_and_sign", jammed)
        with pytest.raises(pdf.NotRendered):
            paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    assert paper.next_stage(notice) is None
    return notice


@pytest.mark.full
def test_a_newer_institution_makes_the_draft_be_saved_anew(cast):
    notice = submitted(cast, "refused")
    current = Institution.objects.get()
    current.pk, current.version, current.court = None, 2, "别的法院"
    current.save()
    assert "机构信息" in paper.missing(notice)[0]
    said = refusal_of(paper.approve, notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert "机构信息" in said


@pytest.mark.full
def test_a_step_no_longer_possible_stops_the_issue(cast):
    notice = submitted(cast, "correction")
    notice.application.withdraw(by=cast.registrar, on=FRIDAY, at=at(FRIDAY, 10))
    with pytest.raises(Refusal) as refused:
        paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert "已撤回" in str(refused.value)


def test_one_who_may_not_take_the_step_does_not_issue(cast):
    notice = approved_up_to(cast, "refused", cast.department_head, cast.office_head)
    with pytest.raises((NotPermitted, NotNow, Refusal)) as refused:
        paper.issue(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    assert "主管校领导批准" in str(refused.value)
