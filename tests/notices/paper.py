"""Reading a letter back: the text and the places of a PDF as PDFium finds them."""

import io
from dataclasses import dataclass

import pypdfium2

MM = 72 / 25.4  # points


@dataclass(frozen=True)
class Glyph:
    """A character and its box, in millimetres from the top left corner of its page."""

    character: str
    left: float
    top: float
    right: float
    bottom: float


def text(pdf: bytes) -> str:
    """The words without white space, page after page."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    found = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "".join(found.split())


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    found = [(page.get_width() / MM, page.get_height() / MM) for page in document]
    document.close()
    return found


def glyphs(pdf: bytes, page: int = 0) -> list[Glyph]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    leaf = document[page]
    height, words = leaf.get_height(), leaf.get_textpage()
    found = []
    for index in range(words.count_chars()):
        left, bottom, right, top = words.get_charbox(index, loose=True)
        character = words.get_text_range(index, 1)
        if character.strip():
            found.append(
                Glyph(character, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
            )
    document.close()
    return found


def lines(pdf: bytes, page: int = 0) -> list[list[Glyph]]:
    """The glyphs of a page in lines, by the height they stand at."""
    rows: dict[int, list[Glyph]] = {}
    for glyph in glyphs(pdf, page):
        middle = (glyph.top + glyph.bottom) / 2
        near = next((key for key in rows if abs(key / 100 - middle) < 1.5), round(middle * 100))
        rows.setdefault(near, []).append(glyph)
    return [rows[key] for key in sorted(rows)]
