"""Tables as CSV for a spreadsheet: with a byte-order mark, and nothing a spreadsheet would run."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.utils.translation import get_language, override

ROWS = 500  # in one piece
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.lstrip(" 　").startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value


def csv_bytes(rows: Iterable[Iterable[Any]]) -> bytes:
    return b"".join(csv_pieces(rows))


def csv_pieces(rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """The same, some rows at a time: each is asked for when it is sent, in the language of now."""
    return _pieces(iter(rows), get_language())


def _pieces(rows: Iterator[Iterable[Any]], language: str) -> Iterator[bytes]:
    yield codecs.BOM_UTF8
    while True:
        text = io.StringIO(newline="")
        with override(language):
            some = [[safe(value) for value in row] for row in islice(rows, ROWS)]
        if not some:
            return
        csv.writer(text).writerows(some)
        yield text.getvalue().encode()
