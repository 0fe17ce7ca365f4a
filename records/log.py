"""The append-only log: one hash chain per subject, written in the transaction of the act.

Nothing personal goes into `payload`: it stays for ever. What is personal goes into `private`, is
sealed, and may be destroyed; the chain keeps a salted commitment to it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from records import chain as chains
from records.chain import GENESIS, Fault
from records.instants import offset, require_aware
from records.models import ChainHead, LogEntry, LogPrivate
from records.models.log import ActorKind

EVENT = re.compile(r"[a-z][a-z0-9_.]{0,79}")
DESTROYED = "private_destroyed"
BATCH = 200  # heads read or written at a time


@dataclass(frozen=True)
class Actor:
    """Who acts. Only staff are named; an applicant's name never enters the chain."""

    kind: str
    id: int | None = None
    name: str = ""

    def __post_init__(self):
        if self.kind not in ActorKind.values:
            raise ValueError(f"unknown kind of actor {self.kind!r}")
        if self.name and self.kind != ActorKind.STAFF:
            raise ValueError("only staff are named in the log")

    @classmethod
    def of(cls, person: Any) -> "Actor":
        """Return the actor that a member of staff (the user model) is."""
        return cls(ActorKind.STAFF.value, person.pk, person.get_full_name())


SYSTEM = Actor("system")
APPLICANT = Actor("applicant")
THIRD_PARTY = Actor("third_party")


def append(
    chain: str,
    event: str,
    *,
    actor: Actor,
    at: datetime,
    payload: dict[str, Any] | None = None,
    private: dict[str, Any] | None = None,
    retention: str = "case",
) -> LogEntry:
    """Add an entry at the end of a chain, inside the transaction of what it records."""
    _require_named(event, [chain])
    salt, content, bound = _bind(private)
    head = _locked_head(chain)
    entry = _after(head, event, actor, require_aware(at), payload or {}, bound)
    entry.save()
    ChainHead.objects.filter(pk=head.pk).update(sequence=entry.sequence, hash=entry.hash)
    if content:
        LogPrivate.objects.create(entry=entry, salt=salt, content=content, retention=retention)
    return entry


def append_all(
    payloads: Sequence[tuple[str, dict[str, Any]]], event: str, *, actor: Actor, at: datetime
) -> None:
    """Add entries of one event to many chains, in their order: (chain, payload).

    As `append` does one by one, but with few queries for many; nothing personal may be in it.
    """
    names = sorted({chain for chain, _payload in payloads})
    _require_named(event, names)
    require_aware(at)
    heads = _locked_heads(names)
    entries = []
    for chain, payload in payloads:
        head = heads[chain]
        entry = _after(head, event, actor, at, payload)
        heads[chain] = ChainHead(pk=head.pk, chain=chain, sequence=entry.sequence, hash=entry.hash)
        entries.append(entry)
    for start in range(0, len(entries), BATCH):
        LogEntry.objects.bulk_create(entries[start : start + BATCH])
    _move_heads(heads, entries)


def _after(
    head: ChainHead,
    event: str,
    actor: Actor,
    at: datetime,
    payload: dict[str, Any],
    bound: str = "",
) -> LogEntry:
    """The entry that follows the head of its chain, not yet saved."""
    entry = LogEntry(
        chain=head.chain, sequence=head.sequence + 1, event=event, actor_kind=actor.kind,
        actor_id=actor.id, actor_name=actor.name, at=at, utc_offset=offset(at),
        payload=chains.plain(payload), private_commitment=bound, previous_hash=head.hash,
    )  # fmt: skip
    entry.hash = chains.entry_hash(entry)
    return entry


def _move_heads(heads: dict[str, ChainHead], entries: list[LogEntry]) -> None:
    """Move every head up to its last entry, one place at a time, as the database demands."""
    steps: dict[int, list[ChainHead]] = {}
    taken: Counter[str] = Counter()
    for entry in entries:
        head = heads[entry.chain]
        moved = ChainHead(pk=head.pk, sequence=entry.sequence, hash=entry.hash)
        steps.setdefault(taken[entry.chain], []).append(moved)
        taken[entry.chain] += 1
    for moved in steps.values():
        ChainHead.objects.bulk_update(moved, ["sequence", "hash"], batch_size=BATCH)


def _require_named(event: str, names: Iterable[str]) -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "A log entry is written in the transaction of the act it records."
        )
    for name in names:
        if not EVENT.fullmatch(event) or not 0 < len(name) <= 80:
            raise ValueError(f"not a name of an event in a chain: {event!r}, {name!r}")


def _locked_heads(names: list[str]) -> dict[str, ChainHead]:
    """The heads of these chains, made where there are none, locked in the order of their names."""
    found = {}
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        ChainHead.objects.bulk_create(
            [ChainHead(chain=chain, sequence=0, hash=GENESIS) for chain in batch],
            ignore_conflicts=True,
        )
        locked = ChainHead.objects.filter(chain__in=batch).select_for_update().order_by("chain")
        found |= {head.chain: head for head in locked}
    return found


def _bind(private: dict[str, Any] | None) -> tuple[str, str, str]:
    if not private:
        return "", "", ""
    salt, content = chains.new_salt(), chains.canonical(chains.plain(private))
    return salt, content, chains.commitment(salt, content)


def _locked_head(chain: str) -> ChainHead:
    """Return the head, locked until the transaction ends, so that a chain cannot fork."""
    head = ChainHead.objects.select_for_update().filter(chain=chain).first()
    if head is None:
        ChainHead.objects.bulk_create(
            [ChainHead(chain=chain, sequence=0, hash=GENESIS)], ignore_conflicts=True
        )
        head = ChainHead.objects.select_for_update().get(chain=chain)
    return head


def entries(chain: str):
    return LogEntry.objects.filter(chain=chain).order_by("sequence")


def private_of(entry: LogEntry) -> dict[str, Any] | None:
    """Return an entry's personal part, or None if it has none or it was destroyed."""
    kept = LogPrivate.objects.filter(entry=entry).first()
    return json.loads(kept.content) if kept else None


def destroy_private(found: Iterable[LogEntry], *, actor: Actor, at: datetime, reason: str) -> int:
    """Destroy the personal part of entries; each chain records that it was done and why."""
    with transaction.atomic():
        ids = [entry.pk for entry in found]
        kept = LogEntry.objects.filter(pk__in=ids, private__isnull=False)
        places = [tuple(row) for row in kept.values_list("chain", "sequence").order_by()]
        LogPrivate.objects.filter(entry__in=ids).delete()
        for chain, rows in groupby(sorted(places), key=lambda row: row[0]):
            said = {"sequences": [sequence for _, sequence in rows], "reason": reason}
            append(chain, DESTROYED, actor=actor, at=at, payload=said)
    return len(places)


def verify(chain: str | None = None) -> list[Fault]:
    """Recompute the chains from their content; return everything that does not fit.

    A tail cut off together with its head, or cut off and grown again, needs `check_anchor`.
    """
    heads = ChainHead.objects.all()
    rows = LogEntry.objects.order_by("chain", "sequence")
    if chain is not None:
        heads, rows = heads.filter(chain=chain), rows.filter(chain=chain)
    standing = {head.chain: head for head in heads}
    found: list[Fault] = []
    for name, members in groupby(rows.iterator(chunk_size=2000), key=lambda entry: entry.chain):
        found += chains.faults_in(name, members, standing.pop(name, None))
    found += [
        Fault(name, 0, "cut off", f"the head stands at {head.sequence}")
        for name, head in standing.items()
    ]
    return found + list(_private_faults(chain))


def _private_faults(chain: str | None) -> Iterator[Fault]:
    kept = LogPrivate.objects.select_related("entry").order_by("entry_id")
    if chain is not None:
        kept = kept.filter(entry__chain=chain)
    for row in kept.iterator(chunk_size=2000):
        if chains.commitment(row.salt, row.content) != row.entry.private_commitment:
            yield Fault(row.entry.chain, row.entry.sequence, "personal part altered")


def unexplained_destructions() -> list[Fault]:
    """Return entries whose personal part is gone without the chain saying so."""
    explained = {
        (entry.chain, sequence)
        for entry in LogEntry.objects.filter(event=DESTROYED)
        for sequence in entry.payload["sequences"]
    }
    gone = LogEntry.objects.exclude(private_commitment="").filter(private__isnull=True)
    return [
        Fault(chain, sequence, "personal part gone")
        for chain, sequence in gone.values_list("chain", "sequence")
        if (chain, sequence) not in explained
    ]


def anchor() -> dict[str, Any]:
    """Return where every chain stands, and one digest of it, to be kept outside this system."""
    standing = ChainHead.objects.order_by("chain").values_list("chain", "sequence", "hash")
    heads = {chain: [sequence, hash_] for chain, sequence, hash_ in standing}
    return {"digest": chains.digest(heads), "heads": heads}


def check_anchor(kept: dict[str, Any]) -> list[Fault]:
    """Compare the log with an anchor kept outside: what was there then must be there now."""
    heads = kept["heads"]
    if chains.digest(heads) != kept["digest"]:
        return [Fault("anchor", 0, "altered", "its digest does not fit its content")]
    found = []
    for chain, (sequence, hash_) in heads.items():
        now = LogEntry.objects.filter(chain=chain, sequence=sequence).values_list("hash", flat=True)
        if sequence and list(now) != [hash_]:
            found.append(Fault(chain, sequence, "not what was anchored"))
    return found
