"""A report in every form it is given out in. All are made of its snapshot, and of nothing else.

`files` (what there is) over `as_json`, `as_csv`, `as_xlsx`, `as_docx` and `reports.paper`; they
read an `edition` (the snapshot and what identifies it) and its `tables`.
"""
