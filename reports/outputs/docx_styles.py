"""Styles of a DOCX: the built-in ones, which Word and WPS show as 标题 1 to 3, 正文 and so on.

The fonts are named as offices have them, with what to take where one is lacking; a report's title
asks for 小标宋, whose free substitute is a bold 宋体 (GB/T 9704-2012, 7.3.1 and 7.3.3).
"""

from typing import Any

from docx import Document as new_document
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

BODY, HEI, KAI, TITLE, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
OTHERWISE = {BODY: "仿宋", HEI: "SimHei", KAI: "楷体", TITLE: "宋体", SONG: "SimSun"}
LINE = Pt(28.95)  # 22 lines to a page
CAPTION, CELL, TABLE, AFTER_TABLE = "附表题注", "表格正文", "报告表格", "表后空行"
SUBTITLE = "Subtitle"
HEADINGS = {1: HEI, 2: KAI, 3: BODY}
THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"


def blank() -> Docx:
    """An empty document with the styles set and nothing of its template left in it."""
    made = new_document()
    for key in [key for key, rel in made.part.package.rels.items() if rel.reltype == THUMBNAIL]:
        del made.part.package.rels[key]
    _defaults(made)
    _paragraphs(made)
    _headings(made)
    _small(made)
    _fonts(made)
    _settings(made)
    return made


def set_font(properties: Any, name: str, points: float, *, bold: bool = False) -> None:
    """Set run properties to one font for all scripts, black."""
    for tag in ("w:rFonts", "w:color", "w:spacing", "w:kern", "w:b", "w:bCs", "w:i", "w:iCs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)
    properties.insert(0, fonts)
    style = _Run(properties)
    style.set("w:b", "1" if bold else "0")
    style.set("w:sz", str(round(points * 2)))
    style.set("w:szCs", str(round(points * 2)))


class _Run:
    """Run properties in the order their schema asks for."""

    ORDER = ("w:rStyle", "w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:color", "w:spacing",
             "w:kern", "w:sz", "w:szCs", "w:u", "w:lang")  # fmt: skip

    def __init__(self, properties: Any) -> None:
        self.properties = properties

    def set(self, tag: str, value: str) -> None:
        for old in self.properties.findall(qn(tag)):
            self.properties.remove(old)
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        later = {qn(name) for name in self.ORDER[self.ORDER.index(tag) + 1 :]}
        place = next((n for n, kid in enumerate(self.properties) if kid.tag in later), None)
        if place is None:
            self.properties.append(element)
        else:
            self.properties.insert(place, element)


def _defaults(made: Docx) -> None:
    """The document's language is Chinese, for hyphens, quotes and readers aloud."""
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")


def _paragraphs(made: Docx) -> None:
    normal = made.styles["Normal"]
    set_font(normal.element.get_or_add_rPr(), BODY, 16)
    _spaced(normal, indent=True)
    normal.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    normal.paragraph_format.widow_control = True
    for name, font, points in (("Title", TITLE, 22), (SUBTITLE, KAI, 16)):
        style = made.styles[name]
        set_font(style.element.get_or_add_rPr(), font, points, bold=name == "Title")
        _spaced(style)
        for border in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.line_spacing = Pt(36) if name == "Title" else LINE
    made.styles[SUBTITLE].paragraph_format.space_after = LINE


def _headings(made: Docx) -> None:
    for level, font in HEADINGS.items():
        style = made.styles[f"Heading {level}"]
        set_font(style.element.get_or_add_rPr(), font, 16)
        style.font.color.rgb = RGBColor(0, 0, 0)
        _spaced(style, indent=True)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _small(made: Docx) -> None:
    """Captions, cells, headers and footers: smaller, without the indent of the body."""
    caption = made.styles.add_style(CAPTION, WD_STYLE_TYPE.PARAGRAPH)
    cell = made.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    after = made.styles.add_style(AFTER_TABLE, WD_STYLE_TYPE.PARAGRAPH)
    for style, font, points, line in ((caption, HEI, 12, 18), (cell, SONG, 10.5, 15),
                                      (after, SONG, 6, 9)):  # fmt: skip
        style.base_style, style.quick_style = made.styles["Normal"], True
        set_font(style.element.get_or_add_rPr(), font, points)
        _spaced(style)
        style.paragraph_format.line_spacing = Pt(line)
        _off_grid(style)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(12)
    caption.paragraph_format.space_after = Pt(4)
    for name in ("Header", "Footer"):
        _spaced(made.styles[name])
        made.styles[name].paragraph_format.line_spacing = Pt(16)
    table = made.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    table.base_style = made.styles["Table Grid"]


def _spaced(style: Any, *, indent: bool = False) -> None:
    """Lines of 28.95 points, nothing before or after; `indent`: two characters, whatever size."""
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = LINE
    form.first_line_indent = Pt(32) if indent else Pt(0)
    style.element.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), "200" if indent else "0")


def _off_grid(style: Any) -> None:
    """Let lines stand closer than the page's grid of 22."""
    off = OxmlElement("w:snapToGrid")
    off.set(qn("w:val"), "0")
    spacing = style.element.pPr.find(qn("w:spacing"))
    spacing.addprevious(off)


def _fonts(made: Docx) -> None:
    """What to take where a font is lacking, in the document's list of fonts."""
    part = made.part.part_related_by(RT.FONT_TABLE)
    table = parse_xml(part.blob)
    for name, other in OTHERWISE.items():
        font = OxmlElement("w:font")
        font.set(qn("w:name"), name)
        for tag, value in (("w:altName", other), ("w:charset", "86"), ("w:family", "auto")):
            fact = OxmlElement(tag)
            fact.set(qn("w:val"), value)
            font.append(fact)
        table.append(font)
    made.part.relate_to(
        XmlPart(part.partname, part.content_type, table, part.package), RT.FONT_TABLE
    )
    for key, rel in list(made.part.rels.items()):
        if rel.reltype == RT.FONT_TABLE and rel.target_part is part:
            del made.part.rels[key]


def _settings(made: Docx) -> None:
    settings = made.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
    for compat in settings.iter(qn("w:compat")):
        for old in list(compat):
            compat.remove(old)
        mode = OxmlElement("w:compatSetting")
        mode.set(qn("w:name"), "compatibilityMode")
        mode.set(qn("w:uri"), "http://schemas.microsoft.com/office/word")
        mode.set(qn("w:val"), "15")
        compat.append(mode)
