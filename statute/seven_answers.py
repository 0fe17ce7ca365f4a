"""The seven kinds of answer of 29号令 art. 18, and which results each counts."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from statute.answers import RESULT_CODES
from statute.text import Text

FILE = Path(__file__).parent / "seven_answers.toml"


@dataclass(frozen=True)
class KindOfAnswer:
    """One item of the article; `item` is empty for what is none of the seven."""

    code: str
    item: str
    label: Text
    results: tuple[str, ...]


@dataclass(frozen=True)
class SevenAnswers:
    """The kinds in order, with where they are from and what is doubtful about them."""

    title: Text
    source: str
    verified: bool
    doubt: Text
    kinds: tuple[KindOfAnswer, ...]


@cache
def seven_answers() -> SevenAnswers:
    """Read the file. Raises ValueError unless every result stands in exactly one kind."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    kinds = tuple(
        KindOfAnswer(k["code"], k["item"], Text(*k["label"]), tuple(k["results"]))
        for k in data["kinds"]
    )
    if sorted(code for kind in kinds for code in kind.results) != sorted(RESULT_CODES):
        raise ValueError(f"{FILE.name}: every result belongs to exactly one kind")
    return SevenAnswers(
        Text(*data["title"]), data["source"], data["verified"], Text(*data["doubt"]), kinds
    )
