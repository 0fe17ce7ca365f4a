"""Every form a report is given out in says the same numbers, and nothing in it is ever run."""

import csv
import io
import json
import re
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from openpyxl import load_workbook

from notices import check_outgoing
from reports.outputs.as_csv import csv as as_csv
from reports.outputs.as_docx import docx
from reports.outputs.as_json import as_json, json_bytes, snapshot_bytes
from reports.outputs.as_xlsx import xlsx
from reports.outputs.changes import changes
from reports.outputs.edition import Edition, Status
from reports.outputs.files import files
from reports.outputs.tables import tables
from statute.annual import ALL_COLUMNS, ROW_CODES
from tests.reports.editions import RECEIVED_BY, edition, regulations_edition

PUBLISHED = {"status": Status.PUBLISHED, "published_on": date(2025, 10, 20)}


@pytest.fixture(scope="module")
def made():
    return edition(**PUBLISHED)


@pytest.fixture(scope="module")
def document(made):
    return Document(io.BytesIO(docx(made)))


@pytest.fixture(scope="module")
def book(made):
    return load_workbook(io.BytesIO(xlsx(made)))


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def table(made, code):
    return next(table for table in tables(made) if table.code == code)


# One snapshot, the same bytes


def shuffled(value):
    """The same values with every object's keys the other way round, as another database may."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


def test_the_order_a_database_keeps_keys_in_changes_no_byte(made):
    snapshot = json.loads(json.dumps(made.snapshot))
    again = Edition(shuffled(snapshot), **{name: getattr(made, name) for name in (
        "status", "slug", "first", "last", "version", "reason", "published_on")})  # fmt: skip
    for file in files(made):
        if file.suffix not in ("pdf", "html"):
            other = next(each for each in files(again) if each.name == file.name)
            assert other.make(again) == file.make(made), file.name


def test_another_number_is_another_hash(made):
    numbers = made.numbers | {"extensions": 5}
    other = Edition(made.snapshot | {"numbers": numbers}, Status.PUBLISHED, "x", made.first,
                    made.last)  # fmt: skip
    assert other.sha256 != made.sha256
    assert len(made.sha256) == 64


def test_every_form_names_the_hash_of_the_snapshot(made, document, book):
    assert document.core_properties.identifier == f"sha256:{made.sha256}"
    assert made.sha256 in book.properties.description
    assert as_json(made)["sha256"] == made.sha256
    assert made.sha256 in files(made)[0].make(made).decode()


# CSV and JSON


def test_the_csv_of_the_statutory_table_has_25_rows_of_7_numbers(made):
    head, *rows = rows_of(as_csv(table(made, "requests")))
    assert head == ["code", "label", *ALL_COLUMNS]
    assert [row[0] for row in rows] == list(ROW_CODES)
    assert rows[0] == [
        "received",
        "一、本年新收政府信息公开申请数量",
        *map(str, RECEIVED_BY),
        "1327",
    ]


def test_text_in_a_csv_is_not_run_by_a_spreadsheet(made):
    rows = rows_of(as_csv(table(made, "catalogue")))
    assert rows[0] == ["number", "heading", "title", "link"]
    assert rows[3][2] == '\'=HYPERLINK("https://example.com")'
    assert rows[3][3] == "未填"


def test_a_number_that_came_later_is_given_out_under_its_own_name(made):
    numbers = made.numbers | {"reductions": 3, "subjects": {"admission": 2, "finance": 1}}
    later = Edition(made.snapshot | {"numbers": numbers}, Status.DRAFT, "x", made.first, made.last)
    assert rows_of(as_csv(table(later, "subjects")))[1:] == [
        ["admission", "admission", "2"], ["finance", "finance", "1"]
    ]  # fmt: skip
    assert as_json(later)["figures"]["reductions"]["value"] == 3


def test_a_correction_of_table_two_is_told():
    first = regulations_edition(permits=3, penalties=0)
    (found,) = changes(first, regulations_edition(permits=7, penalties=0))
    assert found.part.zh == "二、主动公开政府信息情况"
    before, after = ("".join(piece.text for piece in side) for side in (found.before, found.after))
    assert (before, after) == ("行政许可 3", "行政许可 7")
    assert changes(first, regulations_edition(permits=3, penalties=0)) == []


def test_a_number_that_is_compared_as_a_number_is_not_told_again_as_a_row():
    first = regulations_edition()
    found = changes(first, regulations_edition(received=5))
    assert {change.part.zh for change in found} == {
        "统计数字", "三、收到和处理政府信息公开申请情况"
    }  # fmt: skip
    rows = ["".join(piece.text for piece in change.after) for change in found
            if change.part.zh != "统计数字"]  # fmt: skip
    assert rows == ["本年度新收政府信息公开申请5件；没有办结的申请，结转下年度继续办理0件。"]


def test_json_says_what_is_not_there(made):
    data = json.loads(json_bytes(made))
    assert [item["link"] for item in data["catalogue"]] == [
        "https://xxgk.example.edu.cn/1", "javascript:alert(1)", None
    ]  # fmt: skip
    assert data["correction_reason"] is None
    assert [check["rule"] for check in data["checks"]] == ["R1", "R2", "R3", "R7"]
    assert all(check["holds"] for check in data["checks"])
    assert json.loads(snapshot_bytes(made)) == json.loads(json.dumps(made.snapshot))


# XLSX


def test_numbers_are_numbers_and_totals_are_values(book):
    sheet = book["申请情况"]
    row = next(row for row in sheet.iter_rows() if row[0].value and row[0].value[:2] == "一、")
    assert [cell.value for cell in row[1:8]] == [*RECEIVED_BY, 1327]
    assert {cell.data_type for cell in row[1:8]} == {"n"}
    assert book["其他数字"]["B7"].value == 120.5 or 120.5 in [
        row[1].value for row in book["其他数字"].iter_rows()
    ]


def test_text_stays_text_and_only_checks_of_ours_are_formulas(book):
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row
                if cell.data_type == "f"]  # fmt: skip
    assert {cell.parent.title for cell in formulas} == {"申请情况"}
    assert len(formulas) == 25 + 7 + 7
    assert all(re.fullmatch(r'=IF\([A-Z0-9+=():SUM]+,"相符","不符"\)', c.value) for c in formulas)
    listed = book["事项清单"]
    assert listed["C5"].value == '=HYPERLINK("https://example.com")'
    assert listed["C5"].data_type == "s"
    links = [cell.hyperlink.target for row in listed.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["https://xxgk.example.edu.cn/1"]


def test_heads_are_merged_frozen_and_repeated(book):
    sheet = book["申请情况"]
    merged = {str(box) for box in sheet.merged_cells.ranges}
    assert {"B3:H3", "C4:G4", "A3:A5", "B4:B5", "H4:H5"} <= merged
    assert sheet["B3"].value == "申请人情况"
    assert sheet["C4"].value == "法人或其他组织"
    assert sheet.freeze_panes == "B6"
    assert sheet.print_title_rows == "$3:$5"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)


def test_a_check_that_fails_says_so_before_anything_is_reckoned(made):
    requests = {row: list(numbers) for row, numbers in made.numbers["requests"].items()}
    requests["granted"][0] -= 1
    broken = Edition(made.snapshot | {"numbers": made.numbers | {"requests": requests}},
                     Status.DRAFT, "x", made.first, made.last)  # fmt: skip
    values = load_workbook(io.BytesIO(xlsx(broken)), data_only=True)["申请情况"]
    said = [cell.coordinate for row in values.iter_rows() for cell in row if cell.value == "不符"]
    assert len(said) == 2  # R3 of the row 予以公开, R2 of the column 自然人
    sound = load_workbook(io.BytesIO(xlsx(made)), data_only=True)["申请情况"]
    assert not [c for row in sound.iter_rows() for c in row if c.value == "不符"]


# DOCX


def test_the_page_is_that_of_an_official_paper(document):
    upright, turned, *_rest = document.sections
    assert [round(x / Mm(1)) for x in (
        upright.page_width, upright.page_height, upright.top_margin, upright.bottom_margin,
        upright.left_margin, upright.right_margin,
    )] == [210, 297, 37, 35, 28, 26]  # fmt: skip
    assert [round(x / Mm(1)) for x in (turned.page_width, turned.page_height)] == [297, 210]
    assert len(document.sections) == 3


def test_an_office_finds_its_styles_and_fonts(document):
    used = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Normal", "附表题注"} <= used
    fonts = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Normal")
    }
    assert fonts == {"Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体_GB2312",
                     "Heading 3": "仿宋_GB2312", "Normal": "仿宋_GB2312"}  # fmt: skip


def test_a_lacking_font_has_another_named_for_it(made):
    with zipfile.ZipFile(io.BytesIO(docx(made))) as opened:
        listed = opened.read("word/fontTable.xml").decode()
    for name, other in (("仿宋_GB2312", "仿宋"), ("方正小标宋简体", "宋体")):
        assert re.search(f'w:name="{name}"[^>]*><w:altName w:val="{other}"', listed)


def test_tables_repeat_their_heads_and_keep_their_rows_whole(document):
    for each in document.tables:
        head, *rows = each._tbl.tr_lst
        assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        assert each._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    columns = [cell.text for cell in document.tables[1].rows[0].cells]
    assert columns == ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构",
                       "其他", "总计"]  # fmt: skip
    assert [cell.text for cell in document.tables[1].rows[1].cells][1:] == [
        *map(str, RECEIVED_BY), "1327"
    ]  # fmt: skip


def test_only_addresses_of_the_web_become_links(made):
    with zipfile.ZipFile(io.BytesIO(docx(made))) as opened:
        related = opened.read("word/_rels/document.xml.rels").decode()
    assert re.findall(r'Target="([^"]+)"[^>]*TargetMode="External"', related) == [
        "https://xxgk.example.edu.cn/1"
    ]


def test_the_file_says_who_and_when_and_nothing_of_its_making(made, document):
    core = document.core_properties
    assert (core.author, core.last_modified_by, core.language) == ("示例大学", "示例大学", "zh-CN")
    assert core.created.date() == core.modified.date() == date(2025, 10, 20)
    with zipfile.ZipFile(io.BytesIO(docx(made))) as opened:
        names = opened.namelist()
        times = {info.date_time for info in opened.infolist()}
        whole = b"".join(map(opened.read, names))
    assert times == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in names if "thumbnail" in name or "vba" in name.lower()]
    assert b"python-docx" not in whole


def test_page_numbers_are_on_the_outer_edge(document):
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    assert section.footer.paragraphs[0].alignment == 2  # right
    assert section.even_page_footer.paragraphs[0].alignment == 0  # left
    assert "PAGE" in section.footer._element.xml


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED])
def test_only_a_draft_is_called_one_everywhere(status):
    made = edition(status=status)
    heads = Document(io.BytesIO(docx(made))).sections[0].header.paragraphs[0].text
    sheets = load_workbook(io.BytesIO(xlsx(made)))
    page = files(made)[0].make(made).decode()
    sheet = sheets["申请情况"]
    for said in (heads, sheet["A1"].value, sheet.oddHeader.center.text or "", page):
        assert ("草稿" in said) == (status == Status.DRAFT)
    assert as_json(made)["status"] == status


@pytest.mark.full
@pytest.mark.parametrize("make", [docx, xlsx])
def test_the_check_of_outgoing_files_finds_nothing_but_who_reports(made, make):
    file = next(file for file in files(made) if file.make is make)
    found = check_outgoing.findings_of(make(made), file.name, file.media_type)
    assert [finding.code for finding in found] == ["properties"]  # the institution's own name
