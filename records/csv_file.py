"""Tables as CSV for a spreadsheet: with a byte-order mark, and nothing a spreadsheet would run.

What would be run gets an apostrophe before it, and so does what already looks like that: therefore
`restored` can take exactly that apostrophe away again, and any text comes back as it was.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.utils.translation import get_language, override

ROWS = 500  # in one piece
STARTS_A_FORMULA = re.compile(r"'*[ 　]*[=+\-@\t\r\n]")


def safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and STARTS_A_FORMULA.match(value):
        return f"'{value}"
    return value


def restored(text: str) -> str:
    """The text that `safe` was given: restored(safe(text)) is the text itself, whatever it is."""
    if text.startswith("'") and STARTS_A_FORMULA.match(text[1:]):
        return text[1:]
    return text


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
