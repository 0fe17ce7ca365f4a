from requests_app.models.application import Application
from requests_app.models.consultations import Consultation, Override
from requests_app.models.facts import (
    Assignment,
    Attachment,
    Correction,
    Extension,
    FeeDemand,
    LaterDate,
    LawChoice,
    ReasonsRequest,
    Righting,
    SearchRecord,
    SecrecyReview,
)
from requests_app.models.handlings import Decision, DecisionItem, Handling, WithheldPart
from requests_app.models.parties import Applicant

__all__ = [
    "Applicant", "Application", "Assignment", "Attachment", "Consultation", "Correction",
    "Decision", "DecisionItem", "Extension", "FeeDemand", "Handling", "LaterDate", "LawChoice",
    "Override", "ReasonsRequest", "Righting", "SearchRecord", "SecrecyReview", "WithheldPart",
]  # fmt: skip
