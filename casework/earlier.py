"""The replies an applicant had before: what a repeated application is told of (art. 36(6))."""

from django.db.models import QuerySet

from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from requests_app.models import Application

REPLIES = tuple(code for code, kind in KINDS.items() if kind.step == "answer")
MOST = 10


def earlier_replies(application: Application, *, by: User) -> QuerySet[Notice]:
    """Replies in force to the same applicant's other cases that this person may see, newest first.

    The applicant is known by the number of their identity; without one there is nothing to offer.
    """
    known_by = application.applicant.identity_index
    if not known_by:
        return Notice.objects.none()
    others = Application.objects.visible_to(by).exclude(pk=application.pk)
    found = Notice.objects.in_force().filter(
        kind__in=REPLIES, application__in=others.filter(applicant__identity_index=known_by)
    )
    return found.select_related("application").order_by("-issued_on", "-pk")[:MOST]
