"""What the units said as a table: units by questions for the page, and as CSV and XLSX."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _

from office.models import Unit
from records.csv_file import csv_bytes
from records.instants import local
from reports.collection import Cell, Line, Value
from reports.collection_questions import Kind
from reports.models import AskState
from requests_app.clock import in_page_language


@dataclass(frozen=True)
class Table:
    """Units down, questions across; a cell is None where the unit is not asked."""

    lines: list[Line]
    rows: list[tuple[Unit, list[Cell | None]]]


def table(lines: list[Line]) -> Table:
    """Texts have no place in it: they are read question by question."""
    shown = [line for line in lines if line.collected.question.kind != Kind.TEXT]
    by_unit: dict[int, dict[str, Cell]] = {}
    units: dict[int, Unit] = {}
    for line in shown:
        for cell in line.cells:
            units[cell.ask.unit_id] = cell.ask.unit
            by_unit.setdefault(cell.ask.unit_id, {})[line.collected.code] = cell
    rows = [
        (unit, [by_unit[pk].get(line.collected.code) for line in shown])
        for pk, unit in sorted(units.items(), key=lambda pair: pair[1].name)
    ]
    return Table(shown, rows)


def headings() -> list[str]:
    return [
        _("序号"), _("代码"), _("问题"), _("单位"), _("答复"), _("上年"), _("状态"), _("填写人"),
        _("提供人"), _("日期"), _("版本"), _("备注"),
    ]  # fmt: skip


def rows(lines: list[Line]) -> Iterator[list[Value | None]]:
    """A row for each answer, or for each gap where a unit was asked and said nothing."""
    for line in lines:
        for cell in line.cells:
            yield [*_of_question(line), str(cell.ask.unit), cell.value, cell.before, *_who(cell)]


def _of_question(line: Line) -> list[Value]:
    return [line.number, line.collected.code, in_page_language(line.collected.label)]


def _who(cell: Cell) -> list[Value]:
    answer, state = cell.answer, str(AskState(cell.ask.state).label)
    if answer is None:
        return [state, "", "", "", "", ""]
    on = answer.said_on or local(answer.saved_at).date()
    person = answer.saved_by.full_name if answer.saved_by else ""
    return [state, person, answer.said_by, on.isoformat(), answer.version, answer.comment]


def totals(lines: list[Line]) -> Iterator[list[Value | None]]:
    for line in lines:
        found = line.collected
        missing = _("、").join(str(unit) for unit in found.missing)
        yield [*_of_question(line), found.value, found.before, missing]


def total_headings() -> list[str]:
    return [_("序号"), _("代码"), _("问题"), _("汇总"), _("上年"), _("未报单位")]


def as_csv(lines: list[Line]) -> bytes:
    return csv_bytes([headings(), *rows(lines)])


def as_xlsx(lines: list[Line]) -> bytes:
    """Two sheets: what it comes to, and who said what. Text stays text, whatever it begins with."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    with xlsxwriter.Workbook(made, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        for name, head, body in (
            (_("汇总"), total_headings(), totals(lines)), (_("各单位"), headings(), rows(lines)),
        ):  # fmt: skip
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(2, 2, 40)
            sheet.set_column(3, 4, 20)
            sheet.write_row(0, 0, head, bold)
            for number, row in enumerate(body, 1):
                for column, value in enumerate(row):
                    _put(sheet, number, column, value)
    return made.getvalue()


def _put(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value | None) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, value)
