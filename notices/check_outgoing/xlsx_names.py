"""The names a workbook gives to cells: some are hidden, or point at what is."""

import re

from notices.check_outgoing import numbers
from notices.check_outgoing.finding import Findings
from notices.check_outgoing.office_xml import Reader, is_on, read
from notices.check_outgoing.xlsx_cells import OTHER_FILE, Sheet

SHEET_OF = re.compile(r"(?:'((?:[^']|'')+)'|([^\s'!,()+*/=<>&\"]+))!")
CELLS = re.compile(r"\$?([A-Z]{1,3})?\$?(\d+)?(?::\$?([A-Z]{1,3})?\$?(\d+)?)?$")


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


def look_at_names(workbook: bytes, sheets: list[Sheet], found: Findings) -> None:
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


def _number(column: str) -> int:
    total = 0
    for letter in column:
        total = total * 26 + ord(letter) - 64
    return total
