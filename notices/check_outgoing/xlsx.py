"""Spreadsheets: what a sheet holds and does not show, and whose numbers are in it."""

import re

from notices.check_outgoing import numbers
from notices.check_outgoing.common_parts import look_at_common_parts, look_at_shape
from notices.check_outgoing.finding import Findings, Unreadable
from notices.check_outgoing.parts import Parts, Reader, elements, read, text_of
from notices.check_outgoing.xlsx_cells import Cells, Sheet
from notices.check_outgoing.xlsx_names import look_at_names
from notices.check_outgoing.xlsx_styles import styles_of

KNOWN = re.compile(
    r"\[Content_Types\]\.xml|(?:.+/)?_rels/[^/]*\.rels|docProps/[^/]+"
    r"|xl/(?:workbook|styles|sharedStrings|calcChain|metadata|volatileDependencies)\.xml"
    r"|xl/(?:worksheets|chartsheets|theme|tables|drawings|charts|chartEx|richData|diagrams)/[^/]+\.(?:xml|vml)"
    r"|xl/printerSettings/[^/]+\.bin|xl/media/[^/]+\.(?:png|jpe?g|gif|emf|wmf|bmp|tiff?|svg)",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"^xl/(?:drawings|charts|chartEx|diagrams|tables|comments|threadedComments)")
TEXT_ENDS = frozenset({"p", "si", "v", "t", "f", "c", "pt", "text", "comment"})


def check(content: bytes, found: Findings) -> None:
    """Add what must not leave with a workbook. Raises Unreadable."""
    parts = Parts(content)
    workbook = next((n for n, _c in parts.named(r"^xl/workbook\.xml$")), None)
    if workbook is None:
        raise Unreadable("no workbook")
    look_at_common_parts(parts, KNOWN, found)
    listed = elements(parts.content[workbook])
    sheets = _sheets(parts, workbook, listed)
    strings, styles = _strings(parts), styles_of(parts)
    used: set[int] = set()
    for sheet in sheets:
        if sheet.hidden:
            found.blocks("hidden_sheet", sheet=sheet.name)
        if sheet.part in parts.content:
            reader = Cells(sheet, strings, styles, used, found)
            read(parts.content[sheet.part], reader)
    look_at_names(parts.content[workbook], sheets, found)
    _look_at_settings(listed, found)
    _look_at_strings(strings, used, found)
    for name, part in parts.content.items():
        if ELSEWHERE.match(name) and name.endswith((".xml", ".vml")):
            numbers.scan(text_of(part, ends=TEXT_ENDS), found, part=name)
            for element, attributes in elements(part):
                look_at_shape(element, attributes, name, found)


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


class _Strings(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.all: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._pieces = []
        self._in_text = name == "t"

    def characters(self, content: str) -> None:
        if self._in_text:
            self._pieces.append(content)

    def end(self, name: str) -> None:
        self._in_text = False
        if name == "si":
            self.all.append("".join(self._pieces))


def _strings(parts: Parts) -> list[str]:
    reader = _Strings()
    for _name, content in parts.named(r"^xl/sharedStrings\.xml$"):
        read(content, reader)
    return reader.all


def _look_at_strings(strings: list[str], used: set[int], found: Findings) -> None:
    """Words of cells that are no longer there: they stay in the file until it is written anew."""
    for place, text in enumerate(strings):
        if place not in used and text.strip():
            found.blocks("words_left_behind", part="xl/sharedStrings.xml")
            numbers.scan(text, found, part="xl/sharedStrings.xml")


def _look_at_settings(listed: list[tuple[str, dict[str, str]]], found: Findings) -> None:
    for name, attributes in listed:
        if name in ("dataModel", "modelTables"):
            found.blocks("data_model", part="xl/workbook.xml")
        elif name == "pivotCache":
            found.blocks("pivot_cache", part="xl/workbook.xml")
        elif name == "externalReference":
            found.blocks("external_link", part="xl/workbook.xml")
        elif name == "absPath":
            found.asks("path_of_file", part="xl/workbook.xml")
        elif name == "fileSharing" and attributes.get("userName"):
            place = {"part": "xl/workbook.xml", "shown": attributes["userName"]}
            found.asks("properties", property="author", **place)
