"""What a correction changed: numbers one by one, and the text paragraph by paragraph."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from notices.differences import Piece
from notices.differences import compared as paragraphs_compared
from reports.document import Document, Section
from reports.frozen import Difference, joined
from reports.frozen import compared as numbers_compared
from reports.outputs.edition import Edition
from reports.outputs.tables import ALSO_IN_THE_TEXT, counted
from statute.text import Text

PREFACE = Text("前言", "Preface")
NUMBERS = Text("统计数字", "Figures")


@dataclass(frozen=True)
class Change:
    """One place that differs: the part it is in, what is meant, and both versions of it."""

    part: Text
    about: Text
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def changes(earlier: Edition, later: Edition) -> list[Change]:
    """Everything that differs between two versions of a report, numbers first."""
    return [*_numbers(earlier, later), *_texts(earlier.document, later.document)]


def _numbers(earlier: Edition, later: Edition) -> Iterator[Change]:
    for found in numbers_compared(earlier.numbers, later.numbers):
        if isinstance(found.published, Mapping) and isinstance(found.live, Mapping):
            yield from _by_kind(found)
        else:
            yield _number(found.label, found.published, found.live)


def _by_kind(found: Difference) -> Iterator[Change]:
    """Something counted by its kinds: only those whose number differs."""
    was = {line.code: line for line in counted(found.row, found.published).lines}
    now = {line.code: line for line in counted(found.row, found.live).lines}
    for code, line in (was | now).items():
        before, after = (lines[code].cells[0] if code in lines else None for lines in (was, now))
        if before != after:
            yield _number(joined(found.label, line.label), before, after)


def _number(about: Text, before: Any, after: Any) -> Change:
    was, now = (Piece("—" if value is None else str(value), changed=True)
                for value in (before, after))  # fmt: skip
    return Change(NUMBERS, about, (was,), (now,))


def _texts(earlier: Document, later: Document) -> Iterator[Change]:
    yield from _between(PREFACE, earlier.preface, later.preface)
    before = {section.code: section for section in earlier.sections}
    after = {section.code: section for section in later.sections}
    for code in dict.fromkeys([*before, *after]):
        section = after.get(code) or before[code]
        name = Text(section.heading, section.heading)
        yield from _between(name, _lines(before.get(code)), _lines(after.get(code)))


def _lines(section: Section | None) -> list[str]:
    """Its text, and the rows of its tables; the tables of the numbers are compared as numbers."""
    lines: list[str] = []
    for block in section.blocks if section else ():
        if block.kind != "table":
            lines.append(block.text)
        elif block.columns[0] not in ALSO_IN_THE_TEXT:
            lines += [" ".join(row.cells) for row in block.rows]
    return lines


def _between(part: Text, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    for row in paragraphs_compared(before, after):
        if row.kind != "same":
            yield Change(part, Text("", ""), row.before, row.after)
