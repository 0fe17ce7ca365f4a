"""What anybody may be told of an issued notice: that it is ours, and whether it still stands.

A code leads to one issued notice or to nothing; a file is known by its SHA-256 alone. What is told
holds nothing of what the notice says or to whom.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from notices import codes
from notices.models import Notice
from office.models import Institution
from records import files
from records.models import LogEntry


class Match(StrEnum):
    """What a file that somebody holds is to a notice."""

    AS_ISSUED = "as_issued"
    TRANSLATION = "translation"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Successor:
    """The notice that revoked or replaced another: its number and its day."""

    number: str
    on: date


@dataclass(frozen=True)
class Verified:
    """What the page tells of an issued notice.

    `intact` is whether the copy we keep is still what was issued: where it is not, nothing else
    that is told may be relied on.
    """

    code: str
    number: str
    on: date
    pages: int | None
    issuer: Institution
    revoked: Successor | None
    replaced: Successor | None
    intact: bool


def find(typed: str) -> Notice | None:
    """The issued notice with this code. What cannot be a code is looked for all the same."""
    return _issued().filter(code=codes.normal(typed)).first()


def find_by_file(sha256: str) -> Notice | None:
    """The issued notice whose PDF, or whose reference translation, has this hash."""
    by_hash = Q(pdf__sha256=sha256) | Q(english_pdf__sha256=sha256)
    return _issued().filter(by_hash).first()


def tell(notice: Notice) -> Verified:
    """What is told of it, once its own copy was read again and held against the log."""
    return Verified(
        code=notice.code or "",
        number=notice.number or "",
        on=notice.issued_on,
        pages=notice.pages,
        issuer=Institution.objects.get(version=notice.institution_version),
        revoked=_successor(Notice.objects.filter(withdraws=notice)),
        replaced=_successor(Notice.objects.filter(replaces=notice)),
        intact=is_intact(notice),
    )


def compare(notice: Notice, sha256: str) -> Match:
    """What a file with this hash is to the notice."""
    if sha256 == notice.sha256:
        return Match.AS_ISSUED
    if notice.english_sha256 and sha256 == notice.english_sha256:
        return Match.TRANSLATION
    return Match.DIFFERENT


def is_intact(notice: Notice) -> bool:
    """Whether file, row and log agree on what was issued."""
    return all(
        _holds(stored, sha256)
        for stored, sha256 in (
            (notice.pdf, notice.sha256),
            (notice.english_pdf, notice.english_sha256),
        )
        if stored is not None
    ) and _is_as_logged(notice)


def _holds(stored: files.StoredFile, sha256: str) -> bool:
    try:
        files.read(stored)
    except files.FileDamaged:
        return False
    return stored.sha256 == sha256


def _is_as_logged(notice: Notice) -> bool:
    """The chained log has number and hash as they went out, whatever the row says by now."""
    said = LogEntry.objects.filter(
        chain=notice.application.chain, event="notice_issued", payload__notice=notice.pk
    )
    return [(e.payload["number"], e.payload["sha256"]) for e in said] == [
        (notice.number, notice.sha256)
    ]


def _issued():
    return Notice.objects.issued().select_related("application", "pdf", "english_pdf")


def _successor(found) -> Successor | None:
    notice = found.issued().first()
    return Successor(notice.number, notice.issued_on) if notice else None
