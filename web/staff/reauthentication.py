"""Who sits at this browser now? Before grave acts the password must be at most five minutes old.

A session shows only that somebody signed in there once. The moment of the last password is kept
in the session, on the server, and bound to the password itself: a changed password makes it void.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from casework import people
from records import throttle
from web.today import now

FRESH = timedelta(minutes=5)
MINUTES, TRIES = 15, 5
FIELD = "password_again"
_IN_SESSION = "authenticated"


def mark(request: HttpRequest, *, at: datetime) -> None:
    """The person has just given their password."""
    request.session[_IN_SESSION] = {
        "at": at.isoformat(), "by": request.user.get_session_auth_hash(),
    }  # fmt: skip


def is_fresh(request: HttpRequest) -> bool:
    """Whether the password was given here within the last five minutes."""
    kept = request.session.get(_IN_SESSION)
    if not kept or not constant_time_compare(kept["by"], request.user.get_session_auth_hash()):
        return False
    # A moment ahead of the clock is none to rely on: the clock was set back since.
    return timedelta(0) <= now() - datetime.fromisoformat(kept["at"]) <= FRESH


def fault(request: HttpRequest) -> str:
    """Why this act may not be done yet; empty if the password is fresh, or came with this form.

    A form has the field by `{% load password_again %}{% password_again %}`, which also shows the
    fault. Attempts are counted for each person, apart from those at the door, so that a stranger
    there holds up nobody.
    """
    request.password_fault = "" if is_fresh(request) else _fault(request)
    return request.password_fault


def said_to(request: HttpRequest) -> str:
    """The fault this request met, to be shown beside the field."""
    return getattr(request, "password_fault", "")


def _fault(request: HttpRequest) -> str:
    given = request.POST.get(FIELD, "")
    if not given:
        return _("上次输入密码已超过5分钟，请再输入一次密码。")
    at = now()
    bucket = f"password-again:{request.user.pk}"
    if not throttle.hit(bucket, at=at, limit=TRIES, per=timedelta(minutes=MINUTES)):
        return _("密码尝试次数过多，请%(n)s分钟后再试。") % {"n": MINUTES}
    if not people.password_again(request.user, given, at=at):
        return _("密码不对，请重新输入。")
    throttle.forget(bucket)
    mark(request, at=at)
    return ""
