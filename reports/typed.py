"""Numbers typed into a text where a cell of the year says the same, or something else.

Only a number beside words that say what it counts is held against a cell: “予以公开3件” is one,
“3家单位” is not. The offer is to write the cell's name in its place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.cells import CLOSED, Cells
from statute.text import Text

# What stands before the number, at most a few characters away, and the cell it then is. The
# first that fits counts, so what is said more closely comes first.
BETWEEN = r"[^0-9{}。；，、（）\n]{0,12}?"
COUNTED: tuple[tuple[str, str], ...] = (
    (r"上年(?:度)?结转", "carried_in"),
    (r"结转(?:下年|至下|到下)", "carried_out"),
    (r"(?:收到|新收|受理)" + BETWEEN + r"申请", "received"),
    (r"办结|(?<!不予)处理", CLOSED),
    (r"不予公开", "refused_total"),
    (r"不予处理", "not_processed_total"),
    (r"无法提供", "unavailable_total"),
    (r"部分公开", "partly_granted"),
    (r"予以公开", "granted"),
    (r"按期答复", "on_time"),
    (r"延长答复期限|延期答复", "extensions"),
    (r"告知补正", "corrections"),
    (r"网上提交", "channel_online"),
    (r"当面提交", "channel_counter"),
    (r"邮寄", "channel_post"),
    (r"未经复议直接起诉", "litigation_direct_total"),
    (r"复议后起诉", "litigation_after_review_total"),
    (r"行政复议", "review_total"),
    (r"举报", "complaint_total"),
    (r"申诉", "appeal_total"),
)
NUMBER = r"([0-9][0-9,]*)\s*(?:件|份|起|宗)"
FOUND = [(re.compile(f"(?:{words}){BETWEEN}{NUMBER}"), name) for words, name in COUNTED]


@dataclass(frozen=True)
class Typed:
    """A number in a text, where it stands, and the cell it should be bound to."""

    start: int
    typed: str
    name: str
    label: Text
    value: int

    @property
    def reference(self) -> str:
        return f"{{{self.name}}}"

    @property
    def agrees(self) -> bool:
        return int(self.typed.replace(",", "")) == self.value


def typed_numbers(text: str, cells: Cells) -> list[Typed]:
    """In the order of the text, each number once."""
    by_place: dict[int, Typed] = {}
    for found in _all(text, cells):
        by_place.setdefault(found.start, found)
    return [by_place[start] for start in sorted(by_place)]


def _all(text: str, cells: Cells) -> Iterator[Typed]:
    for pattern, name in FOUND:
        cell = cells.get(name)
        if cell is None:
            continue
        for match in pattern.finditer(text):
            yield Typed(match.start(1), match[1], name, cell.label, cell.value)


def bound(text: str, *, start: int, typed: str, name: str) -> str | None:
    """The text with that number replaced by the cell's name; None if it no longer stands there."""
    if text[start : start + len(typed)] != typed:
        return None
    return f"{text[:start]}{{{name}}}{text[start + len(typed) :]}"
