"""A CSV file read row by row, with the line of everything that is wrong in it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
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
