"""The boxes of one page as rows of a form, and the sheets on which they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from casework import redacting
from notices.models import Redaction
from notices.redaction.areas import CELL, STRIP, per_mm
from notices.redaction.boxes import KEYS
from notices.withheld import OFFERED
from records.refusals import Refusal
from statute.law import Law
from web.staff.withheld_forms import in_words

PLACE = ("x", "y", "width", "height")
NEW = "new"  # the row that is always there to be filled in
MOST_ON_A_PAGE = 150


@dataclass(frozen=True)
class Row:
    """One box as it stands in the form: numbers as they were typed."""

    key: str
    ground: str = ""
    why: str = ""
    x: Any = ""
    y: Any = ""
    width: Any = ""
    height: Any = ""

    @property
    def is_blank(self) -> bool:
        return not any(str(getattr(self, name)).strip() for name in PLACE)


@dataclass(frozen=True)
class Sheet:
    """One page: its size in mm and what is blacked out on it."""

    number: int
    width: float
    height: float
    boxes: list[Mapping[str, Any]] = field(default_factory=list)
    count: int = 1  # pages of the file

    @property
    def place(self) -> int:
        """Which cell it has on the strip on which it is painted small."""
        return (self.number - 1) % STRIP

    @property
    def strip(self) -> int:
        """The first page of that strip."""
        return self.number - self.place

    @property
    def strip_size(self) -> tuple[int, int]:
        """Of the strip in pixels: with it a page that is not loaded yet has its room."""
        return CELL[0], CELL[1] * min(STRIP, self.count - self.strip + 1)

    @property
    def cell(self) -> tuple[float, float, float, float]:
        """The cell, in mm from the corner of the page in the middle of it: x, y, width, height."""
        across, down = (side / per_mm((self.width, self.height)) for side in CELL)
        return (self.width - across) / 2, (self.height - down) / 2, across, down

    @property
    def tall(self) -> int:
        """Its height where it is a thousand wide."""
        return round(self.height / self.width * 1000)


def sheets_of(redaction: Redaction) -> list[Sheet]:
    sizes = redacting.looked(redaction).sizes
    by_page: dict[int, list[Mapping[str, Any]]] = {}
    for box in redaction.boxes:
        by_page.setdefault(box["page"], []).append(box)
    return [
        Sheet(number, *size, by_page.get(number, []), len(sizes))
        for number, size in enumerate(sizes, start=1)
    ]


def sheets_or_why_not(found: Redaction) -> tuple[list[Sheet], str]:
    """The pages, or none and why they cannot be shown."""
    try:
        return sheets_of(found), ""
    except Refusal as refusal:
        return [], str(refusal)


def rows_of(boxes: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The boxes as rows; their keys only tell them apart on the page."""
    return [
        Row(str(n), **{key: box[key] for key in KEYS if key != "page"})
        for n, box in enumerate(boxes, start=1)
    ]


def posted(data: QueryDict) -> list[Row]:
    """The rows that were sent, without those struck out or never filled in."""
    dropped = set(data.getlist("drop"))
    keys = dict.fromkeys(data.getlist("row")[:MOST_ON_A_PAGE])
    rows = [
        Row(key, **{n: data.get(f"{n}-{key}", "").strip() for n in (*PLACE, "ground", "why")})
        for key in keys
        if key not in dropped
    ]
    filled = [row for row in rows if not row.is_blank]
    return [replace(row, key=str(n)) for n, row in enumerate(filled, start=1)]


def as_boxes(rows: Sequence[Row], page: int) -> list[dict[str, Any]]:
    return [
        {"page": page} | {key: getattr(row, key) for key in KEYS if key != "page"} for row in rows
    ]


def ground_choices(law: Law) -> list[tuple[str, str]]:
    """The grounds a box may newly have, each with its article in the law of the case."""
    offered = [ground for ground in redacting.GROUNDS if ground in OFFERED]
    return [(ground, in_words(ground, law)) for ground in offered]
