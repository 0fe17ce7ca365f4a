"""A letter to a third party or a co-making body is revoked: what was asked, heard, overridden."""

from datetime import date

import pytest

from casework import acts, case_fit, paper, withdrawing
from casework.checklist import checklist
from casework.trial import foresee_notice
from notices import pdf
from notices.kinds import KINDS
from notices.models import Notice
from notices.printed import Printed
from records import log
from requests_app.models import Application
from requests_app.objections import standing_objections
from requests_app.states import Turn
from tests.cast import MONDAY, Cast, at, in_hand
from tests.notices import stories
from tests.notices.desk import refusal_of
from tests.notices.stories import facts_for, issued
from tests.requests_app.situations import DECLINED, objected

WEDNESDAY, THURSDAY, FRIDAY = date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6)
ENDING = "consultation_withdrawn"


@pytest.fixture(autouse=True)
def _pages_not_set(monkeypatch):
    blank = Printed(pdf=b"%PDF-1.4\n%%EOF\n", pages=1, seal=None)
    monkeypatch.setattr(pdf._press, "print", lambda page: blank)


@pytest.fixture
def asked(cast) -> Notice:
    """Asked on the Wednesday, without proof of receipt."""
    return issued(in_hand(cast), cast, "third_party_consultation")


@pytest.fixture
def overridden(cast) -> Notice:
    """The letter that told a party that its objection was overridden, on the Wednesday."""
    case = stories.ready(cast, "third_party_override")
    return issued(case, cast, "third_party_override", facts_for("third_party_override", case))


def fresh(notice: Notice) -> Application:
    return Application.objects.get(pk=notice.application_id)


def drafted(cast: Cast, kind: str, case: Application, facts, on: date = THURSDAY) -> Notice:
    made = paper.draft(kind, case, by=cast.officer, on=on, at=at(on), facts=facts)
    return paper.submit(made, by=cast.officer, at=at(on, 10))


def revocation(cast: Cast, notice: Notice, on: date = THURSDAY) -> Notice:
    kind = withdrawing.kind_for(notice).code
    words = {"taken_back": notice.number, "reason": "与你单位无关。", "consequence": "不必答复。"}
    return drafted(cast, kind, fresh(notice), words, on)


def signed(cast: Cast, draft: Notice, on: date = THURSDAY, foreseen: str | None = None) -> Notice:
    return paper.approve(draft, by=cast.office_head, on=on, at=at(on, 11), foreseen=foreseen)


def revoked(cast: Cast, notice: Notice, on: date = THURSDAY) -> Notice:
    notice.application = fresh(notice)
    return signed(cast, revocation(cast, notice, on), on)


def test_it_is_waited_for_no_more_and_the_limit_runs_on_from_that_day(cast, asked):
    assert fresh(asked).turn() == Turn.THIRD_PARTY
    letter = revoked(cast, asked)
    case = fresh(asked)
    assert letter.kind == ENDING
    assert case.turn() == Turn.UNIT
    row = case.consultations.get()
    assert (row.withdrawn_on, row.answered_on, row.is_open) == (THURSDAY, None, False)
    # Without the Thursday on which the party was still asked, the twentieth day is the 31st:
    # 3-4 March 2, Friday 6 is 3, 9-13 8, 16-20 13, 23-27 18, 30 19, 31 20.
    assert case.due_on == date(2026, 3, 31)
    assert case.alarm_on == date(2026, 3, 31)
    last = log.entries(case.chain).filter(event="withdraw_consultation").get()
    assert last.payload["consultation"] == row.pk
    assert log.verify(case.chain) == []


@pytest.mark.full
def test_what_moves_is_shown_first_and_nothing_else_is_signed(cast, asked):
    draft = revocation(cast, asked)
    foreseen = foresee_notice(draft, on=THURSDAY)
    # 15 and 5 working days from posting end on 1 April; then eighteen days to the 28th.
    assert foreseen.reply.was == date(2026, 4, 28)
    assert foreseen.reply.becomes == date(2026, 3, 31)
    with pytest.raises(Exception, match="须先看过再办"):
        signed(cast, draft, foreseen="not this")
    assert fresh(asked).consultations.get().is_open
    assert signed(cast, draft, foreseen=foreseen.seen).is_issued


@pytest.mark.full
def test_nothing_waits_for_the_party_any_more(cast, asked):
    revoked(cast, asked)
    case = fresh(asked)
    needs = {need.code: need for need in checklist(case, on=FRIDAY)}
    assert "proof" not in needs
    assert (needs["opinion"].stands, needs["opinion"].reason) == ("done", "征求意见书已撤销")
    said = refusal_of(
        case.receive_opinion, by=cast.registrar, on=FRIDAY, at=at(FRIDAY), opinion="agrees",
        consultation=case.consultations.get().pk,
    )  # fmt: skip
    assert "没有待回复的征求意见" in said
    barred = case_fit.obstacles(KINDS["consultation_note"], case)
    assert list(barred) == ["本件没有征求意见。"]


@pytest.mark.full
def test_a_new_letter_may_replace_it_and_is_a_consultation_of_its_own(cast, asked):
    revoked(cast, asked)
    facts = stories.FACTS["third_party_consultation"] | {
        "party_name": "另一家公司", "replaces": asked.number,
    }  # fmt: skip
    again = signed(cast, drafted(cast, "third_party_consultation", fresh(asked), facts))
    assert again.replaces == asked
    first, second = fresh(asked).consultations.all()
    assert (first.is_open, second.is_open, second.party_name) == (False, True, "另一家公司")


@pytest.mark.full
def test_a_letter_to_a_co_making_body_is_revoked_the_same_way(cast):
    asked = issued(in_hand(cast), cast, "co_making_consultation")
    letter = revoked(cast, asked)
    assert letter.kind == ENDING
    assert letter.snapshot["letter"]["salutation"] == asked.facts["party_name"]
    assert "张示例" not in str(letter.snapshot["letter"])
    assert fresh(asked).turn() == Turn.UNIT


@pytest.mark.full
def test_an_opinion_that_came_in_answer_to_it_counts_no_more(cast, asked):
    case = fresh(asked)
    case.receive_opinion(
        by=cast.registrar, on=WEDNESDAY, at=at(WEDNESDAY, 15), opinion="objects",
        consultation=case.consultations.get().pk, opinion_reason="商业秘密",
    )  # fmt: skip
    due = fresh(asked).due_on
    assert len(standing_objections(fresh(asked))) == 1
    letter = revoked(cast, asked)
    case = fresh(asked)
    assert standing_objections(case) == []
    assert case.due_on == due
    assert case.consultations.get().opinion == "objects"  # what was said is not unsaid
    assert "不再作为决定是否公开的依据" in "".join(letter.snapshot["letter"]["paragraphs"])


@pytest.mark.full
def test_an_opinion_that_comes_while_the_letter_is_signed_sends_it_back(cast, asked):
    """What was approved says that no opinion had come."""
    draft, case = revocation(cast, asked), fresh(asked)
    case.receive_opinion(
        by=cast.registrar, on=THURSDAY, at=at(THURSDAY, 10), opinion="agrees",
        consultation=case.consultations.get().pk,
    )  # fmt: skip
    draft.refresh_from_db()
    draft.application = fresh(asked)
    assert "文书内容与送审时不一致" in refusal_of(signed, cast, draft)


@pytest.mark.full
def test_after_the_reply_a_letter_is_revoked_and_the_reply_stands(cast, asked):
    case = fresh(asked)
    case.decline(by=cast.leader, on=THURSDAY, at=at(THURSDAY), items=[DECLINED])
    revoked(cast, asked)
    case = fresh(asked)
    assert (case.state, case.closed_on) == ("not_processed", THURSDAY)
    assert not case.consultations.get().is_open


@pytest.mark.full
def test_an_override_that_is_revoked_lets_the_objection_stand_again(cast, overridden):
    given = {"items": [stories.SUPPLIED]}
    assert standing_objections(fresh(overridden)) == []
    letter = revoked(cast, overridden)
    case = fresh(overridden)
    (objection,) = standing_objections(case)
    assert letter.kind == "override_withdrawn"
    assert letter.snapshot["letter"]["salutation"] == objection.party_name
    assert "张示例" not in str(letter.snapshot["letter"])
    assert objection.overrides.get().withdrawn_on == THURSDAY
    with pytest.raises(Exception, match="不同意公开，尚未决定公开"):
        case_fit.check(KINDS["granted"], case, given, on=FRIDAY)


@pytest.mark.full
def test_it_may_be_decided_again_and_both_decisions_are_kept(cast, overridden):
    revoked(cast, overridden)
    case = fresh(overridden)
    facts = facts_for("third_party_override", case) | {"replaces": overridden.number}
    again = signed(cast, drafted(cast, "third_party_override", case, facts))
    assert again.replaces == overridden
    rows = case.consultations.get().overrides.all()
    assert [row.withdrawn_on for row in rows] == [THURSDAY, None]
    assert standing_objections(fresh(overridden)) == []


@pytest.mark.full
def test_an_override_on_which_a_reply_rests_stands_until_that_is_revoked(cast, overridden):
    case = fresh(overridden)
    case.answer(by=cast.leader, on=WEDNESDAY, at=at(WEDNESDAY, 16), items=[stories.SUPPLIED])
    said = refusal_of(revocation, cast, overridden)
    assert said == "答复已经作出，须先撤销答复，再撤销公开决定。"


def test_neither_is_a_step_of_its_own(cast):
    case = objected(cast)
    for step in ("withdraw_consultation", "withdraw_override"):
        said = refusal_of(
            acts.take, case, step, by=cast.office_head, on=MONDAY, at=at(MONDAY, 18),
            consultation=case.consultations.get().pk, reason="有误",
        )  # fmt: skip
        assert "须通过发出文书办理" in said
