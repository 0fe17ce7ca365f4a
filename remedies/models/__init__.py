"""What the office knows of challenges: the challenge itself, its course, its people and papers."""

from remedies.models.course import Instance, Level, Order, Stage, Unit, What
from remedies.models.papers import Cost, CostKind, Document, DocumentKind, Party, PartyRole
from remedies.models.remedy import (
    LITIGATION,
    Inaction,
    Kind,
    LodgedWith,
    Remedy,
    RemedyQuerySet,
    Result,
)
from remedies.models.righting import RemedyRighting

__all__ = [
    "LITIGATION",
    "Cost",
    "CostKind",
    "Document",
    "DocumentKind",
    "Inaction",
    "Instance",
    "Kind",
    "Level",
    "LodgedWith",
    "Order",
    "Party",
    "PartyRole",
    "Remedy",
    "RemedyQuerySet",
    "RemedyRighting",
    "Result",
    "Stage",
    "Unit",
    "What",
]
