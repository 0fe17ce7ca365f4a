"""Spreadsheets: what a sheet holds and does not show, and whose numbers are in it."""

import re

from notices.check_outgoing import numbers
from notices.check_outgoing.finding import Findings, Unreadable
from notices.check_outgoing.office_xml import elements, is_on, read, text_of
from notices.check_outgoing.parts import Parts, look_at_common_parts, look_at_shape
from notices.check_outgoing.xlsx_cells import Cells, Sheet
from notices.check_outgoing.xlsx_looks import Words, looks_of, words_of
from notices.check_outgoing.xlsx_names import look_at_names

KNOWN = re.compile(
    r"\[Content_Types\]\.xml|(?:.+/)?_rels/[^/]*\.rels|docProps/[^/]+"
    r"|xl/(?:workbook|styles|sharedStrings|calcChain|metadata|volatileDependencies)\.xml"
    r"|xl/(?:worksheets|chartsheets|theme|tables|drawings|charts|chartEx|richData|diagrams)/[^/]+\.(?:xml|vml)"
    r"|xl/printerSettings/[^/]+\.bin|xl/media/[^/]+\.(?:png|jpe?g|gif|emf|wmf|bmp|tiff?|svg)",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"^xl/(?:drawings|richData|charts|chartEx|diagrams|tables|comments|threadedComments)"
)
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
    shared, looks = words_of(parts), looks_of(parts)
    for sheet in sheets:
        if sheet.hidden:
            found.blocks("hidden_sheet", sheet=sheet.name)
        if sheet.part in parts.content:
            reader = Cells(sheet, shared, looks, found)
            read(parts.content[sheet.part], reader)
    look_at_names(parts.content[workbook], sheets, found)
    _look_at_settings(listed, sheets, found)
    _look_at_shared(shared, found)
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


def _look_at_shared(shared: Words, found: Findings) -> None:
    """Words of cells that are no longer there: they stay in the file until it is written anew."""
    for place, text in enumerate(shared.all):
        if place not in shared.used and text.strip():
            found.blocks("words_left_behind", part="xl/sharedStrings.xml")
            numbers.scan(text, found, part="xl/sharedStrings.xml")


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
