"""The figures as sheets to take along: plain rows for CSV, a workbook for a spreadsheet program.

In Chinese, as the forms are. Numbers are numbers, text stays text: nothing is a formula.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from reports import breakdowns, timing
from reports import table_two as two
from reports.breakdowns import BREAKDOWNS
from reports.compared import Years
from reports.figures import Figures
from reports.scope import Scope
from statute import annual
from statute.annual import COLUMNS, LINES, TOTAL_COLUMN

NAMES = annual.REMEDY_KINDS | annual.OTHER_REMEDY_KINDS
WIDEST, NARROWEST = 46, 10  # columns, in characters
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sheet:
    """`name` is the tab's, at most 31 characters; `head` the first row under the title."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def statutory(counted: Figures) -> list[Sheet]:
    """Tables III and IV, and II where the period is a year of the Regulations."""
    sheets = [
        Sheet(
            "表三", f"收到和处理申请情况{annual.TABLE_NOTE.zh}",
            ("", *(label.zh for label in COLUMNS.values()), TOTAL_COLUMN.zh),
            tuple((str(line), *counted.requests.get(line.code, [])) for line in LINES),
        ),
        Sheet(
            "表四", "投诉、申诉、行政复议、行政诉讼情况",
            ("种类", *(label.zh for label in annual.REMEDY_COLUMNS.values())),
            tuple((NAMES[kind].zh, *row.values()) for kind, row in counted.remedies.items()),
        ),
    ]  # fmt: skip
    table = two.of_period(counted.scope.period, counted.scope.law)
    return sheets if table is None else [_table_two(table), *sheets]


def _table_two(table: two.TableTwo) -> Sheet:
    rows: list[tuple[Any, ...]] = []
    for article, heads, lines in two.groups(table):
        rows.append((article.zh, *(head.zh for head in heads)))
        rows += [(label.zh, *numbers) for label, numbers in lines]
    return Sheet("表二", two.TITLE.zh, ("信息内容", "", "", ""), tuple(rows))


def breakdown_sheets(scope: Scope) -> list[Sheet]:
    """Every breakdown, the days of replies, and what was done on the way."""
    sheets = []
    for code in BREAKDOWNS:
        counted = breakdowns.count(scope, code)
        rows = [(group.label.zh, number) for group, number in counted.numbers]
        title = counted.breakdown.title.zh
        sheets.append(
            Sheet(title[:31], title, ("", counted.column.zh), (*rows, ("总计", counted.total)))
        )
    return [*sheets, _days(scope), _acts(scope)]


def _days(scope: Scope) -> Sheet:
    taken = timing.days(scope)
    rows: list[tuple[Any, ...]] = [
        (timing.band_label(*band).zh, number)
        for band, number in zip(timing.BANDS, taken.bands, strict=True)
    ]
    rows += [("平均（工作日）", taken.mean), ("中位数（工作日）", taken.median)]
    rows.append(("最长（工作日）", taken.most))
    return Sheet("答复所用时间", "从收到到答复的工作日", ("", "答复"), tuple(rows))


def _acts(scope: Scope) -> Sheet:
    judged, charged = timing.judged(scope), timing.fees(scope)
    rows: list[tuple[Any, ...]] = [
        ("按期答复", len(judged["in_time"])), ("逾期答复", len(judged["late"])),
        ("日期矛盾，不能判断", len(judged["unclear"])),
    ]  # fmt: skip
    rows += [(label.zh, number) for _code, label, number in timing.numbers_of_acts(scope)]
    rows += [("通知收取（元）", charged.asked), ("实际收取（元）", charged.paid)]
    rows.append(("减免", "系统没有登记"))
    return Sheet("按期、延期和收费", "按期、延期和收费", ("", "件数或金额"), tuple(rows))


def compared_sheet(years: Years) -> Sheet:
    """Number, change and per cent of each year."""
    head = [""]
    for place, scope in enumerate(years.scopes):
        head += [str(scope.period), "增减", "增减%"] if place else [str(scope.period)]
    rows = []
    for line in years.lines:
        row: list[Any] = ["　" * line.depth + line.label.zh]
        for place, step in enumerate(line.steps):
            percent = "基数不足10" if step.small else step.percent
            row += [step.number, step.change, percent] if place else [step.number]
        rows.append(tuple(row))
    return Sheet("历年比较", "历年比较", tuple(head), tuple(rows))


def about(scope: Scope) -> list[tuple[str, ...]]:
    """Which figures these are: the first lines of every file."""
    return [
        ("期间", scope.period.first.isoformat(), scope.period.last.isoformat()),
        ("适用法规", scope.law or "全部"),
        ("截至", scope.known_until.isoformat()),
    ]


def as_rows(scope: Scope, sheets: Iterable[Sheet]) -> list[tuple[Any, ...]]:
    """All sheets one below the other, for CSV."""
    rows: list[tuple[Any, ...]] = list(about(scope))
    for sheet in sheets:
        rows += [(), (sheet.title,), sheet.head, *sheet.rows]
    return rows


def workbook(scope: Scope, sheets: Iterable[Sheet], *, made_on: date) -> bytes:
    """One tab for each sheet. Text is written as text whatever it begins with."""
    content = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 2})
        for sheet in sheets:
            page = book.add_worksheet(_tab(sheet.name))
            _put(page, sheet, about(scope), bold, made_on)
    return content.getvalue()


def _tab(name: str) -> str:
    """A tab may not hold these characters."""
    return "".join(" " if c in "[]:*?/\\" else c for c in name)[:31]


def _put(page: Any, sheet: Sheet, lines: list[tuple[str, ...]], bold: Any, made_on: date) -> None:
    said = "　".join("：".join((line[0], "至".join(line[1:]))) for line in lines)
    page.write_string(0, 0, sheet.title)
    page.write_string(1, 0, f"{said}　制表：{made_on.isoformat()}")
    for column, text in enumerate(sheet.head):
        page.write_string(3, column, text, bold)
    for number, row in enumerate(sheet.rows, start=4):
        for column, value in enumerate(row):
            _cell(page, number, column, value)
    page.freeze_panes(4, 1)
    page.set_column(0, 0, _width(sheet))
    page.set_column(1, max(len(sheet.head) - 1, 1), NARROWEST + 4)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(3)


def _cell(page: Any, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, int | Decimal):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, str(value))


def _width(sheet: Sheet) -> int:
    longest = max((2 * len(str(row[0])) for row in sheet.rows if row), default=0)
    return max(NARROWEST, min(WIDEST, longest + 2))
