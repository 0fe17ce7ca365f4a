"""The tables of an edition as a workbook: numbers are numbers, text stays text, a sheet a table.

Totals are the published values; beside and under the statutory table formulas of ours hold R1 to R3
against them, so that whoever changes a number sees what no longer adds up.
"""

import io
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.outputs.edition import Edition
from reports.outputs.sheet_looks import LABEL_WIDE, Looks, height_of, width_of
from reports.outputs.tables import CATALOGUE, REMEDIES, REQUESTS, Table, tables
from statute.annual import CARRIED_IN, CARRIED_OUT, RECEIVED, TOTAL
from statute.answers import RESULT_CODES

SHEETS = {REQUESTS: "申请情况", REMEDIES: "监督救济", "channels": "申请渠道", "figures": "其他数字",
          CATALOGUE: "事项清单"}  # fmt: skip
TAB_MOST = 31  # characters of a sheet's name
FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
HOLDS, BROKEN = "相符", "不符"
MADE = datetime(1980, 1, 1)  # noqa: DTZ001 -- a ZIP's first instant, no time of ours
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def xlsx(edition: Edition) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, **AS_TEXT})
    document = edition.document
    book.set_properties({
        "title": document.title, "author": document.institution, "subject": document.period,
        "comments": f"SHA-256 {edition.sha256}", "created": MADE,
    })  # fmt: skip
    looks = Looks(book)
    for table in tables(edition):
        if table.lines:
            _sheet(book, looks, table, edition)
    _about(book, looks, edition)
    book.close()
    return made.getvalue()


def tab(table: Table) -> str:
    return SHEETS.get(table.code, table.title.zh).translate(FORBIDDEN)[:TAB_MOST]


def _sheet(book: Workbook, looks: Looks, table: Table, edition: Edition) -> None:
    sheet = book.add_worksheet(tab(table))
    labels = 1 if table.stub else 0
    last = labels + len(table.columns) - 1 + (table.code == REQUESTS)
    draft = "（草稿）" if edition.is_draft else ""
    title = f"{edition.document.title}{draft}　{table.title.zh}"
    _across(sheet, 0, last, title, looks.title)
    if table.note:
        _across(sheet, 1, last, table.note, looks.note)
    top = 2 if table.note else 1
    first = _heads(sheet, looks, table, top)
    for place in range(len(table.lines)):
        _line(sheet, looks, table, first + place, place)
    if table.code == REQUESTS:
        _checks(sheet, looks, table, first, last)
    _print(sheet, edition, first, last, checked=table.code == REQUESTS)


def _across(sheet: Worksheet, row: int, last: int, text: str, look: Any) -> None:
    sheet.set_row(row, 38)
    if last:
        sheet.merge_range(row, 0, row, last, "", look)
    sheet.write_string(row, 0, text, look)


def _heads(sheet: Worksheet, looks: Looks, table: Table, top: int) -> int:
    """The headings, those that several columns share merged. Gives the first row of the body."""
    deep = max(len(column.above) for column in table.columns) + 1
    body = top + deep
    labels = 1 if table.stub else 0
    if table.stub:
        _block(sheet, (top, 0, body - 1, 0), table.stub.zh, looks.head)
        sheet.set_column(0, 0, LABEL_WIDE)
    for place, column in enumerate(table.columns):
        at = labels + place
        sheet.set_column(at, at, width_of(table, place))
        _block(sheet, (top + len(column.above), at, body - 1, at), column.label.zh, looks.head)
        for level, label in enumerate(column.above):
            same = [n for n, other in enumerate(table.columns) if other.above[level:level + 1]
                    == (label,)]  # fmt: skip
            if same[0] == place:
                box = (top + level, at, top + level, labels + same[-1])
                _block(sheet, box, label.zh, looks.head)
    return body


def _block(sheet: Worksheet, box: tuple[int, int, int, int], text: str, look: Any) -> None:
    if box[:2] != box[2:]:
        sheet.merge_range(*box, "", look)
    sheet.write_string(box[0], box[1], text, look)


def _line(sheet: Worksheet, looks: Looks, table: Table, row: int, place: int) -> None:
    line = table.lines[place]
    labels = 1 if table.stub else 0
    texts = [(str(value), width_of(table, n)) for n, value in enumerate(line.cells)]
    label = [("　" * line.depth + line.printed, LABEL_WIDE)] * labels
    sheet.set_row(row, height_of([*label, *texts]))
    if labels:
        sheet.write_string(row, 0, line.printed, looks.label(line))
    for at, value in enumerate(line.cells, labels):
        number = _number(value) if table.stub else None
        last = at == labels + len(line.cells) - 1
        if number is not None:
            sheet.write_number(row, at, number, looks.number(line, number))
        elif last and line.link.startswith(("http://", "https://")):
            sheet.write_url(row, at, line.link, looks.text, str(value))
        else:
            sheet.write_string(row, at, str(value), looks.text)
    for at in range(labels, labels + len(table.columns) if line.heading else 0):
        sheet.write_blank(row, at, None, looks.text)


def _number(value: Any) -> int | float | None:
    """A count as it is, an amount of money from its text; None for words."""
    if isinstance(value, int | float):
        return value
    try:
        return float(Decimal(str(value)))
    except InvalidOperation:
        return None


def _checks(sheet: Worksheet, looks: Looks, table: Table, first: int, last: int) -> None:
    """R3 beside each row, R1 and R2 under each column, with what they give now."""
    rows = {line.code: first + place for place, line in enumerate(table.lines)}
    values = {line.code: line.cells for line in table.lines if line.cells}
    _block(sheet, (first - 3, last, first - 1, last), "R3 各类之和＝总计", looks.head)
    sheet.set_column(last, last, 12)
    for code, numbers in values.items():
        row = rows[code]
        parts, total = xl_range(row, 1, row, last - 2), xl_rowcol_to_cell(row, last - 1)
        _formula(sheet, row, last, f"SUM({parts})={total}", sum(numbers[:-1]) == numbers[-1], looks)
    bottom = first + len(table.lines)
    sheet.write_string(bottom, 0, "R1 一＋二＝三（七）＋四", looks.check)
    sheet.write_string(bottom + 1, 0, "R2 （一）至（六）各行之和＝（七）", looks.check)
    for at in range(1, last):
        cell = {code: xl_rowcol_to_cell(row, at) for code, row in rows.items()}
        of = {code: numbers[at - 1] for code, numbers in values.items()}
        one = f"{cell[RECEIVED]}+{cell[CARRIED_IN]}={cell[TOTAL]}+{cell[CARRIED_OUT]}"
        holds = of[RECEIVED] + of[CARRIED_IN] == of[TOTAL] + of[CARRIED_OUT]
        _formula(sheet, bottom, at, one, holds, looks)
        results = xl_range(rows[RESULT_CODES[0]], at, rows[RESULT_CODES[-1]], at)
        holds = sum(of[code] for code in RESULT_CODES) == of[TOTAL]
        _formula(sheet, bottom + 1, at, f"SUM({results})={cell[TOTAL]}", holds, looks)


def _formula(
    sheet: Worksheet, row: int, at: int, said: str, holds: bool, looks: Looks
) -> None:  # fmt: skip
    formula = f'=IF({said},"{HOLDS}","{BROKEN}")'
    sheet.write_formula(row, at, formula, looks.check, HOLDS if holds else BROKEN)


def _print(
    sheet: Worksheet, edition: Edition, first: int, last: int, *, checked: bool
) -> None:  # fmt: skip
    """Heads stay in sight and repeat; the statutory table is on one page."""
    sheet.freeze_panes(first, 1 if checked else 0)
    sheet.repeat_rows(2 if checked else first - 1, first - 1)
    sheet.set_paper(9)  # A4
    if last > 4:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 1 if checked else 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    draft = "&C草稿" if edition.is_draft else ""
    sheet.set_header(f"&L{edition.document.institution.replace('&', '&&')}{draft}&R&A")
    sheet.set_footer("&C— &P / &N —")


def _about(book: Workbook, looks: Looks, edition: Edition) -> None:
    """What these tables are, and the hash of what they were made from."""
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 72)
    document = edition.document
    facts = [
        ("报告", document.title), ("单位", document.institution), ("报告期", document.period),
        ("版本", f"第{edition.version}版" + ("（草稿，未公布）" if edition.is_draft else "")),
        ("更正理由", edition.reason),
        ("公布日期", str(edition.published_on) if edition.published_on else ""),
        ("数据快照SHA-256", edition.sha256),
        ("核对", "；".join(f"{check.rule} {check.detail.zh}：{HOLDS if check.holds else BROKEN}"
                          for check in edition.checks)),
    ]  # fmt: skip
    _across(sheet, 0, 1, "说明", looks.title)
    for row, (label, value) in enumerate((pair for pair in facts if pair[1]), 1):
        sheet.set_row(row, height_of([(value, 72)]))
        sheet.write_string(row, 0, label, looks.stub)
        sheet.write_string(row, 1, value, looks.text)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
