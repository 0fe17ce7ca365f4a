"""What the year keeps: the report, its text in versions, its published bytes."""

from reports.models.annual import AnnualReport, AnnualReportQuerySet
from reports.models.writing import PartAuthor, PartComment, PartText

__all__ = ["AnnualReport", "AnnualReportQuerySet", "PartAuthor", "PartComment", "PartText"]
