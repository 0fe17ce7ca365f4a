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
    """The words without white space, page after page. PDFium marks a hyphen at a line's end."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    found = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "".join(found.split()).replace("\ufffe", "-")


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
        character = _character(words, index)
        if character.strip():
            found.append(
                Glyph(character, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
            )
    document.close()
    return found


def _character(words: pypdfium2.PdfTextPage, index: int) -> str:
    """One character; of one beyond U+FFFF, which PDFium counts as two, the second says nothing."""
    code = pypdfium2.raw.FPDFText_GetUnicode(words, index)
    if 0xDC00 <= code < 0xE000:
        return ""
    if 0xD800 <= code < 0xDC00:
        return words.get_text_range(index, 2)
    return words.get_text_range(index, 1)


def lines(pdf: bytes, page: int = 0) -> list[list[Glyph]]:
    """The glyphs of a page in lines, by the height they stand at."""
    rows: dict[int, list[Glyph]] = {}
    for glyph in glyphs(pdf, page):
        middle = (glyph.top + glyph.bottom) / 2
        near = next((key for key in rows if abs(key / 100 - middle) < 1.5), round(middle * 100))
        rows.setdefault(near, []).append(glyph)
    return [rows[key] for key in sorted(rows)]
