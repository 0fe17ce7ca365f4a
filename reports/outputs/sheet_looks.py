"""How the cells of a workbook look."""

from collections.abc import Iterable
from decimal import Decimal
from math import ceil
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from notices import titles
from reports.outputs.tables import Line, Table

LINE = 14.5  # points
LABEL_WIDE, NUMBER_WIDE, TEXT_WIDE = 52, 11, 40  # of a column, in characters of the body font
NARROW = {"number": 7, "heading": 20, "link": 44, "title": 62}  # the list of part eight
BODY, HEADS = "宋体", "黑体"


def width_of(table: Table, place: int) -> int:
    column = table.columns[place]
    if table.stub is None:
        return NARROW.get(column.code, TEXT_WIDE)
    return NUMBER_WIDE if len(table.columns) > 1 else 16


def height_of(cells: Iterable[tuple[str, float]]) -> float:
    """The height of a row, in points, of (text, width of its column): programs differ in whether
    they find it themselves. A Chinese character is as wide as two figures."""
    lines = max((ceil(2 * titles.width(text) / (wide - 2)) for text, wide in cells), default=1)
    return LINE * max(lines, 1) + 4


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple, Format] = {}
        self.title = self._look(font_name=HEADS, font_size=14, align="center", border=0)
        self.note = self._look(font_size=9, align="center", border=0)
        self.head = self._look(font_name=HEADS, align="center", bg_color="#EDEDED")
        self.stub = self._look(font_name=HEADS)
        self.text = self._look()
        self.check = self._look(font_size=9, align="center", font_color="#555555")

    def label(self, line: Line) -> Format:
        return self._look(indent=line.depth, bold=line.total or line.heading)

    def number(self, line: Line, value: Any) -> Format:
        whole = Decimal(str(value)) == int(value) and not isinstance(value, float)
        return self._look(align="right", bold=line.total, num_format="0" if whole else "#,##0.00")

    def _look(self, **facts: Any) -> Format:
        facts = {"font_name": BODY, "font_size": 10.5, "valign": "vcenter", "text_wrap": True,
                 "border": 1} | facts  # fmt: skip
        key = tuple(sorted(facts.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(facts)
        return self._made[key]
