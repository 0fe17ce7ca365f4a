"""The arithmetic of the chain: canonical content and its hashes. No database."""

import datetime as dt
import decimal
import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

GENESIS = "0" * 64
FORMAT = 1


def plain(value: Any) -> Any:
    """Reduce to what comes back from any database exactly as it went in; refuse the rest."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str | Promise):
        return _text(str(value))
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, dict):
        return {_text(str(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} does not go into the log: write text or whole numbers")


def _text(value: str) -> str:
    value.encode("utf-8")
    if "\0" in value:
        raise ValueError("a NUL character does not go into the log")
    return value


def canonical(value: Any) -> str:
    """Return the one JSON text of a plain value."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()


def entry_hash(entry) -> str:
    """Hash everything an entry says, with the hash of the entry before it."""
    instant = entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return digest(
        {
            "format": FORMAT,
            "chain": entry.chain,
            "sequence": entry.sequence,
            "event": entry.event,
            "actor": [entry.actor_kind, entry.actor_id, entry.actor_name],
            "at": [instant, entry.utc_offset],
            "payload": entry.payload,
            "private": entry.private_commitment,
            "previous": entry.previous_hash,
        }
    )


def new_salt() -> str:
    return secrets.token_hex(32)


def commitment(salt: str, content: str) -> str:
    """Bind the entry to its personal part without saying anything about it."""
    return hashlib.sha256(f"{salt}\0{content}".encode()).hexdigest()


@dataclass(frozen=True)
class Fault:
    """Something in the log is not as it was written."""

    chain: str
    sequence: int
    kind: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}: {self.kind} {self.detail}".rstrip()


def faults_in(chain: str, entries, head) -> list[Fault]:
    """Walk one chain from its beginning, recomputing every hash from the content."""
    found, previous, place = [], GENESIS, 0
    for entry in entries:
        place += 1
        if entry.sequence != place:
            found.append(Fault(chain, place, "missing", f"found {entry.sequence} instead"))
            place = entry.sequence
        if entry.previous_hash != previous:
            found.append(Fault(chain, entry.sequence, "broken link"))
        if entry_hash(entry) != entry.hash:
            found.append(Fault(chain, entry.sequence, "altered"))
        previous = entry.hash
    return found + _faults_at_end(chain, place, previous, head)


def _faults_at_end(chain: str, place: int, previous: str, head) -> list[Fault]:
    if head is None:
        return [Fault(chain, place, "no head")]
    if head.sequence > place:
        return [Fault(chain, place, "cut off", f"the head stands at {head.sequence}")]
    if (head.sequence, head.hash) != (place, previous):
        return [Fault(chain, place, "not the head", f"the head stands at {head.sequence}")]
    return []
