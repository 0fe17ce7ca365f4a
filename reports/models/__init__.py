"""What the year keeps: the report, its text in versions, its published bytes; runs; table II."""

from reports.models.annual import AnnualReport, AnnualReportQuerySet, PartCode, PartText
from reports.models.runs import FigureRun
from reports.models.table_two import TableTwo

__all__ = [
    "AnnualReport",
    "AnnualReportQuerySet",
    "FigureRun",
    "PartCode",
    "PartText",
    "TableTwo",
]
