"""Scheduled work: named callables that `manage.py work` runs when they are due.

A package registers its own in ``AppConfig.ready()``. Work may be run again after a failure or a
stop, so it must do no harm twice. Two workers may run: each run is claimed by conditional update.
"""

import logging
import threading
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
SILENT = timedelta(minutes=5)  # without a trace of a worker: none runs

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    name: str
    run: Callable[..., Any]
    every: timedelta | str
    lease: timedelta = LEASE


# Set once this worker is to stop: work that takes minutes looks at it and leaves off.
stopping = threading.Event()
registered: dict[str, Work] = {}


def register(
    name: str,
    run: Callable[..., Any],
    *,
    every: timedelta | str = NIGHTLY,
    lease: timedelta = LEASE,
) -> None:
    """Have ``run(at=…)`` called at each interval, or once a day after the office's midnight.

    Another worker may run it as well once the lease is over.
    """
    if name in registered and registered[name].run is not run:
        raise ValueError(f"two pieces of work are called {name!r}")
    registered[name] = Work(name, run, every, lease)


def next_due(every: timedelta | str, *, at: datetime) -> datetime:
    if every == NIGHTLY:
        tomorrow = local(at) + timedelta(days=1)
        return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
    return at + every


def run_due(*, at: datetime) -> dict[str, bool]:
    """Run what is due, each once; return name -> whether it went well."""
    require_aware(at)
    return {work.name: _run(work, at=at) for work in registered.values() if _claim(work, at=at)}


def has_run_lately(*, at: datetime) -> bool:
    """Whether a worker was at work in the last minutes: each leaves a trace twice a minute."""
    return WorkRun.objects.filter(finished_at__gt=at - SILENT).exists()


def _claim(work: Work, *, at: datetime) -> bool:
    row = WorkRun.objects.filter(name=work.name)
    if not row.exists():
        WorkRun.objects.bulk_create([WorkRun(name=work.name, due_at=at)], ignore_conflicts=True)
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    with transaction.atomic(durable=True):
        return bool(row.filter(free, due_at__lte=at).update(leased_until=at + work.lease))


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
