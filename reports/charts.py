"""Charts as values: where bars and labels of an SVG stand. The page draws them; no library.

Tone and pattern tell series apart, never colour alone, and a label stands where a label can. Units
are the drawing's own. Behind each chart is a table of the same numbers (`head`, `rows`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from statute.text import Text

TONES = ("a", "b", "hatch", "c", "dots")  # classes and patterns of the page, darkest first
LINE, BAR = 28, 19  # from bar to bar; thickness
NAMES, LONGEST, NUMBERS = 108, 180, 52  # space for names, for the longest bar, for its number
HEIGHT, GROUP_GAP, COLUMN = 120, 14, 16


@dataclass(frozen=True)
class Mark:
    """One rectangle with its number; `tone` is one of TONES."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    number: int
    label: Text
    label_x: float = 0
    label_y: float = 0


@dataclass(frozen=True)
class Tick:
    """A name under or beside its bars, or a series in the key."""

    x: float
    y: float
    label: Text
    tone: str = ""


@dataclass(frozen=True)
class Chart:
    """`kind` says how the page sets the labels: bars lie, columns stand, a strip is one bar."""

    code: str
    kind: str
    title: Text
    width: float
    height: float
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    head: tuple[Text, ...]
    rows: tuple[tuple[Text, tuple[int, ...]], ...]
    key: tuple[Tick, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(mark.number for mark in self.marks)

    @property
    def said(self) -> Text:
        """Every number in words, for those who do not see the drawing."""
        lines = [(label, [f"{n}" for n in numbers]) for label, numbers in self.rows if any(numbers)]
        zh = "；".join(f"{label.zh} {'、'.join(numbers)}" for label, numbers in lines)
        en = "; ".join(f"{label.en} {', '.join(numbers)}" for label, numbers in lines)
        return Text(zh or "没有", en or "none")


Numbers = Sequence[tuple[Text, int]]


def _table(numbers: Numbers) -> tuple[tuple[Text, tuple[int, ...]], ...]:
    return tuple((label, (number,)) for label, number in numbers)


def bars(code: str, title: Text, numbers: Numbers, *, column: Text, strong: int = 0) -> Chart:
    """Lying bars, one a line; the first `strong` of them in the darker tone."""
    most = max((number for _label, number in numbers), default=0) or 1
    marks, ticks = [], []
    for place, (label, number) in enumerate(numbers):
        y, width = 4 + LINE * place, round(LONGEST * number / most, 1)
        tone = "a" if place < strong or not strong else "b"
        marks.append(
            Mark(NAMES, y, width, BAR, tone, number, label, NAMES + width + 6, y + 14)
        )  # fmt: skip
        ticks.append(Tick(0, y + 14, label))
    return Chart(
        code, "bars", title, NAMES + LONGEST + NUMBERS, 8 + LINE * len(numbers), tuple(marks),
        tuple(ticks), (title, column), _table(numbers),
    )  # fmt: skip


def columns(
    code: str,
    title: Text,
    names: Sequence[Text],
    series: Sequence[tuple[Text, Sequence[int]]],
    *,
    apart: int = 34,
) -> Chart:
    """Standing columns in groups: for each name one column of each series, side by side.

    `apart`: the least distance from name to name, so that they have room.
    """
    most = max((n for _label, numbers in series for n in numbers), default=0) or 1
    step = max(COLUMN * len(series) + GROUP_GAP, apart)
    left = (step - COLUMN * len(series)) / 2
    top, marks = 18, []
    for place, name in enumerate(names):
        for turn, (label, numbers) in enumerate(series):
            height = round(HEIGHT * numbers[place] / most, 1)
            x, y = step * place + left + COLUMN * turn, top + HEIGHT - height
            said = Text(f"{name.zh}，{label.zh}", f"{name.en}, {label.en}")
            marks.append(
                Mark(x, y, COLUMN - 3, height, TONES[turn % len(TONES)], numbers[place], said,
                     x + (COLUMN - 3) / 2, y - 4)
            )  # fmt: skip
    ticks = [
        Tick(step * (place + 0.5), top + HEIGHT + 16, name) for place, name in enumerate(names)
    ]
    rows = tuple(
        (name, tuple(numbers[place] for _label, numbers in series))
        for place, name in enumerate(names)
    )
    key = tuple(Tick(0, 0, label, TONES[i % len(TONES)]) for i, (label, _n) in enumerate(series))
    return Chart(
        code, "columns", title, max(step * len(names) + GROUP_GAP, 120), top + HEIGHT + 26,
        tuple(marks), tuple(ticks), (title, *(label for label, _n in series)), rows,
        key if len(series) > 1 else (),
    )  # fmt: skip


def strip(code: str, title: Text, numbers: Numbers, *, column: Text) -> Chart:
    """One bar divided by shares, the parts named in the key below it, in order."""
    whole = sum(number for _label, number in numbers) or 1
    width, x, marks = 400.0, 0.0, []
    for place, (label, number) in enumerate(numbers):
        part = round(width * number / whole, 1)
        tone = TONES[place % len(TONES)]
        marks.append(Mark(x, 2, part, 30, tone, number, label, x + part / 2, 46))
        x += part
    key = tuple(Tick(0, 0, label, TONES[i % len(TONES)]) for i, (label, _n) in enumerate(numbers))
    return Chart(
        code, "strip", title, width, 52, tuple(marks), (), (title, column), _table(numbers), key
    )
