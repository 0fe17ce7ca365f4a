"""What a kind of notice is: one declaration read by forms, letters, numbers, approval and tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from notices import chains
from records.approval import Chain
from requests_app.states import State
from statute.text import Text

Facts = Mapping[str, Any]


class Widget(StrEnum):
    TEXT = "text"
    TEXTAREA = "textarea"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    ITEMS = "items"  # a list of answers, one per item asked for: notices.items
    CONSULTATION = "consultation"  # one of the case's consultations, by its id


class Addressee(StrEnum):
    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    BODY = "body"  # another unit or body, which is asked for help
    FILE = "file"  # nobody: a form that goes with another notice and comes back to the file


NOTHING = Text("", "")


@dataclass(frozen=True)
class Field:
    """One fact a notice needs. `sealed` ones (addresses) are encrypted and never printed.

    `why` names the rule that asks for it: see `notices.basis.citation`.
    """

    name: str
    label: Text
    help: Text = NOTHING
    required: bool = True
    widget: str = Widget.TEXT
    choices: tuple[tuple[str, Text], ...] = ()
    least: int | None = None
    most: int | None = None
    decimals: int = 0
    sealed: bool = False
    why: str = ""


def no_step_facts(facts: Facts) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Kind:
    """One kind of notice (文书种类).

    `title` may use {info} and {us}, which each law fills with its own words. `series` is the one
    character of the number. `rests_on` names the rules a notice that is no reply cites; a reply
    cites those of its answers. `answers` are the results a reply of this kind may come to;
    `grounds`, where given, must occur among its items. `remedies_as` is the answer whose remedies
    are told, where its own row of the table has none; `remedies_if` a fact of the law that says
    whether they are told at all. `follows` is a state in which the notice only
    puts on paper what was done already, so that its step is not taken again.
    """

    code: str
    label: Text
    title: str
    series: str
    guidance: Text
    step: str | None = None
    addressee: str = Addressee.APPLICANT
    fields: tuple[Field, ...] = ()
    rests_on: tuple[str, ...] = ()
    approval: Chain = chains.OFFICE
    answers: frozenset[str] = frozenset()
    grounds: frozenset[str] = frozenset()
    follows: frozenset[State] = frozenset()
    has_remedies: bool = False
    remedies_as: str = ""
    remedies_if: str = ""
    step_facts: Callable[[Facts], dict[str, Any]] = no_step_facts
    closing: str = "特此告知。"

    @property
    def is_reply(self) -> bool:
        return self.step in ("answer", "decline")

    @property
    def encloses_files(self) -> bool:
        """Whether what is given goes out with it: a reply that grants something not yet public."""
        return self.approval == chains.RELEASE

    @property
    def is_automatic(self) -> bool:
        return not self.approval.stages

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def __str__(self) -> str:
        return self.label.zh
