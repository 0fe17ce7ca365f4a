"""Drafts: what may be drafted, by whom, from which facts, and every refusal with its reason."""

from datetime import date

import pytest
from django.db import connection

from casework import paper
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.states import State
from requests_app.steps import NotPermitted
from tests.cast import at, in_hand
from tests.notices import stories
from tests.notices.desk import FRIDAY, approved_up_to, drafted, refusal_of


def test_a_draft_moves_nothing(cast):
    notice = drafted(cast, "correction")
    application = Application.objects.get(pk=notice.application_id)
    assert application.state == State.IN_HAND
    assert not hasattr(application, "correction")
    assert application.clock(on=FRIDAY).runs(FRIDAY)
    assert notice.number is None


def test_all_that_is_missing_is_said_at_once(cast):
    application = in_hand(cast)
    with pytest.raises(Refusal) as refused:
        paper.draft(
            "third_party_consultation", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
            facts={"party_kind": "planet", "applicant": "张示例"},
        )  # fmt: skip
    said = "\n".join(refused.value.reasons)
    assert len(refused.value.reasons) == 4
    for word in ("名称或姓名", "征求意见的信息", "征求对象是", "applicant"):
        assert word in said


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"missing": "年度", "days": 0}, "应为1至30"),
        ({"missing": "年度", "days": "ten"}, "应为1至30"),
        ({"missing": "年度", "days": "10.5"}, "应为1至30"),
        ({"missing": "  ", "days": 10}, "请填写“需要补正的事项”"),
        ({"missing": "文" * 8001, "days": 10}, "填写得不对"),
    ],
)
def test_a_fact_that_does_not_do_is_refused(cast, facts, reason):
    application = in_hand(cast)
    said = refusal_of(
        paper.draft, "correction", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=facts,
    )  # fmt: skip
    assert reason in said


def test_items_that_come_to_another_result_need_another_kind(cast):
    application = in_hand(cast)
    facts = {"items": [stories.SUPPLIED, stories.WITHHELD]}
    words = {"by": cast.officer, "on": FRIDAY, "at": at(FRIDAY), "facts": facts}
    assert "部分公开" in refusal_of(paper.draft, "refused", application, **words)
    assert paper.draft("partly_granted", application, **words).kind == "partly_granted"


def test_an_item_names_what_it_lacks(cast):
    application = in_hand(cast)
    facts = {"items": [stories.item("refused_third_party"), stories.item("granted", "supplied")]}
    with pytest.raises(Refusal) as refused:
        paper.draft(
            "partly_granted", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=facts
        )
    assert refused.value.reasons == (
        "第1项：请选择具体情形。",
        "第1项：请写明事实与理由（依据：第三十六条第（三）项、第十五条）。",
        "第2项：请写明获取信息的方式、途径和时间（依据：第三十六条第（一）项、第（二）项）。",
    )


def test_an_officer_of_another_unit_drafts_nothing(cast):
    application = in_hand(cast)
    with pytest.raises(NotPermitted):
        paper.draft(
            "correction", application, by=cast.outsider, on=FRIDAY, at=at(FRIDAY),
            facts=stories.FACTS["correction"],
        )  # fmt: skip


def test_a_second_draft_of_the_same_step_is_refused_until_the_first_is_discarded(cast):
    first = drafted(cast, "refused")
    words = {"by": cast.officer, "on": FRIDAY, "at": at(FRIDAY)}
    again = {"facts": stories.FACTS["other_reply"], **words}
    assert "已有一份同类文书" in refusal_of(paper.draft, "other_reply", first.application, **again)
    paper.discard(first, by=cast.officer, at=at(FRIDAY, 10), reason="写错了")
    assert paper.draft("other_reply", first.application, **again).pk


def test_an_extension_is_refused_where_the_law_knows_none(cast):
    application = in_hand(cast, law="cn-university")
    said = refusal_of(
        paper.draft, "extension", application, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["extension"],
    )  # fmt: skip
    assert "延期" in said


def test_an_extension_is_refused_once_the_limit_has_ended(cast):
    # Received 2 March 2026: day 20 is 30 March.
    application = in_hand(cast)
    facts, late = stories.FACTS["extension"], date(2026, 3, 31)
    said = refusal_of(
        paper.draft, "extension", application, by=cast.officer, on=late, at=at(late), facts=facts
    )
    assert "届满" in said
    last = date(2026, 3, 30)
    assert paper.draft(
        "extension", application, by=cast.officer, on=last, at=at(last), facts=facts
    ).pk


def test_the_kinds_open_to_a_person_say_why_the_others_are_not(cast):
    application = in_hand(cast)
    choices = {choice.code: choice for choice in paper.kinds_open_to(application, cast.officer)}
    assert "acknowledgement" not in choices
    assert choices["correction"].is_open
    assert choices["refused"].is_open
    assert choices["fee"].reasons == ("本校未启用收费。",)
    assert choices["still_unclear"].reasons == ("申请人没有补正过，须先告知补正。",)
    assert choices["consultation_note"].reasons == ("本件没有征求意见。",)
    assert not choices["withdrawal_confirmed"].is_open
    assert not choices["not_corrected"].is_open
    assert not any(c.is_open for c in paper.kinds_open_to(application, cast.registrar))


def test_an_address_is_kept_sealed_and_still_reaches_the_step(cast):
    notice = approved_up_to(cast, "third_party_consultation", cast.office_head)
    assert "工业路" not in str(notice.facts)
    assert "工业路" not in str(notice.snapshot)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_facts, facts, snapshot FROM notices_notice")
        assert "工业路" not in str(cursor.fetchall())
    assert notice.consultation.party_address == "湖北省示例市工业路8号"
