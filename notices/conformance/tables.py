"""Rules about tables, lists and notes."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from notices.conformance.opened import Opened, is_element, kids
from notices.conformance.rule import PDF_UA, rules

RULES, rule = rules()

IN_TABLE = {
    "/Table": ("/TR", "/THead", "/TBody", "/TFoot", "/Caption"),
    "/THead": ("/TR",),
    "/TBody": ("/TR",),
    "/TFoot": ("/TR",),
    "/TR": ("/TH", "/TD"),
}
IN_LIST = {"/L": ("/LI", "/L", "/Caption"), "/LI": ("/Lbl", "/LBody")}


def _strangers(file: Opened, allowed: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for element in file.elements:
        for kid in kids(element):
            within = allowed.get(str(element["/S"]))
            if within and is_element(kid) and str(kid["/S"]) not in within:
                yield f"{kid['/S']} in {element['/S']}"


def _outside(file: Opened, inner: str, outer: tuple[str, ...]) -> Iterator[str]:
    for element in file.elements:
        if element["/S"] == inner and str(element.get("/P", {}).get("/S")) not in outer:
            yield f"{inner} in {element.get('/P', {}).get('/S')}"


@rule(PDF_UA, "7.5", "Tables are made of rows, rows of cells")
def tables(file: Opened) -> Iterator[str]:
    yield from _strangers(file, IN_TABLE)
    for cell in ("/TH", "/TD"):
        yield from _outside(file, cell, ("/TR",))


@rule(PDF_UA, "7.5", "Every table has heading cells that say what they head")
def heads(file: Opened) -> Iterator[str]:
    for element in file.elements:
        if element["/S"] == "/Table":
            cells = list(_cells(element))
            if not any(cell["/S"] == "/TH" for cell in cells):
                yield "a table without heading cells"
        if element["/S"] == "/TH" and "/Scope" not in _attributes(element):
            yield "a heading cell without scope"


@rule(PDF_UA, "7.5", "Cells name headings that exist")
def named(file: Opened) -> Iterator[str]:
    known = {bytes(element["/ID"]) for element in file.elements if "/ID" in element}
    for element in file.elements:
        for name in _attributes(element).get("/Headers", ()):
            if bytes(name) not in known:
                yield str(name)


@rule(PDF_UA, "7.5", "Rows of a table have equally many cells")
def regular(file: Opened) -> Iterator[str]:
    for element in file.elements:
        if element["/S"] == "/Table":
            counts = {
                sum(int(_attributes(cell).get("/ColSpan", 1)) for cell in kids(row))
                for row in _rows(element)
                if not any("/RowSpan" in _attributes(cell) for cell in kids(row))
            }
            if len(counts) > 1:
                yield f"rows of {sorted(counts)}"


def _rows(table: Any) -> Iterator[Any]:
    for kid in kids(table):
        if is_element(kid):
            if kid["/S"] == "/TR":
                yield kid
            else:
                yield from _rows(kid)


def _cells(table: Any) -> Iterator[Any]:
    for row in _rows(table):
        yield from (kid for kid in kids(row) if is_element(kid))


def _attributes(element: Any) -> Any:
    held = element.get("/A", {})
    if isinstance(held, pikepdf.Array):
        return next((each for each in held if each.get("/O") == "/Table"), {})
    return held


@rule(PDF_UA, "7.6", "Lists are made of items, items of a label and a body")
def lists(file: Opened) -> Iterator[str]:
    yield from _strangers(file, IN_LIST)
    yield from _outside(file, "/LI", ("/L",))
    yield from _outside(file, "/LBody", ("/LI",))


@rule(PDF_UA, "7.9", "Every note has an identifier of its own")
def notes(file: Opened) -> Iterator[str]:
    seen = set()
    for element in file.elements:
        if element["/S"] == "/Note":
            name = str(element.get("/ID", ""))
            if not name or name in seen:
                yield name or "none"
            seen.add(name)
