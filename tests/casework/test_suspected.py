"""疑似涉密: stopped for everybody, told without saying what, lifted by one role with a reason."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from casework import filing, outgoing, package, paper, released, suspected
from casework.bundle.papers import LeftOut, Paper, papers
from notices.models import Redaction, SuspectedSecret
from records import files, log
from records.models import Approval, OutgoingMail
from records.refusals import FileRefused, Refusal
from requests_app.models import Attachment
from requests_app.steps import NotPermitted
from tests.casework.test_on_paper import record, three
from tests.casework.test_translating import a_draft, signed_by_all
from tests.cast import MONDAY, at, in_hand
from tests.notices.desk import FRIDAY, drafted, refusal_of, submitted


def picture(shade: str = "grey") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (4, 4), shade).save(drawn, "PNG")
    return drawn.getvalue()


def attached(case, content: bytes = b"", name: str = "机密.png") -> Attachment:
    upload = SimpleUploadedFile(name, content or picture(), "image/png")
    kind = Attachment.Kind.APPLICATION
    made = filing.attach(case, upload, kind=kind, on=MONDAY, at=at(MONDAY))
    files.clear(made.file, at=at(MONDAY))
    return made


@pytest.fixture
def case(cast):
    return in_hand(cast)


def stop(case, stored, by, **when):
    suspected.stop(case, stored, by=by, at=when.get("at", at(MONDAY, 12)))


def test_a_stopped_file_is_not_read_and_stays_where_it_is(cast, case):
    stored = attached(case).file
    assert suspected.content_of(stored) == picture()
    stop(case, stored, cast.inspector)
    with pytest.raises(FileRefused, match="疑似涉密"):
        suspected.content_of(stored)
    assert files.read(stored) == picture()  # kept, and without the door it would be served


def test_the_same_bytes_elsewhere_stop_with_it_and_other_files_do_not(cast, case):
    stored = attached(case).file
    twin = attached(in_hand(cast)).file
    other = attached(case, picture("red"), "别的.png").file
    stop(case, stored, cast.officer)
    assert suspected.is_stopped(twin)
    assert not suspected.is_stopped(other)


def redacted(source: Attachment, by, shade: str) -> Attachment:
    made = attached(source.application, picture(shade))
    Redaction.objects.create(
        attachment=made, source=source, source_sha256=source.file.sha256, made_by=by,
        made_at=at(MONDAY),
    )  # fmt: skip
    return made


@pytest.mark.full
@pytest.mark.parametrize("marked", [0, 1, 2])
def test_an_original_and_all_that_was_redacted_from_it_stop_together(cast, case, marked):
    source = attached(case)
    made = [redacted(source, cast.officer, shade) for shade in ("red", "blue")]
    Redaction.objects.create(  # begun and without a file yet
        source=source, source_sha256=source.file.sha256, made_by=cast.officer, made_at=at(MONDAY)
    )
    them, other = [each.file for each in (source, *made)], attached(case, picture("green")).file
    assert not any(suspected.is_stopped(each) for each in them)
    stop(case, them[marked], cast.officer)
    assert all(suspected.is_stopped(each) for each in them)
    assert not suspected.is_stopped(other)


@pytest.mark.full
def test_without_looking_at_what_it_was_made_from_an_original_would_still_be_handed_out(
    cast, case, monkeypatch
):
    """The negative control."""
    source = attached(case)
    stop(case, redacted(source, cast.officer, "red").file, cast.officer)
    with pytest.raises(FileRefused, match="疑似涉密"):
        suspected.content_of(source.file)
    monkeypatch.setattr(suspected, "_redacted", lambda hashes: iter(()))
    assert suspected.content_of(source.file) == picture()


@pytest.mark.full
def test_a_file_whose_original_is_stopped_is_not_removed(cast):
    notice = drafted(cast, "granted")
    upload = SimpleUploadedFile("统计表.png", picture(), "image/png")
    given = released.add(notice.application, upload, by=cast.officer, on=FRIDAY, at=at(FRIDAY))
    twin = attached(notice.application).file
    stop(notice.application, twin, cast.officer)
    with pytest.raises(Refusal, match="留存备查"):
        released.remove(given, by=cast.officer, at=at(FRIDAY, 10))


@pytest.mark.full
def test_nothing_stopped_costs_one_query(cast, case, django_assert_num_queries):
    stored = attached(case).file
    with django_assert_num_queries(1):
        assert not suspected.is_stopped(stored)


@pytest.mark.full
def test_the_secrecy_reviewers_are_told_that_and_not_what(cast, case):
    stored = attached(case).file
    stop(case, stored, cast.officer)
    stop(case, stored, cast.leader)
    (mail,) = OutgoingMail.objects.filter(dedupe_key__startswith="stopped:")
    assert mail.recipient == cast.secrecy_reviewer.email
    for told in (case.number, case.subject, "机密", case.applicant.name, "吴起草", stored.sha256):
        assert told not in mail.subject + mail.body
    assert SuspectedSecret.objects.get().marked_by == cast.officer


def test_it_is_lifted_by_the_secrecy_reviewer_alone_with_a_reason_and_may_be_stopped_again(
    cast, case
):
    stored = attached(case).file
    stop(case, stored, cast.officer)
    mark = suspected.standing_on(stored)
    for name, person in cast.everyone().items():
        if name != "secrecy_reviewer":
            with pytest.raises(NotPermitted):
                suspected.lift(mark, by=person, at=at(MONDAY, 13), reason="不涉密")
    reviewer = cast.secrecy_reviewer
    assert "理由" in refusal_of(suspected.lift, mark, by=reviewer, at=at(MONDAY), reason=" ")
    suspected.lift(mark, by=reviewer, at=at(MONDAY, 13), reason="经核，为公开出版物。")
    assert suspected.content_of(stored) == picture()
    assert "已经解除" in refusal_of(suspected.lift, mark, by=reviewer, at=at(MONDAY), reason="再")
    stop(case, stored, cast.officer, at=at(MONDAY, 14))
    assert suspected.is_stopped(stored)
    events = [entry.event for entry in log.entries(case.chain)]
    assert events[-3:] == ["file_stopped", "file_released_again", "file_stopped"]
    assert "出版物" not in str([entry.payload for entry in log.entries(case.chain)])


@pytest.mark.full
def test_a_file_is_stopped_once_by_the_database_too(cast, case):
    stored = attached(case).file
    stop(case, stored, cast.officer)
    row = {"application": case, "file": stored, "marked_by": cast.leader, "marked_at": at(MONDAY)}
    with pytest.raises(IntegrityError), transaction.atomic():
        SuspectedSecret.objects.create(**row)


def test_a_stopped_file_bars_its_reply_and_cannot_be_taken_out_of_sight(cast):
    notice = drafted(cast, "granted")
    upload = SimpleUploadedFile("统计表.png", picture(), "image/png")
    given = released.add(notice.application, upload, by=cast.officer, on=FRIDAY, at=at(FRIDAY))
    assert outgoing.faults(notice) == []
    stop(notice.application, given.file, cast.department_head)
    said = refusal_of(paper.submit, notice, by=cast.officer, at=at(FRIDAY, 10))
    assert "附件“统计表.png”疑似涉密" in said
    with pytest.raises(Refusal, match="留存备查"):
        released.remove(given, by=cast.officer, at=at(FRIDAY, 10))


@pytest.mark.full
def test_a_bundle_for_a_court_names_it_and_leaves_it_out(cast, case):
    stored = attached(case, name="学生证.png").file
    assert any(isinstance(each, Paper) for each in papers(case))
    stop(case, stored, cast.officer)
    (left,) = [each for each in papers(case) if isinstance(each, LeftOut)]
    assert "学生证" in left.title
    assert "疑似涉密" in left.why


@pytest.mark.full
def test_a_letter_that_is_stopped_takes_its_translation_with_it(cast, monkeypatch):
    letter = signed_by_all(cast, a_draft(cast))
    assert paper.issued_translation(letter)
    stop(letter.application, letter.pdf, cast.officer)
    with pytest.raises(FileRefused, match="疑似涉密"):
        paper.issued_translation(letter)
    named = [piece.name for piece in package.of_case(letter.application).pieces]
    assert not any("English" in name for name in named)
    with monkeypatch.context() as patched:  # the control: nobody looks whose translation it is
        patched.setattr(suspected, "_letters", lambda hashes: iter(()))
        assert paper.issued_translation(letter)
    mark = suspected.standing_on(letter.pdf)
    suspected.lift(mark, by=cast.secrecy_reviewer, at=at(MONDAY, 13), reason="经核，不涉密。")
    assert paper.issued_translation(letter)


@pytest.mark.full
def test_a_stopped_translation_or_signed_form_takes_the_letter_with_it(cast):
    letter = signed_by_all(cast, a_draft(cast))
    stop(letter.application, letter.english_pdf, cast.officer)
    with pytest.raises(FileRefused, match="疑似涉密"):
        paper.issued_pdf(letter)
    signed = record(submitted(cast, "refused"), three(cast), by=cast.registrar)
    sheet = Approval.objects.filter(subject=signed.subject_key).first().scan
    stop(signed.application, sheet, cast.officer)
    with pytest.raises(FileRefused, match="疑似涉密"):
        paper.issued_pdf(signed)


@pytest.mark.full
def test_another_letter_s_translation_is_not_stopped_with_it(cast):
    one, other = (signed_by_all(cast, a_draft(cast)) for _n in range(2))
    stop(one.application, one.pdf, cast.officer)
    assert paper.issued_translation(other)
