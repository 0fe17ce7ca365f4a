"""Proving, from the finished file alone, that nothing is left in it and that the boxes are black.

Two readers look (pdfium and qpdf), in a process that has not made the file. Whatever is not on the
short list of what such a file consists of is a fault: there is no list of what is dangerous.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from PIL import Image, ImageChops

from notices.redaction.areas import Area, Size
from notices.redaction.raster import TITLE
from notices.redaction.sources import MM, POINTS
from notices.redaction.stamp import MARGIN, pixels, stamp

CATALOGUE = {"/Type", "/Pages", "/Lang"}
TRAILER = {"/Size", "/Root", "/Info", "/ID"}
TREE = {"/Type", "/Count", "/Kids"}
PAGE = {"/Type", "/Parent", "/MediaBox", "/UserUnit", "/Resources", "/Contents"}
IMAGE = {
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter",
    "/DecodeParms", "/Length",
}  # fmt: skip
DRAWN = re.compile(rb"q (\d+\.\d{3}) 0 0 (\d+\.\d{3}) 0 0 cm /P Do Q")
END = re.compile(rb"trailer\n<<[^<>]*(<[0-9a-f]{32}>){2}\]>>\nstartxref\n(\d+)\n%%EOF\n\Z")
SAME = 0.05  # mm by which a page may differ from its original
EDGE_OF_JPEG = 110  # how light the rim of a box may become by the compression of what is beside it
EDGE_SHARE = 0.05  # of the pixels of a label that compression may turn over


class Leaks(Exception):
    """The file is not what it must be. The argument says which proof failed, without content."""


def verify(
    made: bytes,
    sizes: Sequence[Size],
    areas: Iterable[Area],
    page_done: Callable[[], None] = lambda: None,
) -> int:
    """The number of pages. Raises Leaks at the first proof that fails."""
    one_revision(made)
    with pikepdf.open(io.BytesIO(made)) as document:
        only_pictures(document, len(sizes))
    document = pdfium.PdfDocument(made)
    same_pages(document, made, sizes)
    areas = list(areas)
    for index, size in enumerate(sizes):
        page = document[index]
        no_text(page)
        black(page, size, [area for area in areas if area.page == index + 1])
        page_done()
    return len(sizes)


def _must(holds: bool, proof: str) -> None:
    if not holds:
        raise Leaks(proof)


def one_revision(made: bytes) -> None:
    """One table of objects, at the place the end names, and nothing after the end."""
    _must(made.startswith(b"%PDF-1.7\n"), "head")
    _must(made.count(b"startxref") == 1, "one revision")
    end = END.search(made[-400:])
    _must(end is not None, "nothing after the end")
    start = int(end.group(2))
    _must(made[start : start + 7] == b"xref\n0 ", "the table of objects")


def only_pictures(document: pikepdf.Pdf, count: int) -> None:
    """Every object is known: the catalogue, the pages, their pictures, a neutral title."""
    _must(set(document.trailer.keys()) <= TRAILER, "the trailer")
    _must(set(document.Root.keys()) <= CATALOGUE, "the catalogue")
    _must(set(document.Root.Pages.keys()) <= TREE, "the tree of pages")
    _must(dict(document.trailer.Info) == {"/Title": TITLE}, "no metadata")
    _must(len(document.pages) == count, "the number of pages")
    _must(len(document.objects) == 3 + 3 * count, "no object too many")
    for page in document.pages:
        _only_a_picture(page.obj)


def _only_a_picture(page: Any) -> None:
    _must(set(page.keys()) <= PAGE, "a page")
    _must(set(page.Resources.keys()) == {"/XObject"}, "no font")
    _must(set(page.Resources.XObject.keys()) == {"/P"}, "one picture")
    _must(set(page.Contents.keys()) == {"/Length"}, "the content")
    drawn = DRAWN.fullmatch(page.Contents.read_raw_bytes())
    _must(drawn is not None, "nothing drawn but the picture")
    box = [float(side) for side in page.MediaBox]
    _must(box == [0, 0, *map(float, drawn.groups())], "the picture fills the page")
    picture = page.Resources.XObject.P
    _must(set(picture.keys()) <= IMAGE, "a picture")
    _must(picture.Filter in ("/CCITTFaxDecode", "/DCTDecode"), "a picture's form")
    if picture.Filter == "/DCTDecode":
        _must(not any(_notes_in(picture.read_raw_bytes())), "no notes in a picture")


def _notes_in(jpeg: bytes) -> Iterator[int]:
    """The markers of a JPEG in which words can stand: comments, and every APPn but the first."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == 0xFE or 0xE1 <= marker <= 0xEF:
            yield marker
        at += 2 + length
    if not jpeg.endswith(b"\xff\xd9"):
        yield 0


def same_pages(document: pdfium.PdfDocument, made: bytes, sizes: Sequence[Size]) -> None:
    """As many pages as the original has, each of its size."""
    _must(len(document) == len(sizes), "the number of pages")
    _must(document.count_attachments() == 0, "no attachment")
    _must(document.get_formtype() == 0, "no form")
    with pikepdf.open(io.BytesIO(made)) as other:
        units = [float(page.obj.get("/UserUnit", 1)) for page in other.pages]
    for index, (wanted, unit) in enumerate(zip(sizes, units, strict=True)):
        found = [side * unit / POINTS * MM for side in document.get_page_size(index)]
        allowed = [SAME + side / 10_000 for side in wanted]
        sides = zip(found, wanted, allowed, strict=True)
        _must(all(abs(f - w) <= a for f, w, a in sides), "the size of a page")


def no_text(page: pdfium.PdfPage) -> None:
    _must(page.get_textpage().count_chars() == 0, "no text")


def black(page: pdfium.PdfPage, size: Size, areas: list[Area]) -> None:
    """Each box is black as stored and as a reader paints it, but for the label belonging there."""
    if not areas:
        return
    picture = next(page.get_objects())
    across, down = picture.get_px_size()
    stored = picture.get_bitmap(render=False).to_pil()
    painted = page.render(scale=across / page.get_width()).to_pil()
    _must(stored.size == (across, down), "the pixels of a picture")
    _must(abs(painted.width - across) + abs(painted.height - down) <= 2, "painted as stored")
    stored, painted = _lightest(stored), _lightest(painted)
    expected, labels = _expected(size, stored.size, areas)
    exact = picture.get_filters() == ["CCITTFaxDecode"]
    for area in areas:
        box = pixels(area, size, stored.size, grow=0)
        _black(stored.crop(box), expected.crop(box), labels.crop(box), exact)
        inner = (box[0] + 2, box[1] + 2, box[2] - 2, box[3] - 2)
        if inner[0] < inner[2] and inner[1] < inner[3]:
            _dark(painted.crop(inner), labels.crop(inner))


def _lightest(image: Image.Image) -> Image.Image:
    red, green, blue = image.convert("RGB").split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _expected(
    size: Size, image: tuple[int, int], areas: list[Area]
) -> tuple[Image.Image, Image.Image]:
    """The boxes as they must look, and where in them labels stand."""
    expected, labels = Image.new("L", image, 0), Image.new("L", image, 0)
    for area in areas:
        box = pixels(area, size, image, grow=MARGIN)
        black_, label = stamp((box[2] - box[0], box[3] - box[1]), area.label, image[0] / size[0])
        if label:
            expected.paste(black_, box[:2])
            rim = (box[0] + label[0] - 8, box[1] + label[1] - 8,
                   box[0] + label[2] + 8, box[1] + label[3] + 8)  # fmt: skip
            labels.paste(255, rim)
    return expected, labels


def _black(found: Image.Image, expected: Image.Image, labels: Image.Image, exact: bool) -> None:
    _dark(found, labels, most=0 if exact else EDGE_OF_JPEG)
    wrong = ImageChops.difference(_halves(found), _halves(expected))
    wrong = ImageChops.darker(wrong, labels).histogram()[255]
    allowed = 0 if exact else labels.histogram()[255] * EDGE_SHARE
    _must(wrong <= allowed, "a box holds its label only")


def _dark(found: Image.Image, labels: Image.Image, *, most: int = EDGE_OF_JPEG) -> None:
    outside = ImageChops.darker(found, ImageChops.invert(labels))
    _must(outside.getextrema()[1] <= most, "a box is black")


def _halves(image: Image.Image) -> Image.Image:
    return image.point(lambda tone: 255 if tone >= 128 else 0)
