"""The digital signature of a letter: what signs it, with which certificate, and what it may refuse.

Which provider signs is a setting (`SEAL_PROVIDER`). Each signs the whole PDF and says what its
certificate is; where the key lies is the provider's affair and nobody else's.
"""

from notices.signing.certificate import Certificate
from notices.signing.provider import (
    SealProvider,
    provider,
    record_of,
    usable_certificate,
)
from notices.signing.unusable import SigningUnusable

__all__ = [
    "Certificate",
    "SealProvider",
    "SigningUnusable",
    "provider",
    "record_of",
    "usable_certificate",
]
