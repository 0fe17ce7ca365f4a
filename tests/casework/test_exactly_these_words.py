"""Attempts to get a letter out that nobody approved in exactly these words."""

from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework import issuing, outgoing, paper, released
from casework.translating import Translation
from notices import numbering
from notices.check_outgoing.child import look_into
from notices.kinds import KINDS
from notices.models import Notice
from office.models import Institution, RoleGrant
from office.roles import Role
from records import approval
from records.models import Approval
from records.refusals import Refusal
from requests_app.who import actor_of
from tests.cast import MONDAY, Cast, at
from tests.notices import stories
from tests.notices.desk import FRIDAY, approved_up_to, drafted, refusal_of, submitted
from tests.notices.outgoing import pdf_made as made


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    monkeypatch.setattr(outgoing, "findings_of", lambda *file, waits: look_into(*file))


def facts(kind: str, **other):
    return stories.FACTS[kind] | other


def signed_but_not_sent(cast: Cast, monkeypatch, kind: str = "correction") -> Notice:
    """Everybody signed; the printing failed."""
    notice = submitted(cast, kind)
    signers = {s.role for s in paper.stages(notice) if s.code != "secrecy"}
    seal = issuing.seal_and_sign
    monkeypatch.setattr(issuing, "seal_and_sign", _out_of_paper)
    for stage in [s for s in paper.stages(notice) if s.code != "secrecy"]:
        with suppress(Refusal):
            paper.approve(notice, by=getattr(cast, stage.role), on=FRIDAY, at=at(FRIDAY, 11))
    monkeypatch.setattr(issuing, "seal_and_sign", seal)
    notice.refresh_from_db()
    assert signers
    assert not notice.is_issued
    assert paper.next_stage(notice) is None
    return notice


def _out_of_paper(*_args, **_kwargs):
    raise Refusal("印不出来")


def issued(notice: Notice, cast: Cast) -> str:
    return refusal_of(paper.issue, notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 15))


def changed_at_the_press(cast: Cast, monkeypatch) -> Notice:
    """While the letter of draft one is printed, draft two is written and signed."""
    notice = signed_but_not_sent(cast, monkeypatch)
    seal = issuing.seal_and_sign

    def meanwhile(composed, *, at: object):
        monkeypatch.setattr(issuing, "seal_and_sign", seal)
        printed = seal(composed, at=at)
        other = Notice.objects.get(pk=notice.pk)
        now = _at(12)
        paper.redraft(other, by=cast.officer, at=now, facts=facts("correction", missing="别的。"))
        paper.submit(other, by=cast.officer, at=now)
        approval.approve(
            other.subject_key, stage="office", by=actor_of(cast.office_head), at=now,
            content_hash=other.content_hash,
        )  # fmt: skip
        numbering.reserve(other, KINDS["correction"], year=2026, at=now)
        return printed

    monkeypatch.setattr(issuing, "seal_and_sign", meanwhile)
    return notice


def test_words_changed_and_signed_anew_while_the_old_are_printed_do_not_go_out_old(
    cast, monkeypatch
):
    notice = changed_at_the_press(cast, monkeypatch)
    assert "排印期间" in issued(notice, cast)
    notice.refresh_from_db()
    assert not notice.is_issued
    paper.issue(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 16))
    assert "别的。" in str(notice.snapshot["letter"]["paragraphs"])


@pytest.mark.full
def test_without_that_look_the_old_words_go_out_under_the_new_signatures(cast, monkeypatch):
    monkeypatch.setattr(issuing, "_refuse_other_words", lambda notice, printed: None)
    notice = changed_at_the_press(cast, monkeypatch)
    paper.issue(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 15))
    assert notice.facts["missing"] == "别的。"
    assert "别的。" not in str(notice.snapshot["letter"]["paragraphs"])


def _at(hour: int):
    return at(FRIDAY, hour)


def test_edited_between_the_last_signature_and_the_sending(cast, monkeypatch):
    notice = signed_but_not_sent(cast, monkeypatch)
    paper.redraft(
        notice, by=cast.officer, at=at(FRIDAY, 12), facts=facts("correction", missing="别的。")
    )
    assert "尚未送审" in issued(notice, cast)
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 13))
    assert "还没有经过" in issued(notice, cast)


@pytest.mark.full
def test_back_to_the_words_of_an_old_approval_is_a_new_draft(cast, monkeypatch):
    """Draft three says what draft one said, letter by letter: what was signed then is void."""
    notice = signed_but_not_sent(cast, monkeypatch)
    for said in ("别的。", facts("correction")["missing"]):
        paper.redraft(
            notice, by=cast.officer, at=at(FRIDAY, 12), facts=facts("correction", missing=said)
        )
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 13))
    assert "还没有经过" in issued(notice, cast)
    assert Approval.objects.filter(subject=notice.subject_key).count() == 1


@pytest.mark.full
def test_a_row_changed_behind_the_back_of_all_pages_is_not_sent(cast, monkeypatch):
    notice = signed_but_not_sent(cast, monkeypatch)
    for change in (
        {"wording": "别的话。"}, {"facts": facts("correction", missing="别的。")},
        {"draft_number": 7},
    ):  # fmt: skip
        kept = Notice.objects.values(*change).get(pk=notice.pk)
        Notice.objects.filter(pk=notice.pk).update(**change)
        assert issued(Notice.objects.get(pk=notice.pk), cast)
        Notice.objects.filter(pk=notice.pk).update(**kept)
    paper.issue(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 15))


@pytest.mark.full
def test_the_name_in_the_salutation_is_part_of_what_was_signed(cast, monkeypatch):
    notice = signed_but_not_sent(cast, monkeypatch)
    applicant = notice.application.applicant
    applicant.name = "别人"
    applicant.save()
    assert "不一致" in issued(notice, cast)


@pytest.mark.full
def test_the_text_of_the_institution_changed_after_the_signatures(cast, monkeypatch):
    notice = signed_but_not_sent(cast, monkeypatch, "refused")
    Institution.objects.create(
        **{
            f.name: getattr(Institution.objects.latest("version"), f.name)
            for f in Institution._meta.fields
            if f.name not in ("id", "version", "review_authority")
        }
        | {"version": Institution.objects.latest("version").version + 1, "review_authority": "别处"}
    )
    assert "机构信息已经更新" in issued(notice, cast)


@pytest.mark.full
def test_a_file_added_taken_out_or_exchanged_after_the_signatures(cast, monkeypatch):
    notice = signed_but_not_sent(cast, monkeypatch, "granted")
    upload = SimpleUploadedFile("a.pdf", made.saved(made.new()), "application/pdf")
    added = released.add(notice.application, upload, by=cast.officer, on=FRIDAY, at=at(FRIDAY, 12))
    notice.refresh_from_db()
    assert "尚未送审" in issued(notice, cast)
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 13))
    assert "还没有经过" in issued(notice, cast)
    released.remove(added, by=cast.officer, at=at(FRIDAY, 13))
    notice.refresh_from_db()
    assert "尚未送审" in issued(notice, cast)


@pytest.mark.full
def test_the_english_changed_after_the_signatures(cast, monkeypatch):
    notice = drafted(cast, "correction")
    kind_of_words = stories.FACTS["correction"]
    english = Translation(True, {"missing": "Say what the information is called."})
    paper.redraft(
        notice, by=cast.officer, at=at(FRIDAY, 10), facts=kind_of_words, translation=english
    )
    before = notice.content_hash
    Notice.objects.filter(pk=notice.pk).update(english_facts={"missing": "Something else."})
    notice.refresh_from_db()
    assert issuing.standing.digest(notice, on=FRIDAY) != before
    other = Translation(True, {"missing": "Something else."})
    paper.redraft(
        notice, by=cast.officer, at=at(FRIDAY, 11), facts=kind_of_words, translation=other
    )
    assert notice.content_hash != before


@pytest.mark.full
def test_a_drafter_made_office_head_afterwards_still_approves_nothing_of_theirs(cast):
    notice = submitted(cast, "correction")
    RoleGrant.objects.create(user=cast.officer, role=Role.OFFICE_HEAD, granted_at=at(MONDAY))
    del cast.officer.__dict__["_grants"]
    assert "起草" in refusal_of(
        paper.approve, notice, by=cast.officer, on=FRIDAY, at=at(FRIDAY, 11)
    )
    with suppress(Refusal):
        paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 12))
    assert notice.is_issued
    assert "已经发出" in refusal_of(
        paper.redraft, notice, by=cast.officer, at=at(FRIDAY, 13), facts=facts("correction")
    )


@pytest.mark.full
def test_a_signature_of_another_letter_is_none_of_this_one(cast):
    """The same words in two cases: what was signed for one does not let the other out."""
    one = approved_up_to(cast, "refused", cast.department_head)
    other = submitted(cast, "refused")
    Approval.objects.create(
        subject=other.subject_key, stage="unit", verdict="approved", by_id=cast.department_head.pk,
        by_name="冯处长", at=at(FRIDAY, 11), content_hash=one.content_hash,
    )  # fmt: skip
    assert paper.next_stage(other).code == "unit"
