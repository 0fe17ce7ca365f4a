"""Any procedure Hypothesis can think of: after each act everything that must hold, holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from records import log
from records.refusals import Refusal
from requests_app.models import Application, Consultation, Decision
from requests_app.objections import standing_objections
from requests_app.states import FINAL_STATES, State
from requests_app.steps import STEPS, NotNow, NotPermitted
from tests.cast import MONDAY, Cast, at, filed
from tests.requests_app.situations import charge, people, posted, told
from tests.requests_app.test_matrix import MAY, UNIT_PEOPLE
from tests.statute import oracle

LAST_DAY_PLAYED = date(2026, 9, 1)  # every limit begun by then ends in a year that is published


class Model:
    """What a clerk would remember of the case: enough to say whether a step is in order."""

    WAITING = {"awaiting_correction", "awaiting_payment"}

    def __init__(self, received: bool) -> None:
        self.state, self.received, self.unit = "filed", received, None
        self.corrected, self.closed = False, False
        self.waiting: set[int] = set()  # letters to others, by id: not answered
        self.asked: set[int] = set()  # all of them, until revoked
        self.overridden: set[int] = set()
        self.opinions: list[tuple[date, int, date, str]] = []  # answered, id, asked, what
        self.opened = MONDAY
        self.reasons = ""  # asked, given; in each handling
        self.used: set[str] = set()  # once in each handling

    @property
    def objected(self) -> bool:
        """There is one party, and its last opinion counts, unless it was overridden."""
        heard = [said for said in sorted(self.opinions) if said[2] >= self.opened]
        return bool(heard) and heard[-1][3] == "objects"

    def in_order(self, step: str) -> bool:
        open_ = self.state in {"filed", "in_hand", *self.WAITING}
        hand = self.state == "in_hand"
        return {
            "confirm_receipt": self.state == "filed" and not self.received,
            "receive": self.state == "filed" and self.received,
            "choose_law": open_, "withdraw": open_, "set_right": True,
            "assign": hand or self.state in self.WAITING,
            "return_assignment": hand and self.unit is not None,
            "request_correction": hand and not self.corrected,
            "receive_correction": self.state == "awaiting_correction",
            "record_party_receipt": hand and bool(self.waiting),
            "receive_opinion": hand and bool(self.waiting),
            "withdraw_objection": hand and self.objected,
            "override_objection": hand and self.objected,
            "withdraw_consultation": self.state != "filed" and bool(self.asked),
            "withdraw_override": self.state != "answered" and bool(self.overridden),
            "ask_reasons": hand and not self.reasons,
            "receive_reasons": hand and self.reasons == "asked",
            "set_later_date": hand and self.reasons == "given" and step not in self.used,
            "receive_payment": self.state == "awaiting_payment",
            "close": self.state == "answered" and not self.closed,
            "deem_abandoned": self.state in self.WAITING,
            "revive": self.state == "abandoned",
            "withdraw_reply": self.state in {"answered", "not_processed", "abandoned"},
            "reopen": self.state in {"not_processed", "abandoned"}
            or (self.state == "answered" and self.closed),
        }.get(step, hand and step not in self.used)  # fmt: skip

    def may(self, step: str, person: str) -> bool:
        if person in UNIT_PEOPLE and self.unit != "jwc":
            return False
        if person == "outsider":
            return self.unit == "hqc" and "officer" in MAY[step]
        return person in MAY[step]

    def heard(self, step: str, asked: Consultation | None, on: date, *, anew: bool) -> None:
        """Who was asked, what the third party said, and whether reasons were asked and given."""
        if step in ("consult", "withdraw_objection"):
            self.asked.add(asked.pk)
        if step == "consult":
            self.waiting.add(asked.pk)
        if step in ("receive_opinion", "withdraw_consultation"):
            self.waiting.discard(asked.pk)
        if step == "withdraw_consultation":
            self.asked.discard(asked.pk)
            self.opinions = [said for said in self.opinions if said[1] != asked.pk]
        if step in ("receive_opinion", "withdraw_objection"):
            self.opinions.append((on, asked.pk, asked.asked_on, asked.opinion))
        if step in ("override_objection", "withdraw_override"):
            now = "overridden" if step == "override_objection" else "objects"
            self.overridden ^= {asked.pk}
            self.opinions = [
                (day, pk, since, now if pk == asked.pk else what)
                for day, pk, since, what in self.opinions
            ]
        self.reasons = {"ask_reasons": "asked", "receive_reasons": "given"}.get(step, self.reasons)
        if anew:
            self.reasons, self.opened = "", on

    def taken(self, step: str, facts: dict[str, Any]) -> None:
        moves = {
            "receive": "in_hand", "request_correction": "awaiting_correction",
            "receive_correction": "in_hand", "demand_payment": "awaiting_payment",
            "receive_payment": "in_hand", "answer": "answered", "decline": "not_processed",
            "deem_abandoned": "abandoned", "withdraw": "withdrawn", "revive": "in_hand",
            "reopen": "in_hand", "withdraw_reply": "in_hand",
        }  # fmt: skip
        moves["set_right"] = str(facts.get("state"))
        self.state = moves.get(step, self.state)
        self.received |= step == "confirm_receipt"
        self.corrected |= step == "request_correction"
        was_closed = self.closed
        self.closed = step in ("close", "decline", "deem_abandoned", "withdraw") or (
            self.closed and self.state in {s.value for s in FINAL_STATES}
        )
        if step == "request_correction":
            self.waiting.clear()
        if step == "reopen" or (step == "withdraw_reply" and was_closed):
            self.used.clear()
        if step in ("extend", "set_later_date", "demand_payment"):
            self.used.add(step)
        if step == "assign":
            self.unit = facts["unit"].code
        if step == "return_assignment":
            self.unit = None


class Procedure(RuleBasedStateMachine):
    """One case; the day moves on, and anybody tries anything."""

    cast: Cast
    everybody: dict[str, Any]
    came: dict[str, int] = {}

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.today, self.steps_taken = MONDAY, 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(by_post=st.booleans())
    def it_comes_in(self, by_post: bool) -> None:
        case = posted(self.cast) if by_post else filed()
        self.pk, self.model = case.pk, Model(received=not by_post)

    @rule(days=st.integers(1, 12))
    def some_days_pass(self, days: int) -> None:
        self.days_pass(days)

    def days_pass(self, days: int) -> None:
        self.today = min(self.today + timedelta(days=days), LAST_DAY_PLAYED)

    @rule(data=st.data())
    def somebody_tries_something(self, data) -> None:
        self.attempt(data, data.draw(st.sampled_from(list(STEPS))))

    @rule(data=st.data())
    def somebody_takes_a_step_offered(self, data) -> None:
        offered = [s for s in STEPS if self.model.in_order(s) and s != "set_right"]
        if not offered:
            return
        step = data.draw(st.sampled_from(offered))
        who = [name for name in self.everybody if self.model.may(step, name)]
        self.attempt(data, step, data.draw(st.sampled_from(who)))

    @precondition(lambda self: self.model.waiting and self.model.state == "in_hand")
    @rule(data=st.data())
    def a_third_party_is_heard_of(self, data) -> None:
        steps = ["record_party_receipt", "receive_opinion"]
        self.attempt(data, data.draw(st.sampled_from(steps)), "registrar")

    @precondition(lambda self: self.model.state in Model.WAITING)
    @rule(data=st.data(), days=st.integers(25, 45))
    def the_applicant_lets_the_time_pass(self, data, days: int) -> None:
        self.days_pass(days)
        self.attempt(data, "deem_abandoned", "office_head")

    @precondition(lambda self: self.model.state == "abandoned")
    @rule(data=st.data())
    def and_had_good_cause(self, data) -> None:
        self.attempt(data, "revive", "office_head")

    @precondition(lambda self: self.model.state not in ("filed", "in_hand"))
    @rule(data=st.data())
    def a_mistake_is_put_right(self, data) -> None:
        self.attempt(data, "set_right", "office_head")

    def attempt(self, data, step: str, person: str | None = None) -> None:
        person = person or data.draw(st.sampled_from(list(self.everybody)))
        case = self.case()
        facts = self.facts(data, step, case)
        listed = self.model.in_order(step) and self.model.may(step, person)
        try:
            with transaction.atomic():
                getattr(case, step)(
                    by=self.everybody[person], on=self.today, at=at(self.today, 12), **facts
                )
        except (NotPermitted, NotNow):
            assert not listed, f"{person} refused {step}"
        except Refusal as refusal:
            assert refusal.reasons  # noqa: PT017 -- refused for its days is right; it must say why
            self.came[f"{step} refused"] = self.came.get(f"{step} refused", 0) + 1
        else:
            assert listed, f"{person} took {step}"
            anew = step == "reopen" or (step == "withdraw_reply" and self.model.closed)
            self.model.taken(step, facts)
            self.model.heard(step, self.asked(case, step, facts), self.today, anew=anew)
            self.steps_taken += 1
            self.came[step] = self.came.get(step, 0) + 1

    def facts(self, data, step: str, case: Application) -> dict[str, Any]:
        facts = told(step, case, self.cast)
        if step == "assign":
            units = [self.cast.academic_affairs, self.cast.logistics]
            facts["unit"] = data.draw(st.sampled_from(units))
        if step == "extend":
            facts["by_days"] = data.draw(st.integers(0, 21))
        if step == "choose_law":
            facts["law"] = data.draw(st.sampled_from(["cn-regulation", "cn-university"]))
        if step == "set_right":
            facts["state"] = data.draw(st.sampled_from(list(State)))
            facts["received_on"] = None
        rows = {
            "record_party_receipt": self.model.waiting, "receive_opinion": self.model.waiting,
            "withdraw_consultation": self.model.asked, "withdraw_override": self.model.overridden,
        }.get(step)  # fmt: skip
        if rows:
            facts["consultation"] = data.draw(st.sampled_from(sorted(rows)))
        if step == "receive_opinion":
            facts["opinion"] = data.draw(st.sampled_from(["agrees", "objects", "silent"]))
        if step in ("withdraw_objection", "override_objection") and self.model.objected:
            facts["consultation"] = standing_objections(case)[0].pk
        return facts

    def asked(self, case: Application, step: str, facts: dict[str, Any]) -> Consultation | None:
        if step in ("consult", "withdraw_objection"):
            return case.consultations.latest("pk")
        return case.consultations.filter(pk=facts.get("consultation")).first()

    def case(self) -> Application:
        return Application.objects.get(pk=self.pk)

    @invariant()
    def the_state_is_the_one_remembered(self) -> None:
        assert self.case().state == self.model.state

    @invariant()
    def each_step_taken_is_logged_once_and_the_chain_is_whole(self) -> None:
        case = self.case()
        assert case.version == self.steps_taken
        assert log.entries(case.chain).count() == 1 + self.steps_taken
        assert log.verify(case.chain) == []

    @invariant()
    def the_index_is_what_a_fresh_clock_says(self) -> None:
        kept, fresh = self.case(), self.case()
        fresh.index_due_dates(on=self.today)
        assert (kept.due_on, kept.due_provisional) == (fresh.due_on, fresh.due_provisional)
        owed = kept.state in ("filed", "in_hand", "answered") and not kept.is_closed
        assert (kept.alarm_on is not None) == bool(owed and kept.received_on)
        assert kept.alarm_on is None or kept.alarm_on <= kept.due_on

    @invariant()
    def a_clerk_counting_on_fingers_comes_to_the_same_day(self) -> None:
        case = self.case()
        counted = counted_by_hand(case, self.today)
        assert counted is None or case.clock(on=self.today).due_on == counted

    @invariant()
    def what_is_closed_is_closed_whole_and_only_at_an_end(self) -> None:
        case = self.case()
        rows = list(case.handlings.all())
        assert all(bool(r.closed_on) == bool(r.result) == bool(r.closed_under) for r in rows)
        assert all(row.closed_on for row in rows[:-1])
        assert case.state in FINAL_STATES or case.closed_on is None
        assert case.state in (State.ANSWERED, *(set(State) - FINAL_STATES)) or case.is_closed

    @invariant()
    def one_unit_at_a_time_and_one_decision_in_a_handling(self) -> None:
        case = self.case()
        held = list(case.assignments.filter(until=None))
        assert [row.unit_id for row in held] == [case.unit_in_charge_id][: len(held)]
        assert bool(held) == (case.unit_in_charge_id is not None)
        standing = Decision.objects.filter(handling=case.handling, voided_on=None).count()
        assert standing == (1 if case.state in (State.ANSWERED, State.NOT_PROCESSED) else 0)

    @invariant()
    def a_unit_sees_exactly_what_it_holds(self) -> None:
        seen = Application.objects.visible_to(self.cast.officer).filter(pk=self.pk).exists()
        assert seen == (self.model.unit == "jwc")


def counted_by_hand(case: Application, today: date) -> date | None:
    """The due date of a plain case, counted by the oracle; None where it is not plain."""
    handling = case.handling
    if case.state != State.IN_HAND or case.law != "cn-regulation" or handling.sequence > 1:
        return None
    if hasattr(handling, "later_date") or hasattr(handling, "fee_demand"):
        return None
    start, corrected = case.received_on, getattr(case, "correction", None)
    if corrected is not None:
        if corrected.corrected_on is None:
            return None
        start = corrected.corrected_on
    asked = case.consultations.filter(closed_on=None)
    pauses = [(row.asked_on, row.answered_on or row.withdrawn_on) for row in asked]
    longest = max([((until or today) - since).days for since, until in pauses], default=0)
    if any(until is None for _, until in pauses) or longest > 14:
        return None  # its end would be the party's fifteen days
    extension = getattr(handling, "extension", None)
    return oracle.due(
        start, 20, suspensions=pauses,
        extended_on=extension and extension.decided_on,
        extended_by=extension.by_days if extension else 0,
    )  # fmt: skip


def play(cast: Cast, *, examples: int, length: int) -> dict[str, int]:
    charge()
    Procedure.cast, Procedure.everybody, Procedure.came = cast, people(cast), {}
    run_state_machine_as_test(
        Procedure,
        settings=settings(
            max_examples=examples,
            stateful_step_count=length,
            deadline=None,
            database=None,
            derandomize=True,  # the same walks every time: a finding is found again
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )
    return Procedure.came


@pytest.mark.full
@pytest.mark.django_db
def test_whatever_is_done_everything_that_must_hold_holds(cast):
    assert sum(play(cast, examples=15, length=25).values()) > 50


@pytest.mark.full
@pytest.mark.django_db
def test_whatever_is_done_at_length_everything_that_must_hold_holds(cast):
    came = play(cast, examples=200, length=50)
    assert len(set(STEPS) & set(came)) > 20, set(STEPS) - set(came)  # really taken, of 25


@pytest.mark.django_db
def test_a_step_that_forgot_the_log_would_be_found(cast, monkeypatch):
    """The control: with the log cut out, the machine finds it within a few acts."""
    monkeypatch.setattr("requests_app.steps.log.append", lambda *args, **kwargs: None)
    with pytest.raises(AssertionError):
        play(cast, examples=15, length=25)
