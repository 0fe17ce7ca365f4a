"""The translation through approval and issue: approved, rendered, kept, handed out."""

import hashlib

import pytest

from casework import paper, standing
from casework.issuing import ContentChanged
from notices.models import Notice
from records import disk, files
from records.refusals import Refusal
from tests.cast import at
from tests.notices import paper as reading
from tests.notices import stories
from tests.notices.desk import FRIDAY
from tests.notices.english_texts import name_in_english

TEXTS = {"items.0.reasons": "The minutes record a discussion in the course of deliberation."}


def a_draft(cast, texts=TEXTS, **more) -> Notice:
    name_in_english()
    case = stories.ready(cast, "refused", **more)
    return paper.draft(
        "refused", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=stories.FACTS["refused"],
        translation=paper.Translation(True, texts),
    )  # fmt: skip


def signed_by_all(cast, notice):
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    for who in (cast.department_head, cast.office_head, cast.leader):
        paper.approve(notice, by=who, on=FRIDAY, at=at(FRIDAY, 11))
    notice.refresh_from_db()
    return notice


@pytest.mark.full
def test_a_translation_that_lacks_a_text_is_not_handed_in(cast):
    notice = a_draft(cast, texts={})
    assert paper.missing(notice) == ["没有填写“事实与理由”的英文。"]
    with pytest.raises(Refusal, match="英文"):
        paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))


def test_it_goes_out_with_the_letter_and_its_bytes_are_kept_with_their_hash(cast):
    notice = signed_by_all(cast, a_draft(cast))
    content = paper.issued_translation(notice)
    assert hashlib.sha256(content).hexdigest() == notice.english_sha256
    found = reading.text(content)
    assert "TranslationforreferenceonlyTheChinesetextprevails".lower() in found.replace(
        ".", "").lower()  # fmt: skip
    assert f"Translationofnotice{notice.number}" in found
    assert "Articles16(2)and36(3)oftheRegulationsonOpenGovernmentInformation" in found
    assert "recordadiscussion" in found
    assert "英" not in reading.text(paper.issued_pdf(notice))
    assert any("Articles 16(2)" in line for line in notice.snapshot["letter"]["english"])


@pytest.mark.full
def test_changed_bytes_are_never_handed_out(cast):
    notice = signed_by_all(cast, a_draft(cast))
    disk.remove(notice.english_pdf.path)
    with pytest.raises(files.FileDamaged):
        paper.issued_translation(notice)
    notice = Notice.objects.get(pk=notice.pk)
    notice.english_sha256 = "0" * 64
    with pytest.raises(files.FileDamaged):
        paper.issued_translation(notice)


def test_without_the_box_nothing_is_translated(cast):
    case = stories.ready(cast, "refused")
    notice = paper.draft(
        "refused", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=stories.FACTS["refused"]
    )
    signed_by_all(cast, notice)
    assert notice.english_pdf is None
    with pytest.raises(Refusal):
        paper.issued_translation(notice)


def test_english_changed_behind_the_approvers_backs_stops_the_issue(cast):
    notice = a_draft(cast)
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    for who in (cast.department_head, cast.office_head):
        paper.approve(notice, by=who, on=FRIDAY, at=at(FRIDAY, 11))
    Notice.objects.filter(pk=notice.pk).update(english_facts={"items.0.reasons": "Something."})
    with pytest.raises(ContentChanged):
        paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    Notice.objects.filter(pk=notice.pk).update(english_facts=TEXTS)
    paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))


@pytest.mark.full
def test_a_new_text_is_a_new_draft_and_voids_what_was_signed(cast):
    notice = a_draft(cast)
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    paper.approve(notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 11))
    paper.redraft(
        notice, by=cast.officer, at=at(FRIDAY, 12), facts=notice.facts,
        translation=paper.Translation(True, {"items.0.reasons": "Other words."}),
    )  # fmt: skip
    assert not any(stage.approval for stage in paper.stages(notice))


@pytest.mark.full
def test_a_draft_changed_by_its_files_keeps_its_english(cast):
    notice = a_draft(cast)
    paper.redraft(notice, by=cast.officer, at=at(FRIDAY, 12), facts=notice.facts)
    assert (notice.english, notice.english_facts) == (True, TEXTS)
    assert standing.compose(notice, on=FRIDAY).english.texts == TEXTS


@pytest.mark.full
def test_text_that_may_not_be_printed_is_cleaned_and_empty_ones_are_left_out(cast):
    notice = a_draft(cast, texts={"items.0.reasons": " A\u0000 draft.\r\n ", "items.0.x": "  "})
    assert notice.english_facts == {"items.0.reasons": "A draft."}
