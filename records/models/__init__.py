from records.models.approval import Approval
from records.models.files import StoredFile
from records.models.keys import KeyWitness
from records.models.log import ChainHead, LogEntry, LogPrivate
from records.models.mail import OutgoingMail
from records.models.numbers import Counter
from records.models.throttle import Throttle
from records.models.work import WorkRun

__all__ = [
    "Approval",
    "ChainHead",
    "Counter",
    "KeyWitness",
    "LogEntry",
    "LogPrivate",
    "OutgoingMail",
    "StoredFile",
    "Throttle",
    "WorkRun",
]
