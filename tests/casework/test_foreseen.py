"""What an act moves: foreseen, confirmed, logged with it, or the act undone."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from casework import acts, issuing, paper
from casework.foreseen import Unseen, witness_of
from casework.trial import foresee, foresee_notice
from office.models import Institution
from records import log
from records.log import SYSTEM
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.states import State
from requests_app.steps import STEPS
from tests.cast import MONDAY, Cast, at, in_hand
from tests.notices import stories
from tests.notices.desk import FRIDAY, submitted
from tests.requests_app.situations import SITUATIONS, people, told
from tests.sizes import some_quick

CHARGING = {"cn-regulation": {"fees": "tariff_2020"}}


def logged(case: Application) -> dict[str, Any]:
    payload = log.entries(case.chain).last().payload
    return {key: payload[key] for key in ("moved", "letters") if key in payload}


def one_who_may(step: str, case: Application, cast: Cast) -> Any:
    able = (who for who in people(cast).values() if not STEPS[step].blockers(case, who))
    return next(able, None)


@pytest.mark.parametrize("situation", some_quick(SITUATIONS, {"filed", "objected", "with a unit"}))
def test_what_is_foreseen_is_what_the_step_then_moves(cast, situation):
    """Every step that can be taken from every situation: the trial against the step itself."""
    Institution.objects.update(law_settings=CHARGING)
    make, on = SITUATIONS[situation]
    case = make(cast)
    if case.received_on:
        issuing.acknowledge(case, by=SYSTEM, on=on, at=at(on, 7))
    tried = 0
    for step in STEPS:
        who = one_who_may(step, case, cast)
        if who is not None:
            with transaction.atomic():
                tried += foreseen_as_taken(case, step, who, cast, on)
                transaction.set_rollback(True)
            case.refresh_from_db()
    assert tried


def foreseen_as_taken(case: Application, step: str, who: Any, cast: Cast, on: date) -> bool:
    facts = told(step, case, cast)
    foreseen = foresee(step, case, facts, act_on=on, on=on)
    witness = witness_of(case, on=on, seen=None)
    try:
        getattr(case, step)(by=who, on=on, at=at(on, 18), witness=witness, **facts)
    except Refusal:
        return False
    assert logged(case) == (foreseen.as_logged() if foreseen else {}), step
    return True


# Each act that moves dates, with nothing shown and with the very preview


RIGHT = date(2026, 2, 27)


def righting(cast: Cast, case: Application) -> dict[str, Any]:
    return {
        "state": State.IN_HAND, "received_on": RIGHT, "approved_by": cast.leader,
        "reason": "签收单为证",
    }  # fmt: skip


def take(cast: Cast, case: Application, *, seen: str | None, **changed: Any) -> None:
    acts.take(
        case, "set_right", by=cast.office_head, on=FRIDAY, at=at(FRIDAY), seen=seen,
        **righting(cast, case) | changed,
    )  # fmt: skip


def acknowledged(cast: Cast) -> Application:
    case = in_hand(cast)
    issuing.acknowledge(case, by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))
    return case


def test_a_righting_nobody_saw_is_undone_and_says_what_it_would_move(cast):
    case = acknowledged(cast)
    with pytest.raises(Unseen) as unseen:
        take(cast, case, seen="")
    case.refresh_from_db()
    assert (case.received_on, case.due_on) == (MONDAY, date(2026, 3, 30))
    assert not case.rightings.exists()
    foreseen = unseen.value.foreseen
    # From 27 February: made-up Saturday 28 is 1; 2-6, 9-13, 16-20 March to 16; 23-26 are 17-20.
    # The correction notice: 28 February is 1, 2-6 March are 2-6, Monday 9 is 7 (was 11 March).
    assert [(m.code, m.was, m.becomes) for m in foreseen.moves] == [
        ("received_on", MONDAY, RIGHT),
        ("reply", date(2026, 3, 30), date(2026, 3, 26)),
        ("correction_notice", date(2026, 3, 11), date(2026, 3, 9)),
        ("alarm", date(2026, 3, 30), date(2026, 3, 26)),
    ]
    assert {letter.what for letter in foreseen.letters} == {"received_on", "reply"}


def test_taken_with_the_very_preview_it_is_logged_with_the_step(cast):
    case = acknowledged(cast)
    with pytest.raises(Unseen) as unseen:
        take(cast, case, seen="")
    take(cast, case, seen=unseen.value.foreseen.seen)
    entry = log.entries(case.chain).last()
    assert entry.event == "set_right"
    assert entry.payload["moved"][1] == {
        "limit": "reply", "was": "2026-03-30", "becomes": "2026-03-26", "provisional": False,
    }  # fmt: skip
    number = case.notices.get(kind="acknowledgement").number
    assert {letter["number"] for letter in entry.payload["letters"]} == {number}
    assert log.verify(case.chain) == []


def test_a_preview_gone_stale_is_shown_again(cast):
    """Somebody extended the case while the page was open: the same righting moves other dates."""
    case = acknowledged(cast)
    facts = righting(cast, case)
    stale = foresee("set_right", case, facts, act_on=FRIDAY, on=FRIDAY).seen
    case.extend(by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 8), by_days=15, reason="汇集数据")
    with pytest.raises(Unseen) as unseen:
        take(cast, case, seen=stale)
    assert unseen.value.foreseen.seen != stale
    take(cast, case, seen=unseen.value.foreseen.seen)


def test_a_preview_of_another_date_does_not_do(cast):
    case = acknowledged(cast)
    facts = righting(cast, case)
    seen = foresee("set_right", case, facts, act_on=FRIDAY, on=FRIDAY).seen
    with pytest.raises(Unseen):
        take(cast, case, seen=seen, received_on=date(2026, 2, 26))


def test_with_the_guard_off_the_same_is_saved_unseen(cast):
    """The control: without `seen` nothing is asked, and the date moves (and is logged)."""
    case = acknowledged(cast)
    take(cast, case, seen=None)
    assert case.due_on == date(2026, 3, 26)
    assert logged(case)["moved"]


MOVING = ("correction", "extension", "third_party_consultation", "co_making_consultation", "fee")


@pytest.mark.parametrize("kind", MOVING)
def test_a_notice_that_moves_dates_is_not_signed_unseen(cast, kind):
    stories.allow_everything()
    notice = submitted(cast, kind)
    signer = getattr(cast, paper.stages(notice)[0].role)
    with pytest.raises(Unseen):
        paper.approve(notice, by=signer, on=FRIDAY, at=at(FRIDAY, 11), foreseen="")
    notice.refresh_from_db()
    assert not notice.is_issued
    assert not paper.stages(notice)[0].approval


@pytest.mark.parametrize("kind", MOVING)
def test_signed_with_the_preview_it_goes_out_and_both_entries_have_what_moved(cast, kind):
    stories.allow_everything()
    notice = submitted(cast, kind)
    foreseen = foresee_notice(notice, on=FRIDAY)
    for stage in paper.stages(notice):
        signer = getattr(cast, stage.role)
        paper.approve(
            notice, by=signer, on=FRIDAY, at=at(FRIDAY, 11), foreseen=foreseen.seen
        )  # fmt: skip
    entries = log.entries(notice.application.chain)
    for event in ("notice_approved", KINDS_STEP[kind]):
        payload = entries.filter(event=event).last().payload
        assert payload["moved"] == foreseen.as_logged()["moved"]
        assert payload["letters"] == foreseen.as_logged()["letters"]


KINDS_STEP = {
    "correction": "request_correction", "extension": "extend", "fee": "demand_payment",
    "third_party_consultation": "consult", "co_making_consultation": "consult",
}  # fmt: skip


def test_a_notice_whose_facts_changed_since_it_was_read_is_shown_again(cast):
    notice = submitted(cast, "extension")
    stale = foresee_notice(notice, on=FRIDAY).seen
    case = notice.application
    case.set_right(
        by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 10), **righting(cast, case)
    )  # fmt: skip
    notice.application.refresh_from_db()
    paper.redraft(
        notice, by=cast.officer, at=at(FRIDAY, 10), facts=stories.FACTS["extension"]
    )  # fmt: skip
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    with pytest.raises(Unseen):
        paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11), foreseen=stale)


def test_signed_without_the_guard_the_notice_goes_out_unseen(cast):
    """The control."""
    notice = submitted(cast, "extension")
    paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert notice.is_issued


def test_a_notice_that_moves_nothing_asks_for_nothing(cast):
    notice = submitted(cast, "refused")
    paper.approve(notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 11), foreseen="")
    assert paper.stages(notice)[0].approval


def test_a_case_that_ends_moves_nothing(cast):
    case = acknowledged(cast)
    acts.take(case, "withdraw", by=cast.registrar, on=FRIDAY, at=at(FRIDAY), seen="", reason="")
    assert logged(case) == {}
