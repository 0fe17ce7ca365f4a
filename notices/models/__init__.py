"""Paper as evidence: what was drafted, approved, numbered, rendered and served."""

from notices.models.drafts import DraftVersion
from notices.models.making import Making, MakingQuerySet
from notices.models.notice import Manner, Notice, NoticeQuerySet
from notices.models.numbers import Reservation
from notices.models.outgoing import OutgoingCheck, Redaction, SuspectedSecret
from notices.models.seal import SealImage
from notices.models.service import ServiceRecord

__all__ = [
    "DraftVersion",
    "Making",
    "MakingQuerySet",
    "Manner",
    "Notice",
    "NoticeQuerySet",
    "OutgoingCheck",
    "Redaction",
    "Reservation",
    "SealImage",
    "ServiceRecord",
    "SuspectedSecret",
]
