"""What pyHanko asks for the raw signature, on a private key that is open already."""

from collections.abc import Iterable

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

PrivateKey = EllipticCurvePrivateKey | RSAPrivateKey


class OpenKey(Signer):
    """Signs with SHA-256; pyHanko's own signer would parse and check the key at every letter."""

    def __init__(
        self, key: PrivateKey, certificate: x509.Certificate, chain: Iterable[x509.Certificate]
    ) -> None:
        others = SimpleCertificateStore()
        others.register_multiple(as_asn1(found) for found in chain)
        super().__init__(
            signing_cert=as_asn1(certificate),
            cert_registry=others,
            embed_roots=False,  # whoever checks has the root from elsewhere, or it proves nothing
        )
        self._key = key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), SHA256())
        return self._key.sign(data, ECDSA(SHA256()))


def as_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
