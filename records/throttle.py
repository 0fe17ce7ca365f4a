"""Limits on attempts, kept in the database so that every process counts the same."""

from datetime import datetime, timedelta

from django.db import transaction

from records.encryption import keyed_hash
from records.instants import require_aware
from records.models import Throttle

KEPT = timedelta(days=2)


def hit(bucket: str, *, at: datetime, limit: int, per: timedelta) -> bool:
    """Count an attempt; return False if `limit` were already allowed in the last `per`.

    `bucket` names the door and who knocks ("query:2026-17", "sign-in:address:…"); only its keyed
    hash is stored. Refused attempts do not lengthen the wait. Call it outside the transaction of
    what it guards, or the count is undone with it.
    """
    moment = require_aware(at).timestamp()
    name = _name(bucket)
    with transaction.atomic():
        row = _locked(name)
        row.hits = [h for h in row.hits if moment - h < per.total_seconds()]
        allowed = len(row.hits) < limit
        if allowed:
            row.hits.append(moment)
        else:
            row.denied += 1
        row.last_at = at
        row.save()
    return allowed


def open_again_at(bucket: str, *, at: datetime, limit: int, per: timedelta) -> datetime:
    """Return when the next attempt will be allowed: now, if it already is."""
    row = Throttle.objects.filter(bucket=_name(bucket)).first()
    recent = [h for h in row.hits if at.timestamp() - h < per.total_seconds()] if row else []
    if len(recent) < limit:
        return at
    return datetime.fromtimestamp(sorted(recent)[-limit], tz=at.tzinfo) + per


def forget(bucket: str) -> None:
    """Begin again, as after a successful sign-in."""
    Throttle.objects.filter(bucket=_name(bucket)).update(hits=[])


def purge(*, at: datetime) -> int:
    return Throttle.objects.filter(last_at__lte=at - KEPT).delete()[0]


def _name(bucket: str) -> str:
    return keyed_hash(bucket, purpose="throttle")


def _locked(name: str) -> Throttle:
    row = Throttle.objects.select_for_update().filter(bucket=name).first()
    if row is None:
        Throttle.objects.bulk_create([Throttle(bucket=name)], ignore_conflicts=True)
        row = Throttle.objects.select_for_update().get(bucket=name)
    return row
