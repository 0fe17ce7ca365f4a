"""Every situation, every step, everybody: what is listed here happens, and nothing else does."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from records.log import verify
from records.models import ChainHead, LogEntry, OutgoingMail
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.states import State
from requests_app.steps import STEPS, NotNow, NotPermitted
from requests_app.who import actor_of
from tests.cast import Cast, at
from tests.requests_app.situations import SITUATIONS, charge, people, told
from tests.sizes import some_quick

ANY_TIME_OPEN = "choose_law withdraw set_right"
HANDLED = (
    "choose_law assign record_search request_correction consult extend ask_reasons "
    "demand_payment review_secrecy answer decline withdraw split set_right"
)

# What is in order where the case stands, whoever asks.
IN_ORDER: dict[str, set[str]] = {
    "posted": set(f"confirm_receipt {ANY_TIME_OPEN}".split()),
    "filed": set(f"receive {ANY_TIME_OPEN}".split()),
    "with the office": set(HANDLED.split()),
    "with a unit": set(f"{HANDLED} return_assignment".split()),
    "consulting": set(
        f"{HANDLED} return_assignment record_party_receipt receive_opinion "
        "withdraw_consultation".split()
    ),
    "objected": set(
        f"{HANDLED} return_assignment withdraw_objection override_objection "
        "withdraw_consultation".split()
    ),
    "overridden": set(
        f"{HANDLED} return_assignment withdraw_consultation withdraw_override".split()
    ),
    "reasons asked": set(f"{HANDLED} return_assignment receive_reasons".split()) - {"ask_reasons"},
    "reasons given": set(f"{HANDLED} return_assignment set_later_date".split()) - {"ask_reasons"},
    "used up": set(f"{HANDLED} return_assignment".split())
    - {"request_correction", "extend", "ask_reasons", "demand_payment"},
    "awaiting correction": set(f"assign receive_correction deem_abandoned {ANY_TIME_OPEN}".split()),
    "awaiting payment": set(f"assign receive_payment deem_abandoned {ANY_TIME_OPEN}".split()),
    "answered": {"close", "withdraw_reply", "set_right"},
    "closed": {"reopen", "withdraw_reply", "set_right"},
    "not processed": {"reopen", "withdraw_reply", "set_right"},
    "abandoned": {"revive", "reopen", "withdraw_reply", "set_right"},
    "withdrawn": {"set_right"},
}

REGISTERS = {"registrar", "office_head"}
HANDLES = {"office_head", "officer", "department_head"}  # the last two while their unit has it

# Who may take it where it is in order. The outsider is an officer of another unit.
MAY: dict[str, set[str]] = {
    "confirm_receipt": REGISTERS,
    "receive": REGISTERS | {"system"},
    "choose_law": {"office_head"},
    "assign": REGISTERS,
    "return_assignment": HANDLES,
    "record_search": HANDLES,
    "request_correction": {"office_head"},
    "receive_correction": REGISTERS | {"applicant"},
    "consult": {"office_head"},
    "record_party_receipt": HANDLES | REGISTERS,
    "receive_opinion": HANDLES | REGISTERS,
    "withdraw_objection": HANDLES | REGISTERS,
    "override_objection": {"office_head"},
    "withdraw_consultation": {"office_head"},
    "withdraw_override": {"office_head"},
    "extend": {"office_head"},
    "ask_reasons": {"office_head"},
    "receive_reasons": REGISTERS | {"applicant"},
    "set_later_date": {"office_head"},
    "demand_payment": {"office_head"},
    "receive_payment": REGISTERS | {"finance"},
    "review_secrecy": {"secrecy_reviewer"},
    "answer": {"office_head", "leader"},
    "decline": {"office_head", "leader"},
    "close": HANDLES | REGISTERS | {"applicant", "system"},
    "deem_abandoned": {"office_head"},
    "revive": {"office_head"},
    "withdraw": REGISTERS | {"applicant"},
    "split": {"office_head"},
    "reopen": {"office_head"},
    "withdraw_reply": {"office_head", "leader"},
    "set_right": {"office_head"},
}
NO_UNIT_HAS_IT = {"posted", "filed", "with the office"}
UNIT_PEOPLE = {"officer", "department_head"}


def allowed(situation: str, step: str, person: str) -> bool:
    if person in UNIT_PEOPLE and situation in NO_UNIT_HAS_IT:
        return False
    return step in IN_ORDER[situation] and person in MAY[step]


@pytest.fixture
def charging(institution):
    charge()


@pytest.fixture
def ready(charging, cast) -> Cast:
    return cast


def test_the_table_speaks_of_every_situation_every_step_and_everybody(ready):
    assert set(IN_ORDER) == set(SITUATIONS)
    assert set(MAY) == set(STEPS)
    assert set().union(*MAY.values()) <= set(people(ready))
    assert len(people(ready)) == 16 < len(SITUATIONS) == 17 < len(STEPS) == 32  # 8704 cells


def test_the_situations_cover_every_state(ready):
    with_states = {SITUATIONS[name][0](ready).state for name in SITUATIONS}
    assert with_states == set(State)


@pytest.mark.parametrize("situation", some_quick(SITUATIONS, 5))
def test_the_steps_offered_are_exactly_those_listed(ready, situation):
    make, _ = SITUATIONS[situation]
    case = make(ready)
    everybody = people(ready).items()
    offered = {(s.name, who) for who, by in everybody for s in case.steps_open_to(by)}
    listed = {(s, who) for who, _ in everybody for s in STEPS if allowed(situation, s, who)}
    assert offered ^ listed == set()


class Undone(Exception):
    """Ends the transaction of one attempt, so that the next finds the case as it was."""


def attempt(case: Application, step: str, by: Any, day, cast: Cast) -> list[str]:
    """Take a step as somebody, undo it, and tell whatever was not as it should be."""
    mine = Application.objects.get(pk=case.pk)
    faults: list[str] = []
    try:
        with transaction.atomic():
            getattr(mine, step)(by=by, on=day, at=at(day, 18), **told(step, mine, cast))
            faults = wrongly_done(case, step, by)
            raise Undone
    except Undone:
        return ["happened", *faults]
    except Refusal as refusal:
        return ["refused", *wrongly_refused(refusal)]


def wrongly_done(before: Application, step: str, by: Any) -> list[str]:
    """A step that happened is logged once, under its own name and its taker's, and only once."""
    after = Application.objects.get(pk=before.pk)
    entries = list(LogEntry.objects.filter(chain=before.chain).order_by("sequence"))
    last, actor = entries[-1], actor_of(by)
    declared = STEPS[step]
    faults = {
        "one log entry more": len(entries) == before.entries_before + 1,
        "under its name": last.event == step,
        "by its taker": (last.actor_kind, last.actor_id) == (actor.kind, actor.id),
        "from and to": (last.payload["from"], last.payload["to"]) == (before.state, after.state),
        "one version more": after.version == before.version + 1,
        "to a declared state": after.state in (declared.targets or {before.state}),
        "chain whole": verify(before.chain) == [],
    }
    return [name for name, right in faults.items() if not right]


def wrongly_refused(refusal: Refusal) -> list[str]:
    chinese = all(any("\u4e00" <= c <= "\u9fff" for c in reason) for reason in refusal.reasons)
    return [] if refusal.reasons and chinese else ["refused without words"]


WATCHED: list[type[models.Model]] = [LogEntry, ChainHead, OutgoingMail]


def fingerprint() -> dict[str, list]:
    """Every row of the case's tables, of the log and of the mail."""
    watched = [*apps.get_app_config("requests_app").get_models(), *WATCHED]
    return {
        model.__name__: list(model._base_manager.order_by("pk").values_list()) for model in watched
    }


def play(cast: Cast, situation: str, cells: list[tuple[str, str]]) -> list[str]:
    """Try each cell; return every difference between what happened and what is listed."""
    make, day = SITUATIONS[situation]
    case = make(cast)
    case = Application.objects.get(pk=case.pk)
    case.entries_before = LogEntry.objects.filter(chain=case.chain).count()
    untouched, everybody, found = fingerprint(), people(cast), []
    for step, person in cells:
        verdict, *faults = attempt(case, step, everybody[person], day, cast)
        expected = "happened" if allowed(situation, step, person) else "refused"
        if verdict != expected:
            faults.append(f"{verdict}, listed as {expected}")
        if fingerprint() != untouched:
            faults.append("left a trace")
        found += [f"{situation} / {step} / {person}: {fault}" for fault in faults]
    return found


@pytest.mark.parametrize("situation", some_quick(SITUATIONS, 5))
def test_every_two_of_situation_step_and_person_meet_and_do_as_listed(ready, situation):
    """Pairwise: with no fewer people and steps than situations, one diagonal has every pair."""
    place = list(SITUATIONS).index(situation)
    cells = [
        (step, person)
        for one, step in enumerate(STEPS)
        for other, person in enumerate(people(ready))
        if (one + other) % len(SITUATIONS) == place
    ]
    listed = [(s, p) for s in STEPS for p in MAY[s] if allowed(situation, s, p)]
    assert play(ready, situation, sorted({*cells, *listed})) == []


@pytest.mark.full
@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_whole_matrix_does_as_listed(ready, situation):
    cells = [(step, person) for step in STEPS for person in people(ready)]
    assert play(ready, situation, cells) == []


def test_a_step_given_away_to_another_role_would_be_found(ready, monkeypatch):
    """The control: with one entry of the table changed, the comparison names that cell alone."""
    monkeypatch.setitem(MAY, "withdraw", {"registrar", "applicant"})
    found = play(ready, "filed", [(step, "office_head") for step in STEPS])
    assert found == ["filed / withdraw / office_head: happened, listed as refused"]


def test_a_refusal_that_left_a_trace_would_be_found(ready, monkeypatch):
    def leaky(case, *args):
        Application.objects.filter(pk=case.pk).update(subject="改动")
        return ["refused"]

    monkeypatch.setattr("tests.requests_app.test_matrix.attempt", leaky)
    assert play(ready, "filed", [("receive", "outsider")]) == [
        "filed / receive / outsider: left a trace"
    ]


def test_the_person_is_told_first_that_the_step_is_not_theirs(ready):
    case = SITUATIONS["closed"][0](ready)
    with pytest.raises(NotPermitted) as refused:
        case.receive(by=ready.outsider, on=case.received_on, at=at(case.received_on, 20))
    assert refused.value.reasons == (
        "“已答复”的办件不能“登记”。",
        "“登记”由登记员或系统办理。",
    )
    with pytest.raises(NotNow):
        case.receive(by=ready.registrar, on=case.received_on, at=at(case.received_on, 20))
