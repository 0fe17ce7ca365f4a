"""A letter set, sealed and signed: from its words to the bytes that are kept for ever."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from notices import letter as letters
from notices import pdf, seal, signing
from notices.letter import Letter


@dataclass(frozen=True)
class Sealed:
    """The bytes as they go out; `record` says which seal and which certificate they bear."""

    pdf: bytes
    pages: int
    record: dict[str, Any]


def seal_and_sign(letter: Letter, *, at: datetime) -> Sealed:
    """Set a dated letter with the seal now in use and have it signed, `at` being the time stated.

    Holds no lock and changes nothing. Raises MissingGlyph, NotRendered or SigningUnusable.
    """
    provider = signing.provider()
    certificate = signing.usable_certificate(provider, at=at)
    mark = seal.mark(letter.letterhead)
    printed = pdf.render(letters.page(letter, mark))
    signed = provider.sign(printed.pdf, at=at, box=printed.seal, reason=letter.number)
    record = {"seal": mark.record(), "signature": signing.record_of(certificate, at=at)}
    return Sealed(signed, printed.pages, record)
