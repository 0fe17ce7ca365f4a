"""Approval: the right people in order, never the drafter, and exactly the words they read."""

import pytest

from casework import paper
from office.models import Institution, RoleGrant
from office.roles import Role
from requests_app.steps import NotPermitted
from tests.cast import MONDAY, at, in_hand, registered
from tests.notices import stories
from tests.notices.desk import (
    FRIDAY,
    TUESDAY,
    approved_up_to,
    drafted,
    refusal_of,
    submitted,
    waits_for,
)


def test_the_drafter_cannot_approve(cast):
    application = in_hand(cast)
    notice = paper.draft(
        "correction", application, by=cast.office_head, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["correction"],
    )  # fmt: skip
    paper.submit(notice, by=cast.office_head, at=at(FRIDAY, 10))
    said = refusal_of(paper.approve, notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert "起草人" in said
    assert not waits_for(notice, cast.office_head)


def test_whoever_ever_edited_a_draft_cannot_approve_it(cast):
    notice = drafted(cast, "correction")
    for by in (cast.office_head, cast.officer):
        paper.redraft(notice, by=by, at=at(FRIDAY, 10), facts=stories.FACTS["correction"])
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    with pytest.raises(NotPermitted):
        paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))


def test_signatures_come_in_the_order_of_the_chain(cast):
    notice = submitted(cast, "refused")
    said = refusal_of(paper.approve, notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 11))
    assert "承办单位负责人审核" in said
    for person in (cast.department_head, cast.office_head):
        paper.approve(notice, by=person, on=FRIDAY, at=at(FRIDAY, 11))
        assert not notice.is_issued
    paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    assert notice.is_issued
    assert [s.approval.by_name for s in paper.stages(notice)] == ["冯处长", "郑审核", "陈校长"]


@pytest.mark.full
def test_every_person_at_every_stage(cast):
    """Who may give which signature of a reply that releases something: one each, nobody else."""
    signers = {
        "unit": cast.department_head, "office": cast.office_head, "leader": cast.leader,
    }  # fmt: skip
    notice = submitted(cast, "granted")
    for stage in paper.stages(notice):
        if stage.code == "secrecy":
            continue  # done by its fact
        for name, person in cast.everyone().items():
            if person != signers[stage.code]:
                with pytest.raises(NotPermitted):
                    paper.approve(notice, by=person, on=FRIDAY, at=at(FRIDAY, 11))
                assert not waits_for(notice, person), (stage.code, name)
        assert waits_for(notice, signers[stage.code])
        paper.approve(notice, by=signers[stage.code], on=FRIDAY, at=at(FRIDAY, 11))
    assert notice.is_issued


def test_the_head_of_another_unit_does_not_sign(cast):
    notice = submitted(cast, "refused")
    RoleGrant.objects.create(
        user=cast.outsider, role=Role.DEPARTMENT_HEAD, unit=cast.logistics, granted_at=at(MONDAY)
    )
    with pytest.raises(NotPermitted):
        paper.approve(notice, by=cast.outsider, on=FRIDAY, at=at(FRIDAY, 11))


@pytest.mark.full
def test_a_case_the_office_handles_itself_needs_no_unit_head(cast):
    application = registered(cast)
    notice = paper.draft(
        "refused", application, by=cast.office_head, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["refused"],
    )  # fmt: skip
    assert [stage.code for stage in paper.stages(notice)] == ["office", "leader"]


def test_editing_voids_what_was_approved(cast):
    notice = approved_up_to(cast, "refused", cast.department_head)
    paper.redraft(notice, by=cast.officer, at=at(FRIDAY, 12), facts=stories.FACTS["refused"])
    assert notice.submitted_at is None
    assert [stage.approval for stage in paper.stages(notice)] == [None, None, None]
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 13))
    with pytest.raises(NotPermitted):
        paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 14))


@pytest.mark.full
def test_a_draft_sent_back_starts_over(cast):
    notice = approved_up_to(cast, "refused", cast.department_head)
    said = refusal_of(paper.send_back, notice, by=cast.office_head, at=at(FRIDAY, 12), comment=" ")
    assert "理由" in said
    paper.send_back(notice, by=cast.office_head, at=at(FRIDAY, 12), comment="理由不充分")
    assert [stage.approval for stage in paper.stages(notice)] == [None, None, None]
    said = refusal_of(paper.approve, notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 13))
    assert "尚未送审" in said


def test_nothing_is_released_without_a_secrecy_review(cast):
    application = in_hand(cast)
    notice = paper.draft(
        "granted", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["granted"],
    )  # fmt: skip
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    for person in (cast.department_head, cast.office_head):
        paper.approve(notice, by=person, on=FRIDAY, at=at(FRIDAY, 11))
    assert "保密审查" in paper.missing(notice)[0]
    assert waits_for(notice, cast.secrecy_reviewer)
    with pytest.raises(NotPermitted):
        paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    stories.reviewed(application, cast)
    assert paper.missing(notice) == []
    paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    assert notice.is_issued


@pytest.mark.parametrize(
    ("conclusion", "reason"), [("may_not", "不得公开"), ("in_part", "部分公开答复书")]
)
def test_a_review_that_forbids_stops_the_release(cast, conclusion, reason):
    notice = approved_up_to(cast, "granted", cast.department_head, cast.office_head)
    stories.reviewed(notice.application, cast, conclusion)
    assert reason in paper.missing(notice)[0]
    with pytest.raises(NotPermitted):
        paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))


def test_what_is_public_already_needs_no_secrecy_review(cast):
    notice = approved_up_to(
        cast, "already_public", cast.department_head, cast.office_head, cast.leader
    )
    assert notice.is_issued


def test_not_held_needs_a_record_of_the_search(cast):
    application = in_hand(cast)
    notice = paper.draft(
        "not_held", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["not_held"],
    )  # fmt: skip
    assert "检索记录" in paper.missing(notice)[0]
    assert "检索记录" in refusal_of(paper.submit, notice, by=cast.officer, at=at(FRIDAY, 10))


@pytest.mark.full
def test_own_wording_keeps_the_frame_and_may_not_drop_the_article(cast):
    application = in_hand(cast)
    facts = stories.FACTS["refused"]
    words = {"by": cast.officer, "on": FRIDAY, "at": at(FRIDAY), "facts": facts}
    notice = paper.draft("refused", application, wording="经研究，不予公开。", **words)
    assert paper.missing(notice) == [
        "正文须写明法律依据：《中华人民共和国政府信息公开条例》第十六条第二款、第三十六条第（三）项。"
    ]
    own = f"{paper.standard_wording(notice)}\n<b>另外说明</b>。"
    paper.redraft(notice, by=cast.officer, at=at(FRIDAY, 10), facts=facts, wording=own)
    assert paper.missing(notice) == []
    shown = paper.preview_html(notice)
    assert "&lt;b&gt;另外说明&lt;/b&gt;" in shown
    assert "本机关于2026年3月2日收到" in shown
    assert "申请行政复议" in shown


@pytest.mark.full
def test_a_reply_on_the_spot_needs_only_the_office_head_and_only_that_day(cast):
    application = in_hand(cast)
    facts = stories.FACTS["already_public"] | {"on_the_spot": "yes"}
    late = refusal_of(
        paper.draft, "already_public", application, by=cast.officer, on=TUESDAY, at=at(TUESDAY),
        facts=facts,
    )  # fmt: skip
    assert "当日" in late
    notice = paper.draft(
        "already_public", application, by=cast.officer, on=MONDAY, at=at(MONDAY, 14), facts=facts
    )
    assert [stage.code for stage in paper.stages(notice)] == ["office"]
    paper.submit(notice, by=cast.officer, at=at(MONDAY, 14))
    said = refusal_of(paper.approve, notice, by=cast.office_head, on=TUESDAY, at=at(TUESDAY))
    assert "当场答复" in said
    paper.approve(notice, by=cast.office_head, on=MONDAY, at=at(MONDAY, 15))
    assert notice.is_issued


def test_no_reply_without_a_court_and_an_authority_to_name(cast):
    Institution.objects.update(court="", review_authority="")
    application = in_hand(cast)
    said = refusal_of(
        paper.draft, "refused", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["refused"],
    )  # fmt: skip
    assert "行政复议机关、管辖法院" in said


@pytest.mark.full
@pytest.mark.parametrize(
    ("ground", "first"),
    [("refused_process", True), ("refused_third_party", True),
     ("refused_administrative_query", False)],
)  # fmt: skip
def test_the_remedy_follows_the_article_of_what_is_withheld_not_the_row(cast, ground, first):
    application = stories.ready(cast, "partly_granted")
    facts = {"items": [stories.in_part((*stories.PRIVATE[:1], ground, "理由。"))]}
    notice = paper.draft(
        "partly_granted", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=facts
    )
    shown = paper.preview_html(notice)
    assert ("对行政复议决定不服的" in shown) is first
    assert ("或者自收到本答复之日起6个月内" in shown) is not first
