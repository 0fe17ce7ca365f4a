"""The links of the directory looked at, a few at a time, and what was found kept.

The network may be absent: as long as nothing at all answers, "no answer" is not held against any
link, it says that they could not be checked.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from catalogue import health
from catalogue.looking import Look, Visitor
from catalogue.models import Item, LinkCheck, Outcome
from office import institution
from office.models import Institution
from records import work
from records.instants import local

KEPT = 20  # checks of each address
HEARD_LATELY = timedelta(hours=1)
SECONDS = 10  # for one request
AT_ONCE = 30  # seconds of one round of the worker, which has mail to send as well
EVERY = timedelta(minutes=5)
UNHEARD = (Outcome.NO_HOST, Outcome.TIMEOUT, Outcome.NOT_CHECKED, Outcome.FORBIDDEN)


@dataclass
class Round:
    """The addresses that were looked at, with what was found; `left` were not reached in time."""

    looks: dict[str, Look] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def waiting(*, before: datetime | None = None) -> list[str]:
    """Every address of the directory, the one not looked at for longest first.

    With `before`, only those not looked at since.
    """
    urls = health.addresses(Item.objects.prefetch_related("more_links"))
    checked = LinkCheck.objects.filter(url__in=urls).order_by().values_list("url")
    last = dict(checked.annotate(Max("checked_at")))
    never = [url for url in urls if url not in last]
    again = [url for url in urls if url in last and (before is None or last[url] < before)]
    return never + sorted(again, key=last.__getitem__)


def check(
    urls: list[str],
    *,
    at: datetime,
    total_seconds: float,
    seconds: float = SECONDS,
    pause: float | None = None,
    wait: Callable[[float], object] = time.sleep,
) -> Round:
    """Look at the addresses one after another until the time is up, and keep what was found."""
    done = Round()
    pause = settings.LINK_PAUSE_SECONDS if pause is None else pause
    visitor = Visitor(user_agent(), seconds, pause, wait)
    begun, unsure = time.monotonic(), []
    for place, url in enumerate(urls):
        if time.monotonic() - begun > total_seconds or work.stopping.is_set():
            done.left = urls[place:]
            break
        before = time.monotonic()
        look = done.looks[url] = visitor.look(url)
        found = _row(url, look, begun=begun, before=before, at=at)
        if look.nothing_heard:
            unsure.append(found)
        else:
            _keep(found)
    network = any(_heard(look) for look in done.looks.values()) or _heard_lately(at)
    for found in unsure:
        if not network:
            found.outcome = Outcome.NOT_CHECKED
            done.looks[found.url] = Look(Outcome.NOT_CHECKED, detail=found.detail)
        _keep(found)
    return done


def _row(url: str, look: Look, *, begun: float, before: float, at: datetime) -> LinkCheck:
    now = time.monotonic()
    return LinkCheck(
        url=url, checked_at=at + timedelta(seconds=now - begun), outcome=look.outcome,
        status=look.status, final_url=look.final_url[:1000], detail=look.detail[:200],
        milliseconds=round(1000 * (now - before)),
    )  # fmt: skip


def _heard(look: Look) -> bool:
    return not look.nothing_heard and look.outcome != Outcome.FORBIDDEN


def _heard_lately(at: datetime) -> bool:
    """Whether some host answered within the last hour: then the network is there."""
    lately = LinkCheck.objects.filter(checked_at__gt=at - HEARD_LATELY)
    return lately.exclude(outcome__in=UNHEARD).exists()


@transaction.atomic
def _keep(found: LinkCheck) -> None:
    found.save(force_insert=True)
    of_it = LinkCheck.objects.filter(url=found.url).order_by("-checked_at", "-pk")
    old = list(of_it.values_list("pk", flat=True)[KEPT:])
    LinkCheck.objects.filter(pk__in=old).delete()


def user_agent() -> str:
    """Who is asking and where to write, as a host's keeper wants to know."""
    try:
        contact = institution.current().email
    except Institution.DoesNotExist:
        contact = ""
    return f"GongkaiLinkCheck/1 (+{settings.PUBLIC_ADDRESS}; {contact})"


def daily(*, at: datetime) -> Round:
    """Scheduled work: a few addresses a round, each once a day of the office."""
    midnight = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    if not settings.LINK_CHECK:
        return Round()
    return check(waiting(before=midnight), at=at, total_seconds=AT_ONCE, wait=work.stopping.wait)


def register() -> None:
    work.register("links", daily, every=EVERY)
