"""Tables as CSV as `records` makes them, under the name the pages know."""

from records.csv_file import csv_bytes, csv_pieces

__all__ = ["csv_bytes", "csv_pieces"]
