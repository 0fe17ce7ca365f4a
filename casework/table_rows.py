"""The rows of a table that an office brings, whatever file it is in: told by its first bytes."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from casework.csv_rows import Checker, csv_rows, whole_file
from casework.settling import OFFICE_CHAIN
from casework.xlsx_rows import xlsx_rows
from records import log
from records.models import LogEntry

MOST_BYTES = 50 * 1024 * 1024
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def content_of(source: Path | bytes) -> bytes:
    """The whole file. Raises NotImported if it is larger than any table."""
    content = source if isinstance(source, bytes) else _content(source)
    if len(content) > MOST_BYTES:
        raise whole_file(_("文件超过 %(size)s MB。") % {"size": MOST_BYTES // 1024**2})
    return content


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def digest(content: bytes) -> str:
    """By which the same file is known when it comes again."""
    return hashlib.sha256(content).hexdigest()


def read_rows(
    content: bytes, columns: tuple[str, ...], checker: Checker, *, sheet: str
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, row) of a CSV or XLSX file with exactly this header.

    Raises NotImported where the file as such cannot be read; what is wrong with one row or cell is
    a fault the checker keeps.
    """
    if content.startswith(OLD_OFFICE):
        raise whole_file(_("这是旧格式或加了密码的Excel文件，请另存为不加密码的XLSX。"))
    if content.startswith(b"PK"):
        return xlsx_rows(content, columns, checker, sheet=sheet)
    return csv_rows(content, columns, checker)


def log_once(event: str, content: bytes, *, rows: int, by: log.Actor, at: datetime) -> None:
    """Log that a file is taken in. Raises NotImported if this very file was taken in before.

    Called first in the import's transaction: whoever brings the same file at the same moment waits
    for the chain, and then finds it there. Rows without a number could come twice unnoticed.
    """
    file = digest(content)
    said = {"rows": rows, "file": file}
    entry = log.append(OFFICE_CHAIN, event, actor=by, at=at, payload=said)
    same = LogEntry.objects.filter(chain=OFFICE_CHAIN, event=event, payload__file=file)
    if same.filter(sequence__lt=entry.sequence).exists():
        raise whole_file(_("这个文件已经导入过，没有再次导入。"))
