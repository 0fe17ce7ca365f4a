"""The work that keeps this package itself in order."""

from datetime import datetime, timedelta

from records.work import NIGHTLY, register

ABANDONED = timedelta(days=1)


def heartbeat(*, at: datetime) -> None:
    """Leave a trace that the worker lives: its `WorkRun` is what a readiness page looks at."""


def purge_throttle(*, at: datetime) -> None:
    from records import throttle

    throttle.purge(at=at)


def clear_quarantine(*, at: datetime) -> None:
    from records import files

    files.examine_waiting(at=at)


def remove_leftovers(*, at: datetime) -> None:
    from records import stocktaking

    stocktaking.remove_leftovers(older_than=at - ABANDONED)


def register_all() -> None:
    register("records.heartbeat", heartbeat, every=timedelta(seconds=30))
    register("records.quarantine", clear_quarantine, every=timedelta(minutes=1))
    register("records.throttle", purge_throttle, every=NIGHTLY)
    register("records.leftovers", remove_leftovers, every=NIGHTLY)
