"""A law as a tree of facts, each with its article, its source and whether it was verified."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from statute.answers import ANSWERS, RESULT_CODES
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
from statute.silence import BOUNDLESS, NOTHING, SILENT, silent_fact
from statute.text import Text

__all__ = ["Fact", "Law", "LawAnswer", "LawError", "Remedy", "Setting", "laws", "load_law"]

FOLDER = Path(__file__).parent / "laws"
ORDER = ("cn-university", "cn-regulation")


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
        return replace(self, facts=facts, **_tree(facts))

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


def _tree(facts: Mapping[str, Fact[Any]]) -> dict[str, Any]:
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


def _text(value: list[str] | None) -> Text | None:
    return Text(*value) if value else None


class _Reader:
    """Turns one law file into a Law, and refuses a fact without article or source."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.code: str = data["code"]

    def cited(self, name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
        missing = {"article", "source", "verified"} - set(entry)
        if missing:
            raise LawError(f"{self.code} {name}: missing {', '.join(sorted(missing))}")
        if not entry["verified"] and not entry.get("doubt"):
            raise LawError(f"{self.code} {name}: unverified without a doubt")
        return {
            "article": Text(*entry["article"]),
            "source": self.data["sources"][entry["source"]],
            "verified": entry["verified"],
            "doubt": _text(entry.get("doubt")),
        }

    def facts(self) -> dict[str, Fact[Any]]:
        found: dict[str, Fact[Any]] = {}
        for name, entry in self.data["facts"].items():
            leaves = {name: entry} if "value" in entry else {f"{name}.{k}": entry[k] for k in entry}
            for path, leaf in leaves.items():
                found[path] = Fact(
                    value=leaf["value"],
                    setting=leaf.get("setting", False),
                    options=tuple(leaf.get("options", ())),
                    most=leaf.get("most"),
                    **self.cited(path, leaf),
                )
        for path in SILENT:
            if path not in found and "answers" not in self.data:
                found[path] = silent_fact(path)
        return found

    def remedies(self) -> dict[str, Remedy]:
        return {
            kind: Remedy(
                kind=kind,
                label=Text(*entry["label"]),
                paragraph=entry["paragraph"],
                online=entry.get("online", ""),
                **self.cited(kind, entry),
            )
            for kind, entry in self.data.get("remedies", {}).items()
        }

    def answers(self) -> dict[str, LawAnswer]:
        entries = self.data.get("answers")
        if entries is None:
            return {}
        if tuple(entries) != RESULT_CODES:
            raise LawError(f"{self.code}: answers are not the rows of the table, in order")
        return {
            code: LawAnswer(
                answer=ANSWERS[code],
                basis=entry["basis"],
                finding=entry["finding"],
                effect=entry["effect"],
                remedy=entry["remedy"],
                refusal_article=entry.get("refusal_article"),
                **self.cited(code, entry),
            )
            for code, entry in entries.items()
        }

    def law(self) -> Law:
        facts = self.facts()
        return Law(
            code=self.code,
            title=Text(*self.data["title"]),
            short=Text(*self.data["short"]),
            document=self.data["document"],
            in_force_from=self.data["in_force_from"],
            in_force_until=self.data.get("in_force_until"),
            sources=self.data["sources"],
            facts=facts,
            defaults=facts,
            remedies=self.remedies(),
            answers=self.answers(),
            followed_by=self.data.get("followed_by"),
            **_tree(facts),
        )


def read_law(text: str) -> Law:
    """A law from the text of its file."""
    return _Reader(tomllib.loads(text)).law()


@cache
def load_law(code: str) -> Law:
    """The law shipped under this code, without any institution's settings.

    Raises LawError for a code nobody ships.
    """
    if code not in every_code():
        known = ", ".join(every_code())
        raise LawError(
            Text(
                f"没有名为{code}的法规（有：{known}）",
                f"there is no law called {code} (there are: {known})",
            )
        )
    return read_law((FOLDER / f"{code}.toml").read_text("utf-8"))


@cache
def every_code() -> tuple[str, ...]:
    """Codes of all laws shipped, the default first."""
    found = {path.stem for path in FOLDER.glob("*.toml")}
    return (*[c for c in ORDER if c in found], *sorted(found - set(ORDER)))


@cache
def codes() -> tuple[str, ...]:
    """Codes of the laws a case may be handled under, the default first."""
    return tuple(code for code in every_code() if load_law(code).decides_cases)


@lru_cache(maxsize=1024)
def ruled_law(rule: Rule) -> Law:
    """No law at all, only a rule for counting: whatever is told stops, restarts or extends it."""
    facts = {name: silent_fact(name) for name in SILENT}
    for name, value in {
        "reply_limit": rule.amount,
        "unit": rule.unit,
        "counting.receipt": rule.receipt,
        "counting.first_day": rule.first_day,
        "counting.end": rule.end,
        **BOUNDLESS,
    }.items():
        facts[name] = Fact(value=value, article=NOTHING, source="", verified=True)
    said = Text("给定的规则", "the rule given")
    return Law(
        code="",
        title=said,
        short=said,
        document="",
        in_force_from=date.min,
        in_force_until=None,
        sources={},
        facts=facts,
        defaults=facts,
        remedies={},
        answers={},
        followed_by=None,
        **_tree(facts),
    )


def laws() -> tuple[Law, ...]:
    """The laws a case may be handled under."""
    return tuple(load_law(code) for code in codes())


@cache
def version_of(code: str, day: date) -> Law:
    """The law as it was in force on a day: `code` itself, or the one it took the place of.

    Of an older version that fixes limits only, everything else is read from the present one.
    """
    law = load_law(code)
    if law.in_force_from <= day:
        return law
    older = (load_law(other) for other in every_code())
    before = next((o for o in older if o.followed_by == code and o.in_force_on(day)), None)
    if before is None:
        return law
    if before.decides_cases:
        return before
    return replace(before, code=code, answers=law.answers, remedies=law.remedies)
