"""Text in a CSV: a spreadsheet runs none of it, and every text comes back as it was."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from records.csv_file import csv_bytes, restored, safe

ODD = st.text(alphabet="=+-@'\t\r\n 　a1", max_size=6) | st.text(max_size=20)


@given(ODD)
@example("'=1+1")
@example("''=1+1")
@example(" '=1")
@example("'quoted'")
def test_what_was_made_safe_is_restored_exactly(text):
    assert restored(safe(text)) == text


@given(ODD)
def test_no_safe_text_begins_as_a_formula(text):
    assert not safe(text).lstrip(" 　").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_a_guard_that_leaves_quoted_formulas_alone_would_lose_them():
    """The control: only what begins as a formula is guarded, and one apostrophe taken away."""

    def careless(text: str) -> str:
        return f"'{text}" if text.startswith("=") else text

    assert restored(careless("'=1")) == "=1"


@pytest.mark.parametrize("text", ["'tis", "O'Neill", "2024-7", "007", ""])
def test_a_plain_text_stands_as_it_is(text):
    assert safe(text) == text == restored(text)


def test_a_row_is_read_back_by_any_reader_of_csv():
    rows = [["a,b", 'say "yes"', "two\r\nlines", "😀", "=1"], ["", "007", "'=x", "-", "\t"]]
    text = csv_bytes(rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [[restored(cell) for cell in row] for row in read] == rows
