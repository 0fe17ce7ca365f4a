"""What came back: a letter the post returned, a message the mail server could not deliver.

The day the law counts stays the first one (235号); whether the applicant knows is another matter,
and somebody has to see to it.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from casework import standing
from casework.drafting import log_notice
from notices.models import ServiceRecord
from office.models import User
from records.instants import local
from records.models import OutgoingMail
from requests_app.models import Application
from requests_app.steps import NotPermitted
from requests_app.who import HANDLER, SERVER


def unsettled() -> QuerySet[ServiceRecord]:
    """Everything that came back and nobody has seen to; told by the facts, never by a flag."""
    lost = OutgoingMail.objects.not_arrived()
    came_back = Q(returned_on__isnull=False) | Q(mail__in=lost)
    return ServiceRecord.objects.filter(came_back, settled_at=None)


def came_back_on(record: ServiceRecord) -> date | None:
    """The day it came back, or was given up; None if it did not."""
    if record.returned_on:
        return record.returned_on
    mail = record.mail
    if mail is None or not mail.has_not_arrived:
        return None
    return local(mail.bounced_at or mail.given_up_at or mail.created_at).date()


def why(record: ServiceRecord) -> str:
    """In words: what the post wrote on it, or the code the mail server gave."""
    if record.returned_why:
        return record.returned_why
    mail = record.mail
    code = mail.bounce_status or mail.last_error.rpartition(" ")[2]
    return _("通知邮件没有送到申请人的邮箱（%(code)s）") % {"code": code}


def record_return(
    record: ServiceRecord, *, on: date, reason: str, by: User, at: datetime
) -> ServiceRecord:
    """Put down that a notice came back, when and why."""
    notice = record.notice
    with transaction.atomic():
        _locked(record, by)
        reasons = []
        if record.returned_on:
            reasons.append(_("退回已经登记。"))
        if not record.counted_on <= on <= local(at).date():
            reasons.append(_("退回日期须在送达日期与今天之间。"))
        if not reason.strip():
            reasons.append(_("请写明退回的原因，例如查无此人、地址不详、拒收。"))
        standing.refuse_if_any(reasons)
        record.returned_on, record.returned_why = on, reason.strip()[:200]
        record.save(update_fields=["returned_on", "returned_why"])
        log_notice(notice, "notice_returned", by=by, at=at, service=record.pk,
                   private={"reason": record.returned_why})  # fmt: skip
    return record


def settle(record: ServiceRecord, *, by: User, at: datetime, how: str) -> ServiceRecord:
    """Say what was done about it: served in another way, reached by telephone, left in the file."""
    with transaction.atomic():
        _locked(record, by)
        day = came_back_on(record)
        reasons = []
        if day is None:
            reasons.append(_("这次送达没有退回。"))
        if record.settled_at:
            reasons.append(_("已经处置过。"))
        if not how.strip():
            reasons.append(_("请写明怎样处置，例如已电话告知、已改寄新地址。"))
        standing.refuse_if_any(reasons)
        record.returned_why = why(record)[:200]
        record.returned_on, record.settled_at = day, at
        record.save(update_fields=["returned_on", "returned_why", "settled_at"])
        log_notice(record.notice, "return_settled", by=by, at=at, service=record.pk,
                   private={"how": how.strip()})  # fmt: skip
    return record


def _locked(record: ServiceRecord, by: User) -> None:
    Application.objects.select_for_update().get(pk=record.notice.application_id)
    record.refresh_from_db()
    if not (SERVER | HANDLER).allows(by, record.notice.application):
        raise NotPermitted(_("送达由登记员或者承办人登记。"))
