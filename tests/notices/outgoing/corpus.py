"""The corpus: by name, a file, its media type, and the rules it breaks with their severity."""

from functools import partial

from pikepdf import Dictionary, Encryption, Name, String
from pikepdf import ObjectStreamMode as ODS

from tests.notices.outgoing import craftier
from tests.notices.outgoing import office_made as o
from tests.notices.outgoing import pdf_made as p
from tests.notices.outgoing.made import (
    ASK,
    BLOCK,
    DOCX,
    JPEG,
    PDF,
    PNG,
    RESIDENT,
    XLSX,
    Made,
    nothing,
    pages,
    sheets,
    words,
)

PLAIN = o.sheet(o.PLAIN_ROWS)
HIDDEN_ROW = o.sheet(f'<row r="1" hidden="1">{o.words("A1", "姓名")}</row>')
TABLE = (
    "<w:tc>{0}<w:p><w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>学院</w:t></w:r></w:p></w:tc>"
)


def rels(part: str, kind: str, target: str) -> dict[str, str]:
    return {part: o.relations([("rId9", kind, target)], outside=True)}


SPREADSHEETS = {
    "hidden sheet": sheets(
        PLAIN, PLAIN, states=("visible", "hidden"), breaks={"hidden_sheet": BLOCK}
    ),
    "very hidden sheet": sheets(
        PLAIN, PLAIN, states=("visible", "veryHidden"), breaks={"hidden_sheet": BLOCK}
    ),
    "sheet in no list": sheets(
        more={"xl/worksheets/sheet7.xml": PLAIN}, breaks={"hidden_sheet": BLOCK}
    ),
    "hidden row": sheets(HIDDEN_ROW, breaks={"hidden_rows": BLOCK}),
    "row of no height": sheets(
        o.sheet(f'<row r="1" ht="0" customHeight="1">{o.words("A1", "姓名")}</row>'),
        breaks={"hidden_rows": BLOCK},
    ),
    "rows hidden unless said": sheets(
        o.sheet(o.PLAIN_ROWS, before='<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>'),
        breaks={"hidden_rows": BLOCK},
    ),
    "hidden column": sheets(
        o.sheet(o.PLAIN_ROWS, before='<cols><col min="2" max="3" width="9" hidden="1"/></cols>'),
        breaks={"hidden_columns": BLOCK},
    ),
    "column of no width": sheets(
        o.sheet(o.PLAIN_ROWS, before='<cols><col min="2" max="2" width="0.1"/></cols>'),
        breaks={"hidden_columns": BLOCK},
    ),
    "filtered rows": sheets(
        o.sheet(
            o.PLAIN_ROWS,
            after='<autoFilter ref="A1:B2"><filterColumn colId="0"><filters><filter val="文学院"/>'
            "</filters></filterColumn></autoFilter>",
        ),
        breaks={"filtered_rows": BLOCK},
    ),
    "name of a hidden sheet": sheets(
        PLAIN, PLAIN, states=("visible", "hidden"),
        names="<definedName name=\"名单\">'表2'!$A$1:$B$2</definedName>",
        breaks={"hidden_sheet": BLOCK, "name_to_hidden": BLOCK},
    ),
    "name of a hidden row": sheets(
        HIDDEN_ROW, names='<definedName name="名单">表1!$A$1:$A$9</definedName>',
        breaks={"hidden_rows": BLOCK, "name_to_hidden": BLOCK},
    ),
    "hidden name": sheets(
        names='<definedName name="旧名单" hidden="1">表1!$A$1</definedName>',
        breaks={"name_to_hidden": BLOCK},
    ),
    "name with words": sheets(
        names='<definedName name="备注">"张三"</definedName>', breaks={"name_with_words": ASK}
    ),
    "data model": sheets(more={"xl/model/item.data": b"\0"}, breaks={"data_model": BLOCK}),
    "data model in the workbook": sheets(
        in_workbook='<extLst><ext><x15:dataModel xmlns:x15="urn:x"/></ext></extLst>',
        breaks={"data_model": BLOCK},
    ),
    "external link": sheets(
        more={"xl/externalLinks/externalLink1.xml": "<externalLink/>"},
        breaks={"external_link": BLOCK},
    ),
    "connection": sheets(
        more={"xl/connections.xml": "<connections/>"}, breaks={"connection": BLOCK}
    ),
    "pivot cache": sheets(
        more={"xl/pivotCache/pivotCacheDefinition1.xml": "<pivotCacheDefinition/>"},
        breaks={"pivot_cache": BLOCK},
    ),
    "comments": sheets(more={"xl/comments1.xml": "<comments/>"}, breaks={"comments": BLOCK}),
    "threaded comments": sheets(
        more={"xl/threadedComments/threadedComment1.xml": "<ThreadedComments/>"},
        breaks={"comments": BLOCK},
    ),
    "custom XML": sheets(more={"customXml/item1.xml": "<a/>"}, breaks={"custom_xml": BLOCK}),
    "embedded object": sheets(
        more={"xl/embeddings/oleObject1.bin": b"\xd0\xcf"}, breaks={"embedded_object": BLOCK}
    ),
    "part nobody knows": sheets(more={"xl/secret.dat": b"x"}, breaks={"unknown_part": BLOCK}),
    "old resident number": sheets(
        o.sheet(f'<row r="1">{o.words("A1", "旧证130503670401001")}</row>'),
        breaks={"resident_number_15": ASK},
    ),
    "shared workbook's log": sheets(
        more={"xl/revisions/revisionLog1.xml": "<revisions/>"}, breaks={"revision_log": BLOCK}
    ),
    "where it lay": sheets(
        in_workbook='<x15ac:absPath xmlns:x15ac="urn:x" url="D:/"/>', breaks={"path_of_file": ASK}
    ),
    "picture of another kind": sheets(
        more={"xl/media/image1.emf": b"\x01\0\0\0"}, breaks={"picture_not_looked_into": ASK}
    ),
    "author": sheets(
        more={"docProps/core.xml": o.core(dc_creator="张三", cp_lastModifiedBy="李四")},
        breaks={"properties": ASK},
    ),
    "properties of its own": sheets(
        more={"docProps/custom.xml": "<Properties><property>x</property></Properties>"},
        breaks={"custom_properties": BLOCK},
    ),
    "white on white": sheets(
        o.sheet(f'<row r="1">{o.words("A1", "底价", 1)}</row>'), breaks={"white_text": ASK}
    ),
    "a format that shows nothing": sheets(
        o.sheet(f'<row r="1">{o.words("A1", "底价", 3)}</row>'), breaks={"text_not_shown": ASK}
    ),
    "formula from another file": sheets(
        o.sheet('<row r="1"><c r="A1"><f>[1]Sheet1!$A$1</f><v>42</v></c></row>'),
        breaks={"formula_from_elsewhere": BLOCK},
    ),
    "words left behind": sheets(
        more={"xl/sharedStrings.xml": f'<sst xmlns="{o.MAIN_X}"><si><t>旧姓名</t></si></sst>'},
        breaks={"words_left_behind": BLOCK},
    ),
    "resident number in a hidden column": sheets(
        o.sheet(
            f'<row r="1">{o.words("B1", RESIDENT)}</row>',
            before='<cols><col min="2" max="2" width="9" hidden="1"/></cols>',
        ),
        breaks={"hidden_columns": BLOCK, "resident_number": ASK},
    ),
    "resident number as a rounded number": sheets(
        o.sheet(f'<row r="1">{o.number("A1", "1.10105194912310E+17")}</row>'),
        breaks={"resident_number": ASK},
    ),
    "card as a rounded number": sheets(
        o.sheet(f'<row r="1">{o.number("A1", "6.22202123456789E+18")}</row>'),
        breaks={"bank_card": ASK},
    ),
    "phone as a number": sheets(
        o.sheet(f'<row r="1">{o.number("A1", "1.38E+10")}</row>'), breaks={"mobile_phone": ASK}
    ),
    "a digit to a cell": sheets(
        o.sheet(
            '<row r="1">'
            + "".join(o.words(f"{chr(65 + n)}1", c) for n, c in enumerate(RESIDENT))
            + "</row>"
        ),
        breaks={"resident_number": ASK},
    ),
    "cropped picture": sheets(
        more={"xl/drawings/drawing1.xml": '<xdr:wsDr xmlns:xdr="urn:x" xmlns:a="urn:a">'
              '<a:srcRect l="20000"/></xdr:wsDr>'},
        breaks={"cropped_picture": BLOCK},
    ),
    "picture cropped in a heading": sheets(
        more={"xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:v"><v:shape>'
              '<v:imagedata croptop="9000f"/></v:shape></xml>'},
        breaks={"cropped_picture": BLOCK},
    ),
    "a photograph with its place": sheets(
        more={"xl/media/image1.jpeg": p.jpeg(gps=True)}, breaks={"picture_gps": BLOCK}
    ),
    "a document type declared": sheets(
        '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>', breaks={"unreadable": BLOCK}
    ),
}  # fmt: skip

DOCUMENTS = {
    "comment": words(more={"word/comments.xml": "<c/>"}, breaks={"comments": BLOCK}),
    "comment mark": words(
        '<w:p><w:commentRangeStart w:id="0"/></w:p>', breaks={"comments": BLOCK}
    ),
    **{
        f"tracked {mark}": words(
            f"<w:p><w:{mark}>{o.run('旧')}</w:{mark}></w:p>", breaks={"tracked_changes": BLOCK}
        )
        for mark in ("ins", "del", "moveFrom", "moveTo")
    },
    "tracked format": words(
        o.paragraph(o.run("字", "<w:rPrChange/>")), breaks={"tracked_changes": BLOCK}
    ),
    "hidden text": words(o.paragraph(o.run("底价", "<w:vanish/>")), breaks={"hidden_text": BLOCK}),
    "text of a hidden style": words(
        o.paragraph(o.run("底价", '<w:rStyle w:val="b"/>')),
        styles='<w:style w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>',
        breaks={"hidden_text": BLOCK},
    ),
    "author": words(
        more={"docProps/core.xml": o.core(dc_creator="张三")}, breaks={"properties": ASK}
    ),
    "template on a path": words(
        more={"docProps/app.xml": r"<Properties><Template>C:\Users\a</Template></Properties>"},
        breaks={"path": BLOCK},
    ),
    "attached template": words(
        more=rels("word/_rels/settings.xml.rels", "attachedTemplate", r"file:///D:\tpl\a.dotm"),
        breaks={"path": BLOCK},
    ),
    "picture from elsewhere": words(
        more=rels("word/_rels/document.xml.rels", "image", "https://example.org/a.png"),
        breaks={"external_link": BLOCK},
    ),
    "embedded object": words(
        more={"word/embeddings/a.bin": b"x"}, breaks={"embedded_object": BLOCK}
    ),
    "another document within": words(
        '<w:altChunk r:id="rId1"/>', breaks={"alt_chunk": BLOCK}
    ),
    "field with a path": words(
        r'<w:p><w:r><w:instrText>INCLUDETEXT "D:\\data\\x.docx"</w:instrText></w:r></w:p>',
        breaks={"field_with_path": BLOCK},
    ),
    "building blocks": words(
        more={"word/glossary/document.xml": o.body()}, breaks={"glossary": BLOCK}
    ),
    "variables": words(settings='<w:docVars><w:docVar w:name="a" w:val="b"/></w:docVars>',
                       breaks={"document_variables": BLOCK}),
    "white text": words(
        o.paragraph(o.run("底价", '<w:color w:val="FFFFFF"/>')), breaks={"white_text": ASK}
    ),
    "tiny text": words(o.paragraph(o.run("底价", '<w:sz w:val="2"/>')), breaks={"tiny_text": ASK}),
    "number over several runs": words(
        o.paragraph(o.run(RESIDENT[:6]), o.run(RESIDENT[6:14], "<w:b/>"), o.run(RESIDENT[14:])),
        breaks={"resident_number": ASK},
    ),
    "number in a footnote": words(
        more={"word/footnotes.xml": f'<w:footnotes xmlns:w="{o.MAIN_W}">'
              f"{o.paragraph(o.run('电话13800000000'))}</w:footnotes>"},
        breaks={"mobile_phone": ASK},
    ),
    "number in a header": words(
        more={"word/header1.xml": f'<w:hdr xmlns:w="{o.MAIN_W}">'
              f"{o.paragraph(o.run('６２２２０２１２３４５６７８９４'))}</w:hdr>"},
        breaks={"bank_card": ASK},
    ),
    "number in a deleted run": words(
        f"<w:p><w:del><w:r><w:delText>{RESIDENT}</w:delText></w:r></w:del></w:p>",
        breaks={"tracked_changes": BLOCK, "resident_number": ASK},
    ),
    "hidden shape": words(
        '<w:p><wp:docPr xmlns:wp="urn:x" hidden="1"/></w:p>', breaks={"hidden_shape": BLOCK}
    ),
    "not a document": Made(DOCX, lambda: b"PK\x03\x04 broken", {"unreadable": BLOCK}),
}  # fmt: skip

PAPERS = {
    "black box": pages(
        nothing, p.line("Zhang San") + p.box(60, 690, 200, 30), breaks={"covered_text": BLOCK}
    ),
    "white box": pages(
        nothing, p.line("Zhang San") + p.box(60, 690, 200, 30, "1 g"),
        breaks={"covered_text": BLOCK},
    ),
    "box over one word": pages(
        nothing, p.line("Applicant Zhang San of Wuhan") + p.box(135, 695, 62, 20),
        breaks={"covered_text": BLOCK},
    ),
    "box a little too small": pages(
        nothing, p.line("Zhang San") + p.box(72, 699, 80, 9), breaks={"covered_text": BLOCK}
    ),
    "black on black": pages(
        nothing, p.box(60, 690, 200, 30) + p.line("Zhang San"), breaks={"covered_text": BLOCK}
    ),
    "picture on top": pages(
        p.covered_by_picture, p.line("Zhang San"), breaks={"covered_text": BLOCK}
    ),
    "box in a form": pages(p.in_a_form, breaks={"covered_text": BLOCK}),
    "box on a turned page": pages(
        p.turned_and_cropped, p.line("Zhang San") + p.box(60, 690, 200, 30),
        breaks={"covered_text": BLOCK},
    ),
    "text beside the page": pages(
        nothing, p.line("Minutes") + p.line("Zhang San", x=700), breaks={"outside_page": BLOCK}
    ),
    "text cropped away": pages(
        p.cropped, p.line("Minutes", y=400) + p.line("Zhang San"), breaks={"outside_page": BLOCK}
    ),
    "invisible text": pages(
        nothing, p.line("Minutes") + p.line("Zh", y=500, mode=3), breaks={"invisible_text": ASK}
    ),
    "white text": pages(
        nothing, p.line("Minutes") + p.line("Zhang San", y=500, colour="1 g"),
        breaks={"white_text": ASK},
    ),
    "layer switched off": pages(
        p.layered, breaks={"hidden_layer": BLOCK, "invisible_text": ASK}
    ),
    "attachment": pages(p.attached, breaks={"attachment": BLOCK}),
    "sticky note": pages(
        p.noted(Name.Text, Contents=String("ask 13800000000")),
        breaks={"annotation": BLOCK, "mobile_phone": ASK},
    ),
    "highlighter": pages(p.noted(Name.Highlight), breaks={"annotation": BLOCK}),
    "link to a drive": pages(
        p.noted(Name.Link, A=Dictionary(S=Name.URI, URI=String("file:///D:/data/x.xlsx"))),
        breaks={"path": BLOCK},
    ),
    "script": pages(
        lambda pdf: setattr(
            pdf.Root, "OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        ),
        breaks={"script": BLOCK},
    ),
    "launch": pages(
        p.noted(Name.Link, A=Dictionary(S=Name.Launch, F=String("x.exe"))),
        breaks={"action": BLOCK},
    ),
    "form": pages(p.with_form, breaks={"form": BLOCK}),
    "author": pages(p.info(Author="张三"), breaks={"properties": ASK}),
    "path of the producer": pages(
        p.info(Title=r"C:\Users\zhangsan\草稿.docx"), breaks={"path": BLOCK}
    ),
    "title from a file name": pages(
        p.info(Title="Microsoft Word - 关于张三的决定.docx"), breaks={"properties": ASK}
    ),
    "history of editing": pages(p.edited, breaks={"edit_history": ASK}),
    "thumbnail": pages(
        lambda pdf: setattr(pdf.pages[0].obj, "Thumb", p.picture(pdf)), breaks={"thumbnail": BLOCK}
    ),
    "private data": pages(
        lambda pdf: setattr(pdf.pages[0].obj, "PieceInfo", Dictionary(X=Dictionary())),
        breaks={"private_data": BLOCK},
    ),
    "earlier revision": Made(
        PDF, lambda: p.saved_again(p.saved(p.new(), object_stream_mode=ODS.disable)),
        {"earlier_revision": BLOCK},
    ),
    "page taken out": Made(PDF, p.with_stray_page, {"left_behind": BLOCK}),
    "photograph with its place": pages(p.with_photo, breaks={"picture_gps": BLOCK}),
    "deep": Made(PDF, partial(p.deep, 2100), {"too_deep": BLOCK}),
    "encrypted": pages(
        nothing, encryption=Encryption(owner="a", user="b"), breaks={"encrypted": BLOCK}
    ),
    "encrypted without a password": pages(
        nothing, encryption=Encryption(owner="a", user=""), breaks={"encrypted": BLOCK}
    ),
    "broken": Made(PDF, lambda: p.saved(p.new())[:-60] + b"\n%%EOF", {"unreadable": BLOCK}),
    "number over two lines": pages(
        nothing, p.line(RESIDENT[:9], x=400) + p.line(RESIDENT[9:], y=684),
        breaks={"resident_number": ASK},
    ),
    "box over the text of a scan": pages(
        nothing, p.box(60, 690, 200, 30) + p.line("Zhang San", mode=3),
        breaks={"covered_text": BLOCK},
    ),
}  # fmt: skip

PICTURES = {
    "place": Made(JPEG, lambda: p.jpeg(gps=True), {"picture_gps": BLOCK}),
    "photographer": Made(JPEG, lambda: p.jpeg(exif=True), {"picture_exif": BLOCK}),
    "thumbnail": Made(JPEG, lambda: p.jpeg(thumbnail=True), {"thumbnail": BLOCK}),
    "comment": Made(JPEG, lambda: p.jpeg(comment=b"Zhang San"), {"picture_comment": BLOCK}),
    "XMP": Made(
        JPEG, lambda: p.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), {"picture_xmp": BLOCK}
    ),
    "caption": Made(JPEG, lambda: p.segment(0xED, b"Photoshop 3.0\0"), {"picture_iptc": BLOCK}),
    "something of the maker's": Made(
        JPEG, lambda: p.segment(0xE5, b"x"), {"picture_private": BLOCK}
    ),
    "appended": Made(JPEG, lambda: p.jpeg() + b"more", {"picture_appended": BLOCK}),
    "PNG text": Made(PNG, lambda: p.png((b"tEXt", b"Author\0Zhang")), {"picture_comment": BLOCK}),
    "PNG chunk of its own": Made(PNG, lambda: p.png((b"prVt", b"x")), {"picture_private": BLOCK}),
    "PNG appended": Made(PNG, lambda: p.png() + b"more", {"picture_appended": BLOCK}),
    "cut off": Made(JPEG, lambda: p.jpeg()[:200], {"unreadable": BLOCK}),
}  # fmt: skip

CLEAN = {
    "plain sheet": Made(XLSX, o.xlsx),
    "sheets and a print area": sheets(
        PLAIN, PLAIN, names='<definedName name="_xlnm.Print_Area">表1!$A$1:$B$2</definedName>',
        breaks={},
    ),
    "a filter that filters nothing": sheets(
        o.sheet(o.PLAIN_ROWS, after='<autoFilter ref="A1:B2"/>'),
        names='<definedName name="_xlnm._FilterDatabase" hidden="1">表1!$A$1:$B$2</definedName>',
        breaks={},
    ),
    "white words on a blue ground": sheets(
        o.sheet(f'<row r="1">{o.words("A1", "学院", 2)}</row>'), breaks={}
    ),
    "formulas of its own": sheets(
        o.sheet(o.PLAIN_ROWS + '<row r="3"><c r="B3"><f>SUM(B1:B2)</f><v>128</v></c></row>'),
        breaks={},
    ),
    "shared words": sheets(
        o.sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
        more={"xl/sharedStrings.xml": f'<sst xmlns="{o.MAIN_X}"><si><t>文学院</t></si></sst>'},
        breaks={},
    ),
    "a picture without a past": sheets(more={"xl/media/image1.png": p.png()}, breaks={}),
    "plain document": Made(DOCX, o.docx),
    "not hidden after all": words(
        o.paragraph(o.run("字", '<w:vanish w:val="0"/>')), breaks={}
    ),
    "white words in a dark cell": words(
        TABLE.format('<w:tcPr><w:shd w:fill="1F4E78"/></w:tcPr>'), breaks={}
    ),
    "a link to a page": words(
        more=rels("word/_rels/document.xml.rels", "hyperlink", "https://example.org/"), breaks={}
    ),
    "plain page": pages(nothing, breaks={}),
    "ten pages": pages(nothing, *[p.line(f"Page {n}") for n in range(10)], breaks={}),
    "words on a ground": pages(
        nothing, p.box(60, 690, 200, 30, "0.2 0.3 0.6 rg") + p.line("Zhang San", colour="1 g"),
        breaks={},
    ),
    "a line under words": pages(nothing, p.line("Zhang San") + p.box(72, 698, 90, 1), breaks={}),
    "a turned page": pages(p.turned_and_cropped, breaks={}),
    "a box where nothing was": pages(nothing, p.line("Zhang") + p.box(72, 500, 90, 20), breaks={}),
    "for the web": pages(nothing, linearize=True, breaks={}),
    "compressed objects": pages(nothing, object_stream_mode=ODS.generate, breaks={}),
    "a link": pages(
        p.noted(Name.Link, A=Dictionary(S=Name.URI, URI=String("https://example.org/"))), breaks={}
    ),
    "a title": pages(p.info(Title="会议纪要", Producer="LibreOffice 7.4"), breaks={}),
    "a photograph": Made(JPEG, p.jpeg),
    "a drawing": Made(PNG, p.png),
    "a drawing and what drew it": Made(PNG, lambda: p.png((b"tEXt", b"Software\0x"))),
}  # fmt: skip

BROKEN = {
    f"{kind}: {name}": made
    for kind, group in (
        ("xlsx", SPREADSHEETS), ("docx", DOCUMENTS), ("pdf", PAPERS), ("picture", PICTURES),
    )
    for name, made in group.items()
} | {
    f"{kind}, craftier: {name}": made
    for kind, group in (
        ("xlsx", craftier.CALCULATED), ("docx", craftier.WRITTEN), ("pdf", craftier.PRINTED),
        ("picture", craftier.PAINTED),
    )
    for name, made in group.items()
}  # fmt: skip
CLEAN |= craftier.HONEST
