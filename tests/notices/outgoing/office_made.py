"""DOCX and XLSX written by hand, part by part."""

import io
import zipfile

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
MAIN_X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument."


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def types(overrides: dict[str, str]) -> str:
    listed = "".join(
        f'<Override PartName="/{name}" ContentType="{KIND}{kind}+xml"/>'
        for name, kind in overrides.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def relations(rows: list[tuple[str, str, str]], *, outside: bool = False) -> str:
    """Rows of id, type and target."""
    mode = ' TargetMode="External"' if outside else ""
    listed = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/relationships/{kind}" Target="{target}"{mode}/>'
        for key, kind, target in rows
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def core(**properties: str) -> str:
    """Document properties; the names are those of the format."""
    spaces = (
        f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    said = "".join(
        f"<{k.replace('_', ':')}>{v}</{k.replace('_', ':')}>" for k, v in properties.items()
    )
    return f"<cp:coreProperties {spaces}>{said}</cp:coreProperties>"


STYLES_X = f"""<styleSheet xmlns="{MAIN_X}">
<numFmts><numFmt numFmtId="164" formatCode=";;;"/></numFmts>
<fonts><font><color theme="1"/></font><font><color rgb="FFFFFFFF"/></font></fonts>
<fills><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FF1F4E78"/></patternFill></fill></fills>
<cellXfs><xf fontId="0" fillId="0"/><xf fontId="1" fillId="0"/><xf fontId="1" fillId="1"/>
<xf numFmtId="164" fontId="0" fillId="0"/></cellXfs></styleSheet>"""


def sheet(rows: str = "", *, before: str = "", after: str = "") -> str:
    return (
        f'<worksheet xmlns="{MAIN_X}" xmlns:r="{OFFICE}/relationships">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def words(at: str, said: str, style: int = 0) -> str:
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t>{said}</t></is></c>'


def number(at: str, value: str) -> str:
    return f'<c r="{at}"><v>{value}</v></c>'


PLAIN_ROWS = (
    f'<row r="1">{words("A1", "学院")}{words("B1", "人数")}</row>'
    f'<row r="2">{words("A2", "文学院")}{number("B2", "128")}</row>'
)


def xlsx(
    *sheets: str,
    states: tuple[str, ...] = (),
    names: str = "",
    more: dict[str, str | bytes] | None = None,
    in_workbook: str = "",
) -> bytes:
    """A workbook of these sheets (one plain one if none is given) and whatever else."""
    sheets = sheets or (sheet(PLAIN_ROWS),)
    states = states + ("visible",) * (len(sheets) - len(states))
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        for n, state in enumerate(states, start=1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types(
            {"xl/workbook.xml": "spreadsheetml.sheet.main", "xl/styles.xml": "spreadsheetml.styles"}
            | {
                f"xl/worksheets/sheet{n}.xml": "spreadsheetml.worksheet"
                for n in range(1, len(sheets) + 1)
            }
        ),
        "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN_X}" xmlns:r="{OFFICE}/relationships">'
        f"<sheets>{listed}</sheets><definedNames>{names}</definedNames>{in_workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            [
                (f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml")
                for n in range(1, len(sheets) + 1)
            ]
        ),
        "xl/styles.xml": STYLES_X,
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": s for n, s in enumerate(sheets, start=1)}
    return zipped(parts | (more or {}))


def run(said: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{said}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def body(*paragraphs: str) -> str:
    return (
        f'<w:document xmlns:w="{MAIN_W}" xmlns:r="{OFFICE}/relationships">'
        f"<w:body>{''.join(paragraphs)}</w:body></w:document>"
    )


def docx(
    *paragraphs: str,
    styles: str = "",
    settings: str = "",
    more: dict[str, str | bytes] | None = None,
) -> bytes:
    """A document of these paragraphs (one plain one if none is given) and whatever else."""
    paragraphs = paragraphs or (paragraph(run("各学院接收转专业学生128人。")),)
    kinds = {"word/document.xml": "wordprocessingml.document.main"}
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types(kinds),
        "_rels/.rels": relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/document.xml": body(*paragraphs),
        "word/styles.xml": f'<w:styles xmlns:w="{MAIN_W}">{styles}</w:styles>',
        "word/settings.xml": f'<w:settings xmlns:w="{MAIN_W}">{settings}</w:settings>',
    }
    return zipped(parts | (more or {}))
