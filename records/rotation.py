"""Move everything sealed to the current key, in batches; what is done stays done."""

from collections.abc import Iterator

from django.apps import apps
from django.db import transaction
from django.db.models import F, TextField
from django.db.models.functions import Cast

from records import disk, keys
from records.encryption import EncryptedTextField
from records.models import StoredFile


def sealed_columns() -> Iterator[tuple[type, EncryptedTextField]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field


def under_other_keys(model, field):
    """Return the rows whose value in this column is not under the current key."""
    ours = f"{keys.load().current}:"
    raw = model._base_manager.annotate(raw_value=Cast(F(field.name), TextField()))
    return (
        raw.exclude(raw_value="")
        .filter(raw_value__isnull=False)
        .exclude(raw_value__startswith=ours)
    )


def rotate(*, batch: int = 500) -> Iterator[tuple[str, int]]:
    """Yield, after each batch has been committed, what it was part of and how many rows."""
    for model, field in sealed_columns():
        while done := _reseal_rows(model, field, batch):
            yield f"{model._meta.label}.{field.name}", done
    while done := _reseal_files(batch):
        yield StoredFile._meta.label, done


def _reseal_rows(model, field, batch: int) -> int:
    with transaction.atomic():
        pks = list(
            under_other_keys(model, field).order_by("pk").values_list("pk", flat=True)[:batch]
        )
        rows = list(model._base_manager.select_for_update().filter(pk__in=pks))
        for row in rows:
            setattr(row, field.attname, getattr(row, field.attname))
            row.save_base(update_fields=[field.name], force_update=True)
    return len(rows)


def _reseal_files(batch: int) -> int:
    current = keys.load().current
    with transaction.atomic():
        waiting = StoredFile.objects.select_for_update().exclude(key_id=current)
        rows = list(waiting.order_by("pk")[:batch])
        for stored in rows:
            key_id, content = disk.read(stored.path, row_key=stored.row_key)
            if key_id != current:
                disk.write(stored.path, content, row_key=stored.row_key)
            StoredFile.objects.filter(pk=stored.pk).update(key_id=current)
    return len(rows)


def left() -> int:
    """Return how many values and files are still under another key."""
    values = sum(under_other_keys(model, field).count() for model, field in sealed_columns())
    return values + StoredFile.objects.exclude(key_id=keys.load().current).count()
