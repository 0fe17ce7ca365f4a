"""Bytes on disk: sealed, whole or not there at all.

A file is ``GKF1``, the length and text of the key id, then nonce and ciphertext.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings

from records.encryption import Undecipherable, open_bytes, seal_bytes

MAGIC = b"GKF1"
PART = ".part"


def root() -> Path:
    return Path(settings.VAR) / "files"


def context(row_key) -> str:
    return f"records_storedfile.content:{row_key}"


def new_path() -> str:
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"


def write(path: str, data: bytes, *, row_key) -> str:
    """Write the sealed bytes and return the key's id: temporary file, fsync, rename, fsync.

    When it fails, what stood at the path before may have been replaced, but is whole.
    """
    key_id, sealed = seal_bytes(data, context=context(row_key))
    final = root() / path
    final.parent.mkdir(parents=True, exist_ok=True)
    part = final.with_name(final.name + PART)
    try:
        with part.open("wb") as file:
            file.write(MAGIC + bytes([len(key_id)]) + key_id.encode() + sealed)
            file.flush()
            os.fsync(file.fileno())
        part.replace(final)
        _sync_folder(final.parent)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return key_id


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: str, *, row_key) -> tuple[str, bytes]:
    """Return the key's id and the opened bytes."""
    raw = (root() / path).read_bytes()
    if not raw.startswith(MAGIC) or len(raw) < len(MAGIC) + 1:
        raise Undecipherable("The stored file has no header.")
    start = len(MAGIC) + 1
    end = start + raw[len(MAGIC)]
    key_id = raw[start:end].decode("ascii", errors="replace")
    return key_id, open_bytes(key_id, raw[end:], context=context(row_key))


def remove(path: str) -> None:
    (root() / path).unlink(missing_ok=True)


def names() -> set[str]:
    """Return every file there is, temporary ones included, as stored paths."""
    top = root()
    return {str(file.relative_to(top)) for file in top.glob("*/*") if file.is_file()}
