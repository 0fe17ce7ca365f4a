"""A table read row by row, with the line and column of everything that is wrong in it: CSV here."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from records.csv_file import restored
from records.refusals import Refusal

MOST_ROWS = 100_000  # of one file
MOST_KEPT = 10_000  # faults; the rest are counted


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one line of the file; line 1 is the header, "" the whole line."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        if not self.column:
            return _("第%(line)s行：%(reason)s") % vars(self)
        return _("第%(line)s行 %(column)s：%(reason)s") % vars(self)


class NotImported(Refusal):
    """The file was refused; nothing of it was taken.

    `faults` holds them in the file's order, at most MOST_KEPT; `counts` how many by column.
    """

    def __init__(self, faults: list[Fault], counts: Mapping[str, int] | None = None) -> None:
        self.faults = faults
        self.counts = counts or Counter(fault.column for fault in faults)
        super().__init__(*(str(fault) for fault in faults))

    @property
    def count(self) -> int:
        return sum(self.counts.values())


class Checker:
    """Collects what is wrong, so that a person can put all of it right at once."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.faults: list[Fault] = []
        self.counts: Counter[str] = Counter()
        self._unread: set[tuple[int, str]] = set()

    def unreadable(self, line: int, column: str, reason: str) -> None:
        """A cell that cannot be taken as text: nothing more is said of it."""
        self.fault(line, column, reason)
        self._unread.add((line, column))

    def fault(self, line: int, column: str, reason: str) -> None:
        if (line, column) in self._unread:
            return
        self.counts[column] += 1
        if len(self.faults) < MOST_KEPT:
            self.faults.append(Fault(line, column, reason))

    def day(self, line: int, column: str, text: str) -> date | None:
        """The date in a cell, None if it is blank; a fault if it is no date or not yet come."""
        if not text:
            return None
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                raise ValueError(text)
            found = date.fromisoformat(text)
        except ValueError:
            self.fault(line, column, _("“%s”不是日期，应写成2024-03-01的样子。") % text)
            return None
        if found > self.on:
            self.fault(line, column, _("日期晚于今天。"))
        return found

    def one_of(self, line: int, column: str, text: str, allowed: Iterable[str]) -> None:
        if text not in allowed:
            words = {"found": text, "values": " ".join(allowed)}
            self.fault(line, column, _("“%(found)s”不对，只能是：%(values)s") % words)

    def settle(self) -> None:
        """Raise NotImported with everything found, in the order of the lines."""
        if self.faults:
            ordered = sorted(self.faults, key=lambda fault: fault.line)
            raise NotImported(ordered, self.counts)


def whole_file(reason: str) -> NotImported:
    """What is wrong with the file as such."""
    return NotImported([Fault(1, "", reason)])


def require_header(found: Iterable[str], columns: tuple[str, ...]) -> None:
    """Raises NotImported unless the first row is exactly this."""
    if tuple(found) != columns:
        raise whole_file(_("表头必须是：%s") % ",".join(columns))


def csv_rows(
    content: bytes, columns: tuple[str, ...], checker: Checker
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, row) of a UTF-8 CSV file with exactly this header; a BOM is accepted.

    The apostrophe that our export puts before what a spreadsheet would run is taken away again.
    Raises NotImported if the file is not UTF-8, has another header or is broken; a row with other
    columns is a fault of its line.
    """
    line = 1
    try:
        text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
        reader = csv.reader(text, strict=True)
        require_header(next(reader, []), columns)
        line = reader.line_num + 1
        for place, cells in enumerate(reader):
            if place >= MOST_ROWS:
                raise too_many_rows()
            if any(cells):
                if len(cells) == len(columns):
                    yield line, dict(zip(columns, map(_as_typed, cells), strict=True))
                else:
                    words = {"due": len(columns), "found": len(cells)}
                    checker.fault(line, "", _("应有%(due)s列，实有%(found)s列。") % words)
            line = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise whole_file(_("文件不是UTF-8编码，请另存为UTF-8的CSV。")) from error
    except csv.Error as error:
        raise NotImported([Fault(line, "", _("不是完整的CSV：%s") % error)]) from error


def _as_typed(cell: str) -> str:
    return restored(cell.strip())


def too_many_rows() -> NotImported:
    return whole_file(_("最多%s行，请分成几个文件。") % MOST_ROWS)
