"""Files that go out with a reply: checked when added, answered for by name, gated to the last."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework import letting_through, outgoing, paper, released, standing
from notices.check_outgoing import NotYet
from notices.check_outgoing.child import look_into
from notices.check_outgoing.finding import ASK, Finding
from notices.models import Notice, OutgoingCheck
from records import disk, log
from records.models import StoredFile
from records.refusals import Refusal
from requests_app.models import Attachment
from requests_app.steps import ChangedMeanwhile, NotPermitted
from tests.cast import Cast, at
from tests.notices.desk import FRIDAY, drafted, refusal_of, reviewed_again
from tests.notices.outgoing import pdf_made as made

CLEAN = made.saved(made.new())
COVERED = made.saved(made.new(made.line("Zhang San") + made.box(60, 690, 200, 30)))
ALTERED = CLEAN[:200] + bytes([CLEAN[200] ^ 1]) + CLEAN[201:]
NUMBERED = made.saved(made.new(made.line("Tel 13800000000")))


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    """A process for each file is for `test_check_outgoing`."""
    monkeypatch.setattr(outgoing, "findings_of", lambda *file, waits: look_into(*file))


def added(notice: Notice, content: bytes, name: str = "附件.pdf", *, by) -> Attachment:
    upload = SimpleUploadedFile(name, content, "application/pdf")
    found = released.add(notice.application, upload, by=by, on=FRIDAY, at=at(FRIDAY, 9))
    notice.refresh_from_db()
    return found


def reviewed_draft(cast: Cast) -> Notice:
    return drafted(cast, "granted")


def submitted(cast: Cast, content: bytes) -> tuple[Notice, Attachment]:
    notice = reviewed_draft(cast)
    attachment = added(notice, content, by=cast.officer)
    reviewed_again(cast, notice)
    return paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10)), attachment


def signed(cast: Cast, notice: Notice) -> Notice:
    people = {s.code: s.role for s in paper.stages(notice) if s.code != "secrecy"}
    for role in people.values():
        paper.approve(notice, by=getattr(cast, role), on=FRIDAY, at=at(FRIDAY, 11))
    return notice


def overwrite(stored: StoredFile, content: bytes) -> None:
    """Put other bytes where the file lies, sealed as the right ones were."""
    disk.remove(stored.path)
    disk.write(stored.path, content, row_key=stored.row_key)


def test_a_file_is_looked_into_when_it_is_added(cast):
    attachment = added(reviewed_draft(cast), COVERED, by=cast.officer)
    check = OutgoingCheck.objects.get(attachment=attachment)
    assert [f.code for f in outgoing.findings(check)] == ["covered_text"]
    assert check.sha256 == attachment.file.sha256


def test_what_must_be_mended_bars_handing_in_and_says_how_to_mend_it(cast):
    notice = reviewed_draft(cast)
    added(notice, COVERED, by=cast.officer)
    said = refusal_of(paper.submit, notice, by=cast.officer, at=at(FRIDAY, 10))
    assert "附件“附件.pdf”：看不见却能复制出来的文字（被方块或图片盖住）：第1页。" in said
    assert "遮盖功能" in said


@pytest.mark.full
def test_nobody_lets_through_what_must_be_mended(cast):
    check = added(reviewed_draft(cast), COVERED, by=cast.officer).outgoing_check
    said = refusal_of(
        letting_through.let_through, check, by=cast.office_head, at=at(FRIDAY), reason="急"
    )
    assert said == "这份文件没有需要放行的事项。"


def test_a_clean_file_goes_out_and_its_hash_stands_in_what_was_approved(cast):
    notice, attachment = submitted(cast, CLEAN)
    signed(cast, notice)
    assert notice.snapshot["letter"]["enclosed"] == [
        {"title": "附件.pdf", "size": len(CLEAN), "sha256": attachment.file.sha256}
    ]


def test_what_is_asked_about_needs_a_name_and_a_reason_and_both_are_logged(cast):
    notice = reviewed_draft(cast)
    check = added(notice, NUMBERED, by=cast.officer).outgoing_check
    assert "手机号码：第1页（1…0）" in refusal_of(
        paper.submit, notice, by=cast.officer, at=at(FRIDAY, 10)
    )
    answer = letting_through.let_through
    assert "理由" in refusal_of(answer, check, by=cast.officer, at=at(FRIDAY), reason="  ")
    with pytest.raises(NotPermitted):
        answer(check, by=cast.outsider, at=at(FRIDAY), reason="公开的办公电话")
    answer(check, by=cast.officer, at=at(FRIDAY), reason="公开的办公电话")
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    entry = log.entries(notice.application.chain).get(event="released_file_let_through")
    assert entry.payload["findings"] == ["mobile_phone"]
    assert "办公电话" not in str(entry.payload)
    assert log.private_of(entry)["reason"] == "公开的办公电话"


@pytest.mark.full
@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("officer", True), ("department_head", True), ("office_head", True), ("leader", True),
        ("secrecy_reviewer", True), ("finance", True), ("registrar", False), ("inspector", False),
        ("system_admin", False), ("audit_admin", False), ("outsider", False),
    ],
)  # fmt: skip
def test_those_who_draft_the_case_or_sign_letters_may_answer(cast, who, may):
    case = reviewed_draft(cast).application
    assert letting_through.may_answer(getattr(cast, who), case) is may


def test_nobody_answers_for_what_was_found_after_they_looked(cast, monkeypatch):
    """Two tabs: the file is looked into again, by other rules, while a reason is being typed."""
    notice = reviewed_draft(cast)
    attachment = added(notice, NUMBERED, by=cast.officer)
    looked_at = attachment.outgoing_check
    seen = outgoing.fingerprint(looked_at)
    more = look_into(
        made.saved(made.new(made.line("11010519491231002X"))), "附件", "application/pdf"
    )
    monkeypatch.setattr("casework.outgoing.findings_of", lambda *_a, **_k: more)
    now = outgoing.check(Attachment.objects.get(pk=attachment.pk), at=at(FRIDAY, 10))
    answer = letting_through.let_through
    for check, shown in ((looked_at, None), (now, seen)):
        with pytest.raises(ChangedMeanwhile):
            answer(check, by=cast.officer, at=at(FRIDAY, 11), reason="公开的电话", seen=shown)
    now.refresh_from_db()
    assert now.overridden_by is None
    answer(now, by=cast.officer, at=at(FRIDAY, 11), reason="公开", seen=outgoing.fingerprint(now))
    assert now.overridden_by == cast.officer


@pytest.mark.full
def test_other_findings_are_not_covered_by_an_earlier_answer(cast, monkeypatch):
    notice = reviewed_draft(cast)
    attachment = added(notice, NUMBERED, by=cast.officer)
    letting_through.let_through(
        attachment.outgoing_check, by=cast.officer, at=at(FRIDAY), reason="公开的电话"
    )
    same = outgoing.check(attachment, at=at(FRIDAY, 10))
    assert same.overridden_by == cast.officer
    monkeypatch.setattr("casework.outgoing.findings_of", lambda *_a, **_k: [])
    assert outgoing.check(attachment, at=at(FRIDAY, 10)).overridden_by is None


@pytest.mark.full
def test_what_was_found_since_the_page_was_shown_is_not_let_through_unseen(cast, monkeypatch):
    attachment = added(reviewed_draft(cast), NUMBERED, by=cast.officer)
    shown = OutgoingCheck.objects.select_related("attachment").get(attachment=attachment)
    found = [Finding("bank_card", ASK), Finding("mobile_phone", ASK)]
    monkeypatch.setattr("casework.outgoing.findings_of", lambda *_a, **_k: found)
    outgoing.check(attachment, at=at(FRIDAY, 10))
    answer = {"by": cast.officer, "at": at(FRIDAY, 11), "reason": "公开的电话"}
    with pytest.raises(ChangedMeanwhile):
        letting_through.let_through(shown, **answer)
    shown.refresh_from_db()
    assert shown.overridden_by is None
    assert letting_through.let_through(shown, **answer).overridden_by == cast.officer


@pytest.mark.full
def test_new_rules_make_every_check_out_of_date_until_it_is_done_again(cast, monkeypatch):
    notice, _attachment = submitted(cast, CLEAN)
    monkeypatch.setattr(outgoing, "RULES", "2027-1")
    with pytest.raises(Refusal, match="还没有按现行规则检查"):
        paper.approve(notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert outgoing.check_outdated(at=at(FRIDAY, 11)) == 1
    assert outgoing.check_outdated(at=at(FRIDAY, 12)) == 0
    paper.approve(notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 12))


@pytest.mark.full
def test_a_file_in_quarantine_counts_as_unchecked(cast):
    notice = reviewed_draft(cast)
    attachment = added(notice, CLEAN, by=cast.officer)
    StoredFile.objects.filter(pk=attachment.file_id).update(quarantined_at=at(FRIDAY))
    assert "病毒检查" in refusal_of(paper.submit, notice, by=cast.officer, at=at(FRIDAY, 10))
    OutgoingCheck.objects.all().delete()
    assert outgoing.check_outdated(at=at(FRIDAY, 11)) == 0


def slow(*_file, waits=None):
    """A file that takes longer than a page waits."""
    if waits:
        raise NotYet
    return []


@pytest.mark.full
def test_a_file_that_takes_long_stays_in_until_the_worker_has_looked_into_it(cast, monkeypatch):
    monkeypatch.setattr(outgoing, "findings_of", slow)
    notice = reviewed_draft(cast)
    attachment = added(notice, NUMBERED, by=cast.officer)
    assert not OutgoingCheck.objects.exists()
    assert "检查完才能送审" in refusal_of(paper.submit, notice, by=cast.officer, at=at(FRIDAY, 10))
    assert outgoing.check_outdated(at=at(FRIDAY, 10)) == 1
    assert outgoing.check_outdated(at=at(FRIDAY, 10)) == 0
    notice = Notice.objects.get(pk=notice.pk)
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    assert OutgoingCheck.objects.get().attachment == attachment


@pytest.mark.full
def test_looked_into_again_what_was_found_before_holds_no_longer_until_it_is_done(
    cast, monkeypatch
):
    notice = reviewed_draft(cast)
    attachment = added(notice, NUMBERED, by=cast.officer)
    letting_through.let_through(
        attachment.outgoing_check, by=cast.officer, at=at(FRIDAY), reason="公开的电话"
    )
    with monkeypatch.context() as patch:
        patch.setattr(outgoing, "findings_of", slow)
        assert outgoing.check_at_once(attachment, at=at(FRIDAY, 10)) is None
    assert "检查完才能送审" in refusal_of(paper.submit, notice, by=cast.officer, at=at(FRIDAY, 10))
    assert outgoing.check_outdated(at=at(FRIDAY, 10)) == 1
    assert OutgoingCheck.objects.get().overridden_by == cast.officer  # the same was found


@pytest.mark.full
def test_a_check_broken_off_with_the_machine_is_done_by_the_next_worker(cast, monkeypatch):
    def stopped(*_file, waits=None):
        raise NotYet

    with monkeypatch.context() as patch:
        patch.setattr(outgoing, "findings_of", stopped)
        added(reviewed_draft(cast), CLEAN, by=cast.officer)
        assert outgoing.check_outdated(at=at(FRIDAY, 10)) == 0
    assert not OutgoingCheck.objects.exists()
    assert outgoing.check_outdated(at=at(FRIDAY, 10)) == 1


@pytest.mark.full
def test_a_file_that_cannot_be_read_keeps_none_of_the_others_waiting(cast, monkeypatch):
    monkeypatch.setattr(outgoing, "findings_of", slow)
    notice = reviewed_draft(cast)
    damaged, sound = (added(notice, CLEAN, name, by=cast.officer) for name in ("a.pdf", "b.pdf"))
    disk.remove(damaged.file.path)
    with pytest.raises(Refusal, match=f"stored file {damaged.file_id}"):
        outgoing.check_outdated(at=at(FRIDAY, 10))
    assert OutgoingCheck.objects.get().attachment == sound


def test_a_file_without_a_check_does_not_go_out(cast):
    notice, _attachment = submitted(cast, CLEAN)
    OutgoingCheck.objects.all().delete()
    with pytest.raises(Refusal, match="还没有按现行规则检查"):
        signed(cast, notice)


def test_one_changed_byte_on_disk_stops_the_last_signature(cast):
    notice, attachment = submitted(cast, CLEAN)
    *first, last = [s.role for s in paper.stages(notice) if s.code != "secrecy"]
    for role in first:
        paper.approve(notice, by=getattr(cast, role), on=FRIDAY, at=at(FRIDAY, 11))
    overwrite(attachment.file, ALTERED)
    with pytest.raises(Refusal, match="与检查、审批时的内容不一致"):
        paper.approve(notice, by=getattr(cast, last), on=FRIDAY, at=at(FRIDAY, 11))
    notice.refresh_from_db()
    assert not notice.is_issued
    assert notice.application.closed_on is None


def test_without_that_look_the_changed_byte_would_have_gone_out(cast, monkeypatch):
    """The negative control."""
    notice, attachment = submitted(cast, CLEAN)
    overwrite(attachment.file, ALTERED)
    monkeypatch.setattr(outgoing, "refuse_changed_bytes", lambda _notice: None)
    assert signed(cast, notice).is_issued


@pytest.mark.full
def test_another_file_under_the_same_name_is_another_letter(cast):
    """What was approved is what is sent: the hash of each file is part of what is signed."""
    notice, attachment = submitted(cast, CLEAN)
    before = standing.digest(notice, on=FRIDAY)
    StoredFile.objects.filter(pk=attachment.file_id).update(sha256="0" * 64)
    assert standing.digest(notice, on=FRIDAY) != before


@pytest.mark.full
def test_a_reply_that_releases_nothing_is_not_held_up_by_a_file(cast):
    notice = drafted(cast, "refused")
    upload = SimpleUploadedFile("附件.pdf", COVERED, "application/pdf")
    released.add(notice.application, upload, by=cast.officer, on=FRIDAY, at=at(FRIDAY, 9))
    assert outgoing.faults(notice) == []


@pytest.mark.full
def test_after_the_reply_nothing_is_answered_for_any_more(cast):
    notice = reviewed_draft(cast)
    check = added(notice, NUMBERED, by=cast.officer).outgoing_check
    answer = letting_through.let_through
    answer(check, by=cast.officer, at=at(FRIDAY), reason="公开的电话")
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    reviewed_again(cast, notice)
    signed(cast, notice)
    check = OutgoingCheck.objects.get()
    assert "已经发出" in refusal_of(answer, check, by=cast.leader, at=at(FRIDAY), reason="补记")
