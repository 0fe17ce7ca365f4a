"""Rules about what the document says of itself: XMP, title, language, claims."""

import re
from collections.abc import Iterator
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from notices.conformance.opened import Opened
from notices.conformance.rule import PDF_A, PDF_UA, rules

RULES, rule = rules()

NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "property": "http://www.aiim.org/pdfa/ns/property#",
    "extension": "http://www.aiim.org/pdfa/ns/extension/",
}
PREDEFINED = frozenset({
    NS["rdf"], NS["dc"], NS["pdfaid"], NS["schema"], NS["property"], NS["extension"],
    "http://ns.adobe.com/xap/1.0/", "http://ns.adobe.com/xap/1.0/mm/",
    "http://ns.adobe.com/xap/1.0/rights/", "http://ns.adobe.com/pdf/1.3/",
    "http://www.w3.org/XML/1998/namespace", "adobe:ns:meta/",
})  # fmt: skip
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def packet(file: Opened) -> Any:
    """The XMP packet as XML, or None where there is none that can be read."""
    stream = file.catalogue.get("/Metadata")
    try:
        return ElementTree.fromstring(stream.read_bytes()) if stream is not None else None
    except (ElementTree.ParseError, DefusedXmlException):
        return None


def value(root: Any, name: str) -> str:
    """A simple property, written as an element or as an attribute."""
    prefix, _, local = name.partition(":")
    key = f"{{{NS[prefix]}}}{local}"
    for each in root.iter(f"{{{NS['rdf']}}}Description"):
        if key in each.attrib:
            return each.attrib[key]
        found = each.find(key)
        if found is not None:
            return "".join(found.itertext()).strip()
    return ""


@rule(PDF_A, "6.6.2.1", "The document has an XMP packet that is well formed")
def xmp(file: Opened) -> Iterator[str]:
    root = packet(file)
    stream = file.catalogue.get("/Metadata", {})
    if root is None:
        yield "none, or not XML"
    elif stream.get("/Type") != "/Metadata" or stream.get("/Subtype") != "/XML":
        yield "its stream has the wrong type"
    elif len(list(root)) != 1:
        yield "something stands beside the RDF"


@rule(PDF_A, "6.6.2.3", "Every property is known or has its schema described")
def schemas(file: Opened) -> Iterator[str]:
    root = packet(file)
    if root is None:
        return
    described = {
        (schema.findtext("schema:namespaceURI", "", NS), name.text)
        for schema in root.iterfind(".//extension:schemas/rdf:Bag/rdf:li", NS)
        for name in schema.iterfind(".//property:name", NS)
    }
    for each in root.iter(f"{{{NS['rdf']}}}Description"):
        for key in [*each.attrib, *(child.tag for child in each)]:
            space, _, local = key.rpartition("}")
            if space[1:] not in PREDEFINED and (space[1:], local) not in described:
                yield key


@rule(PDF_A, "6.6.4", "The document claims PDF/A-3a")
def archived(file: Opened) -> Iterator[str]:
    root = packet(file)
    claim = root is not None and (value(root, "pdfaid:part"), value(root, "pdfaid:conformance"))
    if claim != ("3", "A"):
        yield str(claim)


@rule(PDF_UA, "5", "The document claims PDF/UA-1")
def accessible(file: Opened) -> Iterator[str]:
    root = packet(file)
    if root is None or value(root, "pdfuaid:part") != "1":
        yield "it does not"


@rule(PDF_UA, "7.1", "The document has a title, and viewers show it")
def title(file: Opened) -> Iterator[str]:
    root = packet(file)
    said = value(root, "dc:title") if root is not None else ""
    if not said:
        yield "no dc:title"
    own = file.pdf.trailer.get("/Info", {}).get("/Title")
    if own is not None and str(own) != said:
        yield "its two titles differ"
    if not file.catalogue.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "no /DisplayDocTitle"


@rule(PDF_UA, "7.2", "The document has a language (also ISO 19005-3, 6.7.4)")
def language(file: Opened) -> Iterator[str]:
    if not LANGUAGE.fullmatch(str(file.catalogue.get("/Lang", ""))):
        yield repr(str(file.catalogue.get("/Lang", "")))
    for element in file.elements:
        if "/Lang" in element and not LANGUAGE.fullmatch(str(element["/Lang"])):
            yield f"{element['/S']} is in {element['/Lang']}"
