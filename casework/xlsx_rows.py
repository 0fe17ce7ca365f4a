"""A table read row by row from an XLSX workbook: nothing is computed, nothing unseen is taken.

A formula is refused, never run and never read as the value it had when the file was saved. What a
person who looks at the sheet does not see (hidden sheets, rows, columns; cells under merged ones or
beyond the table) is refused too, and so is a cell that shows something other than it holds.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from string import ascii_uppercase as LETTERS
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from casework.csv_rows import (
    MOST_ROWS,
    Checker,
    NotImported,
    require_header,
    too_many_rows,
    whole_file,
)
from notices.check_outgoing.finding import Unreadable
from notices.check_outgoing.office_xml import Reader, read
from records import office_files
from records.refusals import FileRefused

BROKEN = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError,
    OverflowError, zipfile.BadZipFile, Unreadable,
)  # fmt: skip
ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
SHOWN_AS_HELD = frozenset({"General", "@", "0"})  # number formats that change no whole number
LARGEST_WHOLE = 10**15  # a spreadsheet keeps fifteen digits


def xlsx_rows(
    content: bytes, columns: tuple[str, ...], checker: Checker, *, sheet: str
) -> Iterator[tuple[int, dict[str, str]]]:
    """Return (line, row) of the sheet of this name, or of the only sheet there is.

    Dates come as ISO text, whole numbers as their digits, text as it is. Raises NotImported if it
    is not a plain workbook with exactly this header; what is wrong with a cell is a fault of it.
    """
    try:
        office_files.inspect(content, office_files.XLSX)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl says what it leaves out: looks, no cells
            return iter(list(_rows(content, columns, checker, sheet)))
    except NotImported:
        raise
    except FileRefused as refused:
        raise whole_file(str(refused)) from refused
    except BROKEN as error:
        raise whole_file(_("工作簿读不出来，请用Excel或LibreOffice另存一次。")) from error


def _rows(
    content: bytes, columns: tuple[str, ...], checker: Checker, name: str
) -> Iterator[tuple[int, dict[str, str]]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        sheet = _chosen(book, name)
        unseen = _unseen(content, sheet, columns)
        sheet.reset_dimensions()  # the size a file claims is not the size it has
        rows = sheet.iter_rows(max_col=len(columns), max_row=MOST_ROWS + 1)
        lines = enumerate(rows, start=1)
        first = next(lines, (1, ()))[1]
        require_header([str(cell.value or "").strip() for cell in first], columns)
        for line, column, reason in unseen:
            checker.fault(line, column, reason)
        for line, cells in lines:
            if any(cell.value is not None for cell in cells):
                yield line, _texts(line, cells, columns, checker)
    finally:
        book.close()


def _chosen(book: Any, name: str) -> ReadOnlyWorksheet:
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        raise whole_file(_("工作表“%s”是隐藏的，请取消隐藏或删除。") % "”“".join(hidden))
    if name in book.sheetnames:
        return book[name]
    if len(book.sheetnames) == 1:
        return book.worksheets[0]
    words = {"name": name, "found": "”“".join(book.sheetnames)}
    raise whole_file(_("没有名为“%(name)s”的工作表，只有“%(found)s”。") % words)


def _texts(
    line: int, cells: tuple[Any, ...], columns: tuple[str, ...], checker: Checker
) -> dict[str, str]:
    texts = dict.fromkeys(columns, "")
    for column, cell in zip(columns, cells, strict=False):
        if cell.value is None:
            continue
        text, reason = _text(cell, is_date=column.endswith("_on"))
        texts[column] = text
        if reason:
            checker.unreadable(line, column, reason)
    return texts


def _text(cell: Any, *, is_date: bool) -> tuple[str, str]:
    """The cell as text, and why it cannot be taken as that."""
    kind, value = cell.data_type, cell.value
    if kind == "f":
        return "", _("单元格是公式，请改为它的值。")
    if kind == "s":
        return ESCAPED.sub(lambda code: chr(int(code[1], 16)), value).strip(), ""
    if kind == "d":
        return _day(value, is_date=is_date)
    if kind == "n" and not is_date and _is_shown_as_held(value, cell.number_format):
        return str(int(value)), ""
    if kind == "n":
        return "", _("单元格是数字“%s”，请把它设为文本或日期后重新填写。") % value
    return "", _("单元格是“%s”，不是文本。") % value


def _is_shown_as_held(value: float, number_format: str) -> bool:
    whole = abs(value) < LARGEST_WHOLE and value == int(value)
    return whole and number_format in SHOWN_AS_HELD


def _day(value: Any, *, is_date: bool) -> tuple[str, str]:
    if not is_date:
        said = _("表格软件把填写的内容变成了日期，请把单元格设为文本后重新填写。")
        return "", said
    if not isinstance(value, datetime) or value.time() != time():
        return "", _("“%s”不只是日期，请只填年月日。") % value
    return value.date().isoformat(), ""


class _Unseen(Reader):
    """What a sheet does not show, found in its XML: openpyxl leaves it out when it reads rows."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        super().__init__()
        self.columns = columns
        self.found: list[tuple[int, str, str]] = []
        self.line = self.column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row(attributes)
        elif name == "c":
            self.column = _column_of(attributes.get("r", "")) or self.column + 1
        elif name in ("v", "f", "is"):
            self._filled()
        elif name == "col" and _is_hidden(attributes, "width"):
            self._hidden_columns(int(attributes["min"]), int(attributes["max"]))
        elif name == "mergeCell":
            said = _("%s是合并单元格，请取消合并。") % attributes["ref"]
            line = int(attributes["ref"].partition(":")[0].lstrip(LETTERS))
            self.found.append((line, "", said))

    def _row(self, attributes: dict[str, str]) -> None:
        self.line, self.column = int(attributes.get("r", self.line + 1)), 0
        if _is_hidden(attributes, "ht"):
            said = _("这一行是隐藏的，请取消隐藏、取消筛选或删除。")
            self.found.append((self.line, "", said))

    def _filled(self) -> None:
        if self.line > MOST_ROWS + 1:
            raise too_many_rows()
        if self.column > len(self.columns):
            place = f"{get_column_letter(self.column)}{self.line}"
            self.found.append((self.line, "", _("单元格%s在表格以外，请清空。") % place))
            self.column = 0  # a cell is told once, though it has a formula and a value

    def _hidden_columns(self, first: int, last: int) -> None:
        for column in self.columns[first - 1 : last]:
            self.found.append((1, column, _("这一列是隐藏的，请取消隐藏。")))


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    return attributes.get("hidden") in ("1", "true") or float(attributes.get(size, 1)) == 0


def _column_of(place: str) -> int:
    letters = place.rstrip("0123456789")
    return column_index_from_string(letters) if letters else 0


def _unseen(
    content: bytes, sheet: ReadOnlyWorksheet, columns: tuple[str, ...]
) -> list[tuple[int, str, str]]:
    reader = _Unseen(columns)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        read(archive.read(sheet._worksheet_path), reader)
    return reader.found
