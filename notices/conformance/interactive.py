"""Rules about annotations, forms and actions."""

from collections.abc import Iterator
from typing import Any

from notices.conformance.opened import Opened, kids
from notices.conformance.rule import PDF_A, PDF_UA, rules

RULES, rule = rules()

KINDS = frozenset({
    "/Text", "/Link", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine",
    "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup",
    "/FileAttachment", "/Widget", "/PrinterMark", "/TrapNet", "/Watermark", "/Redact",
})  # fmt: skip
INVISIBLE, HIDDEN, PRINT, NO_VIEW, TOGGLE_NO_VIEW = 1, 2, 4, 32, 256
ACTIONS = frozenset({"/GoTo", "/GoToR", "/GoToE", "/Thread", "/URI", "/Named", "/SubmitForm"})
PAGES = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})


@rule(PDF_A, "6.3.1", "Annotations are of the kinds PDF/A allows")
def kinds(file: Opened) -> Iterator[str]:
    for _page, each in file.annotations:
        if str(each.get("/Subtype")) not in KINDS:
            yield str(each.get("/Subtype"))


@rule(PDF_A, "6.3.2", "Annotations are printed and never hidden")
def flags(file: Opened) -> Iterator[str]:
    for _page, each in file.annotations:
        if each.get("/Subtype") == "/Popup":
            continue
        said = int(each.get("/F", 0))
        if not said & PRINT or said & (INVISIBLE | HIDDEN | NO_VIEW | TOGGLE_NO_VIEW):
            yield f"{each.get('/Subtype')} has the flags {said}"


@rule(PDF_A, "6.3.3", "Annotations carry their look with them")
def appearance(file: Opened) -> Iterator[str]:
    for _page, each in file.annotations:
        if each.get("/Subtype") in ("/Popup", "/Link"):
            continue
        looks = each.get("/AP")
        if looks is None or list(looks) != ["/N"]:
            yield f"{each.get('/Subtype')} {each.get('/T', '')}"


@rule(PDF_A, "6.4", "Forms need no program to be drawn and do nothing by themselves")
def forms(file: Opened) -> Iterator[str]:
    form = file.catalogue.get("/AcroForm", {})
    if form.get("/NeedAppearances"):
        yield "/NeedAppearances"
    if "/XFA" in form or file.catalogue.get("/NeedsRendering"):
        yield "/XFA"
    for _page, each in file.annotations:
        if each.get("/Subtype") == "/Widget" and ("/A" in each or "/AA" in each):
            yield f"the field {each.get('/T')} acts"


@rule(PDF_A, "6.5.1", "Actions only lead somewhere: no script, no launching, no media")
def actions(file: Opened) -> Iterator[str]:
    for each in file.dictionaries:
        kind = each.get("/S")
        if each.get("/Type") == "/Action" or "/JS" in each:
            if str(kind) not in ACTIONS:
                yield str(kind)
            elif kind == "/Named" and str(each.get("/N")) not in PAGES:
                yield f"/Named {each.get('/N')}"
    if "/JavaScript" in file.catalogue.get("/Names", {}):
        yield "/JavaScript among the names"


@rule(PDF_A, "6.5.2", "Nothing happens on opening or turning a page")
def triggers(file: Opened) -> Iterator[str]:
    if "/AA" in file.catalogue:
        yield "the document"
    if any("/AA" in page.obj for page in file.pdf.pages):
        yield "a page"
    action = file.catalogue.get("/OpenAction")
    if action is not None and hasattr(action, "keys") and str(action.get("/S")) not in ACTIONS:
        yield "/OpenAction"


@rule(PDF_UA, "7.18.1", "Annotations stand in the tags and say what they are")
def tagged(file: Opened) -> Iterator[str]:
    told = _told(file)
    for _page, each in file.annotations:
        if each.get("/Subtype") in ("/Popup", "/PrinterMark"):
            continue
        place = told.get(each.objgen)
        wanted = {"/Link": "/Link", "/Widget": "/Form"}.get(str(each.get("/Subtype")), "/Annot")
        if place != wanted:
            yield f"{each.get('/Subtype')} stands in {place}, not {wanted}"
        name = each.get("/TU") if each.get("/Subtype") == "/Widget" else each.get("/Contents")
        if not name or not str(name).strip():
            yield f"{each.get('/Subtype')} has no name for readers"


def _told(file: Opened) -> dict[Any, str]:
    """For each annotation in the tags, the kind of element it stands in."""
    return {
        kid["/Obj"].objgen: str(element["/S"])
        for element in file.elements
        for kid in kids(element)
        if hasattr(kid, "get") and kid.get("/Type") == "/OBJR"
    }


@rule(PDF_UA, "7.18.3", "On pages with annotations the tabulator follows the tags")
def tabs(file: Opened) -> Iterator[str]:
    for number, page in enumerate(file.pdf.pages, 1):
        if page.obj.get("/Annots") and page.obj.get("/Tabs") != "/S":
            yield f"page {number}"


@rule(PDF_UA, "7.18.1", "Each annotation leads back to its element")
def parents(file: Opened) -> Iterator[str]:
    root = file.catalogue.get("/StructTreeRoot", {})
    held = list(root.get("/ParentTree", {}).get("/Nums", ()))
    back = {int(key): value for key, value in zip(held[::2], held[1::2], strict=True)}
    for _page, each in file.annotations:
        element = back.get(int(each.get("/StructParent", -1)))
        if element is None or not any(
            hasattr(kid, "get") and kid.get("/Obj", {}) == each for kid in kids(element)
        ):
            yield f"{each.get('/Subtype')} {each.get('/T', '')}"
