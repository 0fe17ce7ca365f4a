"""Stored files: accepted only if they are what they say, sealed on disk, checked at every read."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from importlib import import_module
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from records import disk, inspection
from records.encryption import Undecipherable
from records.instants import require_aware
from records.models import StoredFile
from records.models.files import FileKind
from records.refusals import FileRefused

PIECE = 64 * 1024
_kept: ContextVar[list[str] | None] = ContextVar("kept", default=None)

__all__ = [
    "FileDamaged",
    "FileRefused",
    "StoredFile",
    "all_or_nothing",
    "clear",
    "destroy",
    "download",
    "examine_waiting",
    "read",
    "store",
    "store_document",
]


class FileDamaged(Exception):
    """What is on disk is not what was stored."""


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """A transaction; if it fails, the bytes of every file stored in it go as the rows do."""
    kept: list[str] = []
    token = _kept.set(kept)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for path in kept:
            disk.remove(path)
        raise
    finally:
        _kept.reset(token)
    if (outer := _kept.get()) is not None:
        outer.extend(kept)


def store(data: bytes | BinaryIO, *, name: str, kind: str = "upload", at: datetime) -> StoredFile:
    """Take a file in: name, first bytes and structure must agree. Uploads begin in quarantine."""
    content = _read_up_to_limit(data)
    media_type = inspection.media_type(content, name)
    quarantined_at = at if kind == FileKind.UPLOAD else None
    return _keep(content, name, kind, media_type, at=at, quarantined_at=quarantined_at)


def store_document(data: bytes, *, name: str, at: datetime, kind: str = "notice") -> StoredFile:
    """Keep a paper we made ourselves: PDF, no size limit, no quarantine."""
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-64:]:
        raise ValueError("a document is a whole PDF")
    return _keep(data, name, kind, inspection.MEDIA_TYPES["pdf"], at=at, quarantined_at=None)


def _read_up_to_limit(data: bytes | BinaryIO) -> bytes:
    limit = settings.UPLOAD_MAX_BYTES
    pieces, size = [], 0
    for piece in _pieces(data):
        size += len(piece)
        if size > limit:
            raise FileRefused(_("文件超过 %(size)s MB。") % {"size": limit // (1024 * 1024)})
        pieces.append(piece)
    return b"".join(pieces)


def _pieces(data: bytes | BinaryIO):
    if isinstance(data, bytes):
        yield data
        return
    data.seek(0)
    while piece := data.read(PIECE):
        yield piece


def _keep(content, name, kind, media_type, *, at, quarantined_at) -> StoredFile:
    stored = StoredFile(
        kind=kind,
        original_name=name,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        path=disk.new_path(),
        stored_at=require_aware(at),
        quarantined_at=quarantined_at,
    )
    try:
        stored.key_id = disk.write(stored.path, content, row_key=stored.row_key)
    except OSError as error:
        disk.remove(stored.path)
        raise FileRefused(_("文件暂时无法保存，请稍后再试，或以其他方式提交。")) from error
    try:
        with transaction.atomic():
            stored.save(force_insert=True)
    except BaseException:
        disk.remove(stored.path)
        raise
    if (kept := _kept.get()) is not None:
        kept.append(stored.path)
    return stored


def read(stored: StoredFile) -> bytes:
    """Return the content, having checked that it is what was stored."""
    try:
        _key_id, content = disk.read(stored.path, row_key=stored.row_key)
    except (OSError, Undecipherable) as error:
        raise FileDamaged(f"stored file {stored.pk}: {type(error).__name__}") from error
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise FileDamaged(f"stored file {stored.pk}: its hash is not the one it was stored with")
    return content


def download(stored: StoredFile) -> bytes:
    """Return the content for a person: not while it is in quarantine."""
    if stored.is_quarantined:
        raise FileRefused(_("文件正在检查，暂时不能下载。"))
    return read(stored)


def clear(stored: StoredFile, *, at: datetime) -> None:
    StoredFile.objects.filter(pk=stored.pk, cleared_at=None).update(cleared_at=require_aware(at))
    stored.refresh_from_db(fields=["cleared_at"])


def looks_sound(content: bytes, stored: StoredFile) -> bool:
    """Examine without a virus scanner: whole, and of the structure its type demands."""
    return inspection.media_type(content, stored.original_name) == stored.media_type


def examine_waiting(*, at: datetime) -> int:
    """Examine what is in quarantine; clear what passes, leave what does not.

    The setting UPLOAD_EXAMINER names another examiner, for instance one that asks a virus scanner:
    ``(content, stored) -> bool``. While it fails, files wait and filing goes on.
    """
    module, _dot, name = getattr(
        settings, "UPLOAD_EXAMINER", "records.files.looks_sound"
    ).rpartition(".")
    examine = getattr(import_module(module), name)
    passed = 0
    for stored in StoredFile.objects.filter(cleared_at=None).exclude(quarantined_at=None):
        if examine(read(stored), stored):
            clear(stored, at=at)
            passed += 1
    return passed


def destroy(stored: StoredFile) -> None:
    """Remove the row, and the bytes once the transaction has happened."""
    path = stored.path
    with transaction.atomic():
        stored.delete()
        transaction.on_commit(lambda: disk.remove(path))
