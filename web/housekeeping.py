"""What visitors leave behind: sessions that ended, and files of applications never filed."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from records import files, work
from records.files import StoredFile
from requests_app.models import Attachment

NOBODY_S_AFTER = timedelta(days=7)  # a form put aside is kept a day from its last use


def remove_ended_sessions(*, at: datetime) -> int:
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def remove_unfiled_uploads(*, at: datetime) -> int:
    """Files uploaded for an application that was given up."""
    left = StoredFile.objects.filter(kind="upload", stored_at__lt=at - NOBODY_S_AFTER).exclude(
        pk__in=Attachment.objects.values("file")
    )
    for stored in left:
        files.destroy(stored)
    return len(left)


def usual_session(sender: Any, *, request: HttpRequest, **_rest: Any) -> None:
    """A form kept for a day must not keep whoever signs in on that browser signed in for a day."""
    request.session.set_expiry(None)


def register_all() -> None:
    work.register("web.sessions", remove_ended_sessions)
    work.register("web.unfiled uploads", remove_unfiled_uploads)
    user_logged_in.connect(usual_session, dispatch_uid="web.usual_session")
