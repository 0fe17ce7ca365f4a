"""An empty workbook to fill in: register and remedies, with lists to choose from and the codes."""

import io
from collections.abc import Callable
from datetime import date, datetime

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import override
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from casework import register, remedies_register
from office.models import Unit
from records.xlsx_file import ISO, TEXT_AS_TEXT, WIDTH, on_paper
from remedies.models import Kind, Result
from requests_app.states import ApplicantKind, Channel
from statute.answers import ANSWERS
from statute.law import laws

CODES = "codes"
LINES = 5000  # with lists and formats
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
NO_LIST = "没有这个代码。请从列表中选择，意思见“codes”表。\nNot a code; choose from the list."
NO_DATE = "请填写年月日，如2024-03-01。\nA date, such as 2024-03-01."
EXAMPLES: dict[str, dict[str, str | date]] = {
    register.SHEET: {
        "number": register.EXAMPLE, "law": "cn-university", "channel": "online",
        "applicant_kind": "natural_person", "applicant_name": "张示例",
        "subject": "2023年学位论文抽检结果", "received_on": date(2024, 3, 1),
        "corrected_on": date(2024, 3, 8), "closed_on": date(2024, 3, 29), "result": "granted",
    },
    remedies_register.SHEET: {
        "application": register.EXAMPLE, "kind": "review", "filed_on": date(2024, 4, 10),
        "decided_on": date(2024, 6, 7), "result": "upheld",
    },
}  # fmt: skip
SAID = {
    "number": ("申请编号；留空则自动编号", "Number of the application; blank: given automatically"),
    "applicant_name": ("申请人姓名或名称", "The applicant's name"),
    "subject": ("所需信息，最多200字", "What was asked for, at most 200 characters"),
    "received_on": ("收到申请之日", "Day the application was received"),
    "corrected_on": ("收到补正之日；没有补正则留空", "Day the correction came; blank if none"),
    "closed_on": ("办结之日；未办结则与result都留空", "Day it was closed; blank if open"),
    "application": ("被提起救济的申请编号", "Number of the application attacked"),
    "filed_on": ("提起之日", "Day it was filed"),
    "decided_on": ("审结之日；未审结则与result都留空", "Day it was decided; blank if pending"),
}  # fmt: skip
Codes = list[tuple[str, str, str]]  # code, Chinese, English


def template(*, at: datetime) -> bytes:
    """The workbook. Its first line below each heading is an example, which no import takes."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, TEXT_AS_TEXT)
    book.set_properties({"created": at.replace(tzinfo=None)})
    sheets = {
        register.SHEET: (register.COLUMNS, _register_codes()),
        remedies_register.SHEET: (remedies_register.COLUMNS, _remedy_codes()),
    }
    made = {name: book.add_worksheet(name) for name in sheets}
    places = _write_codes(book, {name: codes for name, (_columns, codes) in sheets.items()})
    for name, (columns, _codes) in sheets.items():
        _write_form(book, made[name], columns, places[name], EXAMPLES[name])
    book.close()
    return file.getvalue()


def _register_codes() -> dict[str, Codes]:
    return {
        "law": [(law.code, law.title.zh, law.title.en) for law in laws()],
        "channel": _choices(Channel),
        "applicant_kind": _choices(ApplicantKind),
        "result": [(code, f"{a.row} {a.label.zh}", a.label.en) for code, a in ANSWERS.items()],
        "unit": [
            (unit.name, unit.code, unit.name_en) for unit in Unit.objects.filter(closed_on=None)
        ],
    }  # fmt: skip


def _remedy_codes() -> dict[str, Codes]:
    return {"kind": _choices(Kind), "result": _choices(Result)}


def _choices(choices: type[Channel | ApplicantKind | Kind | Result]) -> Codes:
    return [(one.value, *_in_both(one.label)) for one in choices]


def _in_both(label: str | Promise) -> tuple[str, str]:
    with override("zh-hans"):
        chinese = str(label)
    with override("en"):
        return chinese, str(label)


def _write_codes(book: Workbook, tables: dict[str, dict[str, Codes]]) -> dict[str, dict[str, str]]:
    """Every code explained; return where each column's codes stand, as a range."""
    sheet, bold = book.add_worksheet(CODES), book.add_format({"bold": True})
    sheet.set_column("A:B", 16)
    sheet.set_column("C:C", 32)
    sheet.set_column("D:E", 76)
    sheet.freeze_panes(1, 0)
    on_paper(sheet)
    sheet.write_row(0, 0, ("sheet", "column", "code", "中文", "English"), bold)
    line, places = 1, {}
    for name, columns in tables.items():
        for column in (register if name == register.SHEET else remedies_register).COLUMNS:
            if column in SAID and column not in columns:
                sheet.write_row(line, 0, (name, column, "", *SAID[column]))
                line += 1
        for column, codes in columns.items():
            for code in codes:
                sheet.write_row(line, 0, (name, column, *code))
                line += 1
            if codes:
                where = f"={CODES}!$C${line - len(codes) + 1}:$C${line}"
                places.setdefault(name, {})[column] = where
    return places


def _write_form(
    book: Workbook,
    sheet: Worksheet,
    columns: tuple[str, ...],
    places: dict[str, str],
    example: dict[str, str | date],
) -> None:
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": ISO})
    grey = {"font_color": "#767676", "italic": True}
    looks = {
        str: book.add_format(grey | {"num_format": "@"}),
        date: book.add_format(grey | {"num_format": ISO}),
    }
    sheet.write_row(0, 0, columns, book.add_format({"bold": True, "bottom": 1}))
    sheet.freeze_panes(1, 0)
    on_paper(sheet)
    write: dict[type, Callable[..., int]] = {str: sheet.write_string, date: sheet.write_datetime}
    for place, column in enumerate(columns):
        is_date = column.endswith("_on")
        sheet.set_column(place, place, register.WIDTHS.get(column, WIDTH), day if is_date else text)
        if is_date or column in places:
            sheet.data_validation(1, place, LINES, place, _rule(column, places))
        if column in example:
            value = example[column]
            write[type(value)](1, place, value, looks[type(value)])


def _rule(column: str, places: dict[str, str]) -> dict[str, object]:
    if column in places:
        return {"validate": "list", "source": places[column], "error_message": NO_LIST}
    return {
        "validate": "date", "criteria": "between", "minimum": FIRST, "maximum": LAST,
        "error_message": NO_DATE, "input_title": column,
        "input_message": "\n".join(SAID[column]),
    }  # fmt: skip
