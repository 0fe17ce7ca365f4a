"""An empty signature field where the seal is printed, for the digital signature to be put into.

Its appearance is empty, so what is seen there stays the printed seal. PDF/UA wants a field inside a
Form element and with a name of its own for readers (ISO 14289-1, 7.18.1 and 7.18.4).
"""

from typing import Any

import pydyf

from notices.pdf_tags import figure_at
from notices.printed import Box

NAME = "Seal"
PRINTED = 4  # the only flag of an annotation that PDF/A asks for (ISO 19005-3, 6.3.2)


def add(pdf: Any, seal: Box) -> None:
    """Add the field, its place on the page and its place in the tags."""
    page_reference = pdf.page_references[seal.page]
    page = pdf.objects[int(page_reference.split()[0])]
    rectangle = (seal.left, seal.bottom, seal.right, seal.top)
    appearance = pydyf.Stream(
        [],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array((0, 0, seal.right - seal.left, seal.top - seal.bottom)),
            "Resources": pydyf.Dictionary(),
        },
    )
    pdf.add_object(appearance)
    figure = figure_at(pdf, page_reference, rectangle)
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(NAME),
            "TU": pydyf.String(f"{figure['Alt'].string}（电子签名）"),
            "F": PRINTED,
            "Rect": pydyf.Array(rectangle),
            "P": page_reference,
            "AP": pydyf.Dictionary({"N": appearance.reference}),
        }
    )
    pdf.add_object(field)
    page.setdefault("Annots", pydyf.Array()).append(field.reference)
    form = pydyf.Dictionary({"Fields": pydyf.Array([field.reference])})
    pdf.add_object(form)
    pdf.catalog["AcroForm"] = form.reference
    _tag(pdf, field, after=figure, page=page_reference)


def _tag(pdf: Any, field: Any, *, after: Any, page: bytes) -> None:
    """Have readers come to the field right after the picture of the seal."""
    told = pydyf.Dictionary({"Type": "/OBJR", "Obj": field.reference, "Pg": page})
    pdf.add_object(told)
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": after["P"],
            "Pg": page,
            "K": pydyf.Array([told.reference]),
        }
    )
    pdf.add_object(element)
    kids = pdf.objects[int(after["P"].split()[0])]["K"]
    kids.insert(kids.index(after.reference) + 1, element.reference)
    root = pdf.objects[int(pdf.catalog["StructTreeRoot"].split()[0])]
    numbers = pdf.objects[int(root["ParentTree"].split()[0])]["Nums"]
    field["StructParent"] = numbers[-2] + 1
    numbers += [field["StructParent"], element.reference]
    root["ParentTreeNextKey"] = field["StructParent"] + 1
