"""The cells of a sheet, one by one: what is in them, and which rows and columns are not shown."""

import re
from dataclasses import dataclass, field

from notices.check_outgoing import numbers
from notices.check_outgoing.finding import Findings
from notices.check_outgoing.office_xml import Reader, is_on
from notices.check_outgoing.xlsx_looks import Looks, Words

NARROWEST = 0.5  # characters: a column of less shows nothing
LOWEST = 1.0  # points: a row of less shows nothing
OTHER_FILE = re.compile(r"\[\d+\]|\[[^\]]+\.xls\w*\]", re.IGNORECASE)


@dataclass
class Sheet:
    """One sheet: where it is, how it is shown, and what in it is not."""

    name: str
    part: str
    hidden: bool
    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)


class Cells(Reader):
    """One sheet, read as a stream."""

    def __init__(self, sheet: Sheet, shared: Words, looks: Looks, found: Findings) -> None:
        super().__init__()
        self.sheet, self.shared, self.looks, self.found = sheet, shared, looks, found
        self.row, self.cell, self.kind, self.style = 0, "", "", 0
        self.text: list[str] = []
        self.cells: list[str] = []  # of the row
        self.columns: dict[str, list[str]] = {}  # cells of one character below each other
        self._starts = {
            "row": self._start_row, "c": self._start_cell, "col": self._column,
            "filterColumn": self._filter, "sheetFormatPr": self._defaults, "cfRule": self._rule,
        }  # fmt: skip
        self._ends = {
            "v": self._value, "t": self._inline, "f": self._formula, "row": self._end_row,
            "formula1": self._words, "formula2": self._words, "oddHeader": self._words,
            "oddFooter": self._words, "evenHeader": self._words, "evenFooter": self._words,
            "firstHeader": self._words, "firstFooter": self._words, "sheetData": self._end_rows,
        }  # fmt: skip

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.text = []
        handle = self._starts.get(name)
        if handle:
            handle(attributes)
        elif name in ("dataValidation", "hyperlink"):
            said = "\n".join(attributes.values())
            numbers.scan(said, self.found, sheet=self.sheet.name, cell=attributes.get("ref", ""))
        elif name in ("oleObject", "control"):
            self.found.blocks("embedded_object", sheet=self.sheet.name)
        elif name == "scenario":
            self.found.blocks("scenarios", sheet=self.sheet.name)

    def characters(self, content: str) -> None:
        self.text.append(content)

    def end(self, name: str) -> None:
        handle = self._ends.get(name)
        if handle:
            handle("".join(self.text))
        self.text = []

    def _defaults(self, attributes: dict[str, str]) -> None:
        if "zeroHeight" in attributes and is_on({"val": attributes["zeroHeight"]}):
            self.found.blocks("hidden_rows", sheet=self.sheet.name)
        if float(attributes.get("defaultRowHeight", "15") or 15) < LOWEST:
            self.found.blocks("hidden_rows", sheet=self.sheet.name)
        if float(attributes.get("defaultColWidth", "9") or 9) < NARROWEST:
            self.found.blocks("hidden_columns", sheet=self.sheet.name)

    def _rule(self, attributes: dict[str, str]) -> None:
        """A rule of conditional formatting: it may paint what it holds for like its ground."""
        for code, _must in self.looks.conditional.get(int(attributes.get("dxfId") or -1), ()):
            self.found.asks(code, sheet=self.sheet.name)

    def _column(self, attributes: dict[str, str]) -> None:
        narrow = float(attributes.get("width", "9") or 9) < NARROWEST
        if narrow or is_on({"val": attributes.get("hidden", "0")}):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.sheet.columns.append((first, last))
            where = letters(first) if first == last else f"{letters(first)}:{letters(last)}"
            self.found.blocks("hidden_columns", sheet=self.sheet.name, cell=where)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes.get("r", self.row + 1))
        self.cells = []
        low = float(attributes.get("ht", "15") or 15) < LOWEST
        if low or is_on({"val": attributes.get("hidden", "0")}):
            self.sheet.rows.add(self.row)
            self.found.blocks("hidden_rows", sheet=self.sheet.name, cell=str(self.row))

    def _filter(self, attributes: dict[str, str]) -> None:
        self.found.blocks("filtered_rows", sheet=self.sheet.name)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.cell = attributes.get("r", str(self.row))
        self.kind, self.style = attributes.get("t", "n"), int(attributes.get("s", 0) or 0)

    def _value(self, said: str) -> None:
        if self.kind == "s" and said.strip().isdecimal():
            place = int(said)
            self.shared.used.add(place)
            said = self.shared.all[place] if place < len(self.shared.all) else ""
            if place in self.shared.white:
                self.found.asks("white_text", sheet=self.sheet.name, cell=self.cell)
        if self.kind == "n":
            numbers.scan_value(said, self.found, sheet=self.sheet.name, cell=self.cell)
        else:
            numbers.scan(said, self.found, sheet=self.sheet.name, cell=self.cell)
        self._seen(said)

    def _inline(self, said: str) -> None:
        numbers.scan(said, self.found, sheet=self.sheet.name, cell=self.cell)
        self._seen(said)

    def _seen(self, said: str) -> None:
        said = said.strip()
        if not said:
            return
        self.cells.append(said)
        if len(said) == 1:
            self.columns.setdefault(self.cell.rstrip("0123456789"), []).append(said)
        for code, must in self.looks.cells.get(self.style, ()):
            add = self.found.blocks if must else self.found.asks
            add(code, sheet=self.sheet.name, cell=self.cell)

    def _formula(self, said: str) -> None:
        if OTHER_FILE.search(said):
            self.found.blocks("formula_from_elsewhere", sheet=self.sheet.name, cell=self.cell)
        self._words(said)

    def _words(self, said: str) -> None:
        numbers.scan(said, self.found, sheet=self.sheet.name, cell=self.cell)

    def _end_row(self, _said: str) -> None:
        place = {"sheet": self.sheet.name, "cell": str(self.row)}
        boxes = [said for said in self.cells if len(said) == 1]
        numbers.scan("|".join(boxes), self.found, **place)
        numbers.scan_cells(self.cells, self.found, **place)

    def _end_rows(self, _said: str) -> None:
        for column, boxes in self.columns.items():
            numbers.scan_cells(boxes, self.found, sheet=self.sheet.name, cell=column)


def letters(column: int) -> str:
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said
