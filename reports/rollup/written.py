"""A roll-up as a table to read, JSON, CSV or a workbook; all but the first trace every sum."""

import io
import json
from collections.abc import Callable

import xlsxwriter

from records.csv_file import csv_bytes
from reports.outputs.as_xlsx import AS_TEXT, MADE
from reports.outputs.sheet_looks import Looks, width_of
from reports.outputs.tables import Table, remedies, requests
from reports.rollup.sources import Source
from reports.rollup.summed import Rollup

SCHEMA = "gongkai-rollup-1"


def table(rollup: Rollup) -> bytes:
    """For reading in a terminal."""
    lines = [f"{len(rollup.sources)} reports"]
    lines += [f"  {source.institution}  {source.period}  v{source.version}  {source.file}"
              for source in rollup.sources]  # fmt: skip
    for each in _tables(rollup):
        lines += ["", each.title.zh]
        lines.append(" ".join(f"{column.code[:14]:>14}" for column in each.columns))
        for line in each.lines:
            if not line.heading:
                numbers = " ".join(f"{number:>14}" for number in line.cells)
                lines.append(f"{numbers}  {'　' * line.depth}{line.printed}")
    lines.append("")
    lines += [f"{'✓' if check.holds else '✗'} {check.rule} {check.detail.zh}"
              for check in rollup.checks]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def as_json(rollup: Rollup) -> bytes:
    data = {
        "schema": SCHEMA,
        "sources": [_identity(source) for source in rollup.sources],
        "sums": {"requests": rollup.requests, "remedies": rollup.remedies},
        "by_source": [{"file": source.file, "requests": source.requests,
                       "remedies": source.remedies} for source in rollup.sources],
        "checks": [{"rule": check.rule, "holds": check.holds, "detail": check.detail.zh}
                   for check in rollup.checks],
        "violations": rollup.violations,
        "odd_periods": rollup.odd_periods,
    }  # fmt: skip
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _identity(source: Source) -> dict[str, object]:
    return {
        "file": source.file, "institution": source.institution, "first": str(source.first),
        "last": str(source.last), "version": source.version, "sha256": source.sha256,
    }  # fmt: skip


def csv(rollup: Rollup) -> bytes:
    """A line for each cell: its sum, then the number of each source under its name."""
    head = ["table", "row", "column", "sum", *(source.institution for source in rollup.sources)]
    rows = ([*cell, sum(numbers), *numbers] for *cell, numbers in rollup.cells())
    return csv_bytes([head, *rows])


def xlsx(rollup: Rollup) -> bytes:
    """The sums, the same cell of every source beside them, and the sources."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, **AS_TEXT})
    book.set_properties({"created": MADE})
    looks = Looks(book)
    for each in _tables(rollup):
        _sums(book, looks, each)
    _traced(book, looks, rollup)
    _sources(book, looks, rollup)
    book.close()
    return made.getvalue()


def _tables(rollup: Rollup) -> tuple[Table, Table]:
    return requests(rollup.requests), remedies(rollup.remedies)


def _sums(book: xlsxwriter.Workbook, looks: Looks, each: Table) -> None:
    sheet = book.add_worksheet({"requests": "申请合计", "remedies": "监督救济合计"}[each.code])
    sheet.set_column(0, 0, 60)
    sheet.write_string(0, 0, each.stub.zh, looks.head)
    for at, column in enumerate(each.columns, 1):
        sheet.set_column(at, at, width_of(each, at - 1))
        sheet.write_string(0, at, column.label.zh, looks.head)
    for row, line in enumerate(each.lines, 1):
        sheet.write_string(row, 0, line.printed, looks.label(line))
        for at, number in enumerate(line.cells, 1):
            sheet.write_number(row, at, number, looks.number(line, number))
    sheet.freeze_panes(1, 1)


def _traced(book: xlsxwriter.Workbook, looks: Looks, rollup: Rollup) -> None:
    sheet = book.add_worksheet("逐项来源")
    names = [source.institution for source in rollup.sources]
    sheet.set_column(0, 2, 24)
    sheet.set_column(3, 3 + len(names), 14)
    for at, text in enumerate(["表", "行", "列", "合计", *names]):
        sheet.write_string(0, at, text, looks.head)
    for row, (*cell, numbers) in enumerate(rollup.cells(), 1):
        for at, text in enumerate(cell):
            sheet.write_string(row, at, text, looks.text)
        for at, number in enumerate([sum(numbers), *numbers], 3):
            sheet.write_number(row, at, number, looks.text)
    sheet.freeze_panes(1, 4)


def _sources(book: xlsxwriter.Workbook, looks: Looks, rollup: Rollup) -> None:
    sheet = book.add_worksheet("来源")
    sheet.set_column(0, 5, 26)
    heads = ["文件", "单位", "首日", "末日", "版本", "SHA-256"]
    for row, values in enumerate([heads, *(_identity(s).values() for s in rollup.sources)]):
        for at, value in enumerate(values):
            sheet.write_string(row, at, str(value), looks.text if row else looks.head)
    said = [*rollup.violations, *rollup.odd_periods]
    for row, text in enumerate(said, len(rollup.sources) + 2):
        sheet.write_string(row, 0, text)


FORMATS: dict[str, Callable[[Rollup], bytes]] = {
    "table": table, "json": as_json, "csv": csv, "xlsx": xlsx,
}  # fmt: skip
