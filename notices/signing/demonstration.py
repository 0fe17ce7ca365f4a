"""The certificate of demonstrations: made on this machine, saying of itself that it proves nothing.

A root and a signer below it, written once into the data folder and never overwritten. The root's
key is not kept: nothing else is ever to be signed with it.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _

from notices.signing.key_file import KeyFile
from notices.signing.unusable import SigningUnusable

SAYS = "Demonstration only 仅供演示"
# The cases of a demonstration lie in the past, and it is looked at for years.
HOLDS = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC))
SIGNER = x509.KeyUsage(
    digital_signature=True, content_commitment=True, key_encipherment=False,
    data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
    encipher_only=False, decipher_only=False,
)  # fmt: skip
ROOT = x509.KeyUsage(
    digital_signature=False, content_commitment=False, key_encipherment=False,
    data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
    encipher_only=False, decipher_only=False,
)  # fmt: skip


class DemonstrationKey(KeyFile):
    """Signs with the demonstration's own key, in a demonstration and nowhere else."""

    def __init__(self) -> None:
        if not settings.DEMONSTRATION:
            raise SigningUnusable(_("演示证书只能用于演示系统，请检查设定SEAL_PROVIDER。"))
        self.key = folder() / "signer_key.pem"
        self.certificate = folder() / "signer.pem"
        self.passphrase = ""


def folder() -> Path:
    return settings.VAR / "demonstration_seal"


def make() -> bool:
    """Write root and signer; return False, with nothing touched, where there are any."""
    target = folder()
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(target.iterdir()):
        return False
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    above = _name("Root")
    root = _certificate(above, above, root_key.public_key(), root_key, ROOT)
    signer = _certificate(_name("Seal"), above, key.public_key(), root_key, SIGNER)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pems = [found.public_bytes(Encoding.PEM) for found in (signer, root)]
    _write(target / "signer_key.pem", private)
    _write(target / "root.pem", pems[1])
    _write(target / "signer.pem", b"".join(pems))
    return True


def _name(part: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, SAYS),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{part}: {SAYS}"),
        ]
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    signs: ec.EllipticCurvePrivateKey,
    usage: x509.KeyUsage,
) -> x509.Certificate:
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(HOLDS[0])
        .not_valid_after(HOLDS[1])
        .add_extension(x509.BasicConstraints(usage is ROOT, None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signs.public_key()), critical=False
        )
    )
    return made.sign(signs, hashes.SHA256())


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as made:
        made.write(content)
