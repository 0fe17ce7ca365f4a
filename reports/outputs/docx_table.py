"""A table in a DOCX: its heads repeat on each page, no row is cut, links can be followed."""

from typing import Any

from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.document import Block, Row
from reports.outputs.docx_styles import AFTER_TABLE, CELL, HEI, TABLE

UPRIGHT, TURNED = 156, 225  # mm of text area
NUMBER = 20  # mm of a column of numbers
LISTED = {4: (13, 34, 66, 43)}  # mm of the columns of the list of part eight
FOLLOWED = ("http://", "https://")


def add_table(made: Docx, block: Block, *, landscape: bool) -> None:
    table = made.add_table(rows=0, cols=block.width, style=TABLE)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _describe(table, block)
    widths = _widths(block, TURNED if landscape else UPRIGHT)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    head = table.add_row()
    _flag(head, "w:tblHeader")
    for cell, text, width in zip(head.cells, block.columns, widths, strict=True):
        cell.width = Mm(width)
        run = _paragraph(cell, WD_ALIGN_PARAGRAPH.CENTER).add_run(text)
        run.font.name = HEI
        run._element.rPr.rFonts.set(qn("w:eastAsia"), HEI)
    for row in block.rows:
        _row(table, block, row, widths)
    made.add_paragraph(style=AFTER_TABLE)


def _widths(block: Block, room: int) -> tuple[float, ...]:
    if not block.figures and block.width in LISTED:
        return LISTED[block.width]
    if not block.figures:
        return (room / block.width,) * block.width
    number = min(NUMBER, room / (block.width + 1))
    return (room - number * (block.width - 1), *(number,) * (block.width - 1))


def _row(table: Any, block: Block, row: Row, widths: tuple[float, ...]) -> None:
    made = table.add_row()
    _flag(made, "w:cantSplit")
    cells = made.cells
    for cell, width in zip(cells, widths, strict=True):
        cell.width = Mm(width)
    if row.heading:
        cells = [cells[0].merge(cells[-1])]
    for place, text in enumerate(row.cells[: len(cells)]):
        number = block.figures and place
        side = WD_ALIGN_PARAGRAPH.RIGHT if number else WD_ALIGN_PARAGRAPH.LEFT
        paragraph = _paragraph(cells[place], side)
        if place == 0:
            paragraph.paragraph_format.left_indent = Pt(10.5 * row.depth)
        last = place == len(row.cells) - 1
        if last and row.link.startswith(FOLLOWED):
            _link(paragraph, row.link, text)
        else:
            paragraph.add_run(text).bold = row.total or None


def _paragraph(cell: Any, side: Any) -> Any:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = CELL  # by its id: looking names up takes seconds in a long table
    paragraph.alignment = side
    return paragraph


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _describe(table: Any, block: Block) -> None:
    """Tell a reader aloud what the table is and that its first row and column are heads."""
    properties = table._tbl.tblPr
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), block.text)
    look = properties.find(qn("w:tblLook"))
    for name in list(look.attrib):
        del look.attrib[name]
    for name, value in (("val", "00A0"), ("firstRow", "1"), ("lastRow", "0"), ("firstColumn", "1"),
                        ("lastColumn", "0"), ("noHBand", "1"), ("noVBand", "1")):  # fmt: skip
        look.set(qn(f"w:{name}"), value)
    look.addnext(caption)


def _link(paragraph: Any, address: str, text: str) -> None:
    known = paragraph.part.relate_to(address, RT.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), known)
    run = paragraph.add_run(text)
    run.font.underline = True
    link.append(run._element)
    paragraph._p.append(link)
