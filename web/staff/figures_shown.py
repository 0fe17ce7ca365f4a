"""Breakdowns, replies and years as pages show them: lines whose numbers lead to their cases."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from reports import breakdowns, charts, timing
from reports.breakdowns import Counted
from reports.charts import Chart
from reports.compared import Step, Years
from reports.scope import Scope
from reports.year import share
from statute.annual import CARRIED_OUT, RECEIVED, TOTAL
from statute.text import MONTHS, Text
from web.staff.figures_cells import JUDGED
from web.staff.figures_pieces import cases_address

ROWS = ("received", "carried_in", "total", "carried_out")


class Line(NamedTuple):
    label: Any
    number: Any
    url: str = ""
    share: str = ""


class Section(NamedTuple):
    """One breakdown: its table, and the chart of the same numbers where there is one."""

    code: str
    title: Any
    column: Any
    lines: list[Line]
    total: Line | None
    chart: Chart | None = None
    note: Any = ""


def breakdown_section(scope: Scope, code: str) -> Section:
    counted = breakdowns.count(scope, code)
    lines = [
        Line(
            group.label, number, cases_address(scope, breakdown=code, group=group.code),
            share(number, counted.total) if counted.total else "",
        )
        for group, number in counted.numbers
    ]  # fmt: skip
    total = Line(Text("总计", "Total"), counted.total, cases_address(scope, breakdown=code))
    shown = counted.breakdown
    return Section(
        code, shown.title, counted.column, lines, total, _chart(counted), shown.note or ""
    )


def _chart(counted: Counted) -> Chart | None:
    code, title = counted.breakdown.code, counted.breakdown.title
    numbers = [(group.label, number) for group, number in counted.numbers]
    if code in ("channel", "families"):
        strong = 2 if code == "families" else 0
        return charts.bars(code, title, numbers, column=counted.column, strong=strong)
    if code in ("received", "closed"):
        names = [_month(group.code) for group, _number in counted.numbers]
        series = [(counted.column, [number for _group, number in counted.numbers])]
        return charts.columns(code, title, names, series)
    return None


def _month(code: str) -> Text:
    number = int(code[-2:])
    return Text(f"{number}月", MONTHS[number - 1][:3])


def replies_section(scope: Scope) -> Section:
    """In time, late, unclear: as many as there were replies."""
    judged = {code: len(cases) for code, cases in timing.judged(scope).items()}
    whole = sum(judged.values())
    numbers = [(JUDGED[code], number) for code, number in judged.items()]
    title, column = Text("是否按期答复", "Replies in time"), Text("答复", "Replies")
    lines = [
        Line(
            JUDGED[code], number, cases_address(scope, reply=code),
            share(number, whole) if whole else "",
        )
        for code, number in judged.items()
    ]  # fmt: skip
    note = Text(
        "按答复计：一件办件重新办理后又作答复的，计两次。",
        "Replies, not cases: a case handled anew and answered again counts twice.",
    )
    chart = charts.strip("replies", title, numbers, column=column)
    return Section("replies", title, column, lines, Line(Text("总计", "Total"), whole), chart, note)


def days_section(scope: Scope) -> Section:
    taken = timing.days(scope)
    whole = sum(taken.bands)
    labels = [timing.band_label(*band) for band in timing.BANDS]
    lines = [
        Line(
            label, number, cases_address(scope, band=str(place)),
            share(number, whole) if whole else "",
        )
        for place, (label, number) in enumerate(zip(labels, taken.bands, strict=True))
    ]  # fmt: skip
    title = Text("从收到到答复的工作日", "Working days from receipt to reply")
    column = Text("答复", "Replies")
    numbers = list(zip(labels, taken.bands, strict=True))
    chart = charts.bars("days", title, numbers, column=column)
    note = Text(
        "从收到申请之日起算的全部工作日，含补正、征求意见、缴费等不计入答复期限的时间。",
        "All working days since receipt, also those for correction, consultation and payment that"
        " the limit leaves out.",
    )
    return Section("days", title, column, lines, _spread(taken, whole), chart, note)


def _spread(taken: timing.Days, whole: int) -> Line:
    if not whole:
        return Line(Text("总计", "Total"), 0)
    mean, median, most = taken.mean, taken.median, taken.most
    said = Text(
        f"总计（平均{mean}，中位数{median}，最长{most}个工作日）",
        f"Total (mean {mean}, median {median}, longest {most} working days)",
    )
    return Line(said, whole)


def acts_section(scope: Scope) -> Section:
    lines = [
        Line(label, number, cases_address(scope, act=code))
        for code, label, number in timing.numbers_of_acts(scope)
    ]
    charged = timing.fees(scope)
    lines.append(Line(Text("通知收取（元）", "Asked for (yuan)"), charged.asked))
    lines.append(Line(Text("实际收取（元）", "Paid (yuan)"), charged.paid))
    note = Text(
        "系统没有登记减免，不作统计。",
        "Reductions of fees are not kept by the system and not counted.",
    )
    title = Text("补正、延期和收费", "Corrections, extensions and fees")
    return Section("acts", title, Text("件数或金额", "Cases or amount"), lines, None, None, note)


class Column(NamedTuple):
    """One year of a line."""

    step: Step
    url: str


class YearLine(NamedTuple):
    label: Any
    depth: int
    columns: list[Column]


def years_table(years: Years) -> list[YearLine]:
    return [
        YearLine(
            line.label, line.depth + 1,
            [Column(step, _address(scope, line.code, step.number))
             for scope, step in zip(years.scopes, line.steps, strict=True)],
        )
        for line in years.lines
    ]  # fmt: skip


def _address(scope: Scope, code: str, number: Any) -> str:
    """Zero is plain text, and so is what is no number of cases."""
    if not number or isinstance(number, Decimal):
        return ""
    what, _colon, name = code.partition(":")
    if what == "family":
        return cases_address(scope, breakdown="families", group=name)
    if what == "remedy":
        return cases_address(scope, kind=name)
    return cases_address(scope, row=code)


def years_charts(years: Years) -> Iterable[Chart]:
    """Received, closed and left; results: the years side by side."""
    labels = [scope.period.label for scope in years.scopes]
    rows = {RECEIVED: "r", TOTAL: "t", CARRIED_OUT: "o"}
    yield _beside("years", Text("收到、办结和结转", "Received, closed, carried out"), labels,
                  [line for line in years.lines if line.code in rows])  # fmt: skip
    yield _beside("year-results", Text("办理结果", "Results"), labels,
                  [line for line in years.lines if line.code.startswith("family:")])  # fmt: skip


def _beside(code: str, title: Text, labels: list[Text], lines: list[Any]) -> Chart:
    series = [
        (label, [int(line.steps[place].number or 0) for line in lines])
        for place, label in enumerate(labels)
    ]
    return charts.columns(code, title, [line.label for line in lines], series, apart=92)
