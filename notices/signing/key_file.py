"""Signing with a key in a file: PEM with its certificate beside it, or PKCS#12 with both.

The file must be readable by its owner only. A key once opened stays open in memory: checking an
RSA key anew at every letter costs ten times what the signature does.
"""

import stat
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from django.conf import settings
from django.utils.translation import gettext as _

from notices.printed import Box
from notices.signing.certificate import Certificate
from notices.signing.unusable import SigningUnusable

PKCS12 = (".p12", ".pfx")
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Opened:
    """A private key with its certificate, and the certificates above it."""

    key: object
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]


class KeyFile:
    """Signs with the key the settings name: SEAL_KEY, SEAL_CERTIFICATE, SEAL_PASSPHRASE."""

    def __init__(self) -> None:
        self.key: Path | None = settings.SEAL_KEY
        self.certificate: Path | None = settings.SEAL_CERTIFICATE
        self.passphrase: str = settings.SEAL_PASSPHRASE

    def sign(self, pdf: bytes, *, at: datetime, box: Box | None, reason: str) -> bytes:
        # pyHanko takes a third of a second to load, which a page that seals nothing need not wait.
        from notices.signing.pades import signed
        from notices.signing.signers import OpenKey

        found = self._opened()
        signer = OpenKey(found.key, found.certificate, found.chain)
        return signed(pdf, signer, at=at, box=box, reason=reason)

    def describe(self) -> Certificate:
        return Certificate.of(self._opened().certificate)

    def _opened(self) -> Opened:
        if self.key is None:
            raise SigningUnusable(_("没有写明签名私钥在哪里，请检查设定SEAL_KEY。"))
        seen = _looked_at(self.key)
        if self.key.suffix.lower() in PKCS12:
            return _open_pkcs12(self.key, seen, self.passphrase)
        if self.certificate is None:
            raise SigningUnusable(_("没有写明签名证书在哪里，请检查设定SEAL_CERTIFICATE。"))
        _looked_at(self.certificate, secret=False)
        return _open_pem(self.key, seen, self.passphrase, self.certificate)


def _looked_at(path: Path, *, secret: bool = True) -> tuple[int, int]:
    """When the file was last changed and its size. Raises SigningUnusable if others may read it."""
    try:
        found = path.stat()
    except OSError as fault:
        raise SigningUnusable(_("签名用的文件“%(name)s”打不开。") % {"name": path.name}) from fault
    if secret and found.st_mode & OTHERS:
        raise SigningUnusable(
            _("签名私钥文件“%(name)s”别人也能读，请先收紧权限（chmod 600）。") % {"name": path.name}
        )
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=2)
def _open_pem(key: Path, seen: tuple[int, int], passphrase: str, certificate: Path) -> Opened:
    try:
        private = load_pem_private_key(key.read_bytes(), passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise _not_opened(key) from fault
    try:
        first, *above = x509.load_pem_x509_certificates(certificate.read_bytes())
    except ValueError as fault:
        raise SigningUnusable(
            _("文件“%(name)s”中没有PEM格式的证书。") % {"name": certificate.name}
        ) from fault
    return _matched(Opened(private, first, tuple(above)))


@lru_cache(maxsize=2)
def _open_pkcs12(key: Path, seen: tuple[int, int], passphrase: str) -> Opened:
    try:
        found = pkcs12.load_pkcs12(key.read_bytes(), passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise _not_opened(key) from fault
    if found.key is None or found.cert is None:
        raise SigningUnusable(_("文件“%(name)s”中没有私钥或者没有证书。") % {"name": key.name})
    above = tuple(other.certificate for other in found.additional_certs)
    return _matched(Opened(found.key, found.cert.certificate, above))


def _not_opened(key: Path) -> SigningUnusable:
    return SigningUnusable(
        _("签名私钥“%(name)s”打不开：口令不对，或者不是私钥文件。") % {"name": key.name}
    )


def _matched(found: Opened) -> Opened:
    if found.key.public_key() != found.certificate.public_key():
        raise SigningUnusable(_("签名私钥与证书不是一对，请检查设定SEAL_KEY和SEAL_CERTIFICATE。"))
    return found
