"""The laws that ship with the program, read from their files.

A law whose file has no answers fixes limits only: no case is decided by it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from statute.answers import ANSWERS, RESULT_CODES
from statute.counting import Rule
from statute.law_parts import Fact, LawAnswer, LawError, Remedy, Setting
from statute.law_tree import Law, law_tree
from statute.silence import BOUNDLESS, NOTHING, SILENT, silent_fact
from statute.text import Text

__all__ = ["Fact", "Law", "LawAnswer", "LawError", "Remedy", "Setting", "laws", "load_law"]

FOLDER = Path(__file__).parent / "laws"
ORDER = ("cn-university", "cn-regulation")


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
            **law_tree(facts),
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
        **law_tree(facts),
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
    facts = dict(law.facts) | dict(before.facts)
    return replace(
        before, code=code, answers=law.answers, remedies=law.remedies,
        facts=facts, defaults=facts, **law_tree(facts),
    )  # fmt: skip
