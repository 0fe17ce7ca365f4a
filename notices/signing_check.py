"""What the signature in a PDF proves: whole and ours, changed since, of somebody else, or none.

Nothing is fetched and nothing written. Whether a certificate was revoked is not asked: that takes
the network, and a letter is recognised by its hash first (`Notice.sha256`).
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from asn1crypto import parser
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from notices.signing.certificate import may_sign
from notices.signing.off_loop import off_loop
from notices.signing.signers import as_asn1

# Certificates for seals name one of the two; pyHanko would insist on the first.
SIGNS = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
)


class Finding(StrEnum):
    """How a file stands."""

    GENUINE = "genuine"  # signed under a trusted certificate, and nothing changed since
    CHANGED = "changed"  # signed, but altered or added to since
    FOREIGN = "foreign"  # whole, but signed under a certificate that is not trusted here
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"  # no PDF, or too damaged to be read as one


@dataclass(frozen=True)
class Verdict:
    """The finding, and what the signature states of itself: believe that only if it is genuine."""

    finding: Finding
    subject: str = ""
    fingerprint: str = ""
    at: datetime | None = None


def signature_of(pdf: bytes, *, trust: Sequence[x509.Certificate], at: datetime) -> Verdict:
    """Judge the one signature a letter of ours has, its certificate as it stood at `at`.

    `trust` are the roots, or the signing certificate itself. A second signature is an addition, and
    letters admit none. A few bits of the signature's own container are covered by nothing: where it
    must be the very bytes, ask the hash.
    """
    try:
        found = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
        if not found:
            return Verdict(Finding.UNSIGNED)
        covered = len(found) == 1 and _covers(found[0], pdf)
        context = ValidationContext(
            trust_roots=[as_asn1(root) for root in trust], moment=at, allow_fetching=False
        )
        status = off_loop(
            lambda: validate_pdf_signature(found[0], context, key_usage_settings=SIGNS)
        )
        certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
    except Exception:  # a stranger's file may break any reader: what cannot be read is no letter
        return Verdict(Finding.UNREADABLE)
    return Verdict(
        _finding(status, covered=covered, holds=_holds(certificate, at)),
        certificate.subject.rfc4514_string(),
        certificate.fingerprint(hashes.SHA256()).hex(),
        status.signer_reported_dt,
    )


def _holds(certificate: x509.Certificate, at: datetime) -> bool:
    """Asked here too: of a certificate that is trusted by itself pyHanko asks nothing."""
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc and may_sign(
        certificate
    )


def _covers(found: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Whether the signed bytes are the whole file but for the place of the signature itself.

    pyHanko looks at objects: it passes what stands after the end of the file, where anybody may
    write. What the signature leaves of its place is zeros, or it hides something.
    """
    start, first, second, last = (int(number) for number in found.byte_range)
    place, content = pdf[first:second], found.pkcs7_content
    written = f"<{content.hex()}>".encode()
    return (
        start == 0
        and second + last == len(pdf)
        and place in (written, written.upper())
        and not any(content[parser.peek(content) :])
    )


def _finding(status: PdfSignatureStatus, *, covered: bool, holds: bool) -> Finding:
    if status.bottom_line and covered and holds:
        return Finding.GENUINE
    # `intact` alone would pass what was added after the signed bytes.
    whole = status.intact and status.valid and status.docmdp_ok and covered
    return Finding.FOREIGN if whole else Finding.CHANGED
