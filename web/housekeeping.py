"""What visitors leave behind: sessions that ended, and files of applications never filed."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from records import files, work
from records.files import StoredFile
from remedies.models import Document
from requests_app.models import Attachment
from web.public import draft

OFTEN = timedelta(minutes=10)
BEING_TAKEN_IN = timedelta(hours=1)  # a file is stored before the session that holds it


def remove_ended_sessions(*, at: datetime) -> int:
    return Session.objects.filter(expire_date__lte=at).delete()[0]


def remove_unfiled_uploads(*, at: datetime) -> int:
    """Files uploaded for an application that was given up: no case and no session holds them.

    Those of a remedy are uploads too, and belong to it.
    """
    alive = Session.objects.filter(expire_date__gt=at)
    held = {pk for session in alive for pk in draft.files_in(session.get_decoded())}
    unfiled = StoredFile.objects.filter(kind="upload", stored_at__lt=at - BEING_TAKEN_IN)
    for owner in (Attachment, Document):
        unfiled = unfiled.exclude(pk__in=owner.objects.values("file"))
    left = [stored for stored in unfiled if stored.pk not in held]
    for stored in left:
        files.destroy(stored)
    return len(left)


def usual_session(sender: Any, *, request: HttpRequest, **_rest: Any) -> None:
    """A form kept for a day must not keep whoever signs in on that browser signed in for a day."""
    request.session.set_expiry(None)


def register_all() -> None:
    work.register("web.sessions", remove_ended_sessions, every=OFTEN)
    work.register("web.unfiled uploads", remove_unfiled_uploads, every=OFTEN)
    user_logged_in.connect(usual_session, dispatch_uid="web.usual_session")
