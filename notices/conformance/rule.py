"""A rule of a standard: its clause, its name, and the function that finds what breaks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

PDF_A = "ISO 19005-3"
PDF_UA = "ISO 14289-1"


@dataclass(frozen=True)
class Rule:
    standard: str
    clause: str
    name: str
    faults: Callable[[Any], Iterator[str]]


def rules() -> tuple[list[Rule], Callable]:
    """An empty list of rules and the decorator that adds to it."""
    found: list[Rule] = []

    def rule(standard: str, clause: str, name: str) -> Callable:
        def add(function: Callable) -> Callable:
            found.append(Rule(standard, clause, name, function))
            return function

        return add

    return found, rule
