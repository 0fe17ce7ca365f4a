"""What a look into a file gives: findings, one for each rule, with the places where it holds."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Severity = Literal["blocks", "ask"]

BLOCKS: Severity = "blocks"
ASK: Severity = "ask"
MOST_PLACES = 5

# A place in a file: some of sheet, cell, page, part, and `shown`, a few harmless characters.
Place = dict[str, str | int]


class Unreadable(Exception):
    """The file cannot be looked into as a whole, so it cannot leave."""


@dataclass(frozen=True)
class Finding:
    """One rule that a file breaks.

    `blocks` must be mended; `ask` may be let through by a named person with a reason. `where` holds
    the first places, `count` says how many there are. `words` says it.
    """

    code: str
    severity: Severity
    where: tuple[Place, ...] = ()
    count: int = 1

    def as_row(self) -> dict[str, Any]:
        return asdict(self) | {"where": list(self.where)}

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Finding":
        return cls(row["code"], row["severity"], tuple(row["where"]), row["count"])


@dataclass
class Findings:
    """Collects what is found, one finding a rule however often it is broken."""

    _places: dict[str, list[Place]] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)
    _severities: dict[str, Severity] = field(default_factory=dict)

    def add(self, code: str, severity: Severity, **place: str | int) -> None:
        kept = self._places.setdefault(code, [])
        if place in kept:
            return
        self._counts[code] = self._counts.get(code, 0) + 1
        if BLOCKS in (severity, self._severities.get(code)):
            severity = BLOCKS
        self._severities[code] = severity
        if len(kept) < MOST_PLACES:
            kept.append({key: _short(value) for key, value in place.items()})

    def blocks(self, code: str, **place: str | int) -> None:
        self.add(code, BLOCKS, **place)

    def asks(self, code: str, **place: str | int) -> None:
        self.add(code, ASK, **place)

    def all(self) -> list[Finding]:
        """Those that block first, each in the order it was found."""
        found = [
            Finding(code, self._severities[code], tuple(places), self._counts[code])
            for code, places in self._places.items()
        ]
        return sorted(found, key=lambda each: each.severity != BLOCKS)


def _short(value: str | int) -> str | int:
    return value if isinstance(value, int) or len(value) <= 60 else value[:59] + "…"
