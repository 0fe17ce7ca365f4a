"""More of the corpus: what is hidden by a style, a colour, a place or an order, or only looks so.

Written from the requirement alone, by somebody who wanted to get words past the check.
"""

import io
import zlib

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageDraw

from tests.notices.outgoing import office_made as o
from tests.notices.outgoing import pdf_made as p
from tests.notices.outgoing.made import (
    ASK,
    BLOCK,
    PNG,
    RESIDENT,
    Made,
    nothing,
    pages,
    sheets,
    words,
)

PLACES = RESIDENT[:6], RESIDENT[6:14], RESIDENT[14:]
STYLED = '<w:r><w:rPr><w:rStyle w:val="A"/></w:rPr><w:t>底价</w:t></w:r>'


def style(properties: str, kind: str = "") -> str:
    return f'<w:style w:styleId="A" {kind}><w:rPr>{properties}</w:rPr></w:style>'


def field(said: str) -> str:
    return o.paragraph(f'<w:fldSimple w:instr="{said}"/>')


def cells(*said: str) -> str:
    listed = "".join(f"<w:tc>{o.paragraph(o.run(each))}</w:tc>" for each in said)
    return f"<w:tbl><w:tr>{listed}</w:tr></w:tbl>"


WRITTEN = {
    "blacked with the highlighter": words(
        o.paragraph(o.run("底价", '<w:highlight w:val="black"/>')), breaks={"blacked_text": BLOCK}
    ),
    "black on black": words(
        o.paragraph(o.run("底价", '<w:color w:val="000000"/><w:shd w:fill="000000"/>')),
        breaks={"blacked_text": BLOCK},
    ),
    "blue on nearly the same blue": words(
        o.paragraph(o.run("底价", '<w:color w:val="1F4E78"/><w:shd w:fill="204F79"/>')),
        breaks={"blacked_text": BLOCK},
    ),
    "nearly white": words(
        o.paragraph(o.run("底价", '<w:color w:val="FDFEFD"/>')), breaks={"white_text": ASK}
    ),
    "white by its style": words(
        o.paragraph(STYLED), styles=style('<w:color w:val="FFFFFF"/>'), breaks={"white_text": ASK}
    ),
    "tiny by its style": words(
        o.paragraph(STYLED), styles=style('<w:sz w:val="2"/>'), breaks={"tiny_text": ASK}
    ),
    "squeezed together": words(
        o.paragraph(o.run("底价", '<w:w w:val="1"/>')), breaks={"tiny_text": ASK}
    ),
    "hidden by what all text is": words(
        styles="<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>",
        breaks={"hidden_text": BLOCK},
    ),
    "hidden by the style of plain paragraphs": words(
        styles=style("<w:vanish/>", 'w:type="paragraph" w:default="1"'),
        breaks={"hidden_text": BLOCK},
    ),
    "letters without a filling": words(
        o.paragraph(o.run("底价", '<w14:textFill xmlns:w14="urn:w"><w14:noFill/></w14:textFill>')),
        breaks={"hidden_text": BLOCK},
    ),
    "words of a condition": words(
        field("IF 1 = 2 &quot;底价&quot; &quot;&quot;"), breaks={"field_with_words": ASK}
    ),
    "words of a variable": words(
        field("SET a &quot;底价&quot;"), breaks={"field_with_words": ASK}
    ),
    "number in a list of choices": words(
        f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{RESIDENT}"/>'
        "</w:dropDownList></w:sdtPr></w:sdt>",
        breaks={"resident_number": ASK},
    ),
    "number a form held before": words(
        o.paragraph(
            '<w:r><w:fldChar><w:ffData><w:textInput><w:default w:val="'
            f'{RESIDENT}"/></w:textInput></w:ffData></w:fldChar></w:r>'
        ),
        breaks={"resident_number": ASK},
    ),
    "picture named by a number": words(
        o.paragraph(f'<w:drawing><wp:docPr xmlns:wp="urn:w" name="{RESIDENT}.jpg"/></w:drawing>'),
        breaks={"resident_number": ASK},
    ),
    "picture described by its path": words(
        o.paragraph(
            '<w:drawing><wp:docPr xmlns:wp="urn:w" name="1" descr="C:\\Users\\zhangsan\\1.jpg"/>'
            "</w:drawing>"
        ),
        breaks={"path": BLOCK},
    ),
    "number over three cells": words(cells(*PLACES), breaks={"resident_number": ASK}),
    "moved text": words(
        o.paragraph(f"<w:moveFrom>{o.run('底价')}</w:moveFrom>"), breaks={"tracked_changes": BLOCK}
    ),
}  # fmt: skip


def dressed(font: str = "<font/>", fill: str = "<fill/>", code: str = "") -> dict[str, str]:
    """Styles in which format 1 is of this font, ground and number format."""
    codes = f'<numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>' if code else ""
    return {
        "xl/styles.xml": f'<styleSheet xmlns="{o.MAIN_X}">{codes}<fonts><font/>{font}</fonts>'
        f"<fills><fill/>{fill}</fills><cellXfs><xf/>"
        f'<xf fontId="1" fillId="1" numFmtId="{164 if code else 0}"/></cellXfs></styleSheet>'
    }


DRESSED = o.sheet(f'<row r="1">{o.words("A1", "底价", 1)}</row>')
BLACK_GROUND = (
    '<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill>'
)


def by_rule(made: str) -> str:
    rule = '<cfRule type="expression" dxfId="0"><formula>TRUE</formula></cfRule>'
    return o.sheet(
        o.PLAIN_ROWS, after=f'<conditionalFormatting sqref="A1">{rule}</conditionalFormatting>'
    )


def rule_styles(dxf: str) -> dict[str, str]:
    return {
        "xl/styles.xml": f'<styleSheet xmlns="{o.MAIN_X}"><cellXfs><xf/></cellXfs>'
        f"<dxfs><dxf>{dxf}</dxf></dxfs></styleSheet>"
    }


def column(said: str) -> str:
    return "".join(f'<row r="{n}">{o.words(f"A{n}", c)}</row>' for n, c in enumerate(said, 1))


CALCULATED = {
    "black on black": sheets(
        DRESSED, more=dressed(fill=BLACK_GROUND), breaks={"blacked_text": BLOCK}
    ),
    "nearly white": sheets(
        DRESSED, more=dressed('<font><color rgb="FFFEFEFE"/></font>'), breaks={"white_text": ASK}
    ),
    "tiny": sheets(DRESSED, more=dressed('<font><sz val="1"/></font>'), breaks={"tiny_text": ASK}),
    "a format of nothing but quotes": sheets(
        DRESSED, more=dressed(code="&quot;&quot;;&quot;&quot;;&quot;&quot;;&quot;&quot;"),
        breaks={"text_not_shown": ASK},
    ),
    "a format that paints white": sheets(
        DRESSED, more=dressed(code="[白色]@"), breaks={"white_text": ASK}
    ),
    "white by a rule": sheets(
        by_rule("A1"), more=rule_styles('<font><color rgb="FFFFFFFF"/></font>'),
        breaks={"white_text": ASK},
    ),
    "not shown by a rule": sheets(
        by_rule("A1"), more=rule_styles('<numFmt numFmtId="170" formatCode=";;;"/>'),
        breaks={"text_not_shown": ASK},
    ),
    "a white word among others": sheets(
        o.sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
        more={
            "xl/sharedStrings.xml": f'<sst xmlns="{o.MAIN_X}"><si><r><t>人数</t></r><r><rPr>'
            '<color rgb="FFFFFFFF"/></rPr><t>底价</t></r></si></sst>'
        },
        breaks={"white_text": ASK},
    ),
    "scenario": sheets(
        o.sheet(
            o.PLAIN_ROWS,
            after='<scenarios><scenario name="a"><inputCells r="A1" val="底价"/></scenario>'
            "</scenarios>",
        ),
        breaks={"scenarios": BLOCK},
    ),
    "rows of no height unless said": sheets(
        o.sheet(o.PLAIN_ROWS, before='<sheetFormatPr defaultRowHeight="0"/>'),
        breaks={"hidden_rows": BLOCK},
    ),
    "columns of no width unless said": sheets(
        o.sheet(o.PLAIN_ROWS, before='<sheetFormatPr defaultColWidth="0"/>'),
        breaks={"hidden_columns": BLOCK},
    ),
    "sheets without their tabs": sheets(
        o.sheet(o.PLAIN_ROWS), o.sheet(o.PLAIN_ROWS),
        in_workbook='<bookViews><workbookView showSheetTabs="0"/></bookViews>',
        breaks={"hidden_sheet": BLOCK},
    ),
    "number over two cells": sheets(
        o.sheet(f'<row r="1">{o.number("A1", RESIDENT[:6])}{o.words("B1", RESIDENT[6:])}</row>'),
        breaks={"resident_number": ASK},
    ),
    "number over three cells": sheets(
        o.sheet(
            '<row r="1">'
            + "".join(o.words(f"{c}1", s) for c, s in zip("ABC", PLACES, strict=True))
            + "</row>"
        ),
        breaks={"resident_number": ASK},
    ),
    "a digit to a cell, downwards": sheets(
        o.sheet(column(RESIDENT)), breaks={"resident_number": ASK}
    ),
    "number in linked data": sheets(
        more={"xl/richData/rdrichvalue.xml": f"<rvData><rv><v>{RESIDENT}</v></rv></rvData>"},
        breaks={"resident_number": ASK},
    ),
}  # fmt: skip


def structured(**words_of_it: str):
    """A figure with words for those who cannot see it."""

    def change(pdf: Pdf) -> None:
        figure = Dictionary(S=Name.Figure, **{k: String(v) for k, v in words_of_it.items()})
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=figure))

    return change


def labelled(pdf: Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(RESIDENT))]))


def offered(kind: str):
    """A picture or a form among the means of a page, on which it is not painted."""

    def change(pdf: Pdf) -> None:
        means = pdf.pages[0].obj.Resources
        form = Stream(
            pdf, p.line("Zhang San").encode(), Type=Name.XObject, Subtype=Name.Form,
            BBox=Array(p.A4), Resources=Dictionary(Font=means.Font),
        )  # fmt: skip
        things = {"picture": p.picture(pdf), "form": pdf.make_indirect(form)}
        means.XObject = Dictionary(X1=things[kind])

    return change


def scanned(over: bytes, *, shown: str = "Zhang San 110105"):
    """A page that is nothing but a picture of words, and what lies on top."""

    def change(pdf: Pdf) -> None:
        image = Image.new("L", (595, 842), 255)
        ImageDraw.Draw(image).text((80, 100), shown, fill=0, font_size=40)
        scan = Stream(
            pdf, image.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=595, Height=842,
            ColorSpace=Name.DeviceGray, BitsPerComponent=8,
        )  # fmt: skip
        page = pdf.pages[0].obj
        page.Resources.XObject = Dictionary(I1=pdf.make_indirect(scan), I2=p.picture(pdf, 0))
        page.Contents = Stream(pdf, b"q 595 0 0 842 0 0 cm /I1 Do Q " + over)

    return change


SMALL_PICTURE = b"q 20 0 0 20 300 20 cm /I2 Do Q "
PATCH = b"q 400 0 0 60 70 690 cm /I2 Do Q "


def without_shapes(pdf: Pdf) -> None:
    """Words in a font of empty letters under a picture, as programs that read scans lay them."""
    nothing_drawn = pdf.make_indirect(Stream(pdf, b"500 0 d0"))
    said = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <41> <5a> "
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 500, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=Dictionary(a=nothing_drawn),
        Encoding=Dictionary(Differences=Array([65, *[Name.a] * 26])), FirstChar=65, LastChar=90,
        Widths=Array([500] * 26), Resources=Dictionary(),
        ToUnicode=pdf.make_indirect(Stream(pdf, said + b"<0041> endbfrange endcmap")),
    )  # fmt: skip
    scanned(SMALL_PICTURE + b"BT 3 Tr /F2 14 Tf 82 715 Td (ZHA) Tj ET")(pdf)
    pdf.pages[0].obj.Resources.Font.F2 = pdf.make_indirect(font)


def packed_twice(pdf: Pdf) -> None:
    p.with_photo(pdf)
    photo = pdf.pages[0].obj.Resources.XObject.I1
    packed = zlib.compress(p.jpeg(gps=True))
    photo.write(packed, filter=Array([Name.FlateDecode, Name.DCTDecode]))


def noted_picture(pdf: Pdf) -> None:
    picture = p.picture(pdf)
    picture.Metadata = Stream(
        pdf, f"<x>{RESIDENT}</x>".encode(), Type=Name.Metadata, Subtype=Name.XML
    )
    pdf.pages[0].obj.Resources.XObject = Dictionary(I1=picture)
    pdf.pages[0].contents_add(Stream(pdf, b"q 90 0 0 90 60 300 cm /I1 Do Q"))


def layer_off(pdf: Pdf) -> None:
    """A layer with a line, switched off: there is no text to be asked about."""
    p.layered(pdf)
    pdf.pages[0].obj.Contents = Stream(pdf, b"/OC /L1 BDC 9 9 80 80 re f EMC")


BACK_TO_FRONT = p.line(RESIDENT[9:], x=142) + p.line("Other", y=600) + p.line(RESIDENT[:9])
PRINTED = {
    "layer with a drawing switched off": pages(layer_off, breaks={"hidden_layer": BLOCK}),
    "number written back to front": pages(nothing, BACK_TO_FRONT, breaks={"resident_number": ASK}),
    "number in words for the blind": pages(
        structured(Alt=RESIDENT), breaks={"resident_number": ASK}
    ),
    "path in words for the blind": pages(
        structured(Alt="C:\\Users\\zhangsan\\1.jpg"), breaks={"path": BLOCK}
    ),
    "number in the labels of pages": pages(labelled, breaks={"resident_number": ASK}),
    "number in the notes of a picture": pages(noted_picture, breaks={"resident_number": ASK}),
    "picture taken off its page": pages(offered("picture"), breaks={"left_behind": BLOCK}),
    "form taken off its page": pages(offered("form"), breaks={"left_behind": BLOCK}),
    "black box on a scan": pages(
        scanned(SMALL_PICTURE + p.box(70, 690, 400, 60).encode()), breaks={"covered_picture": ASK}
    ),
    "white box on a scan": pages(
        scanned(SMALL_PICTURE + p.box(70, 690, 400, 60, "1 g").encode()),
        breaks={"covered_picture": ASK},
    ),
    "black picture on a scan": pages(scanned(PATCH), breaks={"covered_picture": ASK}),
    "tiny text": pages(
        nothing, p.line("Zhang San", size=1) + p.line("Shown", y=600), breaks={"tiny_text": ASK}
    ),
    "letters without shapes": pages(without_shapes, breaks={"invisible_text": ASK}),
    "photograph packed twice": pages(packed_twice, breaks={"picture_gps": BLOCK}),
    "remarks": pages(p.info(Comments="底价"), breaks={"properties": ASK}),
}  # fmt: skip


def rubbed_out() -> bytes:
    """Words made transparent: their colours are still there."""
    image = Image.new("RGBA", (200, 60), (255, 255, 255, 0))
    ImageDraw.Draw(image).text((10, 10), "Zhang San", fill=(0, 0, 0, 0), font_size=30)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def clear_ground() -> bytes:
    image = Image.new("RGBA", (200, 60), (255, 255, 255, 0))
    ImageDraw.Draw(image).text((10, 10), "Zhang San", fill=(0, 0, 0, 255), font_size=30)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


PAINTED = {"rubbed out": Made(PNG, rubbed_out, {"picture_transparent": ASK})}

# What honest offices send.

PROPERTIES = "docProps/custom.xml"
OF_WPS = (
    '<Properties><property name="KSOProductBuildVer"><lpwstr>2052-11.1.0.14309</lpwstr></property>'
    '<property name="ICV"><lpwstr>1F9C2B0D</lpwstr></property></Properties>'
)
NO_SOURCES = {
    "customXml/item1.xml": '<b:Sources xmlns:b="urn:b" SelectedStyle="\\APA.XSL" StyleName="APA"/>',
    "customXml/itemProps1.xml": "<datastoreItem/>",
    "customXml/_rels/item1.xml.rels": o.relations(
        [("rId1", "customXmlProps", "itemProps1.xml")]
    ),
}  # fmt: skip
HONEST = {
    "a document of WPS": words(more={PROPERTIES: OF_WPS}, breaks={}),
    "a sheet of WPS": sheets(more={PROPERTIES: OF_WPS}, breaks={}),
    "an empty list of sources": words(more=NO_SOURCES, breaks={}),
    "letters that turn white on a dark ground": words(
        o.paragraph(o.run("字", '<w:shd w:fill="000000"/>')), breaks={}
    ),
    "yellow marks": words(
        o.paragraph(o.run("字", '<w:highlight w:val="yellow"/>')), breaks={}
    ),
    "grey letters": words(o.paragraph(o.run("字", '<w:color w:val="A6A6A6"/>')), breaks={}),
    "a darker white of the theme": words(
        o.paragraph(o.run("字", '<w:color w:val="BFBFBF" w:themeColor="background1"/>')), breaks={}
    ),
    "white words in a table with a style": words(
        '<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr><w:tr><w:tc>'
        + o.paragraph(o.run("学院", '<w:color w:val="FFFFFF"/>')) + "</w:tc></w:tr></w:tbl>",
        styles='<w:style w:styleId="T" w:type="table"><w:tblStylePr w:type="firstRow"><w:tcPr>'
        '<w:shd w:fill="1F4E78"/></w:tcPr></w:tblStylePr></w:style>',
        breaks={},
    ),
    "page numbers and contents": words(
        field("PAGE"), field("TOC \\o &quot;1-3&quot;"), field("HYPERLINK &quot;https://a.example/&quot;"),
        breaks={},
    ),
    "money as accountants write it": sheets(
        DRESSED, breaks={},
        more=dressed(code="_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * &quot;-&quot;_ ;_ @_ "),
    ),
    "no noughts": sheets(DRESSED, more=dressed(code="0;-0;;@"), breaks={}),
    "a column of marks": sheets(o.sheet(column("897685987658976589765")), breaks={}),
    "a date in three cells": sheets(
        o.sheet(f'<row r="1">{o.number("A1", "2026")}{o.number("B1", "11")}</row>'), breaks={}
    ),
    "a black cell with nothing in it": sheets(
        o.sheet('<row r="1"><c r="A1" s="1"/></row>' + o.PLAIN_ROWS),
        more=dressed(fill=BLACK_GROUND), breaks={},
    ),
    "a scan": pages(scanned(SMALL_PICTURE), breaks={}),
    "a scan with a line and a frame": pages(
        scanned(SMALL_PICTURE + b"20 20 500 2 re f 70 690 400 60 re S"), breaks={}
    ),
    "a photograph with words beside it": pages(
        scanned(SMALL_PICTURE + p.box(70, 200, 100, 20).encode()), breaks={}
    ),
    "two columns, the right one first": pages(
        nothing, "".join(p.line(f"Item {n}, 2026", x=x, y=700 - 20 * n) for x in (300, 72)
                         for n in range(9)), breaks={}
    ),
    "a figure described": pages(structured(Alt="Plan of the campus, 2026"), breaks={}),
    "small print": pages(nothing, p.line("Small print of a form", size=5), breaks={}),
    "a seal on a clear ground": Made(PNG, clear_ground),
}  # fmt: skip
