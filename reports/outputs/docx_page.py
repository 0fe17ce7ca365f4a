"""Pages of a DOCX: A4 as GB/T 9704-2012 (5.2) has it, numbers on the outer edge (7.5)."""

from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt

from reports.outputs.docx_styles import BODY, SONG, set_font
from reports.outputs.edition import Edition

LINE = 580  # twentieths of a point: 22 lines of 28.99 points in 225 mm


def page(section: Section) -> None:
    """Upright: a text area of 156 by 225 mm."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _common(section)


def turned(section: Section) -> None:
    """On its side: the same text area, its head at the binding."""
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.left_margin, section.right_margin = Mm(37), Mm(35)
    _common(section)


def _common(section: Section) -> None:
    section.header_distance, section.footer_distance = Mm(15), Mm(18)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE))
    section._sectPr.append(grid)


def furnish(made: Docx, edition: Edition) -> None:
    """Page numbers right on odd and left on even pages; a draft is called one on each."""
    made.settings.odd_and_even_pages_header_footer = True
    for section in made.sections[1:]:
        for part in (section.footer, section.even_page_footer, section.header,
                     section.even_page_header):  # fmt: skip
            part.is_linked_to_previous = True
    section = made.sections[0]
    right, left = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
    for footer, side in ((section.footer, right), (section.even_page_footer, left)):
        _page_number(footer.paragraphs[0], side)
    for header, side in ((section.header, right), (section.even_page_header, left)):
        paragraph = header.paragraphs[0]
        paragraph.alignment = side
        said = f"{edition.document.title}　草稿" if edition.is_draft else edition.document.title
        run = paragraph.add_run(said)
        set_font(run._element.get_or_add_rPr(), BODY, 9)


def _page_number(paragraph: Any, side: Any) -> None:
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = Pt(14)  # one character from the edge (7.5)
    paragraph.paragraph_format.right_indent = Pt(14)
    for text, field in (("— ", ""), ("", "PAGE"), (" —", "")):
        run = paragraph.add_run(text)
        set_font(run._element.get_or_add_rPr(), SONG, 14)
        if field:
            _field(run._element, field)


def _field(run: Any, name: str) -> None:
    """A field that the word processor fills in, with 1 until it does."""
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {name} "
            run.append(code)
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run.append(mark)
        if kind == "separate":
            shown = OxmlElement("w:t")
            shown.text = "1"
            run.append(shown)
