"""A package as one PDF: the reply, a page of contents, then every file that has pages.

The signature of the reply does not survive being merged, so the reply itself stays beside it.
"""

import io
import zlib
from dataclasses import dataclass

import pikepdf
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, Stream
from PIL import Image, ImageOps

from casework.package import Package, Piece
from notices import pdf as press
from records.files import FileDamaged
from records.refusals import Refusal

MOST_BYTES = 150 * 1024 * 1024
MOST_PAGES = 3_000
A4 = (595.28, 841.89)
MARGIN = 36.0
WITH_PAGES = ("application/pdf", "image/jpeg", "image/png")


@dataclass(frozen=True)
class Line:
    """A line of the contents: a file, and the page it begins on or none."""

    title: str
    page: int | None


def merged(package: Package) -> bytes:
    """The PDF. Raises Refusal where it would be too large to be useful."""
    if package.size > MOST_BYTES:
        raise Refusal(
            _("全部文件超过%(n)sMB，不能合并，请下载压缩包。") % {"n": MOST_BYTES // 1024**2}
        )
    sources = [(piece, _pages_of(piece)) for piece in package.pieces]
    total = sum(len(source.pages) for _piece, source in sources if source)
    if total > MOST_PAGES:
        raise Refusal(_("全部文件超过%(n)s页，不能合并，请下载压缩包。") % {"n": MOST_PAGES})
    replies = [each for each in sources if each[0].is_reply]
    files = [each for each in sources if not each[0].is_reply]
    with pikepdf.new() as whole:
        starts: list[tuple[str, int]] = []
        for piece, source in replies:
            _append(whole, piece, source, starts)
        contents = _contents(package, files, after=len(whole.pages))
        starts.append(("目录", len(whole.pages)))
        whole.pages.extend(contents.pages)
        for piece, source in files:
            _append(whole, piece, source, starts)
        _finish(whole, package, starts)
        out = io.BytesIO()
        whole.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _append(whole: Pdf, piece: Piece, source: Pdf | None, starts: list[tuple[str, int]]) -> None:
    if source is not None:
        starts.append((piece.title, len(whole.pages)))
        _flatten(source)
        whole.pages.extend(source.pages)


def _flatten(source: Pdf) -> None:
    """Make the seal, which stands in a signature field, part of its page; the field goes."""
    if "/AcroForm" in source.Root:
        source.flatten_annotations("all")
    if "/AcroForm" in source.Root:
        del source.Root.AcroForm


def _pages_of(piece: Piece) -> Pdf | None:
    """The file as pages, or None if it has none that we can copy."""
    if piece.media_type not in WITH_PAGES:
        return None
    content = piece.read()
    if piece.media_type == "application/pdf":
        try:
            return pikepdf.open(io.BytesIO(content))
        except pikepdf.PdfError as error:
            if piece.is_reply:
                raise FileDamaged("a reply that is no PDF") from error
            return None
    return _page_with(content)


def _page_with(content: bytes) -> Pdf:
    """A sheet of A4 with a picture on it, upright, within the margins, never enlarged past them."""
    with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
        turned = opened.getexif().get(0x0112, 1) != 1
        as_it_is = opened.format == "JPEG" and opened.mode == "RGB" and not turned
    pdf = pikepdf.new()
    data = content if as_it_is else zlib.compress(picture.tobytes())
    image = Stream(
        pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=picture.width,
        Height=picture.height, ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
        Filter=Name.DCTDecode if as_it_is else Name.FlateDecode,
    )  # fmt: skip
    width, height = A4 if picture.height >= picture.width else A4[::-1]
    scale = min((width - 2 * MARGIN) / picture.width, (height - 2 * MARGIN) / picture.height)
    w, h = picture.width * scale, picture.height * scale
    draw = f"q {w:.2f} 0 0 {h:.2f} {(width - w) / 2:.2f} {(height - h) / 2:.2f} cm /I1 Do Q"
    page = Dictionary(
        Type=Name.Page, MediaBox=Array([0, 0, width, height]), Contents=Stream(pdf, draw.encode()),
        Resources=Dictionary(XObject=Dictionary(I1=pdf.make_indirect(image))),
    )  # fmt: skip
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


def _contents(package: Package, files: list[tuple[Piece, Pdf | None]], *, after: int) -> Pdf:
    """The page of contents. How long it is moves the numbers on it, so it may be set twice."""
    length = 1
    while True:
        lines, page = [], after + length + 1
        for piece, source in files:
            lines.append(Line(piece.title, page if source else None))
            page += len(source.pages) if source else 0
        with override("zh-hans"):
            words = {"package": package, "lines": lines}
            content = press.render(render_to_string("package/contents.html", words)).pdf
        found = pikepdf.open(io.BytesIO(content))
        if len(found.pages) == length:
            return found
        length = len(found.pages)


def _finish(whole: Pdf, package: Package, starts: list[tuple[str, int]]) -> None:
    """Bookmarks, title and language; what only made sense in the files it came from goes."""
    for page in whole.pages:
        for key in ("/StructParents", "/Tabs", "/AA"):
            if key in page.obj:
                del page.obj[key]
    with whole.open_outline() as outline:
        outline.root.extend(OutlineItem(title, page) for title, page in starts)
    whole.Root.Lang = pikepdf.String("zh-CN")
    whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    whole.docinfo[Name.Title] = pikepdf.String(f"{package.number} 答复及附件（合并本）")
