"""What a step would move, told before it is taken: the due date as it is and as it would be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from requests_app.models import Application, LaterDate
from statute.clock import Clock
from web.staff.rows import fetch_facts

Facts = dict[str, Any]


@dataclass(frozen=True)
class Move:
    """The clock as it stands and as the step would leave it."""

    was: Clock | None
    becomes: Clock
    letters: bool = False  # letters already sent may state the old date

    @property
    def moves(self) -> bool:
        return self.was is None or self.was.due_on != self.becomes.due_on

    @property
    def seen(self) -> str:
        """What a form sends back to show that this very date was on the page."""
        return str(self.becomes.due_on or "-")


def move_by(name: str, case: Application, facts: Facts, *, on: date) -> Move | None:
    """The due date the step would give with these facts; None if the step moves no date."""
    change = _CHANGES.get(name)
    if change is None:
        return None
    trial = Application.objects.get(pk=case.pk)
    fetch_facts([trial])
    if not change(trial, facts):
        return None
    was = case.clock(on=on) if case.received_on else None
    return Move(was, trial.clock(on=on), letters=name in _LETTERS)


def _receipt(trial: Application, facts: Facts) -> bool:
    trial.received_on = facts.get("received_on") or facts.get("on")
    return trial.received_on is not None


def _righting(trial: Application, facts: Facts) -> bool:
    if not facts.get("received_on") or facts["received_on"] == trial.received_on:
        return False
    return _receipt(trial, facts)


def _law(trial: Application, facts: Facts) -> bool:
    if not facts.get("law"):
        return False
    trial.law = facts["law"]
    return True


def _correction(trial: Application, facts: Facts) -> bool:
    trial.correction.corrected_on = facts["on"]
    return True


def _payment(trial: Application, facts: Facts) -> bool:
    trial.handling.fee_demand.paid_on = facts["on"]
    return True


def _later_date(trial: Application, facts: Facts) -> bool:
    if not facts.get("due_on"):
        return False
    trial.handling.later_date = LaterDate(due_on=facts["due_on"], decided_on=facts["on"])
    return True


def _asked(trial: Application, facts: Facts):
    wanted = facts.get("consultation")
    return next((asked for asked in trial.consultations.all() if asked.pk == wanted), None)


def _party_receipt(trial: Application, facts: Facts) -> bool:
    asked = _asked(trial, facts)
    if asked is not None:
        asked.received_on = facts["on"]
    return asked is not None


def _opinion(trial: Application, facts: Facts) -> bool:
    asked = _asked(trial, facts)
    if asked is not None:
        asked.answered_on = facts["on"]
    return asked is not None


_CHANGES: dict[str, Callable[[Application, Facts], bool]] = {
    "confirm_receipt": _receipt,
    "receive_correction": _correction,
    "receive_payment": _payment,
    "record_party_receipt": _party_receipt,
    "receive_opinion": _opinion,
    "set_later_date": _later_date,
    "choose_law": _law,
    "set_right": _righting,
}
_LETTERS = frozenset({"choose_law", "set_right"})
