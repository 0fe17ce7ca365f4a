"""Service: how and when a notice reached its addressee, and what that closes."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casework import standing
from casework.drafting import locked
from casework.drafting import log_notice as _log
from casework.telling import tell_applicant
from notices.kinds import KINDS
from notices.models import Manner, Notice
from office.models import User
from records.instants import local
from records.log import SYSTEM, Actor
from requests_app.models import Application
from requests_app.states import Delivery
from requests_app.steps import NotPermitted
from requests_app.who import HANDLER, SERVER


def serve(
    notice: Notice, *, manner: str, on: date, by: User | Actor, at: datetime, proof: str = ""
) -> Notice:
    """Record how and when a notice reached its addressee (国办公开办函〔2016〕235号).

    `on` is the day the law counts: posting for mail, signature at the counter. For a reply the
    case is closed with that day.
    """
    with transaction.atomic():
        Application.objects.select_for_update().get(pk=notice.application_id)
        locked(notice)
        _refuse_service(notice, manner, on=on, by=by, at=at)
        _serve(notice, manner, on=on, by=by, at=at, proof=proof)
    return notice


def hand_over(notice: Notice, *, on: date, at: datetime) -> None:
    """Tell the applicant. Where they take delivery online, upload and message are the service."""
    application = notice.application
    told = tell_applicant(application, event="notice", at=at, key=f"notice:{notice.pk}")
    if told and application.delivery == Delivery.ONLINE:
        _serve(notice, Manner.ONLINE, on=on, by=SYSTEM, at=at, proof="")


def _serve(
    notice: Notice, manner: str, *, on: date, by: User | Actor, at: datetime, proof: str
) -> None:
    notice.served_on, notice.manner_of_service = on, manner
    notice.service_proof = proof
    notice.save(update_fields=["served_on", "manner_of_service", "service_proof"])
    application = notice.application
    if KINDS[notice.kind].step == "answer" and application.closed_on is None:
        application.close(by=by, on=on, at=at)
    _log(
        notice, "notice_served", by=by, at=at, manner=str(manner), served_on=on.isoformat(),
        private={"proof": proof} if proof else None,
    )  # fmt: skip


def _refuse_service(
    notice: Notice, manner: str, *, on: date, by: User | Actor, at: datetime
) -> None:
    reasons = []
    if not notice.is_issued:
        reasons.append(_("文书尚未发出，不能登记送达。"))
    elif not notice.issued_on <= on <= local(at).date():
        reasons.append(_("送达日期须在发出日期与今天之间。"))
    elif not notice.is_in_force:
        reasons.append(_("这份文书已经撤销，不再送达。"))
    if notice.served_on:
        reasons.append(_("送达已经登记。"))
    if manner not in Manner.values:
        reasons.append(_("请选择送达方式。"))
    if not (SERVER | HANDLER).allows(by, notice.application):
        raise NotPermitted(_("送达由登记员或者承办人登记。"), *reasons)
    standing.refuse_if_any(reasons)
