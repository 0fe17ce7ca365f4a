"""The figures as pages show them: tables whose numbers lead to their cases, a chart, the sums."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reports import charts
from reports.charts import Chart
from reports.figures import REMEDY_KINDS
from reports.figures import Figures as Counted
from reports.scope import Scope
from statute import annual
from statute.annual import CARRIED_IN, CARRIED_OUT, COLUMNS, LINES, RECEIVED, TOTAL
from statute.answers import FAMILIES, GRANTED, PARTLY_GRANTED, RESULT_CODES, family
from statute.text import Text
from web.pieces import FigureCell, FigureColumn, FigureRow, Figures

NUMERALS = "一二三四五六七"
PUNCTUATION = str.maketrans({"、": ".", "（": "(", "）": ")"})
NAMES = annual.REMEDY_KINDS | annual.OTHER_REMEDY_KINDS


def query(scope: Scope, **more: str) -> str:
    """The scope as an address says it. Nothing in it is about a person."""
    asked = {"first": scope.period.first.isoformat(), "last": scope.period.last.isoformat()}
    if scope.law:
        asked["law"] = scope.law
    if scope.as_at:
        asked["as_at"] = scope.as_at.isoformat()
    return urlencode(asked | more)


def tabs(query: str) -> list[tuple[str, str, str]]:
    """The pages of figures, each with the scope of this one: name, address, label."""
    pages = {
        "figures": _("统计表"), "figures_breakdowns": _("分类统计"),
        "figures_compared": _("历年比较"), "figures_red": _("数据核对"),
        "figures_runs": _("留存与比较"),
    }  # fmt: skip
    return [
        (name, f"{reverse(f'staff:{name}')}{'?' if query else ''}{query}", label)
        for name, label in pages.items()
    ]


def cases_address(scope: Scope, **cell: str) -> str:
    """Where the cases of one cell are listed."""
    return f"{reverse('staff:figures_cases')}?{query(scope, **cell)}"


def requests_table(counted: Counted) -> Figures:
    columns = [FigureColumn(label, _group(code)) for code, label in COLUMNS.items()]
    return Figures(
        caption=Text(f"收到和处理申请情况{annual.TABLE_NOTE}", annual.TABLE_NOTE.en),
        corner=annual.TABLE_NOTE,
        columns=(*columns, FigureColumn(annual.TOTAL_COLUMN)),
        rows=tuple(_request_row(counted, line) for line in LINES),
    )


def row_in_english(number: str) -> str:
    """一、 as 1., （三） as (3), 三（三）1 as 3(3)1; 1. is itself."""
    figures = "".join(str(NUMERALS.index(c) + 1) if c in NUMERALS else c for c in number)
    return figures.translate(PUNCTUATION)


def _group(code: str) -> Any:
    return "" if code == "natural_person" else annual.ORGANISATIONS


def _request_row(counted: Counted, line: annual.Line) -> FigureRow:
    label = Text(str(line), f"{row_in_english(line.number)} {capfirst(line.label.en)}")
    if line.heading:
        return FigureRow(label, level=line.depth + 1, heading=True)
    cells = tuple(
        FigureCell(number, cases_address(counted.scope, row=line.code, column=column))
        for column, number in zip(annual.ALL_COLUMNS, counted.requests[line.code], strict=True)
    )
    return FigureRow(label, cells, level=line.depth + 1, total=line.code == TOTAL)


def remedies_table(counted: Counted) -> Figures:
    rows = []
    for kind in REMEDY_KINDS:
        numbers = counted.remedies[kind]
        cells = tuple(
            FigureCell(number, cases_address(counted.scope, kind=kind, column=column))
            for column, number in numbers.items()
        )
        rows.append(FigureRow(NAMES[kind], cells))
    columns = tuple(FigureColumn(label) for label in annual.REMEDY_COLUMNS.values())
    caption = Text("投诉、申诉、行政复议、行政诉讼情况", "Complaints, appeals, reviews, lawsuits")
    return Figures(caption, Text("种类", "Kind"), columns, tuple(rows))


def results_chart(counted: Counted) -> Chart:
    """How the closed cases ended, one bar for each family of results."""
    totals = dict.fromkeys(FAMILIES, 0)
    for code in RESULT_CODES:
        totals[family(code)] += counted.total(code)
    numbers = [(FAMILIES[name], number) for name, number in totals.items()]
    given = len((GRANTED, PARTLY_GRANTED))
    title = Text("办理结果", "Results")
    return charts.bars("ends", title, numbers, column=Text("件数", "Cases"), strong=given)


@dataclass(frozen=True)
class Sum:
    """One column held against itself: what came in and what became of it."""

    label: Text
    received: int
    carried_in: int
    closed: int
    carried_out: int

    @property
    def into(self) -> int:
        return self.received + self.carried_in

    @property
    def holds(self) -> bool:
        return self.into == self.closed + self.carried_out


def sums(counted: Counted) -> list[Sum]:
    labels = (*COLUMNS.values(), annual.TOTAL_COLUMN)
    rows = (counted.requests[row] for row in (RECEIVED, CARRIED_IN, TOTAL, CARRIED_OUT))
    return [Sum(*column) for column in zip(labels, *rows, strict=True)]


def cell_title(row: str, column: str) -> Text:
    """What a cell of the table of requests counts, in words."""
    line = next(line for line in LINES if line.code == row)
    name = annual.TOTAL_COLUMN if column == TOTAL else COLUMNS[column]
    return Text(f"{line.label.zh}：{name.zh}", f"{line.label.en}: {name.en}")


def remedy_title(kind: str, column: str) -> Text:
    name = annual.REMEDY_COLUMNS[column]
    return Text(f"{NAMES[kind].zh}：{name.zh}", f"{NAMES[kind].en}: {name.en}")
