"""Papers made into one PDF: opened, bound, given title, language and bookmarks.

`bound` fits every page onto A4 and numbers it at the foot, as a court wants it. Who wants the pages
as they are (`casework.merged`) takes them over from `opened` and hands the whole to `written`.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pikepdf
from django.utils.translation import gettext as _
from pikepdf import Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf, Rectangle

from notices.pdf_depth import too_deep_to_append, too_deep_to_draw
from records.refusals import Refusal

A4 = (595.276, 841.89)  # points
ROOM = Rectangle(28, 42, A4[0] - 28, A4[1] - 20)  # what is fitted in; the number stands below it
FOOT = 20.0  # points above the page's lower edge
SIZE = 9.0
DIGIT = 0.556  # of the size: the width of a figure in Helvetica
MOST_PAGES = 3000


class CannotBeAssembled(Refusal):
    """A file whose pages cannot be taken over: damaged, locked, too deep, or far too many."""


@dataclass(frozen=True)
class Piece:
    """One paper to be bound in: the words of its bookmark, and its PDF, read when it is due."""

    title: str
    read: Callable[[], bytes]


def opened(pdf: bytes) -> Pdf:
    """The document. Raises CannotBeAssembled."""
    try:
        return Pdf.open(io.BytesIO(pdf))
    except pikepdf.PasswordError as error:
        raise CannotBeAssembled(_("文件设有密码，不能装入。")) from error
    except pikepdf.PdfError as error:
        raise CannotBeAssembled(_("PDF不能读取，可能已损坏。")) from error


def refuse_to_draw(pdf: bytes) -> None:
    """Raises CannotBeAssembled for a file of others that `bound` could not draw."""
    with opened(pdf) as document:
        _refuse_if(too_deep_to_draw(document))


def refuse_to_append(document: Pdf) -> None:
    """Raises CannotBeAssembled for a file of others whose pages must not be copied."""
    _refuse_if(too_deep_to_append(document))


def _refuse_if(is_too_deep: bool) -> None:
    if is_too_deep:
        raise CannotBeAssembled(_("PDF的内部结构层层相套过深，不能装入。"))


def pages_of(pdf: bytes) -> int:
    """How many pages it has. Raises CannotBeAssembled."""
    with opened(pdf) as document:
        return len(document.pages)


def contents(made: Callable[[int], bytes]) -> bytes:
    """Pages that name pages and stand before them, made for their own number of pages.

    The longer they are, the higher the numbers on them and never the shorter the pages: so it ends.
    """
    length = 1
    while (taken := pages_of(pages := made(length))) != length:
        length = taken
    return pages


def bound(pieces: Sequence[Piece], *, title: str, mark: str = "") -> bytes:
    """One PDF of A4 pages, `mark 3 / 87` at each foot, a bookmark for each piece.

    What was signed is shown as it looks; the signature itself belongs to the file it was made in.
    `mark` is printed in the standard font: figures and Latin letters. Raises CannotBeAssembled.
    """
    with Pdf.new() as made:
        starts = [(piece.title, _take_over(made, piece)) for piece in pieces]
        _number(made, mark)
        return written(made, title=title, starts=starts)


def written(made: Pdf, *, title: str, starts: Iterable[tuple[str, int]]) -> bytes:
    """The file with title, language and a bookmark for each start: its words and its page."""
    with made.open_outline() as outline:
        outline.root.extend(OutlineItem(words, page) for words, page in starts)
    made.docinfo[Name.Title] = pikepdf.String(title)
    made.Root.Lang = pikepdf.String("zh-CN")
    made.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    file = io.BytesIO()
    made.save(file, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return file.getvalue()


def _take_over(made: Pdf, piece: Piece) -> int:
    """Draw each page of the piece onto a page of ours, turned upright and fitted; its first one."""
    start = len(made.pages)
    with opened(piece.read()) as document:
        if start + len(document.pages) > MOST_PAGES:
            raise CannotBeAssembled(_("超过%(most)s页，请分卷装订。") % {"most": MOST_PAGES})
        for page in document.pages:
            blank = made.add_blank_page(page_size=A4)
            blank.add_overlay(page, ROOM)
    return start


def _number(made: Pdf, mark: str) -> None:
    font = made.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    total = len(made.pages)
    for position, page in enumerate(made.pages, start=1):
        words = f"{mark}   {position} / {total}".strip()
        left = (A4[0] - len(words) * SIZE * DIGIT) / 2
        page.add_resource(font, Name.Font, Name.Foot)
        drawn = f"q BT /Foot {SIZE} Tf {left:.2f} {FOOT} Td ({_escaped(words)}) Tj ET Q"
        page.contents_add(drawn.encode("ascii"), prepend=False)


def _escaped(words: str) -> str:
    plain = words.encode("ascii", "replace").decode()
    return plain.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
