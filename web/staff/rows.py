"""Rows of cases as `casework` makes them, under the name the pages know."""

from casework.rows import CaseRow, fetch_facts, rows_of

__all__ = ["CaseRow", "fetch_facts", "rows_of"]
