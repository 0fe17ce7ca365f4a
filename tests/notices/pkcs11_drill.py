"""A drill, not a test: a letter signed by a key on a token, here SoftHSM's.

    apt-get install softhsm2 && .venv/bin/python -m pip install python-pkcs11
    DJANGO_SETTINGS_MODULE=config.settings_test .venv/bin/python -m tests.notices.pkcs11_drill

It makes a token in a scratch folder, signs on it with EC P-256 and RSA-3072, has `pdfsig` and our
own check look at the letters, and tries a wrong PIN. Prints what it saw; fails if it was not so.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
PIN = "1234"


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="gongkai-token-"))
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    django.setup()
    _run(
        "softhsm2-util", "--init-token", "--free", "--label", "seal", "--pin", PIN, "--so-pin", PIN
    )
    for kind in ("P-256", "3072"):
        _put_on_token(folder, kind)
        _sign(folder, kind)
    _wrong_pin()
    return 0


def _put_on_token(folder: Path, kind: str) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding
    from pkcs11 import Attribute, ObjectClass, lib
    from pkcs11.util import x509 as token_x509

    from tests.notices import certificates

    issued = certificates.written(folder, kind)
    _run(
        "softhsm2-util", "--import", str(issued.key_file), "--token", "seal", "--label", kind,
        "--id", "01" if kind == "P-256" else "02", "--pin", PIN,
    )  # fmt: skip
    token = lib(_module()).get_token(token_label="seal")
    with token.open(rw=True, user_pin=PIN) as session:
        found = token_x509.decode_x509_certificate(issued.certificate.public_bytes(Encoding.DER))
        more = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.TOKEN: True}
        session.create_object(found | more | {Attribute.LABEL: kind})


def _sign(folder: Path, kind: str) -> None:
    from cryptography import x509
    from django.conf import settings

    from notices import pdf, signing, signing_check
    from tests.cast import MONDAY, at

    settings.SEAL_PROVIDER = "pkcs11"
    settings.SEAL_PKCS11_MODULE, settings.SEAL_PKCS11_TOKEN = _module(), "seal"
    settings.SEAL_PKCS11_LABEL, settings.SEAL_PASSPHRASE = kind, PIN
    printed = pdf.render('<html lang="zh-CN"><title>答复书</title><p>正文</p>')
    provider = signing.provider()
    certificate = signing.usable_certificate(provider, at=at(MONDAY))
    began = time.perf_counter()
    made = provider.sign(printed.pdf, at=at(MONDAY), box=printed.seal, reason="drill")
    took = (time.perf_counter() - began) * 1000
    path = folder / f"{kind}.pdf"
    path.write_bytes(made)
    trusted = x509.load_pem_x509_certificate((folder / "certificate.pem").read_bytes())
    found = signing_check.signature_of(made, trust=[trusted], at=at(MONDAY)).finding
    print(f"{certificate.algorithm}: {found}, {took:.0f} ms")
    assert found == signing_check.Finding.GENUINE
    assert "Signature is Valid" in _run("pdfsig", str(path))


def _wrong_pin() -> None:
    from django.conf import settings

    from notices import signing

    settings.SEAL_PASSPHRASE = "0000"
    try:
        signing.provider().describe()
    except signing.SigningUnusable as refused:
        print(f"wrong PIN: {refused}")
    else:
        raise AssertionError("a wrong PIN opened the token")


def _module() -> str:
    return next(path for path in MODULES if Path(path).exists())


def _run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
