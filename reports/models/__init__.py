"""What the year keeps: the report and its text in versions, what units said, lines to count by."""

from reports.models.annual import AnnualReport, AnnualReportQuerySet
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
from reports.models.lines import CaseLine, RemedyLine
from reports.models.runs import FigureRun
from reports.models.table_two import TableTwo
from reports.models.writing import PartAuthor, PartComment, PartText

__all__ = [
    "AnnualReport",
    "AnnualReportQuerySet",
    "Answer",
    "Ask",
    "AskState",
    "CaseLine",
    "CollectionRound",
    "FigureRun",
    "HowSaid",
    "PartAuthor",
    "PartComment",
    "PartText",
    "QuestionSet",
    "RemedyLine",
    "ReportReminderRules",
    "RoundState",
    "TableTwo",
]
