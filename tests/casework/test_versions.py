"""Every draft kept, compared and taken up again."""

import pytest

from casework import paper, versions
from notices.models import DraftVersion
from records import log
from records.refusals import Refusal
from requests_app.steps import ChangedMeanwhile, NotPermitted
from tests.cast import at
from tests.notices import stories
from tests.notices.desk import FRIDAY, drafted, submitted
from tests.notices.english_texts import name_in_english

OTHER = {"items": [stories.item("refused_process", reasons="该记录是会议过程中形成的草稿。")]}


def redrafted(cast, notice, facts=OTHER, hour=12, **more):
    return paper.redraft(notice, by=cast.officer, at=at(FRIDAY, hour), facts=facts, **more)


def test_every_save_keeps_a_draft_with_who_and_when(cast):
    notice = drafted(cast, "refused")
    paper.redraft(notice, by=cast.office_head, at=at(FRIDAY, 12), facts=OTHER)
    kept = list(notice.versions.all())
    assert [(v.number, v.saved_by) for v in kept] == [(1, cast.officer), (2, cast.office_head)]
    assert kept[1].saved_at == at(FRIDAY, 12)
    assert kept[1].content_hash == notice.content_hash
    assert any("会议过程中形成的草稿" in line for line in kept[1].paragraphs)


def test_a_refused_save_keeps_nothing(cast):
    notice = drafted(cast, "refused")
    with pytest.raises(Refusal):
        redrafted(cast, notice, facts={"items": []})
    with pytest.raises(ChangedMeanwhile):
        redrafted(cast, notice, seen=7)
    assert notice.versions.count() == 1


def test_an_address_is_in_no_draft_kept(cast):
    notice = drafted(cast, "third_party_consultation")
    kept = notice.versions.get()
    assert "工业路" not in str(kept.facts) + str(kept.paragraphs)


def test_two_drafts_show_the_facts_and_the_words_that_changed(cast):
    notice = redrafted(cast, drafted(cast, "refused"))
    found = versions.compare(*notice.versions.all())
    assert [(str(c.label), c.now) for c in found.changes] == [
        ("事实与理由", "该记录是会议过程中形成的草稿。")
    ]
    assert [row.kind for row in found.changed_rows] == ["changed"]
    assert not found.is_same


@pytest.mark.full
def test_marks_alone_are_told_as_a_change_of_form(cast):
    notice = drafted(cast, "refused")
    redrafted(cast, notice, facts=notice.facts, wording="依据条例，不予公开。")
    redrafted(cast, notice, facts=notice.facts, wording="依据**条例**，不予公开。")
    _first, second, third = notice.versions.all()
    found = versions.compare(second, third)
    assert found.restyled
    assert not found.changed_rows


@pytest.mark.full
def test_a_choice_is_compared_in_words(cast):
    notice = drafted(cast, "third_party_consultation")
    facts = stories.PARTY | {"party_kind": "person"}
    redrafted(cast, notice, facts=facts)
    (change,) = versions.compare(*notice.versions.all()).changes
    assert (str(change.was), str(change.now)) == ("单位", "个人")


@pytest.mark.full
def test_an_earlier_draft_becomes_the_newest_and_none_is_lost(cast):
    notice = redrafted(cast, submitted(cast, "third_party_consultation"), facts=stories.PARTY | {
        "concerning": "别的信息"})  # fmt: skip
    paper.restore(notice, notice.versions.get(number=1), by=cast.officer, at=at(FRIDAY, 13))
    notice.refresh_from_db()
    assert notice.draft_number == 3
    assert notice.submitted_at is None
    assert notice.all_facts == stories.PARTY
    first, _second, third = notice.versions.all()
    assert first.paragraphs == third.paragraphs
    entry = log.entries(notice.application.chain).filter(event="notice_redrafted").last()
    assert entry.payload["restores"] == 1


def test_only_who_drafts_takes_a_draft_up_again_and_only_while_it_is_one(cast):
    notice = redrafted(cast, drafted(cast, "refused"))
    first = notice.versions.get(number=1)
    with pytest.raises(NotPermitted):
        paper.restore(notice, first, by=cast.outsider, at=at(FRIDAY, 13))
    with pytest.raises(ChangedMeanwhile):
        paper.restore(notice, first, by=cast.officer, at=at(FRIDAY, 13), seen=1)
    paper.discard(notice, by=cast.officer, at=at(FRIDAY, 14), reason="不用了")
    with pytest.raises(Refusal):
        paper.restore(notice, first, by=cast.officer, at=at(FRIDAY, 15))
    assert notice.versions.count() == 2


@pytest.mark.full
def test_who_sent_a_draft_back_is_shown_what_changed_since(cast):
    notice = submitted(cast, "refused")
    paper.send_back(notice, by=cast.department_head, at=at(FRIDAY, 11), comment="太笼统")
    assert versions.read_by(notice, cast.department_head) is None
    redrafted(cast, notice)
    read = versions.read_by(notice, cast.department_head)
    assert (read.version.number, read.verdict) == (1, "returned")
    assert versions.read_by(notice, cast.office_head) is None


@pytest.mark.full
def test_an_old_notice_without_drafts_kept_shows_none(cast):
    notice = submitted(cast, "refused")
    paper.send_back(notice, by=cast.department_head, at=at(FRIDAY, 11), comment="太笼统")
    DraftVersion.objects.all().delete()
    assert versions.latest(notice) is None
    assert versions.read_by(notice, cast.department_head) is None


@pytest.mark.full
def test_the_english_of_a_draft_is_kept_compared_and_restored(cast):
    name_in_english()
    notice = drafted(cast, "refused")
    redrafted(cast, notice, facts=notice.facts,
              translation=paper.Translation(True, {"items.0.reasons": "A draft."}))  # fmt: skip
    redrafted(cast, notice, facts=notice.facts,
              translation=paper.Translation(True, {"items.0.reasons": "A record."}))  # fmt: skip
    _first, second, third = notice.versions.all()
    (change,) = versions.compare(second, third).changes
    assert (str(change.label), change.was) == ("“事实与理由”的英文", "A draft.")
    paper.restore(notice, second, by=cast.officer, at=at(FRIDAY, 15))
    assert notice.english
    assert notice.english_facts == {"items.0.reasons": "A draft."}
