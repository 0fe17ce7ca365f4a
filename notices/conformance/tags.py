"""Rules about tags: everything on a page is told or set aside, in elements of known kinds."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

from notices.conformance.opened import Opened, is_element, kids
from notices.conformance.rule import PDF_A, PDF_UA, rules

RULES, rule = rules()

KINDS = frozenset({
    "/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI",
    "/Index", "/NonStruct", "/Private", "/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L",
    "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span",
    "/Quote", "/Note", "/Reference", "/BibEntry", "/Code", "/Link", "/Annot", "/Ruby", "/RB", "/RT",
    "/RP", "/Warichu", "/WT", "/WP", "/Figure", "/Formula", "/Form",
})  # fmt: skip
LEVELS = {f"/H{level}": level for level in range(1, 7)}


@rule(PDF_A, "6.7.2", "The document says that it is tagged, and is (also ISO 14289-1, 7.1)")
def marked(file: Opened) -> Iterator[str]:
    info = file.catalogue.get("/MarkInfo", {})
    if not info.get("/Marked"):
        yield "no /MarkInfo"
    if info.get("/Suspects"):
        yield "/Suspects"
    if not file.elements:
        yield "no structure elements"


@rule(PDF_A, "6.7.3", "Elements are of kinds PDF knows, or mapped to one")
def kinds(file: Opened) -> Iterator[str]:
    mapped = file.catalogue.get("/StructTreeRoot", {}).get("/RoleMap", {})
    for name in mapped:
        if name in KINDS:
            yield f"{name} is mapped to something else"
    for kind in sorted({str(element["/S"]) for element in file.elements}):
        seen = set()
        while kind not in KINDS and kind in mapped and kind not in seen:
            seen.add(kind)
            kind = str(mapped[kind])
        if kind not in KINDS:
            yield kind


@rule(PDF_UA, "7.1", "Everything painted is told by an element or an artifact")
def told(file: Opened) -> Iterator[str]:
    for number, painting in enumerate(file.paintings, 1):
        if painting.loose:
            yield f"page {number}: {Counter(painting.loose)}"
        if painting.nested:
            yield f"page {number}: an artifact within what is told, or the reverse"


@rule(PDF_UA, "7.1", "Each piece of content belongs to exactly one element, which knows it")
def owned(file: Opened) -> Iterator[str]:
    owners = Counter(_pieces(file))
    root = file.catalogue.get("/StructTreeRoot", {})
    held = list(root.get("/ParentTree", {}).get("/Nums", ()))
    back = {int(key): entry for key, entry in zip(held[::2], held[1::2], strict=True)}
    for number, painting in enumerate(file.paintings, 1):
        page = painting.page
        parents = back.get(int(page.get("/StructParents", -1)), ())
        for mark in sorted(painting.told):
            if owners[page.objgen, mark] != 1:
                yield f"page {number}: piece {mark} has {owners[page.objgen, mark]} elements"
            elif mark >= len(parents) or mark not in _marks(parents[mark]):
                yield f"page {number}: piece {mark} does not lead to its element"
        if painting.twice:
            yield f"page {number}: the numbers {sorted(painting.twice)} are used twice"
        told = {mark for owner, mark in owners if owner == page.objgen}
        if told - painting.told:
            yield f"page {number}: nothing is painted for {sorted(told - painting.told)}"


def _pieces(file: Opened) -> Iterator[tuple[Any, int]]:
    for element in file.elements:
        for kid in kids(element):
            if isinstance(kid, int):
                yield element["/Pg"].objgen, kid
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                yield kid.get("/Pg", element.get("/Pg")).objgen, int(kid["/MCID"])


def _marks(element: Any) -> list[int]:
    if not isinstance(element, pikepdf.Dictionary):
        return []
    return [int(kid if isinstance(kid, int) else kid.get("/MCID", -1)) for kid in kids(element)]


@rule(PDF_UA, "7.1", "Every element knows its parent")
def parents(file: Opened) -> Iterator[str]:
    for element in file.elements:
        for kid in kids(element):
            if is_element(kid) and kid.get("/P", {}) != element:
                yield f"{kid['/S']} in {element['/S']}"


@rule(PDF_UA, "7.3", "Every figure has words in its place (also ISO 19005-3, 6.7.5)")
def figures(file: Opened) -> Iterator[str]:
    for element in file.elements:
        if element["/S"] in ("/Figure", "/Formula"):
            words = str(element.get("/Alt", "") or element.get("/ActualText", ""))
            if not words.strip():
                yield str(element["/S"])


@rule(PDF_UA, "7.3", "A figure says where it stands, within its page")
def rectangles(file: Opened) -> Iterator[str]:
    for element in file.elements:
        if element["/S"] == "/Figure":
            box = element.get("/A", {}).get("/BBox")
            edges = [float(edge) for edge in box] if box is not None else []
            page = [float(edge) for edge in element["/Pg"]["/MediaBox"]]
            if len(edges) != 4 or not (
                page[0] <= edges[0] <= edges[2] <= page[2]
                and page[1] <= edges[1] <= edges[3] <= page[3]
            ):
                yield str(edges)


@rule(PDF_UA, "7.4", "Headings begin at the first level and skip none")
def headings(file: Opened) -> Iterator[str]:
    level = 0
    for element in file.elements:
        now = LEVELS.get(str(element["/S"]))
        if now is None:
            continue
        if now > level + 1:
            yield f"level {now} after {level}"
        level = now
