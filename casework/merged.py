"""A package as one PDF: the reply, a page of contents, then every file that has pages.

The pages are copied as they are, with their tags. The signature of the reply does not survive
that, so the reply itself stays beside it.
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
from notices.joined_tags import JoinedTags
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


@dataclass(frozen=True)
class Part:
    """One file to be merged: its pages, if it has any, and whether they are a picture."""

    title: str
    pdf: Pdf | None
    is_picture: bool = False

    @property
    def length(self) -> int:
        return len(self.pdf.pages) if self.pdf else 0


def merged(package: Package) -> bytes:
    """The PDF. Raises Refusal where it would be too large to be useful."""
    if package.size > MOST_BYTES:
        raise Refusal(
            _("全部文件超过%(n)sMB，不能合并，请下载压缩包。") % {"n": MOST_BYTES // 1024**2}
        )
    replies = [_part(piece) for piece in package.pieces if piece.is_reply]
    files = [_part(piece) for piece in package.pieces if not piece.is_reply]
    if sum(part.length for part in (*replies, *files)) > MOST_PAGES:
        raise Refusal(_("全部文件超过%(n)s页，不能合并，请下载压缩包。") % {"n": MOST_PAGES})
    contents = _contents(package, files, after=sum(part.length for part in replies))
    with Pdf.new() as whole:
        tags, starts = JoinedTags(whole), []
        for part in (*replies, contents, *files):
            if part.pdf:
                starts.append((part.title, len(whole.pages)))
                tags.append(part.pdf, part.title, is_picture=part.is_picture)
        tags.finish()
        title = f"{package.number} 答复及附件（合并本）"
        return assembly.written(whole, title=title, starts=starts)


def _part(piece: Piece) -> Part:
    """The file as pages, or without any if it has none that we can copy."""
    try:
        if piece.media_type == MEDIA_TYPES["pdf"]:
            return Part(piece.title, _to_append(piece))
        if piece.media_type in (MEDIA_TYPES["jpg"], MEDIA_TYPES["png"]):
            page = picture_as_page(piece.read(), on_a4=True)
            return Part(piece.title, assembly.opened(page), is_picture=True)
    except CannotBeAssembled as refusal:
        if piece.is_reply:
            raise FileDamaged("a reply that is no PDF") from refusal
    return Part(piece.title, None)


def _to_append(piece: Piece) -> Pdf:
    """The file as it will be copied. Raises CannotBeAssembled."""
    document = assembly.opened(piece.read())
    _flatten(document)
    assembly.refuse_to_append(document)
    return document


def _flatten(source: Pdf) -> None:
    """Make the seal, which stands in a signature field, part of its page; the field goes."""
    if "/AcroForm" in source.Root:
        source.flatten_annotations("all")
    if "/AcroForm" in source.Root:
        del source.Root.AcroForm
    for page in source.pages:
        if "/AA" in page.obj:
            del page.obj.AA


def _contents(package: Package, files: list[Part], *, after: int) -> Part:
    """The page of contents, which says on what page each file begins."""

    def made_for(own: int) -> bytes:
        lines, page = [], after + own + 1
        for part in files:
            lines.append(Line(part.title, page if part.pdf else None))
            page += part.length
        with override("zh-hans"):
            words = {"package": package, "lines": lines}
            return press.render(render_to_string("package/contents.html", words)).pdf

    return Part("目录", assembly.opened(assembly.contents(made_for)))
