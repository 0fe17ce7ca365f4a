"""A register in XLSX: taken as it is seen, and refused where it is not what is seen."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from django.utils.translation import override
from openpyxl.comments import Comment

from casework import csv_rows
from casework.csv_rows import NotImported
from casework.register import import_register
from requests_app.models import Application
from tests.casework.workbooks import workbook
from tests.cast import at

TODAY = date(2026, 11, 24)
SHEET_1 = "xl/worksheets/sheet1.xml"
CLOSED = (
    "2024-7", "cn-regulation", "post", "business", "示例科技有限公司", "某项目招标文件",
    date(2024, 3, 1), None, date(2024, 3, 20), "granted", "教务处",
)  # fmt: skip
COLUMN = {name: place for place, name in enumerate(
    ("number", "law", "channel", "applicant_kind", "applicant_name", "subject", "received_on",
     "corrected_on", "closed_on", "result", "unit"))}  # fmt: skip


def row(**changed) -> list:
    cells = list(CLOSED)
    for column, value in changed.items():
        cells[COLUMN[column]] = value
    return cells


def take(content: bytes, **options) -> int:
    return import_register(content, on=TODAY, at=at(TODAY), **options)


def faults(content: bytes) -> list[tuple[int, str]]:
    with pytest.raises(NotImported) as refused:
        take(content)
    assert Application.objects.count() == 0
    return [(fault.line, fault.column) for fault in refused.value.faults]


def test_dates_text_and_whole_numbers_are_taken_as_they_stand(cast):
    take(workbook(row(), row(number="0042", received_on="2024-03-02", applicant_name=360)))
    first, second = Application.objects.order_by("pk")
    assert (first.number, first.received_on, first.handling.closed_on) == (
        "2024-7", date(2024, 3, 1), date(2024, 3, 20),
    )  # fmt: skip
    assert (second.number, second.received_on) == ("0042", date(2024, 3, 2))
    assert second.applicant.name == "360"


def test_a_formula_is_refused_by_line_and_column_whatever_value_it_had(cast):
    assert faults(workbook(row(), row(number="x", subject='=HYPERLINK("http://a.b","c")'))) == [
        (3, "subject"),
    ]  # fmt: skip


def test_a_formula_with_a_value_saved_beside_it_is_not_read_as_that_value(cast):
    """The control: read as values, the cell is a word like any other and would be taken."""
    cells = workbook(row(subject="=1"))
    with_value = rewritten(cells, SHEET_1, b"</f>", b"</f><v>7</v>")
    values = openpyxl.load_workbook(io.BytesIO(with_value), data_only=True)
    assert values.active["F2"].value == 7
    assert faults(with_value) == [(2, "subject")]


def test_text_that_looks_like_a_formula_is_text(cast):
    def as_text(sheet):
        sheet["F2"].value, sheet["F2"].data_type = "=1+1", "s"

    take(workbook(row(), change=as_text))
    assert Application.objects.get().subject == "=1+1"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", date(2024, 7, 1)),  # what a spreadsheet makes of a typed 2024-7
        ("received_on", datetime.fromisoformat("2024-03-01 09:30")),
        ("received_on", 45352),
        ("subject", 3.5),
        ("subject", True),
        ("subject", "#REF!"),
    ],
)
def test_a_cell_that_is_not_what_it_shows_is_refused(cast, column, value):
    assert (2, column) in faults(workbook(row(**{column: value})))


def test_a_number_shown_with_zeros_it_does_not_have_is_refused(cast):
    def padded(sheet):
        sheet["A2"].number_format = "00000"

    assert (2, "number") in faults(workbook(row(number=42), change=padded))


def hides_a_row(sheet):
    sheet.row_dimensions[2].hidden = True


def hides_a_column(sheet):
    sheet.column_dimensions["E"].hidden = True


def merges_cells(sheet):
    sheet.merge_cells("K2:K3")


def writes_beside(sheet):
    sheet["N2"] = "note"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (hides_a_row, (2, "")),
        (hides_a_column, (1, "applicant_name")),
        (merges_cells, (2, "")),
        (writes_beside, (2, "")),
    ],
)
def test_what_is_not_seen_in_the_table_is_refused_with_its_place(cast, change, place):
    assert faults(workbook(row(), change=change)) == [place]


def test_a_row_without_height_is_as_hidden_as_a_hidden_one(cast):
    flat = rewritten(workbook(row()), SHEET_1, b'<row r="2"', b'<row r="2" ht="0" customHeight="1"')
    assert faults(flat) == [(2, "")]


def test_a_hidden_sheet_is_refused_by_name(cast):
    def hides(sheet):
        sheet.parent.create_sheet("旧账").sheet_state = "veryHidden"

    with pytest.raises(NotImported, match="旧账"):
        take(workbook(row(), change=hides))


def test_of_several_sheets_the_one_named_register_is_read(cast):
    def adds(sheet):
        sheet.parent.create_sheet("说明").append(["x"])

    assert take(workbook(row(), change=adds)) == 1


def test_of_several_sheets_without_that_name_none_is_guessed(cast):
    def adds(sheet):
        sheet.parent.create_sheet("Sheet2")

    assert faults(workbook(row(), name="Sheet1", change=adds)) == [(1, "")]


def test_the_only_sheet_may_have_any_name(cast):
    assert take(workbook(row(), name="台账")) == 1


def test_blank_lines_between_and_after_the_rows_are_no_rows(cast):
    def styles(sheet):
        sheet["A900"].number_format = "@"

    assert take(workbook(row(), [None] * 11, row(number="2024-8"), change=styles)) == 2


def test_a_comment_does_no_harm(cast):
    def comments(sheet):
        sheet["A1"].comment = Comment("编号", "x")

    assert take(workbook(row(), change=comments)) == 1


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def rewritten(content: bytes, name: str, old: bytes, new: bytes, **added: bytes) -> bytes:
    """The workbook with one part changed, and perhaps others added."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.namelist():
            kept = before.read(entry)
            after.writestr(entry, kept.replace(old, new) if entry == name else kept)
        for entry, more in added.items():
            after.writestr(entry.replace("__", "/"), more)
    return file.getvalue()


def test_a_workbook_with_macros_is_refused_as_one(cast):
    types = "[Content_Types].xml"
    plain, macro = b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet."
    renamed = rewritten(workbook(row()), types, plain, macro + b"macroEnabled.main")
    with pytest.raises(NotImported, match="宏"):
        take(renamed)


def test_a_workbook_that_unfolds_without_end_is_refused_before_it_is_read(cast):
    content = rewritten(workbook(row()), "", b"", b"", xl__bomb=b"0" * 110 * 1024**2)
    assert len(content) < 200_000
    with pytest.raises(NotImported, match="解压后过大"):
        take(content)


def test_a_row_beyond_the_most_is_refused_however_empty_the_way_there(cast):
    far = workbook(row(), change=lambda sheet: sheet.cell(200_001, 1, "x"))
    assert faults(far) == [(1, "")]


def test_a_sheet_that_claims_to_be_as_wide_as_can_be_is_read_as_it_is(cast):
    wide = rewritten(workbook(row()), SHEET_1, b'ref="A1:K2"', b'ref="A1:XFD1048576"')
    assert b"XFD1048576" in part(wide, SHEET_1)
    assert take(wide) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "旧格式"),
        (b"PK\x03\x04 and nothing else", "已损坏"),
        (workbook(CLOSED)[:-300], "已损坏"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(cast, content, said):
    with pytest.raises(NotImported, match=said):
        take(content)


def test_a_part_that_is_no_xml_is_refused_and_named_a_workbook_that_cannot_be_read(cast):
    broken = rewritten(workbook(row()), SHEET_1, b"</row>", b"</raw>")
    with pytest.raises(NotImported, match="读不出来"):
        take(broken)


def test_a_file_larger_than_any_table_is_refused_unread(cast, tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(60 * 1024**2)
    with pytest.raises(NotImported, match="超过 50 MB"):
        import_register(path, on=TODAY, at=at(TODAY))


def test_faults_beyond_those_kept_are_counted(cast, monkeypatch):
    monkeypatch.setattr(csv_rows, "MOST_KEPT", 3)
    with pytest.raises(NotImported) as refused:
        take(workbook(*[row(number=str(n), channel="pigeon") for n in range(5)]))
    assert (len(refused.value.faults), refused.value.count) == (3, 5)
    assert refused.value.counts == {"channel": 5}


def test_faults_are_told_in_the_language_of_the_screen(cast):
    with override("en"), pytest.raises(NotImported) as refused:
        take(workbook(row(subject="=1")))
    assert not any("一" <= letter <= "鿿" for letter in str(refused.value))
