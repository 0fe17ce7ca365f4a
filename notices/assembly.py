"""Pages of many papers made into one file: each fitted onto A4, numbered, with bookmarks."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from django.utils.translation import gettext as _
from pikepdf import Dictionary, Name, OutlineItem, Pdf, Rectangle
from PIL import Image, ImageOps, UnidentifiedImageError

from records.refusals import Refusal

A4 = (595.276, 841.89)  # points
ROOM = Rectangle(28, 42, A4[0] - 28, A4[1] - 20)  # what is fitted in; the number stands below it
FOOT = 20.0  # points above the page's lower edge
SIZE = 9.0
DIGIT = 0.556  # of the size: the width of a figure in Helvetica
MOST_PAGES = 3000
MOST_PIXELS = 60_000_000


class CannotBeAssembled(Refusal):
    """A file whose pages cannot be taken over: damaged, locked, or far too many."""


@dataclass(frozen=True)
class Piece:
    """One paper to be bound in: its PDF and the words of its bookmark."""

    title: str
    pdf: bytes


def pages_of(pdf: bytes) -> int:
    """How many pages it has. Raises CannotBeAssembled."""
    with _opened(pdf) as document:
        return len(document.pages)


def picture_as_page(content: bytes) -> bytes:
    """A PDF of one page showing a picture, upright. Raises CannotBeAssembled."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise CannotBeAssembled(_("图片过大，不能装入。"))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise CannotBeAssembled(_("图片不能读取，可能已损坏。")) from error
    page = io.BytesIO()
    upright.save(page, "PDF", resolution=max(upright.width / 7.0, upright.height / 10.5, 72))
    return page.getvalue()


def bound(pieces: Sequence[Piece], *, title: str, mark: str = "") -> bytes:
    """One PDF of A4 pages, `mark 3 / 87` at each foot, a bookmark for each piece.

    What was signed is shown as it looks; the signature itself belongs to the file it was made in.
    `mark` is printed in the standard font: figures and Latin letters. Raises CannotBeAssembled.
    """
    with Pdf.new() as made:
        starts = [_take_over(made, piece) for piece in pieces]
        _number(made, mark)
        with made.open_outline() as outline:
            for piece, start in zip(pieces, starts, strict=True):
                outline.root.append(OutlineItem(piece.title, start))
        made.docinfo["/Title"] = title
        made.Root.Lang = pikepdf.String("zh-CN")
        made.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        file = io.BytesIO()
        made.save(file, deterministic_id=True, linearize=False)
    return file.getvalue()


def _take_over(made: Pdf, piece: Piece) -> int:
    """Draw each page of the piece onto a page of ours, turned upright and fitted; its first one."""
    start = len(made.pages)
    with _opened(piece.pdf) as document:
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


def _opened(pdf: bytes) -> Pdf:
    try:
        return Pdf.open(io.BytesIO(pdf))
    except pikepdf.PasswordError as error:
        raise CannotBeAssembled(_("文件设有密码，不能装入。")) from error
    except pikepdf.PdfError as error:
        raise CannotBeAssembled(_("PDF不能读取，可能已损坏。")) from error
