"""What the year keeps: the report, its text in versions, its published bytes; what units said."""

from reports.models.annual import AnnualReport, AnnualReportQuerySet, PartCode, PartText
from reports.models.collection import (
    Answer,
    Ask,
    AskState,
    CollectionRound,
    HowSaid,
    QuestionSet,
    ReportReminderRules,
    RoundState,
)

__all__ = [
    "AnnualReport",
    "AnnualReportQuerySet",
    "Answer",
    "Ask",
    "AskState",
    "CollectionRound",
    "HowSaid",
    "PartCode",
    "PartText",
    "QuestionSet",
    "ReportReminderRules",
    "RoundState",
]
