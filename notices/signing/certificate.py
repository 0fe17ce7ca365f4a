"""What a signing certificate says of itself: whose it is, how to name it, when it holds."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.utils.translation import gettext as _

from notices.signing.unusable import SigningUnusable
from records.instants import local

SMALLEST_RSA = 2048  # bits


@dataclass(frozen=True)
class Certificate:
    """The certificate letters are signed with; `fingerprint` is the SHA-256 of it in hex."""

    subject: str
    issuer: str
    serial: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    algorithm: str

    @classmethod
    def of(cls, found: x509.Certificate) -> "Certificate":
        """Raises SigningUnusable for a key we do not sign with, or one that is for other uses."""
        if not may_sign(found):
            raise SigningUnusable(_("这张证书不是用来签名的，请换用签名证书。"))
        return cls(
            subject=found.subject.rfc4514_string(),
            issuer=found.issuer.rfc4514_string(),
            serial=f"{found.serial_number:x}",
            fingerprint=found.fingerprint(hashes.SHA256()).hex(),
            valid_from=found.not_valid_before_utc,
            valid_until=found.not_valid_after_utc,
            algorithm=_algorithm(found),
        )

    def fault(self, at: datetime) -> str:
        """Why nothing can be signed with it at this moment; empty if it holds."""
        if at < self.valid_from:
            words = {"day": local(self.valid_from).date().isoformat()}
            return _("签名证书自%(day)s起才有效，现在不能盖章发出。") % words
        if at > self.valid_until:
            words = {"day": local(self.valid_until).date().isoformat()}
            return _("签名证书已于%(day)s到期，换上新证书后才能盖章发出。") % words
        return ""


def may_sign(found: x509.Certificate) -> bool:
    """Whether its uses are open, or name digital signatures or non-repudiation."""
    try:
        usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _algorithm(found: x509.Certificate) -> str:
    key = found.public_key()
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1 | SECP384R1):
        return f"EC {key.curve.name}"
    if isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST_RSA:
        return f"RSA {key.key_size}"
    raise SigningUnusable(_("签名证书的算法不能使用，须为2048位以上的RSA或者EC P-256、P-384。"))
