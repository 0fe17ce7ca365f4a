"""What is done to a letter after it is set, measured apart: stored and signed."""

import hashlib
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import keys as asn1
from asn1crypto import x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from records import keys
from records.encryption import seal_bytes


def stored(content: bytes) -> tuple[str, bytes]:
    """Hashed and encrypted as `records.files` does, without the disk."""
    hashlib.sha256(content).hexdigest()
    if not Path(settings.RECORDS_KEYS_FILE).exists():
        keys.make()
    return seal_bytes(content, context="benchmark")


def signing(content: bytes) -> Callable[[], object]:
    """Sign a letter in its empty field, with a certificate made for the purpose."""
    signer, meta = _signer(), signers.PdfSignatureMetadata(field_name="Seal")
    return lambda: signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)), meta, signer=signer, in_place=False
    )


def _signer() -> signers.SimpleSigner:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    until = now + timedelta(days=1)
    name = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, "benchmark")])
    usage = certificates.KeyUsage(True, True, *[False] * 7)
    made = (
        certificates.CertificateBuilder(name, name, key.public_key(), 1, now, until)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    encoded = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(made.public_bytes(serialization.Encoding.DER)),
        signing_key=asn1.PrivateKeyInfo.load(encoded),
        cert_registry=SimpleCertificateStore(),
    )
