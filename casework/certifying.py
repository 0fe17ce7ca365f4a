"""Certificates of service (送达回证): the form that goes with a letter, and what came of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casework import standing
from casework.issuing import issue
from notices import letter
from notices.kinds_of_ending import SERVICE_CERTIFICATE
from notices.models import Notice
from office import institution
from office.models import User
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.steps import NotPermitted
from requests_app.who import HANDLER, SERVER


def certify(notice: Notice, *, by: User, on: date, at: datetime) -> Notice:
    """Issue the certificate that goes with a letter; nobody needs to approve it.

    Before service is recorded it is a form with lines to be filled in; after that it states what is
    recorded. One of each for a letter: asked again, it is the same one. Raises Refusal.
    """
    if not (SERVER | HANDLER).allows(by, notice.application):
        raise NotPermitted(_("送达由登记员或者承办人登记。"))
    if not _can_have_one(notice):
        raise Refusal(_("文书发出之后才有送达回证。"))
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=notice.application_id)
        certificate = _made_before(notice, application)
        if certificate is None:
            certificate = _begun(notice, application, by=by, on=on, at=at)
    if certificate.is_issued:
        return certificate
    try:
        return issue(certificate, by=by, on=on, at=at)
    except Refusal:
        certificate.refresh_from_db()
        if certificate.is_issued:  # by somebody else in the meantime
            return certificate
        raise


def may_certify(by: User, notice: Notice) -> bool:
    return _can_have_one(notice) and (SERVER | HANDLER).allows(by, notice.application)


def _can_have_one(notice: Notice) -> bool:
    return notice.is_issued and notice.kind != SERVICE_CERTIFICATE.code


def certificates_of(notice: Notice) -> list[Notice]:
    """The certificates issued for a letter, the form first."""
    found = notice.application.notices.issued().filter(kind=SERVICE_CERTIFICATE.code)
    return list(found.filter(facts__notice=notice.pk).order_by("pk"))


def _made_before(notice: Notice, application: Application) -> Notice | None:
    own = application.notices.filter(
        kind=SERVICE_CERTIFICATE.code, discarded_at=None, facts__notice=notice.pk,
        facts__served=notice.served_on is not None,
    )  # fmt: skip
    return own.first()


def _begun(notice: Notice, application: Application, *, by: User, on: date, at: datetime) -> Notice:
    certificate = Notice(
        application=application, handling=application.handling, kind=SERVICE_CERTIFICATE.code,
        facts={"notice": notice.pk, "served": notice.served_on is not None},
        drafted_by=by, drafted_at=at, submitted_at=at,
        template_version=letter.template_version(),
        institution_version=institution.current().version,
    )  # fmt: skip
    certificate.content_hash = standing.digest(certificate, on=on)
    certificate.save()
    return certificate
