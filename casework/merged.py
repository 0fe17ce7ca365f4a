"""A package as one PDF: the reply, a page of contents, then every file that has pages.

The pages are copied as they are. The signature of the reply does not survive that, so the reply
itself stays beside it.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from pikepdf import Pdf

from casework.package import Package, Piece
from notices import assembly
from notices import pdf as press
from notices.assembly import CannotBeAssembled
from notices.picture_page import picture_as_page
from records.files import FileDamaged
from records.inspection import MEDIA_TYPES
from records.refusals import Refusal

MOST_BYTES = 150 * 1024 * 1024
MOST_PAGES = assembly.MOST_PAGES


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
    with Pdf.new() as whole:
        starts: list[tuple[str, int]] = []
        for piece, source in replies:
            _append(whole, piece.title, source, starts)
        _append(whole, "目录", _contents(package, files, after=len(whole.pages)), starts)
        for piece, source in files:
            _append(whole, piece.title, source, starts)
        title = f"{package.number} 答复及附件（合并本）"
        return assembly.written(whole, title=title, starts=starts)


def _append(whole: Pdf, title: str, source: Pdf | None, starts: list[tuple[str, int]]) -> None:
    if source is not None:
        starts.append((title, len(whole.pages)))
        _flatten(source)
        whole.pages.extend(source.pages)


def _flatten(source: Pdf) -> None:
    """Make the seal, which stands in a signature field, part of its page; the field goes.

    So does what only makes sense within the file it came from.
    """
    if "/AcroForm" in source.Root:
        source.flatten_annotations("all")
    if "/AcroForm" in source.Root:
        del source.Root.AcroForm
    for page in source.pages:
        for key in ("/StructParents", "/Tabs", "/AA"):
            if key in page.obj:
                del page.obj[key]


def _pages_of(piece: Piece) -> Pdf | None:
    """The file as pages, or None if it has none that we can copy."""
    try:
        if piece.media_type == MEDIA_TYPES["pdf"]:
            return assembly.opened(piece.read())
        if piece.media_type in (MEDIA_TYPES["jpg"], MEDIA_TYPES["png"]):
            return assembly.opened(picture_as_page(piece.read(), on_a4=True))
    except CannotBeAssembled as refusal:
        if piece.is_reply:
            raise FileDamaged("a reply that is no PDF") from refusal
    return None


def _contents(package: Package, files: list[tuple[Piece, Pdf | None]], *, after: int) -> Pdf:
    """The page of contents, which says on what page each file begins."""

    def made_for(own: int) -> bytes:
        lines, page = [], after + own + 1
        for piece, source in files:
            lines.append(Line(piece.title, page if source else None))
            page += len(source.pages) if source else 0
        with override("zh-hans"):
            words = {"package": package, "lines": lines}
            return press.render(render_to_string("package/contents.html", words)).pdf

    return assembly.opened(assembly.contents(made_for))
