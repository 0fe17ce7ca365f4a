from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from records.approval import Chain, Stage, approve, next_stage, send_back, standing
from records.log import APPLICANT, Actor
from records.models import Approval
from records.refusals import Refusal

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
DRAFT, EDITED = "a" * 64, "b" * 64
HEAD, LEADER = Actor("staff", 5, "王主任"), Actor("staff", 6, "赵校长")
REPLY = Chain((Stage("office", "office_head", "办公室审核"), Stage("leader", "leader", "签发")))
PAPER = "notice:5"

pytestmark = pytest.mark.django_db


def yes(stage, by, content=DRAFT, **more):
    return approve(PAPER, stage=stage, by=by, at=AT, content_hash=content, **more)


def turn(content=DRAFT):
    stage = next_stage(REPLY, PAPER, content)
    return stage and stage.code


def test_the_stages_come_in_their_order_and_then_it_is_done():
    assert turn() == "office"
    yes("office", HEAD)
    assert turn() == "leader"
    yes("leader", LEADER)
    assert turn() is None
    assert [approval.by_name for approval in standing(PAPER, DRAFT)] == ["王主任", "赵校长"]


def test_editing_voids_every_approval_and_undoing_the_edit_brings_them_back():
    yes("office", HEAD)
    assert (turn(EDITED), standing(PAPER, EDITED)) == ("office", [])
    assert turn(DRAFT) == "leader"


def test_sending_back_voids_what_was_approved_before_even_of_the_same_content():
    yes("office", HEAD)
    send_back(PAPER, stage="leader", by=LEADER, at=AT, content_hash=DRAFT, comment="请补充依据")
    assert turn() == "office"
    yes("office", HEAD)
    assert turn() == "leader"


def test_one_paper_says_nothing_of_another():
    approve("notice:6", stage="office", by=HEAD, at=AT, content_hash=DRAFT)
    assert turn() == "office"


def test_the_drafter_does_not_approve():
    with pytest.raises(Refusal, match="起草人"):
        yes("office", HEAD, not_by={HEAD.id})
    assert Approval.objects.count() == 0
    yes("office", HEAD, not_by={LEADER.id})


def test_sending_back_needs_a_reason():
    with pytest.raises(Refusal, match="理由"):
        send_back(PAPER, stage="office", by=HEAD, at=AT, content_hash=DRAFT, comment=" ")


def test_only_a_named_person_approves():
    with pytest.raises(ValueError, match="named person"):
        yes("office", APPLICANT)


@pytest.mark.parametrize("wrong", [{"verdict": "maybe"}, {"content_hash": ""}, {"by_name": ""}])
def test_the_database_takes_no_half_approval(wrong):
    facts = {"subject": PAPER, "stage": "office", "verdict": "approved", "by_id": 5,
             "by_name": "王主任", "at": AT, "content_hash": DRAFT}  # fmt: skip
    Approval.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(**{**facts, **wrong})


def test_a_stage_is_found_by_its_code():
    assert REPLY.stage("leader").role == "leader"
