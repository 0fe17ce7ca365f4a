"""Tables as CSV for a spreadsheet: with a byte-order mark, and nothing a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable
from typing import Any

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.lstrip(" 　").startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value


def csv_bytes(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([safe(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
