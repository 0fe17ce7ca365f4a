"""Scheduled work: named callables that `manage.py work` runs when they are due.

A package registers its own in ``AppConfig.ready()``. Work may be run again after a failure or a
stop, so it must do no harm twice. Two workers may run: each run is claimed by conditional update.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from records.instants import local, require_aware
from records.models import WorkRun

NIGHTLY = "nightly"
LEASE = timedelta(hours=1)
RETRY = timedelta(minutes=10)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    name: str
    run: Callable[..., Any]
    every: timedelta | str


registered: dict[str, Work] = {}


def register(name: str, run: Callable[..., Any], *, every: timedelta | str = NIGHTLY) -> None:
    """Have ``run(at=…)`` called at each interval, or once a day after the office's midnight."""
    if name in registered and registered[name].run is not run:
        raise ValueError(f"two pieces of work are called {name!r}")
    registered[name] = Work(name, run, every)


def next_due(every: timedelta | str, *, at: datetime) -> datetime:
    if every == NIGHTLY:
        tomorrow = local(at) + timedelta(days=1)
        return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
    return at + every


def run_due(*, at: datetime) -> dict[str, bool]:
    """Run what is due, each once; return name -> whether it went well."""
    require_aware(at)
    return {work.name: _run(work, at=at) for work in registered.values() if _claim(work, at=at)}


def _claim(work: Work, *, at: datetime) -> bool:
    row = WorkRun.objects.filter(name=work.name)
    if not row.exists():
        WorkRun.objects.bulk_create([WorkRun(name=work.name, due_at=at)], ignore_conflicts=True)
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    with transaction.atomic(durable=True):
        return bool(row.filter(free, due_at__lte=at).update(leased_until=at + LEASE))


def _run(work: Work, *, at: datetime) -> bool:
    row = WorkRun.objects.filter(name=work.name)
    try:
        work.run(at=at)
    except Exception as error:
        _report(work, error)
        row.update(
            failed_at=at, last_error=type(error).__name__, due_at=at + RETRY, leased_until=None
        )
        return False
    row.update(finished_at=at, due_at=next_due(work.every, at=at), leased_until=None, last_error="")
    return True


def _report(work: Work, error: Exception) -> None:
    """Log where it failed, without the error's own words, which may name a person."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("work %s failed: %s\n%s", work.name, type(error).__name__, where)
