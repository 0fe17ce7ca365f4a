"""The objects of a PDF, wherever they hang: scripts, actions, attachments, photographs, remains."""

import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from notices.check_outgoing import images, numbers
from notices.check_outgoing.finding import Findings, Unreadable
from notices.check_outgoing.parts import PATHS

MOST_OBJECTS = 300_000
MOST_LEFT = 1024 * 1024
PAINTS = re.compile(rb"(?:^|\s)(?:BT|TJ|Tj|Do|re|q)(?:\s|$)")
SCRIPTS = frozenset({"/JavaScript"})
ACTIONS = frozenset(
    ["/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/ResetForm", "/Rendition",
     "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView", "/Hide", "/SetOCGState"]
)  # fmt: skip


def everything(pdf: Pdf, reached: set[tuple[int, int]]) -> Iterator[Object]:
    """All the file leads to; `reached` is filled with the numbers of what has one."""
    waiting: list[Any] = [pdf.trailer]
    seen = 0
    while waiting:
        obj = waiting.pop()
        yield obj
        for child in _children(obj):
            if not isinstance(child, Array | Dictionary | Stream):
                continue
            if child.is_indirect:
                if child.objgen in reached:
                    continue
                reached.add(child.objgen)
            seen += 1
            if seen > MOST_OBJECTS:
                raise Unreadable("too many objects")
            waiting.append(child)


def _children(obj: Any) -> Iterator[Any]:
    if isinstance(obj, Array):
        yield from obj
    elif isinstance(obj, Stream):
        yield from obj.stream_dict.values()
    elif isinstance(obj, Dictionary):
        yield from obj.values()


def look_at_strings(obj: Object, found: Findings) -> None:
    """Words beside the page: texts for the blind, names of places, labels of pages."""
    if not isinstance(obj, Array) and "/ByteRange" in obj:  # a signature
        return
    for value in _children(obj):
        if isinstance(value, pikepdf.String | str):
            said = str(value)
            if said.isprintable():
                numbers.scan(said, found, part="structure")
                if PATHS.search(said):
                    found.blocks("path", part="structure")


def look_at_object(obj: Object, found: Findings) -> None:
    """Whatever has no business in a paper, wherever it hangs."""
    kind = str(obj.get("/S", ""))
    if kind in SCRIPTS or "/JS" in obj:
        found.blocks("script")
    elif kind in ACTIONS and obj.get("/Type", Name.Action) == Name.Action:
        found.blocks("action", shown=kind)
    if "/AA" in obj:
        found.blocks("action", shown="/AA")
    if obj.get("/Type") == Name.Filespec or "/EF" in obj:
        found.blocks("attachment" if "/EF" in obj else "external_link")
    if "/PieceInfo" in obj:
        found.blocks("private_data")
    if isinstance(obj, Stream):
        _look_at_stream(obj, found)


def _look_at_stream(obj: Object, found: Findings) -> None:
    if obj.get("/Subtype") == Name.Image:
        filters = obj.get("/Filter", Array())
        filters = list(filters) if isinstance(filters, Array) else [filters]
        if filters == [Name.DCTDecode]:
            _look_at_photo(obj.read_raw_bytes(), found)
        elif filters == [Name.FlateDecode, Name.DCTDecode]:
            _look_at_photo(zlib.decompress(obj.read_raw_bytes()), found)
        elif Name.DCTDecode in filters or Name.JPXDecode in filters:
            found.asks("picture_not_looked_into")
    if obj.get("/Type") == Name.Metadata:
        text = obj.read_bytes().decode("utf-8", "replace")
        numbers.scan(text, found, part="structure")
        if "xmpMM:" in text or "photoshop:" in text or "exif:" in text:
            found.asks("edit_history")


def _look_at_photo(content: bytes, found: Findings) -> None:
    if not content.startswith(images.JPEG):
        return
    try:
        images.look_at(content, found)
    except images.Broken:
        found.asks("picture_not_looked_into")


def look_at_left_behind(pdf: Pdf, reached: set[tuple[int, int]], found: Findings) -> None:
    """Pages and streams nothing leads to any more: what was deleted is still in the file."""
    for obj in pdf.objects:
        if not isinstance(obj, Dictionary | Stream) or obj.objgen in reached:
            continue
        if obj.get("/Type") == Name.Page or (isinstance(obj, Stream) and _says_something(obj)):
            found.blocks("left_behind")


def _says_something(obj: Object) -> bool:
    """A picture, a file, a drawing or a page's words; tables, fonts and hints are none of these."""
    if obj.get("/Subtype") in (Name.Image, Name.Form) or obj.get("/Type") in (
        Name.Metadata, Name.EmbeddedFile,
    ):  # fmt: skip
        return True
    if "/Type" in obj or "/Subtype" in obj:
        return False
    try:
        return PAINTS.search(obj.read_bytes()[:MOST_LEFT]) is not None
    except pikepdf.PdfError:
        return True
