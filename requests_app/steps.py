"""The one door: `@step` on a method of Application.

django-fsm's `transition` alone neither asks permission, nor saves, nor logs, nor locks. A step does
all four in one transaction or none of them, and says no with every reason at once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_fsm import GET_STATE, transition

from records import log
from records.instants import local
from records.refusals import Refusal
from requests_app.states import State
from requests_app.who import Who, actor_of


class NotPermitted(Refusal):
    """The person may not take this step on this case."""


class NotNow(Refusal):
    """The case is not in a state from which this step goes."""


class ChangedMeanwhile(Refusal):
    """Somebody else took a step since the page was fetched."""


@dataclass(frozen=True)
class Entry:
    """What a step leaves in the log: facts without personal data, and apart from them the rest."""

    payload: dict[str, Any] = field(default_factory=dict)
    private: dict[str, Any] | None = None


@dataclass(frozen=True)
class Step:
    """One declared step; the buttons, the diagram, the log and the test matrix read it."""

    name: str
    label: str | Promise
    sources: frozenset[State]
    targets: frozenset[State]  # empty: the case stays where it is
    may: Who
    by_notice: bool  # taken by issuing a notice, never by a button of its own
    when: Callable[[Any], str | None] | None  # see requests_app.when

    def blockers(self, application: Any, by: Any) -> list[Refusal]:
        """Every reason why `by` may not take this step now; empty if they may."""
        found: list[Refusal] = []
        if State(application.state) not in self.sources:
            words = {"step": self.label, "state": application.get_state_display()}
            found.append(NotNow(_("“%(state)s”的办件不能“%(step)s”。") % words))
        elif self.when and (reason := self.when(application)):
            found.append(Refusal(reason))
        if not self.may.allows(by, application):
            words = {"step": self.label, "who": self.may.label}
            found.append(NotPermitted(_("“%(step)s”由%(who)s办理。") % words))
        return found


STEPS: dict[str, Step] = {}  # in order of declaration, which is the order of the procedure


def step(
    sources: State | Iterable[State],
    target: State | Iterable[State] | None,
    *,
    label: str | Promise,
    may: Who,
    by_notice: bool = False,
    when: Callable[[Any], str | None] | None = None,
) -> Callable[[Callable[..., Entry | None]], Callable[..., None]]:
    """Declare a method of Application as a step.

    The method takes `on` (the legal day of the act) and whatever facts it needs, and returns the
    `Entry` for the log. Callers also pass `by` (who), `at` (the instant) and, from a web page,
    `version` (the case as it was shown). `witness` looks at the case as the step leaves it: what it
    returns is logged with the step, and what it raises undoes the step. `on_behalf_of` is whose
    decision it is where a notice carries it and `by` only sends that out: the person whose
    signature a deputy gave, or who signed on paper. Where several targets are possible the caller
    names one as `state`. Raises NotPermitted, NotNow, ChangedMeanwhile, or the
    Refusal of the method itself.
    """
    from_states = _states(sources)
    moved_to = target if isinstance(target, State | None) else GET_STATE(_chosen, states=[*target])

    def declare(method: Callable[..., Entry | None]) -> Callable[..., None]:
        declared = Step(method.__name__, label, from_states, _states(target), may, by_notice, when)
        STEPS[declared.name] = declared
        move = transition(field="state", source=sorted(from_states), target=moved_to)(method)

        @wraps(move)
        def take(
            self: Any, *, on, at, by, version: int | None = None,
            witness: Callable[[Any], dict[str, Any]] | None = None, on_behalf_of=None,
            **facts: Any,
        ) -> None:  # fmt: skip
            if on_behalf_of is not None and not by_notice:
                raise ValueError("only a paper that somebody else signed is sent out for them")
            decided_by = on_behalf_of or by
            with transaction.atomic():
                before = _locked(self, version)
                refuse(declared.blockers(self, decided_by))
                _refuse_impossible_day(self, on=on, at=at)
                entry = move(self, on=on, at=at, by=decided_by, **facts) or Entry()
                self.version += 1
                self.index_due_dates(on=on)
                self.save()
                seen = witness(self) if witness else {}
                moved = {"from": before, "to": self.state, "on": on.isoformat()}
                whose = {"on_behalf_of": on_behalf_of.pk} if on_behalf_of else {}
                log.append(
                    self.chain, declared.name, actor=actor_of(by), at=at,
                    payload=moved | entry.payload | whose | seen, private=entry.private,
                )  # fmt: skip

        take.step = declared
        return take

    return declare


def refuse(blockers: list[Refusal]) -> None:
    """Raise all the reasons at once, as NotPermitted if the person is one of them."""
    if blockers:
        kinds = sorted({type(blocker) for blocker in blockers}, key=_GRAVEST.index)
        raise kinds[0](*(reason for blocker in blockers for reason in blocker.reasons))


_GRAVEST = [NotPermitted, NotNow, Refusal]


def _locked(application: Any, version: int | None) -> str:
    """Lock the row, read it anew, and return the state it is in."""
    locked = type(application).objects.select_for_update().get(pk=application.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile(_("这件申请刚才已由他人办理，请核对最新情况后再办。"))
    application.refresh_from_db()
    return application.state


def _refuse_impossible_day(application: Any, *, on: date, at: datetime) -> None:
    """An act has happened, so its day is not to come; and before receipt there was no case."""
    if on > local(at).date():
        raise Refusal(_("日期不能晚于今天。"))
    if application.received_on and on < application.received_on:
        raise Refusal(_("日期不能早于收到申请之日。"))


def _states(named: State | Iterable[State] | None) -> frozenset[State]:
    if named is None:
        return frozenset()
    return frozenset([named]) if isinstance(named, State) else frozenset(named)


def _chosen(application: Any, *, state: State, **facts: Any) -> State:
    return state
