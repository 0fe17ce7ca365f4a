"""The numbers of notices (发文字号): one series per kind and year, without gap.

A number is reserved before its notice is rendered, in a short transaction of its own, so that no
lock is held while a page is set. A number whose notice came to nothing goes to the next one.
"""

from datetime import datetime, timedelta

from django.db import transaction

from notices.kind import Kind
from notices.models import Notice, Reservation
from records.numbers import next_number

PATIENCE = timedelta(days=1)


def number_of(reservation: Reservation, *, prefix: str) -> str:
    """The number as printed: 示例大学信公答〔2026〕22号 (no 第, no leading zero: GB/T 9704)."""
    return f"{prefix}{reservation.series}〔{reservation.year}〕{reservation.sequence}号"


def reserve(notice: Notice, kind: Kind, *, year: int, at: datetime) -> Reservation:
    """The number this notice will bear: its own from an earlier try, a free one, or the next."""
    with transaction.atomic():
        Notice.objects.select_for_update().get(pk=notice.pk)
        own = Reservation.objects.filter(notice=notice).first()
        if own is not None and own.year == year and own.series == kind.series:
            own.reserved_at = at
            own.save(update_fields=["reserved_at"])
            return own
        if own is not None:
            release(notice)
        return _taken_over(notice, kind, year, at) or _next(notice, kind, year, at)


def release(notice: Notice) -> None:
    """Give back the number of a notice that will not be issued as it stands."""
    Reservation.objects.filter(notice=notice, notice__issued_on=None).update(notice=None)


def _taken_over(notice: Notice, kind: Kind, year: int, at: datetime) -> Reservation | None:
    free = Reservation.objects.filter(series=kind.series, year=year, notice=None)
    for pk in free.order_by("sequence").values_list("pk", flat=True):
        if Reservation.objects.filter(pk=pk, notice=None).update(notice=notice, reserved_at=at):
            return Reservation.objects.get(pk=pk)
    return None


def _next(notice: Notice, kind: Kind, year: int, at: datetime) -> Reservation:
    return Reservation.objects.create(
        series=kind.series,
        year=year,
        sequence=next_number(f"notice:{kind.series}", year),
        notice=notice,
        reserved_at=at,
    )


def sweep(*, at: datetime) -> int:
    """Free the numbers that were reserved a day ago and came to nothing; return how many."""
    idle = Reservation.objects.filter(notice__issued_on=None, reserved_at__lt=at - PATIENCE)
    return idle.exclude(notice=None).update(notice=None)


def still_held(reservation: Reservation, notice: Notice) -> bool:
    return Reservation.objects.filter(pk=reservation.pk, notice=notice).exists()
