"""Signing with a key that never leaves its token: PKCS#11, by the module its vendor supplies.

Needs the package python-pkcs11, which is not installed with the rest: few offices have a token.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.utils.translation import gettext as _

from notices.printed import Box
from notices.signing.certificate import Certificate
from notices.signing.off_loop import off_loop
from notices.signing.unusable import SigningUnusable

if TYPE_CHECKING:
    from pyhanko.sign.pkcs11 import PKCS11Signer

TRIED = b"can this key be used, and is it this certificate's?"


class Token:
    """Signs on the token: SEAL_PKCS11_MODULE, _TOKEN, _LABEL; the PIN is SEAL_PASSPHRASE."""

    def __init__(self) -> None:
        self.module: str = settings.SEAL_PKCS11_MODULE
        self.token: str = settings.SEAL_PKCS11_TOKEN
        self.label: str = settings.SEAL_PKCS11_LABEL
        self.pin: str = settings.SEAL_PASSPHRASE
        if not (self.module and self.token and self.label and self.pin):
            raise SigningUnusable(
                _(
                    "密码设备的设定不全，请检查SEAL_PKCS11_MODULE、SEAL_PKCS11_TOKEN、"
                    "SEAL_PKCS11_LABEL和SEAL_PASSPHRASE。"
                )
            )

    def sign(self, pdf: bytes, *, at: datetime, box: Box | None, reason: str) -> bytes:
        from notices.signing.pades import signed

        with self._signer() as signer:
            return signed(pdf, signer, at=at, box=box, reason=reason)

    def describe(self) -> Certificate:
        """Signs a few bytes as well: a certificate says nothing of the key beside it."""
        with self._signer() as signer:
            certificate = x509.load_der_x509_certificate(signer.signing_cert.dump())
            signature = off_loop(lambda: asyncio.run(signer.async_sign_raw(TRIED, "sha256")))
        _refuse_another_key(certificate, signature)
        return Certificate.of(certificate)

    @contextmanager
    def _signer(self) -> Iterator["PKCS11Signer"]:
        try:
            from pkcs11 import PKCS11Error
            from pyhanko.config.pkcs11 import TokenCriteria
            from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
        except ImportError as fault:
            raise SigningUnusable(_("使用密码设备须另装python-pkcs11，装法见运行手册。")) from fault
        try:
            with open_pkcs11_session(
                self.module, token_criteria=TokenCriteria(label=self.token), user_pin=self.pin
            ) as session:
                yield PKCS11Signer(
                    session,
                    cert_label=self.label,
                    key_label=self.label,
                    embed_roots=False,
                    use_raw_mechanism=True,  # hashed here: not every token hashes for ECDSA
                )
        except (PKCS11Error, RuntimeError) as fault:
            raise SigningUnusable(
                _("密码设备不能签名（%(kind)s）：请看设备是否插好、PIN和证书标签是否正确。")
                % {"kind": type(fault).__name__}
            ) from fault


def _refuse_another_key(certificate: x509.Certificate, signature: bytes) -> None:
    public = certificate.public_key()
    try:
        if isinstance(public, RSAPublicKey):
            public.verify(signature, TRIED, PKCS1v15(), SHA256())
        else:
            public.verify(signature, TRIED, ECDSA(SHA256()))
    except InvalidSignature as fault:
        raise SigningUnusable(_("密码设备中的私钥与证书不是一对。")) from fault
