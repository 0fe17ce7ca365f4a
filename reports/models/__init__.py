"""What the year keeps: the report, its text in versions, its published bytes; lines to count by."""

from reports.models.annual import AnnualReport, AnnualReportQuerySet, PartCode, PartText
from reports.models.lines import CaseLine, RemedyLine

__all__ = [
    "AnnualReport",
    "AnnualReportQuerySet",
    "CaseLine",
    "PartCode",
    "PartText",
    "RemedyLine",
]
