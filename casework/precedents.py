"""Earlier replies on the same kind of information that came out the other way.

What was given to one applicant is not refused to another without a reason, nor the reverse.
Likeness is that of the words, by pairs of characters; only a warning, for a person to judge.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from notices.items import GROUNDS
from notices.models import Notice
from office.models import User
from requests_app.models import Application, DecisionItem
from statute.answers import GRANTED, REFUSED, family
from statute.text import Text

MOST_LOOKED_AT = 400  # the latest items that were given or refused, and no more
MOST_SHOWN = 5
ALIKE = 0.5  # of the pairs of characters, Dice's coefficient


@dataclass(frozen=True)
class Precedent:
    """One earlier item that was answered the other way."""

    application: Application
    number: str
    decided_on: date
    asked_for: str
    answer: str
    ground: str
    likeness: float

    @property
    def ground_label(self) -> Text | None:
        return GROUNDS.get(self.answer, {}).get(self.ground)


@dataclass(frozen=True)
class Precedents:
    """Those the reader may see, likest first, and how many more there are in other hands."""

    shown: tuple[Precedent, ...] = ()
    hidden: int = 0

    def __bool__(self) -> bool:
        return bool(self.shown or self.hidden)


def contrary_to(notice: Notice, *, by: User) -> Precedents:
    """What was decided otherwise before on what this draft decides."""
    wanted = [item for item in notice.facts.get("items", []) if _side(item) is not None]
    if not wanted:
        return Precedents()
    found = {item.pk: near for item, near in _like(wanted, notice.application_id)}
    rows = DecisionItem.objects.filter(pk__in=found).select_related("decision__handling")
    cases = {row.decision.handling.application_id for row in rows}
    visible = Application.objects.visible_to(by).filter(pk__in=cases).in_bulk()
    numbers = _numbers(visible)
    shown = [
        Precedent(
            visible[row.decision.handling.application_id],
            numbers.get(row.decision.handling.application_id, ""),
            row.decision.decided_on, row.asked_for, row.answer, row.ground, found[row.pk],
        )
        for row in rows
        if row.decision.handling.application_id in visible
    ]  # fmt: skip
    shown.sort(key=lambda one: (-one.likeness, one.decided_on))
    return Precedents(tuple(shown[:MOST_SHOWN]), len(cases - set(visible)))


def likeness(one: str, other: str) -> float:
    """From 0 to 1: how many pairs of neighbouring characters two texts share."""
    here, there = _pairs(one), _pairs(other)
    if not here or not there:
        return 0.0
    return 2 * len(here & there) / (len(here) + len(there))


def _pairs(text: str) -> frozenset[str]:
    plain = "".join(c for c in text if c.isalnum())
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def _side(item: Mapping[str, Any]) -> str | None:
    """Given or withheld; what is given in part is neither, and so is everything else."""
    side = family(item["answer"])
    return side if side in (GRANTED, REFUSED) else None


def _like(
    wanted: Iterable[Mapping[str, Any]], application: int
) -> Iterator[tuple[DecisionItem, float]]:
    """The latest items decided otherwise whose words are like those of one of ours."""
    wanted = list(wanted)
    for item in _candidates(application):
        near = [
            likeness(ours["asked_for"], item.asked_for)
            for ours in wanted
            if _side(ours) != _side({"answer": item.answer})
        ]
        if near and max(near) >= ALIKE:
            yield item, max(near)


def _candidates(application: int) -> Iterable[DecisionItem]:
    decided = DecisionItem.objects.filter(decision__voided_on=None)
    sided = decided.filter(answer=GRANTED) | decided.filter(answer__startswith=f"{REFUSED}_")
    others = sided.exclude(decision__handling__application=application)
    return others.only("pk", "asked_for", "answer").order_by("-pk")[:MOST_LOOKED_AT]


def _numbers(cases: Iterable[int]) -> dict[int, str]:
    """The number of the last reply in force of each case."""
    found = Notice.objects.in_force().filter(application__in=list(cases), kind__in=_KINDS)
    return dict(found.order_by("pk").values_list("application_id", "number"))


_KINDS = ("granted", "already_public", "partly_granted", "refused", "administrative_query")
