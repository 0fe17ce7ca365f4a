"""Rules about the file itself: header, trailer, streams, limits, what it embeds and forbids."""

import re
from collections.abc import Iterator

import pikepdf

from notices.conformance.opened import Opened
from notices.conformance.rule import PDF_A, rules

RULES, rule = rules()

HEADER = re.compile(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}")
FILTERS = frozenset({
    "/ASCIIHexDecode", "/ASCII85Decode", "/FlateDecode", "/RunLengthDecode", "/CCITTFaxDecode",
    "/JBIG2Decode", "/DCTDecode", "/JPXDecode",
})  # fmt: skip
LONGEST_STRING, LONGEST_NAME, DEEPEST_STATE = 32_767, 127, 28
NARROWEST, WIDEST = 3, 14_400  # of a page, in points


@rule(PDF_A, "6.1.2", "The header is that of PDF 1.x, followed by a comment of high bytes")
def header(file: Opened) -> Iterator[str]:
    if not HEADER.match(file.content):
        yield repr(file.content[:16])


@rule(PDF_A, "6.1.3", "The trailer has an identifier and nothing follows the end")
def trailer(file: Opened) -> Iterator[str]:
    if len(file.pdf.trailer.get("/ID", ())) != 2:
        yield "no /ID"
    if not file.content.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "something follows %%EOF"


@rule(PDF_A, "6.1.3", "The file is not encrypted (also ISO 14289-1, 7.16)")
def encryption(file: Opened) -> Iterator[str]:
    if "/Encrypt" in file.pdf.trailer:
        yield "/Encrypt"


@rule(PDF_A, "6.1.4", "Cross references, objects and streams can be read without repair")
def syntax(file: Opened) -> Iterator[str]:
    yield from file.pdf.check_pdf_syntax()
    yield from file.pdf.get_warnings()


@rule(PDF_A, "6.1.7", "Streams are inside the file and use no forbidden filter")
def streams(file: Opened) -> Iterator[str]:
    for stream in file.streams:
        for key in ("/F", "/FFilter", "/FDecodeParms"):
            if key in stream:
                yield f"object {stream.objgen[0]} has {key}"
        used = stream.get("/Filter", [])
        for name in [used] if isinstance(used, pikepdf.Name) else used:
            if str(name) not in FILTERS:
                yield f"object {stream.objgen[0]} uses {name}"


@rule(PDF_A, "6.1.12", "Permissions are those of a certified document, or none")
def permissions(file: Opened) -> Iterator[str]:
    for key in file.catalogue.get("/Perms", {}):
        if key not in ("/UR3", "/DocMDP"):
            yield key


@rule(PDF_A, "6.1.13", "Names, strings, pages and nesting stay within the limits")
def limits(file: Opened) -> Iterator[str]:
    for each in file.dictionaries:
        for key, value in each.items():
            if len(key.encode()) - 1 > LONGEST_NAME:
                yield f"name {key[:20]}…"
            if isinstance(value, pikepdf.String) and len(bytes(value)) > LONGEST_STRING:
                yield f"string {key}"
    for number, page in enumerate(file.pdf.pages, 1):
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        if not all(NARROWEST <= side <= WIDEST for side in (right - left, top - bottom)):
            yield f"page {number} is {right - left} x {top - bottom}"
    for number, painting in enumerate(file.paintings, 1):
        if painting.deepest > DEEPEST_STATE:
            yield f"page {number} nests q {painting.deepest} deep"


@rule(PDF_A, "6.8", "Every embedded file has both names, a type, and its relation to the document")
def embedded(file: Opened) -> Iterator[str]:
    associated = {each.objgen for each in file.catalogue.get("/AF", ())}
    for each in file.dictionaries:
        if each.get("/Type") != "/Filespec" or "/EF" not in each:
            continue
        missing = [key for key in ("/F", "/UF", "/AFRelationship") if key not in each]
        if "/Subtype" not in each.EF.get("/F", {}):
            missing.append("/Subtype")
        if each.objgen not in associated:
            missing.append("/AF")
        if missing:
            yield f"object {each.objgen[0]} lacks {', '.join(missing)}"


@rule(PDF_A, "6.9–6.11", "No optional content, alternate presentations or requirements")
def variants(file: Opened) -> Iterator[str]:
    for key in ("/OCProperties", "/Requirements"):
        if key in file.catalogue:
            yield key
    if "/AlternatePresentations" in file.catalogue.get("/Names", {}):
        yield "/AlternatePresentations"
    for page in file.pdf.pages:
        if "/PresSteps" in page.obj:
            yield "/PresSteps"
