"""An edition as a DOCX that an office goes on editing: real styles, no macros, the house layout."""

import io
from typing import Any

from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from notices import titles
from notices.setting import TITLE_MOST
from reports.document import Block
from reports.outputs.docx_page import furnish, page, turned
from reports.outputs.docx_styles import CAPTION, SUBTITLE, blank
from reports.outputs.docx_table import add_table
from reports.outputs.edition import Edition
from reports.outputs.packed import packed_again

WIDE = 6  # columns: a table with more is on a page of its own, turned


def docx(edition: Edition) -> bytes:
    made, document = blank(), edition.document
    _identify(made, edition)
    page(made.sections[0])
    title = made.add_paragraph(document.institution, style="Title")
    if titles.width(document.title) > TITLE_MOST:
        title.add_run().add_break()
    title.add_run(document.title_after_institution)
    made.add_paragraph(f"（{document.period}）", style=SUBTITLE)
    for line in document.preface:
        made.add_paragraph(line)
    for section in document.sections:
        made.add_heading(section.heading, 1)
        _blocks(made, section.blocks)
    furnish(made, edition)
    written = io.BytesIO()
    made.save(written)
    return packed_again(written.getvalue())


def _blocks(made: Docx, blocks: tuple[Block, ...]) -> None:
    was_turned = False
    for block in blocks:
        wide = block.kind == "table" and block.width > WIDE
        if wide != was_turned:
            _turn(made, wide)
        was_turned = wide
        if block.kind == "heading":
            made.add_heading(block.text, 2)
        elif block.kind == "paragraph":
            made.add_paragraph(block.text)
        else:
            made.add_paragraph(block.text, style=CAPTION)
            add_table(made, block, landscape=wide)
    if was_turned:
        _turn(made, False)


def _turn(made: Docx, wide: bool) -> None:
    """Go on on a new page that lies on its side, or stands again."""
    section = made.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    turned(section) if wide else page(section)
    before = made.paragraphs[-1]  # holds the break alone: no line of it may spill to a page
    before.paragraph_format.line_spacing = Pt(1)
    before.paragraph_format.first_line_indent = Pt(0)


def _identify(made: Docx, edition: Edition) -> None:
    """What the file says of itself. Its dates are those of the report, not of its making."""
    core, document = made.core_properties, edition.document
    core.title, core.author, core.last_modified_by = (
        document.title, document.institution, document.institution,
    )  # fmt: skip
    core.subject, core.language = document.period, "zh-CN"
    core.identifier, core.version = f"sha256:{edition.sha256}", str(edition.version)
    core.comments, core.keywords = edition.reason, "信息公开；年度报告"
    core.content_status = "草稿" if edition.is_draft else ""
    core.revision = edition.version
    for name in ("created", "modified"):
        _dated(core._element, name, str(edition.published_on or edition.last))


def _dated(core: Any, name: str, day: str) -> None:
    for old in core.findall(qn(f"dcterms:{name}")):
        core.remove(old)
    element = OxmlElement(f"dcterms:{name}")
    element.set(qn("xsi:type"), "dcterms:W3CDTF")
    element.text = f"{day}T00:00:00Z"
    core.append(element)
