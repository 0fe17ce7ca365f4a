"""A CSV file read row by row, with the line of everything that is wrong in it."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from records.refusals import Refusal


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one line of the file; line 1 is the header."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return _("第%(line)s行 %(column)s：%(reason)s") % vars(self)


class NotImported(Refusal):
    """The file was refused; nothing of it was taken. `faults` holds them in the file's order."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(*(str(fault) for fault in faults))


class Checker:
    """Collects what is wrong, so that a person can put all of it right at once."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.faults: list[Fault] = []

    def fault(self, line: int, column: str, reason: str) -> None:
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
            raise NotImported(sorted(self.faults, key=lambda fault: fault.line))


def read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, row) of a UTF-8 CSV file with exactly this header; a BOM is accepted.

    Raises NotImported if the file is not UTF-8, or its header or a row has other columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            _require_header(next(reader, []), columns)
            line = reader.line_num + 1
            for cells in reader:
                if len(cells) != len(columns) and cells:
                    reason = _("应有%(due)s列，实有%(found)s列。")
                    words = {"due": len(columns), "found": len(cells)}
                    raise NotImported([Fault(line, "", reason % words)])
                if cells:
                    yield line, {c: v.strip() for c, v in zip(columns, cells, strict=True)}
                line = reader.line_num + 1
    except UnicodeDecodeError as error:
        raise NotImported([Fault(1, "", _("文件不是UTF-8编码，请另存为UTF-8的CSV。"))]) from error
    except csv.Error as error:
        raise NotImported([Fault(line, "", _("不是完整的CSV：%s") % error)]) from error


def _require_header(found: list[str], columns: tuple[str, ...]) -> None:
    if tuple(found) != columns:
        reason = _("表头必须是：%s") % ",".join(columns)
        raise NotImported([Fault(1, "", reason)])
