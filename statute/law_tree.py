"""A law as a tree of facts, each with its article, its source and whether it was verified."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

from statute.counting import Rule
from statute.law_parts import (
    Asks,
    Consulting,
    Correction,
    Counting,
    Duties,
    Extension,
    Fact,
    LawAnswer,
    LawError,
    Payment,
    Publication,
    Receipt,
    Remedy,
    RemedyLimits,
    Reporting,
    Setting,
)
from statute.text import Text


@dataclass(frozen=True, eq=False)
class Law:
    """One law, from its file. One without `answers` fixes limits only: no case is decided by it.

    `followed_by` is the code of the law that took its place, whose cases before that day are
    handled under this one.
    """

    code: str
    title: Text
    short: Text
    document: str
    in_force_from: date
    in_force_until: date | None
    sources: Mapping[str, str]
    facts: Mapping[str, Fact[Any]]
    defaults: Mapping[str, Fact[Any]]
    remedies: Mapping[str, Remedy]
    answers: Mapping[str, LawAnswer]
    followed_by: str | None

    calendar: Fact[str]
    suspensions: Fact[list[str]]
    counting: Counting
    reply_limit: Fact[int]
    unit: Fact[str]
    correction: Correction
    extension: Extension
    third_party: Consulting
    co_making_body: Consulting
    payment: Payment
    receipt: Receipt
    asks: Asks
    fees: Fact[str]
    agreed_delay: Fact[bool]
    reporting: Reporting
    remedy_limits: RemedyLimits
    duties: Duties
    publication: Publication

    @cached_property
    def rule(self) -> Rule:
        """How the limit for the reply is counted."""
        return Rule(
            unit=self.unit.value,
            amount=self.reply_limit.value,
            receipt=self.counting.receipt.value,
            first_day=self.counting.first_day.value,
            end=self.counting.end.value,
        )

    @property
    def decides_cases(self) -> bool:
        """Whether it says how an application may end, and not only by when."""
        return bool(self.answers)

    @property
    def overrides(self) -> dict[str, Any]:
        """The settings that differ from the file."""
        return {
            name: fact.value
            for name, fact in self.facts.items()
            if fact.value != self.defaults[name].value
        }

    @property
    def purpose_asked(self) -> bool:
        return self.asks.purpose.value

    @property
    def identity_asked(self) -> bool:
        return self.asks.identity.value

    def __str__(self) -> str:
        return self.short.zh

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Law) and self.code == other.code and self.overrides == other.overrides
        )

    def __hash__(self) -> int:
        return hash(self.code)

    def in_force_on(self, day: date) -> bool:
        return self.in_force_from <= day and (
            self.in_force_until is None or day <= self.in_force_until
        )

    def consulting(self, kind: str) -> Consulting:
        """The rule for a consultation of this kind: third_party or co_making_body."""
        return {"third_party": self.third_party, "co_making_body": self.co_making_body}[kind]

    def settings(self) -> tuple[Setting, ...]:
        """What an institution may decide, with the value in force, the default and the doubt."""
        return tuple(
            Setting(
                name=name,
                value=fact.value,
                default=self.defaults[name].value,
                doubt=fact.doubt or Text("", ""),
                article=fact.article,
                options=fact.options,
                most=fact.most,
            )
            for name, fact in self.facts.items()
            if fact.setting
        )

    def configured(self, choices: Mapping[str, Any]) -> "Law":
        """This law with the institution's choices; refuses what the law does not leave open."""
        facts = dict(self.facts)
        for name, value in choices.items():
            facts[name] = replace(self._open_fact(name), value=value)
            _check_value(name, facts[name], self.defaults[name])
        return replace(self, facts=facts, **law_tree(facts))

    def _open_fact(self, name: str) -> Fact[Any]:
        fact = self.facts.get(name)
        if fact is None:
            raise LawError(
                Text(f"{self.code}没有名为{name}的规则", f"{self.code} has no rule named {name}")
            )
        if not fact.setting:
            raise LawError(
                Text(
                    f"{self.short}{fact.article}已有规定，{name}不能自行设定",
                    f"{self.short.en}, {fact.article.en}, settle {name}: it cannot be chosen",
                )
            )
        return fact


def _check_value(name: str, fact: Fact[Any], default: Fact[Any]) -> None:
    if type(fact.value) is not type(default.value):
        kind = type(default.value).__name__
        raise LawError(
            Text(
                f"{name}的值{fact.value!r}类型不对，应为{kind}",
                f"{name} must be {kind}, not {fact.value!r}",
            )
        )
    if fact.options and fact.value not in fact.options:
        raise LawError(
            Text(
                f"{name}只能是{'、'.join(map(str, fact.options))}之一",
                f"{name} must be one of {', '.join(map(str, fact.options))}",
            )
        )
    if isinstance(fact.value, bool) or not isinstance(fact.value, int):
        return
    if fact.value < 0 or (fact.most is not None and fact.value > fact.most):
        raise LawError(
            Text(f"{name}须在0至{fact.most}之间", f"{name} must lie between 0 and {fact.most}")
            if fact.most
            else Text(f"{name}不能小于0", f"{name} cannot be less than 0")
        )


SECTIONS: dict[str, type] = {
    "counting": Counting,
    "correction": Correction,
    "extension": Extension,
    "third_party": Consulting,
    "co_making_body": Consulting,
    "payment": Payment,
    "receipt": Receipt,
    "asks": Asks,
    "reporting": Reporting,
    "remedy_limits": RemedyLimits,
    "duties": Duties,
    "publication": Publication,
}
SINGLE = ("reply_limit", "unit", "fees", "agreed_delay", "calendar", "suspensions")


def law_tree(facts: Mapping[str, Fact[Any]]) -> dict[str, Any]:
    """The flat facts as the nested fields of a Law."""
    tree: dict[str, Any] = {name: facts[name] for name in SINGLE}
    for name, section in SECTIONS.items():
        tree[name] = section(
            **{
                field.name: facts[f"{name}.{field.name}"]
                for field in fields(section)
                if f"{name}.{field.name}" in facts
            }
        )
    return tree
