"""What the office logs of challenges to its decisions. A challenge moves no case by itself."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from office.models import User
from office.roles import May
from records import log
from records.log import Actor
from records.refusals import Refusal
from remedies.models import Kind, Remedy, Result
from requests_app.models import Application
from requests_app.steps import NotPermitted
from requests_app.who import actor_of


def log_remedy(
    application: Application,
    *,
    kind: str,
    filed_on: date,
    by: User | Actor,
    on: date,
    at: datetime,
    **details: Any,
) -> Remedy:
    """Log a complaint, appeal, review or lawsuit. The applicant may log a complaint of their own.

    `details` are fields of Remedy: received_on, simplified, body, docket, grounds, follows.
    """
    _require_may_log(kind, by)
    reasons = []
    if filed_on > on:
        reasons.append(_("提起日期不能晚于今天。"))
    if application.received_on is None or filed_on < application.received_on:
        reasons.append(_("提起日期不能早于收到申请之日。"))
    received_on = details.get("received_on")
    if received_on and received_on < filed_on:
        reasons.append(_("收到日期不能早于提起日期。"))
    if received_on and received_on > on:
        reasons.append(_("收到日期不能晚于今天。"))
    follows = details.get("follows")
    if follows and (follows.application_id != application.pk or follows.kind != Kind.REVIEW):
        reasons.append(_("复议后起诉所针对的，须是本件的行政复议。"))
    if reasons:
        raise Refusal(*reasons)
    with transaction.atomic():
        staff = by if isinstance(by, User) else None
        remedy = application.remedies.create(
            kind=kind, filed_on=filed_on, logged_by=staff, logged_at=at, **details
        )
        log.append(
            application.chain, "remedy_logged", actor=actor_of(by), at=at,
            payload={"remedy": remedy.pk, "kind": str(kind), "filed_on": filed_on},
            private={"grounds": remedy.grounds} if remedy.grounds else None,
        )  # fmt: skip
    return remedy


def reply_to_remedy(remedy: Remedy, *, replied_on: date, by: User, on: date, at: datetime) -> None:
    """Record that the office's written reply or defence went out."""
    _require(by)
    if not (remedy.received_on or remedy.filed_on) <= replied_on <= on:
        raise Refusal(_("答复日期须在收到之日与今天之间。"))
    with transaction.atomic():
        remedy = Remedy.objects.select_for_update().get(pk=remedy.pk)
        remedy.replied_on = replied_on
        remedy.save(update_fields=["replied_on"])
        log.append(
            remedy.application.chain, "remedy_replied", actor=actor_of(by), at=at,
            payload={"remedy": remedy.pk, "replied_on": replied_on},
        )  # fmt: skip


def decide_remedy(
    remedy: Remedy,
    *,
    result: str,
    decided_on: date,
    by: User,
    on: date,
    at: datetime,
    note: str = "",
) -> None:
    """Record how it ended: upheld, corrected, other. Corrected usually means handling anew."""
    _require(by)
    if not remedy.filed_on <= decided_on <= on:
        raise Refusal(_("审结日期须在提起之日与今天之间。"))
    with transaction.atomic():
        remedy.refresh_from_db(from_queryset=Remedy.objects.select_for_update())
        if not remedy.is_pending:
            raise Refusal(_("结果已经登记。"))
        remedy.result, remedy.decided_on, remedy.note = Result(result), decided_on, note
        remedy.save(update_fields=["result", "decided_on", "note"])
        log.append(
            remedy.application.chain, "remedy_decided", actor=actor_of(by), at=at,
            payload={"remedy": remedy.pk, "result": str(result), "decided_on": decided_on},
            private={"note": note} if note else None,
        )  # fmt: skip


def _require_may_log(kind: str, by: User | Actor) -> None:
    if isinstance(by, User):
        _require(by)
    elif by.kind != "applicant" or kind != Kind.COMPLAINT:
        raise NotPermitted(_("申请人可以在这里投诉；申诉、复议和诉讼请向受理机关提出。"))


def _require(by: User) -> None:
    if not by.may(May.REMEDY):
        raise NotPermitted(_("登记监督救济由登记员或信息公开办公室负责人办理。"))
