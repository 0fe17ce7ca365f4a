"""Tables as XLSX: every cell that is given as text is written as text, and nothing is ever run."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT_AS_TEXT = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
ISO = "yyyy-mm-dd"
WIDTH = 16


def xlsx_bytes(
    name: str,
    rows: Iterable[Sequence[Any]],
    *,
    at: datetime,
    widths: Mapping[str, int] | None = None,
) -> bytes:
    """A workbook of one sheet with these rows, the heading first. See `write_xlsx`."""
    file = io.BytesIO()
    write_xlsx(file, name, rows, at=at, widths=widths)
    return file.getvalue()


def write_xlsx(
    file: BinaryIO,
    name: str,
    rows: Iterable[Sequence[Any]],
    *,
    at: datetime,
    widths: Mapping[str, int] | None = None,
) -> None:
    """Write the rows one by one, however many: text and dates as such, None as nothing.

    `widths` are in characters, by heading; other columns have room for a date.
    The same rows at the same instant are the same bytes. What waits for its place in the file
    lies in a folder of its own meanwhile, which goes with it.
    """
    with TemporaryDirectory() as folder:
        options = TEXT_AS_TEXT | {"constant_memory": True, "tmpdir": folder}
        book = xlsxwriter.Workbook(file, options)
        book.set_properties({"created": at.replace(tzinfo=None)})
        looks = {
            date: book.add_format({"num_format": ISO}),
            str: book.add_format({"num_format": "@"}),
        }
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        on_paper(sheet)
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                if not line:
                    sheet.set_column(place, place, (widths or {}).get(value, WIDTH))
                _write(sheet, line, place, value, looks)
        book.close()


def _write(sheet: Worksheet, line: int, place: int, value: Any, looks: dict[type, Format]) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, place, datetime.combine(value, datetime.min.time()), looks[date])
    elif isinstance(value, str):
        if value:
            sheet.write_string(line, place, value, looks[str])
    elif value is not None:
        sheet.write_number(line, place, value)


def on_paper(sheet: Worksheet) -> None:
    """Printed across, as wide as the page, the heading on each."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
