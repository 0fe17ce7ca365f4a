"""A notice is revoked by another and once; what that does to the case, its clock, its year."""

from datetime import date

import pytest

from casework import acts, issuing, paper, reminders, standing, withdrawing
from casework.checklist import checklist
from casework.told import told
from casework.trial import foresee_notice
from notices import pdf
from notices.kinds import KINDS
from notices.kinds_of_withdrawal import REVOKING_CODES
from notices.models import Notice
from notices.outdated import outdated
from notices.printed import Printed
from records import log
from records.log import SYSTEM
from reports.figures import figures
from reports.scope import Scope
from requests_app.models import Application, Handling
from requests_app.states import State
from statute.periods import calendar_year
from tests.cast import MONDAY, answered, at, in_hand
from tests.notices import stories
from tests.notices.desk import refusal_of
from tests.notices.stories import FACTS, issued

WEDNESDAY, THURSDAY, FRIDAY = date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6)
BY_POST = {"delivery": "post"}


def replied(cast, kind="refused", **asked) -> Notice:
    """A reply issued on the Wednesday; online it counts as made that day and closes the case."""
    application = in_hand(cast, **asked)
    stories.reviewed(application, cast)
    return issued(application, cast, kind)


def revocation(cast, notice: Notice, kind: str, on=THURSDAY, **facts) -> Notice:
    """A draft that revokes, handed in."""
    words = {"taken_back": notice.number, "reason": "经核查，所附数据有误。"}
    if kind != "reply_withdrawn":
        words["consequence"] = "答复期限照常计算。"
    made = paper.draft(
        kind, fresh(notice), by=cast.officer, on=on, at=at(on), facts=words | facts
    )  # fmt: skip
    return paper.submit(made, by=cast.officer, at=at(on, 10))


def revoked(cast, notice: Notice, kind: str, on=THURSDAY, **facts) -> Notice:
    made = revocation(cast, notice, kind, on, **facts)
    signers = {
        "unit": cast.department_head, "office": cast.office_head, "leader": cast.leader,
    }  # fmt: skip
    while not made.is_issued:
        paper.approve(made, by=signers[paper.next_stage(made).code], on=on, at=at(on, 11))
    return made


@pytest.fixture(autouse=True)
def _pages_not_set(monkeypatch):
    """What stands on the paper is looked at, not how it prints: one page serves for all."""
    blank = Printed(pdf=b"%PDF-1.4\n%%EOF\n", pages=1, seal=None)
    monkeypatch.setattr(pdf._press, "print", lambda page: blank)


def fresh(notice: Notice) -> Application:
    return Application.objects.get(pk=notice.application_id)


def counted(application: Application) -> dict[str, list[int]]:
    return figures(Scope(calendar_year(2026))).requests


def owed(application: Application) -> str:
    """Where the reply stands in the list of what the law still asks for."""
    needs = checklist(application, on=FRIDAY)
    return next(need.stands for need in needs if need.code == "reply")


# A reply


def test_a_reply_that_closed_the_case_is_revoked_into_a_new_handling(cast):
    reply = replied(cast)
    case = fresh(reply)
    assert (case.state, case.closed_on) == (State.ANSWERED, WEDNESDAY)
    before = counted(case)
    assert owed(case) == "done"
    letter = revoked(cast, reply, "reply_withdrawn")
    case = fresh(reply)
    assert case.state == State.IN_HAND
    first, second = case.handlings.all()
    assert (first.closed_on, first.result) == (WEDNESDAY, "refused_process")
    assert (second.cause, second.opened_on) == (Handling.Cause.OWN, THURSDAY)
    assert first.decisions.get().voided_on == THURSDAY
    assert letter.withdraws == reply
    assert counted(case) == before
    assert owed(case) == "to_do"
    # The limit begins anew as after a court: twenty working days after Thursday 5 March are
    # 6 March 1, 9-13 6, 16-20 11, 23-27 16, 30 March-2 April 20.
    assert case.clock(on=FRIDAY).due_on == date(2026, 4, 2)
    assert log.verify(case.chain) == []


@pytest.mark.full
def test_a_reply_not_yet_served_leaves_the_handling_and_its_limit(cast):
    reply = replied(cast, **BY_POST)
    due = fresh(reply).clock(on=WEDNESDAY).due_on
    assert fresh(reply).closed_on is None
    assert reply in Notice.objects.to_serve()
    letter = revoked(cast, reply, "reply_withdrawn")
    case = fresh(reply)
    assert (case.state, case.handlings.count()) == (State.IN_HAND, 1)
    assert case.standing_decision() is None
    assert case.clock(on=FRIDAY).due_on == due == date(2026, 3, 30)
    assert "答复期限不因撤销而改变" in "".join(letter.snapshot["letter"]["paragraphs"])
    assert reply not in Notice.objects.to_serve()
    said = refusal_of(
        paper.serve, reply, manner="post", on=THURSDAY, by=cast.registrar, at=at(THURSDAY, 12)
    )
    assert "已经撤销，不再送达" in said


@pytest.mark.full
def test_a_reply_not_processed_is_revoked_as_well(cast):
    reply = replied(cast, "petition")
    assert fresh(reply).state == State.NOT_PROCESSED
    revoked(cast, reply, "reply_withdrawn")
    assert fresh(reply).state == State.IN_HAND


@pytest.mark.full
def test_an_abandonment_without_paper_cannot_be_revoked_and_one_on_paper_can(cast):
    case = in_hand(cast)
    case.request_correction(
        by=cast.office_head, on=MONDAY, at=at(MONDAY, 12), missing="年度", days=10
    )
    day = date(2026, 3, 17)
    case.deem_abandoned(by=cast.office_head, on=day, at=at(day), reason="逾期")
    barred = list(standing.obstacles(KINDS["reply_withdrawn"], case))
    assert barred == ["本件没有可以用这种文书撤销的文书。"]
    told_so = paper.draft(
        "not_corrected", case, by=cast.officer, on=day, at=at(day), facts=FACTS["not_corrected"]
    )
    paper.submit(told_so, by=cast.officer, at=at(day, 10))
    paper.approve(told_so, by=cast.office_head, on=day, at=at(day, 11))
    revoked(cast, told_so, "reply_withdrawn", date(2026, 3, 18))
    case = fresh(told_so)
    assert case.state == State.IN_HAND
    assert case.handlings.first().result == "other_not_corrected"
    assert case.handling.cause == Handling.Cause.OWN


@pytest.mark.full
def test_the_case_is_answered_anew_by_a_reply_that_says_what_it_replaces(cast):
    reply = replied(cast)
    revoked(cast, reply, "reply_withdrawn")
    again = issued_on(cast, fresh(reply), "refused", FRIDAY, replaces=reply.number)
    assert again.replaces == reply
    text = "".join(again.snapshot["letter"]["paragraphs"])
    assert f"本文书替代已经撤销的{reply.number}。" in text
    case = fresh(reply)
    assert [h.result for h in case.handlings.all()] == ["refused_process"] * 2


def issued_on(cast, case, kind, on, **facts) -> Notice:
    made = paper.draft(
        kind, case, by=cast.officer, on=on, at=at(on), facts=FACTS[kind] | facts
    )  # fmt: skip
    paper.submit(made, by=cast.officer, at=at(on, 10))
    for person in (cast.department_head, cast.office_head, cast.leader):
        paper.approve(made, by=person, on=on, at=at(on, 11))
    return made


def test_what_is_signed_was_foreseen(cast):
    reply = replied(cast)
    draft = revocation(cast, reply, "reply_withdrawn")
    foreseen = foresee_notice(draft, on=THURSDAY)
    assert foreseen.reply.becomes == date(2026, 4, 2)
    paper.approve(draft, by=cast.department_head, on=THURSDAY, at=at(THURSDAY, 11))
    with pytest.raises(Exception, match="须先看过再办"):
        paper.approve(
            draft, by=cast.office_head, on=THURSDAY, at=at(THURSDAY, 11), foreseen="not this"
        )
    paper.approve(
        draft, by=cast.office_head, on=THURSDAY, at=at(THURSDAY, 11), foreseen=foreseen.seen
    )
    paper.approve(draft, by=cast.leader, on=THURSDAY, at=at(THURSDAY, 11), foreseen=foreseen.seen)
    assert draft.is_issued


def test_it_is_no_step_of_its_own(cast):
    said = refusal_of(
        acts.take, answered(cast), "withdraw_reply", by=cast.office_head, on=THURSDAY,
        at=at(THURSDAY), reason="有误",
    )  # fmt: skip
    assert "须通过发出文书办理" in said


# Any other notice


@pytest.fixture
def acknowledged(cast) -> Notice:
    return issuing.acknowledge(in_hand(cast), by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))


@pytest.mark.full
def test_paper_that_is_revoked_leaves_the_case_as_it_is(cast, acknowledged):
    before = fresh(acknowledged)
    assert told(before).notice == acknowledged
    revoked(cast, acknowledged, "notice_withdrawn")
    after = fresh(acknowledged)
    for fact in ("state", "due_on", "alarm_on", "received_on", "version"):
        assert getattr(after, fact) == getattr(before, fact)
    assert told(after) is None  # nobody may rely any more on the day it told


def test_the_pdf_that_was_issued_stays(cast, acknowledged):
    content = paper.issued_pdf(acknowledged)
    revoked(cast, acknowledged, "notice_withdrawn")
    assert paper.issued_pdf(Notice.objects.get(pk=acknowledged.pk)) == content


@pytest.mark.full
def test_a_revoked_letter_has_no_more_to_be_put_right(cast, acknowledged):
    case = fresh(acknowledged)
    case.set_right(
        by=cast.office_head, on=TUESDAY, at=at(TUESDAY), state=case.state,
        received_on=date(2026, 2, 27), approved_by=cast.leader, reason="提交记录为证",
    )  # fmt: skip
    assert [one.notice for one in outdated(case)] == [acknowledged] * 2
    revoked(cast, acknowledged, "notice_withdrawn")
    assert outdated(fresh(acknowledged)) == []


TUESDAY = date(2026, 3, 3)


@pytest.mark.full
def test_a_revoked_acknowledgement_is_replaced_by_the_system_while_the_case_is_open(
    cast, acknowledged
):
    assert reminders.acknowledge_waiting(at=at(THURSDAY, 9)) == 0
    revoked(cast, acknowledged, "notice_withdrawn")
    assert reminders.acknowledge_waiting(at=at(THURSDAY, 12)) == 1
    assert reminders.acknowledge_waiting(at=at(THURSDAY, 13)) == 0
    again = fresh(acknowledged).notices.filter(kind="acknowledgement").last()
    assert again.replaces == acknowledged
    assert f"替代已经撤销的{acknowledged.number}" in "".join(again.snapshot["letter"]["paragraphs"])


def test_nothing_is_revoked_twice(cast, acknowledged):
    revoked(cast, acknowledged, "notice_withdrawn")
    barred = standing.obstacles(KINDS["notice_withdrawn"], fresh(acknowledged))
    assert list(barred) == ["本件没有可以用这种文书撤销的文书。"]
    with pytest.raises(Exception, match="已经撤销，不能再撤销一次"):
        withdrawing.check(
            KINDS["notice_withdrawn"], fresh(acknowledged), {"taken_back": acknowledged.number}
        )


@pytest.mark.full
def test_a_draft_that_revokes_bars_another(cast, acknowledged):
    revocation(cast, acknowledged, "notice_withdrawn")
    said = refusal_of(revocation, cast, acknowledged, "notice_withdrawn")
    assert "已有一份同类文书正在起草或审批" in said


@pytest.mark.full
def test_a_revocation_overtaken_on_its_way_is_not_issued(cast, acknowledged):
    """Drafted while the notice was in force; by the last signature another has revoked it."""
    draft = revocation(cast, acknowledged, "notice_withdrawn")
    Notice.objects.filter(pk=draft.pk).update(kind="consultation_note")  # out of the other's way
    revoked(cast, acknowledged, "notice_withdrawn")
    Notice.objects.filter(pk=draft.pk).update(kind="notice_withdrawn")
    draft.refresh_from_db()
    said = refusal_of(paper.approve, draft, by=cast.office_head, on=THURSDAY, at=at(THURSDAY, 12))
    assert said == "本件没有可以用这种文书撤销的文书。"
    assert Notice.objects.filter(withdraws=acknowledged).count() == 1


@pytest.mark.full
def test_a_revocation_is_not_itself_revoked(cast, acknowledged):
    letter = revoked(cast, acknowledged, "notice_withdrawn")
    assert withdrawing.kind_for(letter) is None


@pytest.mark.full
def test_another_case_s_notice_and_a_number_nobody_has_are_refused(cast, acknowledged):
    other = issuing.acknowledge(in_hand(cast), by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))
    for number in (other.number, "示例大学信公收〔2026〕99号"):
        said = refusal_of(revocation, cast, acknowledged, "notice_withdrawn", taken_back=number)
        assert "不能用这种文书撤销" in said


@pytest.mark.full
def test_only_what_is_revoked_can_be_replaced_and_only_once(cast, acknowledged):
    case = fresh(acknowledged)
    said = refusal_of(
        paper.draft, "correction", case, by=cast.officer, on=THURSDAY, at=at(THURSDAY),
        facts=FACTS["correction"] | {"replaces": acknowledged.number},
    )  # fmt: skip
    assert "只能替代本件已经撤销、还没有替代的文书" in said


@pytest.mark.full
def test_a_letter_of_assistance_is_revoked_to_its_addressee_and_names_no_applicant(cast):
    asked = issued(in_hand(cast), cast, "assistance")
    before = fresh(asked).version
    letter = revoked(cast, asked, "party_notice_withdrawn")
    kept = letter.snapshot["letter"]
    assert kept["salutation"] == asked.facts["party_name"]
    assert "张示例" not in str(kept)
    assert fresh(asked).version == before


def test_each_kind_revokes_what_is_its_own(cast, acknowledged):
    case = fresh(acknowledged)
    found = {
        code: [n.kind for n in withdrawing.revocable(KINDS[code], case)] for code in REVOKING_CODES
    }
    assert found.pop("notice_withdrawn") == ["acknowledgement"]
    assert not any(found.values())


@pytest.mark.full
def test_the_reply_of_a_handling_a_court_overtook_is_paper_alone(cast):
    reply = replied(cast)
    fresh(reply).reopen(
        by=cast.office_head, on=THURSDAY, at=at(THURSDAY), cause="court", reason="判决"
    )
    reply.application = fresh(reply)
    assert withdrawing.kind_for(reply) is KINDS["notice_withdrawn"]
