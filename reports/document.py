"""A report as a document: title, preface, parts made of headings, paragraphs and tables.

It goes into a published report's snapshot as plain values and comes back the same.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from reports.parts import UNIVERSITY, Part

SUBHEADING = re.compile(r"（[一二三四五六七八九十]+）.{1,40}")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
NONE: Mapping[str, Any] = MappingProxyType({})

Labels = Mapping[str, str]  # what each named number is, by its name


@dataclass(frozen=True)
class Row:
    """A line of a table. A heading has no numbers; a link is the address of the last cell."""

    cells: tuple[str, ...]
    depth: int = 0
    heading: bool = False
    total: bool = False
    link: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a text. One with a `name` is a cell's number, `label` says which."""

    text: str
    name: str = ""
    label: str = ""


@dataclass(frozen=True)
class Block:
    """A heading or a paragraph (`text`), or a table.

    `pieces` are the same text cut where a number of the year stands; none where there is none.
    """

    kind: str
    text: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    figures: bool = False
    pieces: tuple[Piece, ...] = ()

    @property
    def width(self) -> int:
        return len(self.columns)

    @property
    def alone(self) -> "tuple[Block]":
        """For a template that shows several."""
        return (self,)


@dataclass(frozen=True)
class Section:
    code: str
    number: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> str:
        return f"{self.number}、{self.title}"

    def text(self) -> list[str]:
        """Its headings and paragraphs, without its tables."""
        return [block.text for block in self.blocks if block.kind != "table"]


@dataclass(frozen=True)
class Document:
    title: str
    institution: str
    period: str
    preface: tuple[str, ...]
    sections: tuple[Section, ...]
    form: str = UNIVERSITY

    @property
    def title_after_institution(self) -> str:
        return self.title.removeprefix(self.institution)

    def section(self, code: str) -> Section:
        return next(section for section in self.sections if section.code == code)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> "Document":
        sections = tuple(
            Section(**section | {"blocks": tuple(_block(block) for block in section["blocks"])})
            for section in data["sections"]
        )
        return cls(**dict(data) | {"preface": tuple(data["preface"]), "sections": sections})


def _block(data: Mapping[str, Any]) -> Block:
    rows = tuple(Row(**row | {"cells": tuple(row["cells"])}) for row in data["rows"])
    pieces = tuple(Piece(**piece) for piece in data.get("pieces", ()))
    columns = tuple(data["columns"])
    return Block(**dict(data) | {"columns": columns, "rows": rows, "pieces": pieces})


def paragraph(text: str, values: Mapping[str, Any] = NONE, labels: Labels = NONE) -> Block:
    """`text` with its names filled in; those in `labels` are marked."""
    return _filled("paragraph", text, values, labels)


def _filled(kind: str, text: str, values: Mapping[str, Any], labels: Labels) -> Block:
    pieces = tuple(_pieces(text, values, labels))
    whole = "".join(piece.text for piece in pieces)
    return Block(kind, whole, pieces=pieces if any(piece.name for piece in pieces) else ())


def _pieces(text: str, values: Mapping[str, Any], labels: Labels) -> Iterator[Piece]:
    plain = ""
    for position, stretch in enumerate(PLACEHOLDER.split(text)):
        if position % 2 == 0:
            plain += stretch
        elif stretch in values and stretch in labels:
            yield from [Piece(plain)] if plain else []
            yield Piece(str(values[stretch]), stretch, labels[stretch])
            plain = ""
        else:
            plain += str(values.get(stretch, f"{{{stretch}}}"))
    if plain:
        yield Piece(plain)


def table(caption: str, columns: Iterable[str], rows: Iterable[Row], *, figures=True) -> Block:
    return Block("table", caption, tuple(columns), tuple(rows), figures)


def prose(text: str, values: Mapping[str, Any], labels: Labels = NONE) -> list[Block]:
    """A part as people wrote it: a line is a paragraph, one such as （一）… a heading.

    `{name}` stands for a number of the year or a fact of the report; an unknown one stays as it
    is, for the checks to find.
    """
    blocks = []
    for line in text.splitlines():
        if not line.strip():
            continue
        said = filled(line.strip(), values)
        kind = "heading" if SUBHEADING.fullmatch(said) else "paragraph"
        blocks.append(_filled(kind, line.strip(), values, labels))
    return blocks


def filled(text: str, values: Mapping[str, Any]) -> str:
    return PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)


def named(text: str) -> list[str]:
    """Every name in braces, whether or not it stands for something."""
    return PLACEHOLDER.findall(text)


def unfilled(text: str, values: Mapping[str, Any]) -> list[str]:
    return [name for name in named(text) if name not in values]


def section(part: Part, blocks: Iterable[Block]) -> Section:
    return Section(part.code, part.number, part.title, tuple(blocks))
