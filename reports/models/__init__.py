"""What the year keeps: the report, its text in versions, its published bytes."""

from reports.models.annual import AnnualReport, AnnualReportQuerySet, PartCode, PartText

__all__ = ["AnnualReport", "AnnualReportQuerySet", "PartCode", "PartText"]
