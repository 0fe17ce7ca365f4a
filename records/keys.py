"""The keys, which live in a file outside the database.

The file is JSON, readable by its owner alone:
``{"current": "k1", "keys": {"k1": base64}, "hmac": {"h1": base64}}``, each key 256 bits.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
KEY_ID = re.compile(r"[a-z][a-z0-9]{0,7}")
WITNESS = b"gongkai key witness"


class KeysUnusable(ImproperlyConfigured):
    """The key file is missing or wrong. Nothing is stored or read without it."""


@dataclass(frozen=True)
class Keys:
    current: str
    ciphers: dict[str, bytes]
    hmac_id: str
    hmac_key: bytes

    def cipher(self, key_id: str) -> bytes:
        if key_id not in self.ciphers:
            raise KeysUnusable(f"The key file has no key {key_id!r}, which data was stored under.")
        return self.ciphers[key_id]


def key_file() -> Path:
    return Path(settings.RECORDS_KEYS_FILE)


def load() -> Keys:
    path = key_file()
    try:
        found = path.stat()
    except OSError as error:
        raise KeysUnusable(
            f"The key file {path.name} (setting RECORDS_KEYS_FILE) cannot be found: expected "
            "keys k1 and h1 in it. Restore it from safekeeping; on a new installation run "
            "`manage.py make_keys`."
        ) from error
    if found.st_mode & 0o077:
        raise KeysUnusable(f"The key file {path.name} is open to others: set its mode to 0600.")
    return _read(path, found.st_mtime_ns, found.st_ino)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _inode: int) -> Keys:
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        current = content["current"]
        ciphers = {key_id: _decoded(key_id, text) for key_id, text in content["keys"].items()}
        macs = {key_id: _decoded(key_id, text) for key_id, text in content["hmac"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysUnusable(
            f"The key file {path.name} cannot be read: {type(error).__name__}."
        ) from error
    if current not in ciphers:
        raise KeysUnusable(f"The key file names {current!r} as current but does not contain it.")
    if not macs:
        raise KeysUnusable("The key file has no key for searching (h1).")
    hmac_id = list(macs)[-1]
    return Keys(current, ciphers, hmac_id, macs[hmac_id])


def _decoded(key_id: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError) as error:
        raise KeysUnusable(f"Key {key_id!r} in the key file is not base64.") from error
    if len(key) != KEY_BYTES or not KEY_ID.fullmatch(key_id):
        raise KeysUnusable(f"Key {key_id!r} in the key file is not a key of 256 bits.")
    return key


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def make(path: Path | None = None) -> bool:
    """Write a new key file; return False and leave it alone if there is one."""
    path = path or key_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"current": "k1", "keys": {"k1": new_key()}, "hmac": {"h1": new_key()}}
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    _write(handle, content)
    return True


def add_current() -> str:
    """Add a key to the file, make it the current one and return its id."""
    load()
    path = key_file()
    content = json.loads(path.read_text(encoding="ascii"))
    key_id = f"k{max(int(name[1:]) for name in content['keys'] if name[1:].isdigit()) + 1}"
    content["keys"][key_id] = new_key()
    content["current"] = key_id
    beside = path.with_name(path.name + ".new")
    _write(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), content)
    beside.replace(path)
    return key_id


def _write(handle: int, content: dict) -> None:
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def fingerprint(key: bytes) -> str:
    return hmac.new(key, WITNESS, hashlib.sha256).hexdigest()


def _fingerprints(keys: Keys) -> dict[str, str]:
    everything = {**keys.ciphers, keys.hmac_id: keys.hmac_key}
    return {key_id: fingerprint(key) for key_id, key in everything.items()}


def witness() -> None:
    """Note each key's fingerprint in the database, so that another key is recognised."""
    from records.models import KeyWitness

    for key_id, print_ in _fingerprints(load()).items():
        KeyWitness.objects.get_or_create(key_id=key_id, defaults={"fingerprint": print_})


def witness_after_migrate(using: str = "default", **_unused) -> None:
    if using == "default" and key_file().exists():
        witness()


def mismatches() -> list[str]:
    """Say which keys the database was used with are missing from the file or are others."""
    from records.models import KeyWitness

    prints = _fingerprints(load())
    found = []
    for key_id, seen in KeyWitness.objects.values_list("key_id", "fingerprint"):
        if key_id not in prints:
            found.append(f"Key {key_id!r} is missing from the key file.")
        elif not hmac.compare_digest(prints[key_id], seen):
            found.append(f"Key {key_id!r} is not the key this database was used with.")
    return sorted(found)


def require() -> None:
    """Raise unless the key file is there, sound, and the one this database was used with.

    For the places where the program starts.
    """
    load()
    wrong = mismatches()
    if wrong:
        raise KeysUnusable(" ".join(wrong))
