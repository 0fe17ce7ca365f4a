"""Compare files and rows, both ways."""

from dataclasses import dataclass
from datetime import UTC, datetime

from records import disk, files
from records.models import StoredFile


@dataclass(frozen=True)
class Stock:
    """`lost`: rows without a file. `damaged`: not what was stored. `leftover`: without a row."""

    counted: int
    lost: tuple[int, ...] = ()
    damaged: tuple[int, ...] = ()
    leftover: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        return not (self.lost or self.damaged or self.leftover)


def take_stock() -> Stock:
    lost, damaged, known = [], [], set()
    on_disk = disk.names()
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        known.add(stored.path)
        if stored.path not in on_disk:
            lost.append(stored.pk)
            continue
        try:
            files.read(stored)
        except files.FileDamaged:
            damaged.append(stored.pk)
    return Stock(len(known), tuple(lost), tuple(damaged), tuple(sorted(on_disk - known)))


def remove_leftovers(*, older_than: datetime) -> int:
    """Remove files whose row never came to be; younger ones may belong to a running transaction."""
    removed = 0
    known = set(StoredFile.objects.values_list("path", flat=True))
    for path in disk.names() - known:
        changed = datetime.fromtimestamp((disk.root() / path).stat().st_mtime, tz=UTC)
        if changed < older_than:
            disk.remove(path)
            removed += 1
    return removed
