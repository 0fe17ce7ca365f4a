"""Certificates and keys of every kind a test wants, written where the settings will look."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
USAGE = ("digital_signature", "content_commitment")


@dataclass(frozen=True)
class Issued:
    """A key, its certificate (signed by itself), and the file each is in."""

    key: object
    certificate: x509.Certificate
    key_file: Path
    certificate_file: Path


def key_of(kind: str):
    if kind == "P-256":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=int(kind))


def certificate_for(key, *, name="示例大学", valid=(FROM, UNTIL), usage=USAGE):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    flags = dict.fromkeys(
        [
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
            "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
        ],
        False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.KeyUsage(**flags | dict.fromkeys(usage, True)), critical=True)
        .sign(key, hashes.SHA256())
    )


def pem(key, passphrase: str = "") -> bytes:
    sealed = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed)


def written(folder: Path, kind: str = "P-256", *, passphrase: str = "", **options) -> Issued:
    """A PEM key, closed to others, with its certificate beside it."""
    key = key_of(kind)
    certificate = certificate_for(key, **options)
    files = folder / "key.pem", folder / "certificate.pem"
    files[0].write_bytes(pem(key, passphrase))
    files[0].chmod(0o600)
    files[1].write_bytes(certificate.public_bytes(Encoding.PEM))
    return Issued(key, certificate, *files)


def written_as_pkcs12(folder: Path, passphrase: str, **options) -> Issued:
    key = key_of("P-256")
    certificate = certificate_for(key, **options)
    path = folder / "seal.p12"
    sealed = BestAvailableEncryption(passphrase.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, sealed))
    path.chmod(0o600)
    return Issued(key, certificate, path, path)


def use(settings, issued: Issued, passphrase: str = "") -> None:
    """Have letters signed with it."""
    settings.SEAL_PROVIDER, settings.SEAL_PASSPHRASE = "file", passphrase
    settings.SEAL_KEY, settings.SEAL_CERTIFICATE = issued.key_file, issued.certificate_file


class Vendor:
    """A provider of an operator's own, as one for SM2 or an electronic seal would be."""

    def sign(self, pdf, *, at, box, reason):
        return pdf + f"%sealed {reason} {at.isoformat()}\n%%EOF\n".encode()

    def describe(self):
        return None
