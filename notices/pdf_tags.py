"""What WeasyPrint leaves wrong or unsaid in the tags, set right before the document is written.

Page numbers and the draft's mark become artifacts, rectangles of figures are in the page's own
units, headings of tables say what they head, and the identifiers of cells can be looked up.
"""

from collections.abc import Iterator
from typing import Any

import pydyf

POINTS = 0.75  # in a CSS pixel


def mend(document: Any, pdf: Any) -> None:
    """Mend the tags of a document laid out by WeasyPrint."""
    elements = dict(_told(pdf, _number(pdf.catalog["StructTreeRoot"])))
    _artifacts(pdf, elements)
    heights = {
        reference: page.height * POINTS
        for reference, page in zip(pdf.page_references, document.pages, strict=True)
    }
    cells = []
    for element in elements.values():
        if element.get("S") == "/Figure":
            _rectangle(element, heights[element["Pg"]])
        elif element.get("S") == "/TH":
            head = elements.get(_number(_parent(pdf, element)["P"]), {}).get("S") == "/THead"
            element["A"]["Scope"] = "/Column" if head else "/Row"
            cells.append((element["ID"].string, element.reference))
    if cells:
        names = pydyf.Array()
        for identifier, reference in sorted(cells):
            names += [pydyf.String(identifier), reference]
        root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
        root["IDTree"] = pydyf.Dictionary({"Names": names})


def figure_at(pdf: Any, page: bytes, rectangle: tuple[float, ...]) -> Any:
    """The figure that covers a rectangle (left, bottom, right, top in points) of a page."""
    for _found, element in _told(pdf, _number(pdf.catalog["StructTreeRoot"])):
        if element.get("S") == "/Figure" and element["Pg"] == page:
            box = element["A"]["BBox"]
            if all(abs(a - b) < 0.5 for a, b in zip(box, rectangle, strict=True)):
                return element
    raise LookupError("the seal is not among the figures")


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _parent(pdf: Any, element: Any) -> Any:
    return pdf.objects[_number(element["P"])]


def _told(pdf: Any, number: int) -> Iterator[tuple[int, Any]]:
    """The structure elements a reader comes to, in their order, by the numbers of their objects."""
    element = pdf.objects[number]
    for kid in element.get("K", ()):
        if isinstance(kid, bytes):
            child = pdf.objects[_number(kid)]
            if child.get("Type") == "/StructElem":
                yield child.number, child
                yield from _told(pdf, child.number)


def _artifacts(pdf: Any, elements: dict[int, Any]) -> None:
    """Content that no element tells of, which is what stands in the margins, is an artifact.

    WeasyPrint gives it an element that hangs nowhere (ISO 14289-1, 7.1 and 7.8).
    """
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    numbers = pdf.objects[_number(root["ParentTree"])]["Nums"]
    pages = [pdf.objects[_number(reference)] for reference in pdf.page_references]
    for page in pages:
        owners = numbers[2 * page["StructParents"] + 1]
        untold = {place for place, owner in enumerate(owners) if _number(owner) not in elements}
        content = pdf.objects[_number(page["Contents"])].stream
        for place, item in enumerate(content):
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in untold:
                content[place - 1] = "/Artifact"
                content[place] = b"<</Type/Pagination>>"
        for place in untold:
            pdf.objects[_number(owners[place])].clear()
            owners[place] = b"null"


def _rectangle(figure: Any, height: float) -> None:
    """From CSS pixels counted from the top to points counted from the bottom."""
    left, top, right, bottom = (pixels * POINTS for pixels in figure["A"]["BBox"])
    figure["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))
