"""Two feeds of dates and numbers. Whoever has the address reads it; it names no person.

An address that never was, was revoked, or whose owner may no longer have it gets one and the same
answer. The address itself is never written to a log: `web.feeds.secrecy`.
"""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from casework import feeds
from casework.models import FeedAddress
from records import throttle
from web.feeds import atom, ics
from web.today import now
from web.today import today as local_today

AN_HOUR = timedelta(hours=1)
READS_PER_ADDRESS, MISSES_PER_READER = 60, 30


@login_not_required
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Every limit as a day of the calendar (RFC 5545)."""
    return _answer(
        request, secret, "text/calendar; charset=utf-8",
        lambda address: ics.calendar_of(address, on=local_today(), at=now()),
    )  # fmt: skip


@login_not_required
@require_safe
def today(request: HttpRequest, secret: str) -> HttpResponse:
    """What must be done today (RFC 4287)."""
    return _answer(
        request, secret, "application/atom+xml; charset=utf-8",
        lambda address: atom.feed_of(address, on=local_today()),
    )  # fmt: skip


def _answer(
    request: HttpRequest, secret: str, kind: str, make: Callable[[FeedAddress], bytes]
) -> HttpResponse:
    at, address = now(), feeds.address_of(secret)
    if address is None:
        reader = f"feed:missed:{request.META.get('REMOTE_ADDR', '')}"
        missed = throttle.hit(reader, at=at, limit=MISSES_PER_READER, per=AN_HOUR)
        return _private(HttpResponse(status=404 if missed else 429))
    if not throttle.hit(f"feed:{address.pk}", at=at, limit=READS_PER_ADDRESS, per=AN_HOUR):
        return _private(HttpResponse(status=429, headers={"Retry-After": "3600"}))
    feeds.note_use(address, at=at)
    with translation.override(address.language):
        language = {"Content-Language": translation.get_language()}
        return _private(HttpResponse(make(address), content_type=kind, headers=language))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
