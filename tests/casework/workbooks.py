"""Workbooks as an office brings them, good and bad."""

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from casework.register import COLUMNS, SHEET


def workbook(
    *rows: Sequence[Any],
    header: Iterable[str] = COLUMNS,
    name: str = SHEET,
    change: Callable[[Worksheet], None] = lambda sheet: None,
) -> bytes:
    """One sheet with the heading and these rows; `change` does to it what a person might."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
