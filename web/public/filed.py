"""The case just filed in this browser: its number and code, sealed, for half an hour."""

import json
from datetime import datetime, timedelta
from time import sleep
from typing import Any

from django.http import HttpRequest

from casework.filing import Filed
from records import encryption
from web.public.draft import Draft

SHOWN_FOR = timedelta(minutes=30)
_SEAL = "web.public.filed"
_IN_SESSION = "filed"
_TRIES, _PAUSE = 20, 0.1


def remember(request: HttpRequest, draft: Draft, filed: Filed, *, at: datetime) -> None:
    """Keep number and code at once: a second press must find them, whoever answers first."""
    content = {
        "key": str(draft.key),
        "case": filed.application.pk,
        "code": filed.query_code,
        "at": at.isoformat(),
    }
    request.session[_IN_SESSION] = str(encryption.seal(json.dumps(content), context=_SEAL))
    request.session.save()


def last(request: HttpRequest, *, at: datetime) -> dict[str, Any] | None:
    """What was filed here less than half an hour ago."""
    sealed = request.session.get(_IN_SESSION)
    if sealed is None:
        return None
    content = json.loads(encryption.unseal(sealed, context=_SEAL))
    if at - datetime.fromisoformat(content["at"]) >= SHOWN_FOR:
        del request.session[_IN_SESSION]
        return None
    return content


def forget(request: HttpRequest) -> None:
    request.session.pop(_IN_SESSION, None)


def wait_for_the_other(request: HttpRequest, key: str, *, at: datetime) -> bool:
    """A second press of the button filed nothing: take over what the first one remembered.

    This request's copy of the session is older than that and must not be written over it.
    """
    for _attempt in range(_TRIES):
        newest = type(request.session)(request.session.session_key)
        content = newest.load()
        if _IN_SESSION in content:
            request.session.clear()
            request.session.update(content)
            found = last(request, at=at)
            return found is not None and found["key"] == key
        sleep(_PAUSE)
    return False
