"""Spreadsheets: what a sheet holds and does not show, and whose numbers are in it."""

import re
from dataclasses import dataclass, field

from notices.check_outgoing import numbers
from notices.check_outgoing.finding import Findings, Unreadable
from notices.check_outgoing.office_xml import Reader, elements, is_on, read, text_of
from notices.check_outgoing.parts import Parts, look_at_common_parts
from notices.check_outgoing.xlsx_looks import Looks, Words, looks_of, words_of

KNOWN = re.compile(
    r"\[Content_Types\]\.xml|(?:.+/)?_rels/[^/]*\.rels|docProps/[^/]+"
    r"|xl/(?:workbook|styles|sharedStrings|calcChain|metadata|volatileDependencies)\.xml"
    r"|xl/(?:worksheets|chartsheets|theme|tables|drawings|charts|chartEx|richData|diagrams)/[^/]+\.(?:xml|vml)"
    r"|xl/printerSettings/[^/]+\.bin|xl/media/[^/]+\.(?:png|jpe?g|gif|emf|wmf|bmp|tiff?|svg)",
    re.IGNORECASE,
)
NARROWEST = 0.5  # characters: a column of less shows nothing
LOWEST = 1.0  # points: a row of less shows nothing
OTHER_FILE = re.compile(r"\[\d+\]|\[[^\]]+\.xls\w*\]", re.IGNORECASE)
SHEET_OF = re.compile(r"(?:'((?:[^']|'')+)'|([^\s'!,()+*/=<>&\"]+))!")
CELLS = re.compile(r"\$?([A-Z]{1,3})?\$?(\d+)?(?::\$?([A-Z]{1,3})?\$?(\d+)?)?$")
ELSEWHERE = re.compile(
    r"^xl/(?:drawings|richData|charts|chartEx|diagrams|tables|comments|threadedComments)"
)
TEXT_ENDS = frozenset({"p", "si", "v", "t", "f", "c", "pt", "text", "comment"})


@dataclass
class Sheet:
    """One sheet: where it is, how it is shown, and what in it is not."""

    name: str
    part: str
    hidden: bool
    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)


def check(content: bytes, found: Findings) -> None:
    """Add what must not leave with a workbook. Raises Unreadable."""
    parts = Parts(content)
    workbook = next((n for n, _c in parts.named(r"^xl/workbook\.xml$")), None)
    if workbook is None:
        raise Unreadable("no workbook")
    look_at_common_parts(parts, KNOWN, found)
    listed = elements(parts.content[workbook])
    sheets = _sheets(parts, workbook, listed)
    shared, looks = words_of(parts), looks_of(parts)
    for sheet in sheets:
        if sheet.hidden:
            found.blocks("hidden_sheet", sheet=sheet.name)
        if sheet.part in parts.content:
            reader = _Cells(sheet, shared, looks, found)
            read(parts.content[sheet.part], reader)
    _look_at_names(parts.content[workbook], sheets, found)
    _look_at_settings(listed, sheets, found)
    _look_at_shared(shared, found)
    for name, part in parts.content.items():
        if ELSEWHERE.match(name) and name.endswith((".xml", ".vml")):
            numbers.scan(text_of(part, ends=TEXT_ENDS), found, part=name)
            _look_at_drawing(name, part, found)


def _sheets(parts: Parts, workbook: str, listed: list[tuple[str, dict[str, str]]]) -> list[Sheet]:
    relations = parts.relations(workbook)
    sheets = []
    for name, attributes in listed:
        if name == "sheet":
            _kind, target, _outside = relations.get(attributes.get("id", ""), ("", "", False))
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append(Sheet(attributes.get("name", ""), part, hidden))
    unlisted = {n for n, _c in parts.named(r"^xl/(work|chart)sheets/[^/]+\.xml$")}
    unlisted -= {sheet.part for sheet in sheets}
    return sheets + [Sheet(part, part, hidden=True) for part in sorted(unlisted)]


def _look_at_shared(shared: Words, found: Findings) -> None:
    """Words of cells that are no longer there: they stay in the file until it is written anew."""
    for place, text in enumerate(shared.all):
        if place not in shared.used and text.strip():
            found.blocks("words_left_behind", part="xl/sharedStrings.xml")
            numbers.scan(text, found, part="xl/sharedStrings.xml")


class _Cells(Reader):
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


class _Names(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.all: list[tuple[dict[str, str], str]] = []
        self._pieces: list[str] | None = None
        self._attributes: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "definedName":
            self._pieces, self._attributes = [], attributes

    def characters(self, content: str) -> None:
        if self._pieces is not None:
            self._pieces.append(content)

    def end(self, name: str) -> None:
        if name == "definedName" and self._pieces is not None:
            self.all.append((self._attributes, "".join(self._pieces)))
            self._pieces = None


def _look_at_names(workbook: bytes, sheets: list[Sheet], found: Findings) -> None:
    """Names that are hidden, point at what is hidden or at another file, or hold words."""
    reader = _Names()
    read(workbook, reader)
    by_name = {sheet.name: sheet for sheet in sheets}
    for attributes, target in reader.all:
        name = attributes.get("name", "")
        numbers.scan(f"{name} {target}", found, part="xl/workbook.xml")
        if OTHER_FILE.search(target):
            found.blocks("external_link", part="xl/workbook.xml", shown=name)
        own = name.startswith("_xlnm.")
        is_hidden = is_on({"val": attributes.get("hidden", "0")}) and not own
        if is_hidden or any(_is_unseen(*aim, by_name) for aim in _aims(target)):
            found.blocks("name_to_hidden", part="xl/workbook.xml", shown=name)
        elif '"' in target and not own:
            found.asks("name_with_words", part="xl/workbook.xml", shown=name)


def _aims(target: str) -> list[tuple[str, str]]:
    found = []
    for match in SHEET_OF.finditer(target):
        name = match[1].replace("''", "'") if match[1] else match[2]
        rest = target[match.end() :].partition(",")[0]
        found.append((name, rest.strip()))
    return found


def _is_unseen(name: str, cells: str, sheets: dict[str, Sheet]) -> bool:
    sheet = sheets.get(name)
    if sheet is None:
        return False
    match = CELLS.fullmatch(cells)
    if sheet.hidden or match is None:
        return sheet.hidden
    left, top, right, bottom = match[1], match[2], match[3] or match[1], match[4] or match[2]
    if top and bottom and any(int(top) <= row <= int(bottom) for row in sheet.rows):
        return True
    if not (left and right):
        return False
    first, last = _number(left), _number(right)
    return any(a <= last and first <= b for a, b in sheet.columns)


def _look_at_settings(
    listed: list[tuple[str, dict[str, str]]], sheets: list[Sheet], found: Findings
) -> None:
    for name, attributes in listed:
        if name in ("dataModel", "modelTables"):
            found.blocks("data_model", part="xl/workbook.xml")
        elif name == "pivotCache":
            found.blocks("pivot_cache", part="xl/workbook.xml")
        elif name == "externalReference":
            found.blocks("external_link", part="xl/workbook.xml")
        elif name == "workbookView" and (
            not is_on({"val": attributes.get("showSheetTabs", "1")})
            or attributes.get("visibility", "visible") != "visible"
        ):
            for sheet in sheets[1:]:
                found.blocks("hidden_sheet", sheet=sheet.name)
        elif name == "absPath":
            found.asks("path_of_file", part="xl/workbook.xml")
        elif name == "fileSharing" and attributes.get("userName"):
            found.asks(
                "properties",
                part="xl/workbook.xml",
                property="author",
                shown=attributes["userName"],
            )


def _look_at_drawing(name: str, content: bytes, found: Findings) -> None:
    for element, attributes in elements(content):
        if element == "cNvPr" and is_on({"val": attributes.get("hidden", "0")}):
            found.blocks("hidden_shape", part=name)
        elif element == "srcRect" and any(attributes.get(k, "0") not in ("0", "") for k in "ltrb"):
            found.blocks("cropped_picture", part=name)
        elif element == "externalData":
            found.blocks("external_link", part=name)


def letters(column: int) -> str:
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def _number(column: str) -> int:
    total = 0
    for letter in column:
        total = total * 26 + ord(letter) - 64
    return total
