"""What waits for the signature of whoever asks: found once for a page and its navigation."""

from django.http import HttpRequest

from casework.paper import Waiting, inbox
from web.today import today


def waiting_of(request: HttpRequest) -> list[Waiting]:
    found: list[Waiting] | None = getattr(request, "_waiting", None)
    if found is None:
        found = request._waiting = inbox(request.user, on=today())
    return found
