"""Two texts laid side by side: which paragraph became which, and what was put in or struck out.

Chinese has no spaces between words, so characters are compared one by one; a figure, a Latin word
or a bracketed ordinal is one piece. A character or two that happens to stand on both sides between
changes is taken into the change, so that a reader sees a phrase and not its shreds.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

PIECE = re.compile(r"[A-Za-z]+|\d+|（[一二三四五六七八九十]+）|\s+|.", re.DOTALL)
CLAUSE = re.compile(r"[^，。；：、！？\n]*[，。；：、！？\n]?")
SHRED = 2  # characters: fewer than this that stayed between two changes are part of them
LIKE = 0.4  # two paragraphs with less than this in common are not one that was changed
LONG = 1500  # characters: beyond, clauses are compared instead of characters


@dataclass(frozen=True)
class Piece:
    """Text that stayed, or that only this side has."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Row:
    """A paragraph before and after; one side is empty where it was put in or struck out whole."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def kind(self) -> str:
        if not self.before:
            return "added"
        if not self.after:
            return "struck"
        changed = any(piece.changed for piece in (*self.before, *self.after))
        return "changed" if changed else "same"


def compared(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    """Both texts in order, paragraph beside paragraph."""
    matcher = SequenceMatcher(None, list(before), list(after), autojunk=False)
    rows: list[Row] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            rows += [Row(_whole(text, False), _whole(text, False)) for text in before[a1:a2]]
        else:
            rows += _paired(before[a1:a2], after[b1:b2])
    return rows


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    """Those most alike beside each other, none crossing another."""
    for old, new in _alignment(before, after):
        if old is None:
            yield Row((), _whole(new or "", True))
        elif new is None:
            yield Row(_whole(old, True), ())
        else:
            yield Row(*in_characters(old, new))


def _alignment(before: Sequence[str], after: Sequence[str]) -> list[tuple[str | None, str | None]]:
    rows, columns = len(before), len(after)
    counts = [Counter(text) for text in after]
    alike = [[_alike(Counter(old), new) for new in counts] for old in before]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(alike[i][j] + best[i + 1][j + 1], best[i + 1][j], best[i][j + 1])
    found: list[tuple[str | None, str | None]] = []
    i = j = 0
    while i < rows and j < columns:
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((before[i], after[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((before[i], None))
            i += 1
        else:
            found.append((None, after[j]))
            j += 1
    found += [(old, None) for old in before[i:]]
    return found + [(None, new) for new in after[j:]]


def _alike(old: Counter[str], new: Counter[str]) -> float:
    """The share of characters in common, nothing where it is small."""
    share = 2 * (old & new).total() / ((old.total() + new.total()) or 1)
    return share if share >= LIKE else 0.0


def in_characters(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """What two versions of one paragraph have in common and what each has alone."""
    if max(len(old), len(new)) > LONG:
        return _in_clauses(old, new)
    olds, news = PIECE.findall(old), PIECE.findall(new)
    opcodes = SequenceMatcher(None, olds, news, autojunk=False).get_opcodes()
    before: list[Piece] = []
    after: list[Piece] = []
    for place, (tag, a1, a2, b1, b2) in enumerate(opcodes):
        was, becomes = "".join(olds[a1:a2]), "".join(news[b1:b2])
        inner = 0 < place < len(opcodes) - 1
        changed = tag != "equal" or (inner and len(was) < SHRED)
        _add(before, was, changed)
        _add(after, becomes, changed)
    return tuple(before), tuple(after)


def _in_clauses(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """By clauses first, then by characters where a stretch of clauses became another."""
    olds, news = CLAUSE.findall(old), CLAUSE.findall(new)
    before: list[Piece] = []
    after: list[Piece] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, olds, news).get_opcodes():
        was, becomes = "".join(olds[a1:a2]), "".join(news[b1:b2])
        if tag == "replace" and max(len(was), len(becomes)) <= LONG:
            inside = in_characters(was, becomes)
        else:
            inside = (Piece(was, tag != "equal"),), (Piece(becomes, tag != "equal"),)
        for side, pieces in zip((before, after), inside, strict=True):
            for piece in pieces:
                _add(side, piece.text, piece.changed)
    return tuple(before), tuple(after)


def _add(pieces: list[Piece], text: str, changed: bool) -> None:
    if not text:
        return
    if pieces and pieces[-1].changed == changed:
        text = pieces.pop().text + text
    pieces.append(Piece(text, changed))


def _whole(text: str, changed: bool) -> tuple[Piece, ...]:
    return (Piece(text, changed),)
