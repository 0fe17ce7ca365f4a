"""The empty workbook to fill in: what it offers, and that it is taken once it is filled in."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from casework import register, remedies_register
from casework.csv_rows import NotImported
from casework.register_template import CODES, template
from remedies.models import Kind, Remedy, Result
from requests_app.models import Application
from requests_app.states import ApplicantKind, Channel
from statute.answers import RESULT_CODES
from tests.cast import at

TODAY = date(2026, 11, 24)


@pytest.fixture
def book(cast):
    return openpyxl.load_workbook(io.BytesIO(template(at=at(TODAY))))


def content(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def offered(book, sheet: str) -> dict[str, list[str]]:
    """What the lists of a sheet offer in its first empty line, by column."""
    found = {}
    for rule in book[sheet].data_validations.dataValidation:
        column = book[sheet].cell(1, next(iter(rule.sqref.ranges)).min_col).value
        if rule.type == "list":
            name, _mark, cells = rule.formula1.replace("$", "").partition("!")
            found[column] = [cell.value for (cell,) in book[name][cells]]
        else:
            assert (rule.type, column.endswith("_on")) == ("date", True)
    return found


def test_the_headings_are_those_an_import_asks_for(book):
    for sheet, columns in (
        (register.SHEET, register.COLUMNS), (remedies_register.SHEET, remedies_register.COLUMNS),
    ):  # fmt: skip
        assert tuple(cell.value for cell in book[sheet][1]) == columns


def test_every_code_can_be_chosen_and_no_other(book):
    assert offered(book, register.SHEET) == {
        "law": list(register.LAWS), "channel": Channel.values,
        "applicant_kind": ApplicantKind.values, "result": list(RESULT_CODES),
        "unit": ["后勤处", "教务处"],
    }  # fmt: skip
    assert offered(book, remedies_register.SHEET) == {"kind": Kind.values, "result": Result.values}


def test_every_code_is_explained_in_both_languages(book):
    told = {row[2]: row[3:] for row in book[CODES].iter_rows(min_row=2, values_only=True) if row[2]}
    for code in (*RESULT_CODES, *Channel.values, *ApplicantKind.values, *Kind.values):
        chinese, english = told[code]
        assert chinese
        assert english.isascii(), code


def test_the_example_is_refused_as_one_and_shows_a_row_that_would_be_taken(book):
    for sheet, module in ((register.SHEET, register), (remedies_register.SHEET, remedies_register)):
        with pytest.raises(NotImported, match="示例行") as refused:
            module.read(content(book), on=TODAY)
        assert [fault.line for fault in refused.value.faults] == [2], sheet


def test_filled_in_it_is_taken_without_touching_its_other_sheets(book, cast):
    book[register.SHEET]["A2"] = "2024-7"
    book[register.SHEET]["K2"] = "教务处"
    book[remedies_register.SHEET]["A2"] = "2024-7"
    filled = content(book)
    register.import_register(filled, on=TODAY, at=at(TODAY))
    remedies_register.import_remedies(filled, on=TODAY, at=at(TODAY))
    case = Application.objects.get()
    assert (case.received_on, case.handling.result) == (date(2024, 3, 1), "granted")
    assert Remedy.objects.get().application == case


def test_a_number_typed_into_it_stays_text(book):
    """Every cell of a column for text is formatted as text, below the example too."""
    dimension = book[register.SHEET].column_dimensions["A"]
    assert dimension.number_format == "@"
    assert book[register.SHEET].column_dimensions["G"].number_format == "yyyy-mm-dd"


def test_the_command_writes_it_once(cast, tmp_path):
    file = tmp_path / "template.xlsx"
    call_command("register_template", file)
    assert openpyxl.load_workbook(file).sheetnames == ["register", "remedies", "codes"]
    with pytest.raises(CommandError, match="there already"):
        call_command("register_template", file)
