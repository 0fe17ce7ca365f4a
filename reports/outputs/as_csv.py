"""One table as CSV: UTF-8 with a byte-order mark, codes in the header, nothing that is run."""

from collections.abc import Iterator
from typing import Any

from records.csv_file import csv_bytes
from reports.outputs.tables import Table


def csv(table: Table) -> bytes:
    """`code,label` and a column for each of the table's; headings between lines are left out."""
    return csv_bytes(_rows(table))


def _rows(table: Table) -> Iterator[list[Any]]:
    labelled = table.stub is not None
    yield [*(["code", "label"] if labelled else []), *(column.code for column in table.columns)]
    for line in table.lines:
        if not line.heading:
            yield [*([line.code, line.printed] if labelled else []), *line.cells]
