"""What the year keeps: the report, its text in versions, its published bytes; lines to count by."""

from reports.models.annual import AnnualReport, AnnualReportQuerySet
from reports.models.lines import CaseLine, RemedyLine
from reports.models.writing import PartAuthor, PartComment, PartText

__all__ = [
    "AnnualReport",
    "AnnualReportQuerySet",
    "CaseLine",
    "PartAuthor",
    "PartComment",
    "PartText",
    "RemedyLine",
]
