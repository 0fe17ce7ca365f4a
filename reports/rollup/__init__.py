"""Several institutions' published reports as one table, every sum traceable to its sources.

`sources` reads and judges the files, `summed` adds them up, `written` gives the table out.
"""
