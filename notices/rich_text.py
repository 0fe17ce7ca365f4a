"""Own wording of a letter's body: plain text with a few marks, read into a small tree.

A line is a paragraph. Lines that begin with `1. ` or `（一）` are a numbered list whose numbers
stay as they were typed, lines that begin with `- ` a list without numbers, `**…**` within a line is
emphasis, and two or more lines that begin and end with `|` are a table whose first line names the
columns (a second line of dashes, as some write it, is left out). Everything else is literal: a mark
that is not closed, a lone line of a table, any HTML.

Only `templates/notices/rich_text.html` turns the tree into tags: p, strong, ol, ul, li and table.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

EMPHASIS = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
NUMBERED = re.compile(r"\d{1,3}[.．]\s+\S|（[一二三四五六七八九十百]{1,4}）\s*\S")
FIGURES = re.compile(r"\d")
BULLET = re.compile(r"-\s+(?=\S)")
BAR = re.compile(r"[|｜]")
DASHES = re.compile(r":?-{2,}:?")


@dataclass(frozen=True)
class Run:
    """A stretch of text, emphasised or not."""

    text: str
    strong: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    runs: Runs
    shape = "paragraph"


@dataclass(frozen=True)
class Numbered:
    """A list whose items begin with their own numbers, as typed."""

    items: tuple[Runs, ...]
    shape = "numbered"


@dataclass(frozen=True)
class Bulleted:
    items: tuple[Runs, ...]
    shape = "bulleted"


@dataclass(frozen=True)
class Table:
    """A table; every row has as many cells as the widest."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    shape = "table"


Block = Paragraph | Numbered | Bulleted | Table


def parse(text: str) -> list[Block]:
    """Read the text into blocks; lines that say nothing are left out."""
    lines = (line.strip() for line in text.splitlines())
    return [
        block
        for shape, group in groupby((line for line in lines if line), _shape)
        for block in _blocks(shape, list(group))
    ]


def _shape(line: str) -> str:
    numbered = NUMBERED.match(line)
    if numbered:
        return "figures" if FIGURES.match(line) else "characters"
    if BULLET.match(line):
        return "bullets"
    return "table" if len(cells(line)) > 1 else "paragraph"


def _blocks(shape: str, lines: list[str]) -> Iterator[Block]:
    if shape in ("figures", "characters"):
        yield Numbered(tuple(_runs(line) for line in lines))
    elif shape == "bullets":
        yield Bulleted(tuple(_runs(BULLET.sub("", line, count=1)) for line in lines))
    elif shape == "table" and len(rows := _rows(lines)) > 1:
        yield _table(rows)
    else:
        yield from (Paragraph(_runs(line)) for line in lines)


def cells(line: str) -> list[str]:
    """The cells of a line of a table; none if it is not one."""
    if len(line) < 2 or not BAR.match(line[0]) or not BAR.match(line[-1]):
        return []
    return [cell.strip() for cell in BAR.split(line[1:-1])]


def _rows(lines: Iterable[str]) -> list[list[str]]:
    rows = [cells(line) for line in lines]
    ruled = len(rows) > 2 and all(DASHES.fullmatch(cell) for cell in rows[1])
    return [rows[0], *rows[2:]] if ruled else rows


def _table(rows: list[list[str]]) -> Table:
    width = max(map(len, rows))
    full = [tuple(_runs(cell) for cell in [*row, *[""] * (width - len(row))]) for row in rows]
    return Table(full[0], tuple(full[1:]))


def _runs(text: str) -> Runs:
    found, end = [], 0
    for match in EMPHASIS.finditer(text):
        if match.start() > end:
            found.append(Run(text[end : match.start()]))
        found.append(Run(match.group(1), strong=True))
        end = match.end()
    if end < len(text):
        found.append(Run(text[end:]))
    return tuple(found)


def words(text: str) -> str:
    """The text without its marks of emphasis, to look something up in."""
    return "\n".join("".join(run.text for run in _runs(line)) for line in text.splitlines())
