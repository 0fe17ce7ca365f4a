"""Mail that came back: a delivery report (RFC 3464) matched to the mail it is about.

Reports come in by `manage.py bounces`, from a pipe of the mail server or from a mailbox file. Only
the message's identifier and the status code are read: what else a report quotes is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from records.instants import require_aware
from records.models import OutgoingMail

IDENTIFIER = re.compile(r"<[^<>\s]{3,190}>")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
LARGEST = 1024 * 1024  # bytes of a report that are read
PERMANENT = "5."


@dataclass(frozen=True)
class Bounce:
    """One report: which mail it speaks of, and its status, such as 5.1.1 (no such mailbox)."""

    message_id: str
    status: str

    @property
    def is_permanent(self) -> bool:
        return self.status.startswith(PERMANENT)


def read(raw: bytes) -> Bounce | None:
    """The bounce a message reports; None if it is no delivery report about mail of ours."""
    message = message_from_bytes(raw[:LARGEST], policy=policy.default)
    status = _status(message)
    if status is None:
        return None
    for identifier in _identifiers(message):
        if OutgoingMail.objects.filter(message_id=identifier).exists():
            return Bounce(identifier, status)
    return None


def note(bounce: Bounce, *, at: datetime) -> bool:
    """Put the bounce beside its mail, once. A delay (4.x.x) is none: mail servers go on trying."""
    if not bounce.is_permanent:
        return False
    waiting = OutgoingMail.objects.filter(message_id=bounce.message_id, bounced_at=None)
    return bool(waiting.update(bounced_at=require_aware(at), bounce_status=bounce.status))


def _status(message: EmailMessage) -> str | None:
    """The worst status of a `message/delivery-status` part."""
    found: list[str] = []
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            said = STATUS.search(str(block.get("Status", "")))
            if said:
                found.append(said.group(1))
    return max(found, default=None)


def _identifiers(message: EmailMessage) -> Iterator[str]:
    """The identifiers quoted of the returned mail; never the report's own."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            yield from _quoted(part.get_content())
        elif kind == "message/rfc822":
            for inner in part.get_payload():
                yield from IDENTIFIER.findall(str(inner.get("Message-ID", "")))


def _quoted(headers: str) -> Iterator[str]:
    for line in headers.splitlines():
        if line.lower().startswith("message-id:"):
            yield from IDENTIFIER.findall(line)
