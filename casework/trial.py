"""A step tried on a copy of the case that is never saved: what it would move.

Each trial sets on the copy the facts its step would store, as far as the limits depend on them.
A trial that was wrong would be found out when the step is taken: see `casework.foreseen`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from casework.foreseen import Foreseen, difference
from casework.reckoned import reckon
from casework.rows import fetch_facts
from casework.withdrawing import step_facts
from notices.kinds import KINDS
from notices.models import Notice
from records.refusals import Refusal
from requests_app.clock import correction_of, fact
from requests_app.models import (
    Application,
    Consultation,
    Correction,
    Extension,
    FeeDemand,
    Handling,
    LaterDate,
)
from requests_app.states import State

Facts = Mapping[str, Any]


def foresee(
    step: str, application: Application, facts: Facts, *, act_on: date, on: date
) -> Foreseen | None:
    """What the step would move if taken with these facts, the act bearing the day `act_on`.

    None if the step moves nothing, or if what is known so far does not say.
    """
    change = _TRIALS.get(step)
    if change is None:
        return None
    trial = _copy(application)
    try:
        if not change(trial, facts, act_on):
            return None
        found = difference(application, reckon(_copy(application), on=on), reckon(trial, on=on))
    except Refusal:  # dates that contradict each other: taking the step says so
        return None
    return found if found.moves or found.letters else None


def foresee_notice(notice: Notice, *, on: date) -> Foreseen | None:
    """What issuing this notice on that day would move."""
    return foresee_kind(notice.kind, notice.application, notice.all_facts, on=on)


def foresee_kind(code: str, application: Application, facts: Facts, *, on: date) -> Foreseen | None:
    """What issuing such a notice would move; None if it takes no step or is not filled in yet."""
    kind = KINDS[code]
    if not kind.step or State(application.state) in kind.follows:
        return None
    try:
        taken = step_facts(kind, application, facts)
    except KeyError:  # a draft not filled in yet
        return None
    return foresee(kind.step, application, taken, act_on=on, on=on)


def _copy(application: Application) -> Application:
    """The case fetched anew with what its limits depend on, so that nothing is shared."""
    trial = Application.objects.get(pk=application.pk)
    fetch_facts([trial])
    return trial


def _stand(trial: Application, state: State) -> bool:
    """Put the copy in a state: the real case is moved by its step alone."""
    trial.__dict__["state"] = state
    return True


def _receipt(trial: Application, facts: Facts, on: date) -> bool:
    trial.received_on = on
    return True


def _righting(trial: Application, facts: Facts, on: date) -> bool:
    state = facts.get("state") or trial.state
    if facts.get("received_on"):
        trial.received_on = facts["received_on"]
    handling = trial.handling
    if handling and state not in (State(trial.state), *_CLOSED) and handling.closed_on:
        _unclose(handling)
    return _stand(trial, State(state))


_CLOSED = (State.ANSWERED, State.NOT_PROCESSED, State.ABANDONED, State.WITHDRAWN)


def _unclose(handling: Handling) -> None:
    handling.closed_on, handling.result = None, ""


def _law(trial: Application, facts: Facts, on: date) -> bool:
    if not facts.get("law"):
        return False
    trial.law = facts["law"]
    return True


def _corrected(trial: Application, facts: Facts, on: date) -> bool:
    trial.correction.corrected_on = on
    return _stand(trial, State.IN_HAND)


def _paid(trial: Application, facts: Facts, on: date) -> bool:
    trial.handling.fee_demand.paid_on = on
    return _stand(trial, State.IN_HAND)


def _later_date(trial: Application, facts: Facts, on: date) -> bool:
    if not facts.get("due_on"):
        return False
    due_on = facts["due_on"]
    due_on = due_on if isinstance(due_on, date) else date.fromisoformat(due_on)
    trial.handling.later_date = LaterDate(due_on=due_on, decided_on=on)
    return True


def _asked(trial: Application, facts: Facts) -> Consultation | None:
    wanted = facts.get("consultation")
    return next((asked for asked in trial.consultations.all() if asked.pk == wanted), None)


def _party_receipt(trial: Application, facts: Facts, on: date) -> bool:
    asked = _asked(trial, facts)
    if asked is not None:
        asked.received_on = on
    return asked is not None


def _opinion(trial: Application, facts: Facts, on: date) -> bool:
    asked = _asked(trial, facts)
    if asked is not None:
        asked.answered_on = on
    return asked is not None


def _consultation_withdrawn(trial: Application, facts: Facts, on: date) -> bool:
    asked = _asked(trial, facts)
    if asked is not None:
        asked.withdrawn_on = on
    return asked is not None


def _objection_withdrawn(trial: Application, facts: Facts, on: date) -> bool:
    """The opinion put down anew counts as asked for and given that day."""
    was = _asked(trial, facts)
    if was is None:
        return False
    fetched = trial._prefetched_objects_cache["consultations"]
    again = Consultation(kind=was.kind, asked_on=on, received_on=on, answered_on=on)
    fetched._result_cache.append(again)
    return True


def _revived(trial: Application, facts: Facts, on: date) -> bool:
    demand, correction = fact(trial.handling, "fee_demand"), correction_of(trial)
    unpaid = trial.handling.result == "other_fee_unpaid"
    if unpaid and demand:
        demand.paid_on = on
    if not unpaid and correction:
        correction.corrected_on = on
    _unclose(trial.handling)
    return _stand(trial, State.IN_HAND)


def _reopened(trial: Application, facts: Facts, on: date) -> bool:
    sequence = trial.handling.sequence + 1
    trial.__dict__["handling"] = Handling(application=trial, sequence=sequence, opened_on=on)
    return _stand(trial, State.IN_HAND)


def _reply_withdrawn(trial: Application, facts: Facts, on: date) -> bool:
    """A reply that does not count as made yet leaves the handling as it is."""
    if trial.handling.closed_on is not None:
        return _reopened(trial, facts, on)
    return _stand(trial, State.IN_HAND)


def _correction(trial: Application, facts: Facts, on: date) -> bool:
    for asked in trial.consultations.all():
        if asked.is_open:
            asked.closed_on = on
    trial.correction = Correction(asked_on=on, days=facts["days"])
    return _stand(trial, State.AWAITING_CORRECTION)


def _consultation(trial: Application, facts: Facts, on: date) -> bool:
    fetched = trial._prefetched_objects_cache["consultations"]
    fetched._result_cache.append(Consultation(kind=facts["kind"], asked_on=on))
    return True


def _extension(trial: Application, facts: Facts, on: date) -> bool:
    trial.handling.extension = Extension(decided_on=on, by_days=facts["by_days"])
    return True


def _payment(trial: Application, facts: Facts, on: date) -> bool:
    trial.handling.fee_demand = FeeDemand(asked_on=on, days=facts["days"])
    return _stand(trial, State.AWAITING_PAYMENT)


_TRIALS: dict[str, Callable[[Application, Facts, date], bool]] = {
    "confirm_receipt": _receipt,
    "choose_law": _law,
    "request_correction": _correction,
    "receive_correction": _corrected,
    "consult": _consultation,
    "record_party_receipt": _party_receipt,
    "receive_opinion": _opinion,
    "withdraw_consultation": _consultation_withdrawn,
    "withdraw_objection": _objection_withdrawn,
    "extend": _extension,
    "set_later_date": _later_date,
    "demand_payment": _payment,
    "receive_payment": _paid,
    "revive": _revived,
    "reopen": _reopened,
    "withdraw_reply": _reply_withdrawn,
    "set_right": _righting,
}
