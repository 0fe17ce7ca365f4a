"""PDF: what is in the file and not on the page. The text itself is judged in `pdf_page`."""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from notices.check_outgoing import images, numbers, pdf_page, pdf_unpainted
from notices.check_outgoing.finding import Findings, Unreadable
from notices.check_outgoing.parts import PATHS

MOST_PAGES = 500
MOST_OBJECTS = 300_000
ENDS = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
OF_ITS_OWN = frozenset({"comments", "category", "checked by", "department", "owner", "description"})
FILE_NAME = re.compile(r"(?i)^Microsoft \w+ - |\.(?:docx?|xlsx?|pptx?|wps|et)$")
MOST_LEFT = 1024 * 1024
PAINTS = re.compile(rb"(?:^|\s)(?:BT|TJ|Tj|Do|re|q)(?:\s|$)")
SCRIPTS = frozenset({"/JavaScript"})
ACTIONS = frozenset(
    [
        "/Launch",
        "/GoToR",
        "/GoToE",
        "/SubmitForm",
        "/ImportData",
        "/ResetForm",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/GoTo3DView",
        "/Hide",
        "/SetOCGState",
    ]
)


def check(content: bytes, found: Findings) -> None:
    """Add what must not leave with a PDF. Raises Unreadable."""
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                found.blocks("encrypted")
                return
            if not 0 < len(pdf.pages) <= MOST_PAGES:
                found.blocks("too_much")
                return
            _look_at_file(pdf, content, found)
    except pikepdf.PasswordError:
        found.blocks("encrypted")
        return
    except (
        pikepdf.PdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        zlib.error,
    ) as error:
        raise Unreadable(type(error).__name__) from error
    pdf_page.check(content, found)


def _look_at_file(pdf: Pdf, content: bytes, found: Findings) -> None:
    _look_at_revisions(pdf, content, found)
    reached: set[tuple[int, int]] = set()
    objects = list(_all_of(pdf, reached))
    for obj in objects:
        _look_at_strings(obj, found)
    things = [obj for obj in objects if not isinstance(obj, Array)]
    for obj in things:
        _look_at_object(obj, found)
    pdf_unpainted.look_at(things, found)
    _look_at_left_behind(pdf, reached, found)
    _look_at_catalog(pdf, found)
    _look_at_properties(pdf, found)
    for number, page in enumerate(pdf.pages, start=1):
        _look_at_page(page.obj, number, found)


def _look_at_revisions(pdf: Pdf, content: bytes, found: Findings) -> None:
    """Each time a PDF is saved onto its end, what it was before stays in it."""
    ends = [int(offset) for offset in ENDS.findall(content)]
    is_linear = b"/Linearized" in content[:2048]
    sections = len(ends) - (1 if is_linear and len(ends) > 1 else 0)
    if sections > 1 or (not is_linear and _has_previous(pdf)):
        found.blocks("earlier_revision")


def _has_previous(pdf: Pdf) -> bool:
    return "/Prev" in pdf.trailer


def _all_of(pdf: Pdf, reached: set[tuple[int, int]]) -> Iterator[Object]:
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


def _look_at_strings(obj: Object, found: Findings) -> None:
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


def _look_at_object(obj: Object, found: Findings) -> None:
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


def _look_at_left_behind(pdf: Pdf, reached: set[tuple[int, int]], found: Findings) -> None:
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


def _look_at_catalog(pdf: Pdf, found: Findings) -> None:
    root = pdf.Root
    names = root.get("/Names", Dictionary())
    if "/EmbeddedFiles" in names or "/AF" in root or "/Collection" in root:
        found.blocks("attachment")
    if "/JavaScript" in names:
        found.blocks("script")
    form = root.get("/AcroForm")
    if form is not None and ("/XFA" in form or _has_fields(form)):
        found.blocks("form")
    _look_at_layers(root.get("/OCProperties"), found)
    for title in _bookmarks(root.get("/Outlines")):
        numbers.scan(title, found, part="outline")


def _has_fields(form: Object) -> bool:
    """Fields to be filled in; a signature is none."""
    return any(field.get("/FT") != Name.Sig for field in form.get("/Fields", Array()))


def _look_at_layers(properties: Object | None, found: Findings) -> None:
    if properties is None:
        return
    default = properties.get("/D", Dictionary())
    layers = len(properties.get("/OCGs", Array()))
    is_off = (default.get("/BaseState") == Name.OFF and layers) or len(default.get("/OFF", Array()))
    if is_off or len(default.get("/AS", Array())):
        found.blocks("hidden_layer")


def _bookmarks(outlines: Object | None) -> Iterator[str]:
    waiting, seen = [outlines], 0
    while waiting and seen < 5000:
        node = waiting.pop()
        if node is None:
            continue
        seen += 1
        if "/Title" in node:
            yield str(node.Title)
        waiting += [node.get("/First"), node.get("/Next")]


def _look_at_properties(pdf: Pdf, found: Findings) -> None:
    """Who made it, with what, from which file."""
    values: list[tuple[str, str]] = []
    if "/Info" in pdf.trailer:
        info = pdf.trailer.Info
        values = [(str(key).lstrip("/"), str(value)) for key, value in info.items()]
    values += list(_xmp(pdf))
    for key, value in values:
        value = value.strip()
        numbers.scan(value, found, part=key)
        if PATHS.search(value):
            found.blocks("path", part=key)
        elif not value:
            continue
        elif key in ("Author", "creator", "Keywords", "Company", "Manager", "Subject"):
            found.asks("properties", property=_named(key), shown=value)
        elif key in ("Title", "title") and FILE_NAME.search(value):
            found.asks("properties", property="title", shown=value)
        elif key.lower() in OF_ITS_OWN:
            found.asks("properties", property=_named(key), shown=value)


def _named(key: str) -> str:
    return {"Author": "author", "creator": "author", "Company": "company"}.get(key, key.lower())


def _xmp(pdf: Pdf) -> Iterator[tuple[str, str]]:
    if "/Metadata" not in pdf.Root:
        return
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False, strict=False) as kept:
        for key, value in kept.items():
            said = value if isinstance(value, str) else "\n".join(map(str, value))
            yield key.rpartition("}")[2], said


def _look_at_page(page: Object, number: int, found: Findings) -> None:
    if "/Thumb" in page:
        found.blocks("thumbnail", page=number)
    for annotation in page.get("/Annots", Array()):
        kind = annotation.get("/Subtype")
        if kind == Name.FileAttachment:
            found.blocks("attachment", page=number)
        elif kind == Name.Link:
            _look_at_link(annotation, number, found)
        elif kind != Name.Widget:
            found.blocks("annotation", page=number)
        elif annotation.get("/FT", annotation.get("/Parent", Dictionary()).get("/FT")) != Name.Sig:
            found.blocks("form", page=number)
        if kind != Name.Link and "/Contents" in annotation:
            numbers.scan(str(annotation.Contents), found, page=number)


def _look_at_link(annotation: Object, number: int, found: Findings) -> None:
    target = str(annotation.get("/A", Dictionary()).get("/URI", ""))
    if PATHS.search(target):
        found.blocks("path", page=number)
    numbers.scan(target, found, page=number)
