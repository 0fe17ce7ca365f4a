"""Who signs: the interface every provider has, and which of them the settings name.

An electronic seal after GB/T 38540 or an SM2 signature is a provider of the operator's own: a class
without arguments that has the two methods of `SealProvider`, named in `SEAL_PROVIDER` by its dotted
path. It takes the PDF as it was printed and hands back the PDF to be kept for ever.
"""

from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from notices.printed import Box
from notices.signing.certificate import Certificate
from notices.signing.unusable import SigningUnusable

OURS = {
    "none": "notices.signing.image_only.ImageOnly",
    "file": "notices.signing.key_file.KeyFile",
    "demonstration": "notices.signing.demonstration.DemonstrationKey",
    "pkcs11": "notices.signing.token.Token",
}


class SealProvider(Protocol):
    """What signs a letter. Both methods raise SigningUnusable where it cannot."""

    def sign(self, pdf: bytes, *, at: datetime, box: Box | None, reason: str) -> bytes:
        """The signed PDF: `pdf` whole and unchanged, with what the signature adds after it.

        `at` is the time of signing that is stated, `box` the printed seal, `reason` what is signed.
        """

    def describe(self) -> Certificate | None:
        """The certificate, having made sure that its key can be used; None: nothing is signed."""


def provider() -> SealProvider:
    """The provider the settings name."""
    named = settings.SEAL_PROVIDER
    try:
        return import_string(OURS.get(named, named))()
    except ImportError as fault:
        raise SigningUnusable(
            _("没有名为“%(name)s”的签章方式，请检查设定SEAL_PROVIDER。") % {"name": named}
        ) from fault


def usable_certificate(chosen: SealProvider, *, at: datetime) -> Certificate | None:
    """The provider's certificate, which holds at this moment. Raises SigningUnusable."""
    found = chosen.describe()
    if found is not None and (fault := found.fault(at)):
        raise SigningUnusable(fault)
    return found


def record_of(certificate: Certificate | None, *, at: datetime) -> dict[str, Any]:
    """What the snapshot of a letter keeps of its signature."""
    if certificate is None:
        return {"provider": settings.SEAL_PROVIDER, "signed": False}
    return {
        "provider": settings.SEAL_PROVIDER,
        "signed": True,
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "serial": certificate.serial,
        "fingerprint": certificate.fingerprint,
        "algorithm": certificate.algorithm,
        "valid_until": certificate.valid_until.isoformat(),
        "at": at.isoformat(),
    }
