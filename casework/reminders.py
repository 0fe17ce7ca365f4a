"""Scheduled work: the index of due dates kept true, the office reminded, letters not forgotten.

Level-triggered: each night looks at what is so today, so a night missed loses nothing.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from casework import issuing, making, outgoing
from casework.reminding import remind
from casework.rows import reckoned
from notices.models import Notice
from records import work
from records.log import SYSTEM
from records.refusals import Refusal
from requests_app.models import Application

EVERY_ROUND = timedelta(0)
FILES_LEASE = timedelta(minutes=5)  # longer than a round of looking into files takes

Indexed = tuple[date | None, date | None, bool]  # due, alarm, provisional


def register_all() -> None:
    work.register("due dates", refresh_due_dates)
    work.register("reminders", remind, every=timedelta(hours=1))
    work.register("acknowledgements", acknowledge_waiting, every=timedelta(minutes=1))
    work.register("redactions", making.make_waiting, every=EVERY_ROUND, lease=making.LEASE)
    work.register("outgoing files", outgoing.check_outdated, every=EVERY_ROUND, lease=FILES_LEASE)


def refresh_due_dates(*, at: datetime) -> int:
    """Recompute the index of every open case; return how many moved."""
    return index_anew(on=timezone.localdate(at))


def index_anew(*, on: date) -> int:
    """Only what seems to have moved is locked and computed again."""
    return sum(_refresh(case.pk, on) for case, _was in _differing(on))


def what_would_move(*, on: date) -> list[tuple[Application, date | None]]:
    """The open cases whose indexed due date is not what the facts say, with the new one."""
    found = []
    for application, (indexed, *_rest) in _differing(on):
        if application.due_on != indexed:
            new, application.due_on = application.due_on, indexed
            found.append((application, new))
    return sorted(found, key=lambda moving: -moving[0].pk)


def _differing(on: date) -> list[tuple[Application, Indexed]]:
    """The open cases as the facts say, with what the index says, where the two differ."""
    cases = list(Application.objects.open())
    indexed = {case.pk: _indexed(case) for case in cases}
    rows = reckoned(cases, on=on) if cases else []  # none before the office is set up
    return [(r.case, indexed[r.case.pk]) for r in rows if _indexed(r.case) != indexed[r.case.pk]]


def _indexed(application: Application) -> Indexed:
    return application.due_on, application.alarm_on, application.due_provisional


def acknowledge_waiting(*, at: datetime) -> int:
    """Issue the acknowledgements that could not be issued when their case came in.

    One that was revoked is replaced while the case is open. One that cannot be issued keeps none of
    the others waiting. Raises Refusal with those left over.
    """
    on, left_over = timezone.localdate(at), []
    received = Application.objects.filter(received_on__isnull=False, imported=False)
    waiting = received.filter(_never_acknowledged() | _to_acknowledge_again())
    for application in waiting:
        try:
            issuing.acknowledge(application, by=SYSTEM, on=on, at=at)
        except Refusal as refusal:
            left_over.append(f"{application.number}：{refusal}")
    if left_over:
        raise Refusal(*left_over)
    return len(waiting)


def _never_acknowledged() -> Q:
    issued = Notice.objects.issued().filter(kind="acknowledgement")
    return ~Q(pk__in=issued.values("application"))


def _to_acknowledge_again() -> Q:
    in_force = Notice.objects.in_force().filter(kind="acknowledgement")
    still_open = Application.objects.open().order_by().values("pk")
    return Q(pk__in=still_open) & ~Q(pk__in=in_force.values("application"))


def _refresh(pk: int, on: date) -> bool:
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=pk)
        before = _indexed(application)
        application.index_due_dates(on=on)
        after = _indexed(application)
        if after != before:
            Application.objects.filter(pk=pk).update(
                due_on=after[0], alarm_on=after[1], due_provisional=after[2]
            )
    return after != before
