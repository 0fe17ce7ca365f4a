"""PDF: what is in the file and not on the page. The text itself is judged in `pdf_page`."""

import io
import re
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from notices.check_outgoing import numbers, pdf_page, pdf_unpainted
from notices.check_outgoing.finding import Findings, Unreadable
from notices.check_outgoing.parts import PATHS
from notices.check_outgoing.pdf_objects import (
    everything,
    look_at_left_behind,
    look_at_object,
    look_at_strings,
)
from notices.pdf_depth import too_deep_to_append, too_deep_to_draw

MOST_PAGES = 500
MOST_BOOKMARKS = 5000
ENDS = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
OF_ITS_OWN = frozenset({"comments", "category", "checked by", "department", "owner", "description"})
FILE_NAME = re.compile(r"(?i)^Microsoft \w+ - |\.(?:docx?|xlsx?|pptx?|wps|et)$")


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
            if too_deep_to_append(pdf) or too_deep_to_draw(pdf):
                found.blocks("too_deep")
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
    objects = list(everything(pdf, reached))
    for obj in objects:
        look_at_strings(obj, found)
    things = [obj for obj in objects if not isinstance(obj, Array)]
    for obj in things:
        look_at_object(obj, found)
    pdf_unpainted.look_at(things, found)
    look_at_left_behind(pdf, reached, found)
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
    for seen, title in enumerate(_bookmarks(root.get("/Outlines"))):
        if seen == MOST_BOOKMARKS:
            found.blocks("too_much", part="outline")
            return
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
    """The words of every node, empty where it has none; without end if they go in a ring."""
    waiting = [outlines]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        yield str(node.get("/Title", ""))
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
