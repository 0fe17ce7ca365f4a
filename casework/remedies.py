"""What the office logs of challenges to its decisions. A challenge moves no case by itself."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.remedy_acts import locked, log_act, require
from casework.remedy_courts import first_of, in_hand
from office.models import User
from records import log
from records.log import Actor
from records.refusals import Refusal
from remedies import rules
from remedies.models import Instance, Kind, Level, Remedy, Result
from requests_app.models import Application
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

REPLY, EVIDENCE = "reply", "evidence"
PAPERS = {REPLY: "replied_on", EVIDENCE: "evidence_on"}


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

    `details` are fields of Remedy: received_on, simplified, body, docket, grounds, follows,
    lodged_with, notice, inaction.
    """
    _require_may_log(kind, by)
    staff = by if isinstance(by, User) else None
    remedy = Remedy(
        application=application, kind=kind, filed_on=filed_on, logged_by=staff, logged_at=at,
        **details,
    )  # fmt: skip
    if reasons := rules.faults(remedy, on=on):
        raise Refusal(*reasons)
    with transaction.atomic():
        remedy.save()
        if remedy.is_litigation:
            first_of(remedy)
        log.append(
            application.chain, "remedy_logged", actor=actor_of(by), at=at,
            payload={"remedy": remedy.pk, "kind": str(kind), "filed_on": filed_on,
                     "notice": remedy.notice_id, "inaction": str(remedy.inaction)},
            private={"grounds": remedy.grounds} if remedy.grounds else None,
        )  # fmt: skip
    return remedy


def reply_to_remedy(
    remedy: Remedy,
    *,
    replied_on: date,
    by: User,
    on: date,
    at: datetime,
    papers: Collection[str] = tuple(PAPERS),
    proof: str = "",
) -> None:
    """Record which papers went out to the review body or the court, when, and what proves it.

    Once the other side has appealed, it is the defence to the appeal.
    """
    with transaction.atomic():
        remedy = locked(remedy, by=by)
        appeal = remedy.instances.filter(level=Level.SECOND, decided_on=None, ours=False).first()
        row: Remedy | Instance = appeal or remedy
        since = row.received_on or (appeal.lodged_on if appeal else remedy.filed_on)
        if not since <= replied_on <= on:
            raise Refusal(_("答复日期须在收到之日与今天之间。"))
        fields = ["replied_on"] if appeal else [PAPERS[paper] for paper in papers]
        _refuse_sent(row, fields)
        for field in fields:
            setattr(row, field, replied_on)
        row.reply_proof = _("；").join(filter(None, [row.reply_proof, proof]))[:200]
        row.save(update_fields=[*fields, "reply_proof"])
        log_act(
            remedy, "remedy_replied", by=by, at=at, private={"proof": proof},
            payload={"replied_on": replied_on, "papers": fields,
                     "instance": appeal.pk if appeal else None},
        )  # fmt: skip


def _refuse_sent(row: Remedy | Instance, fields: list[str]) -> None:
    if not fields:
        raise Refusal(_("请选择送出了哪些材料。"))
    if any(getattr(row, field) for field in fields):
        raise Refusal(_("这些材料的送出日期已经登记；有误的请用“更正”。"))


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
    """Record how it ended: upheld, corrected, other. Corrected usually means handling anew.

    Of a lawsuit it is the decision of the court that has it in hand. That of a retrial leaves the
    remedy's own date and result, which the year's table has counted.
    """
    ending = {"result": Result(result), "decided_on": decided_on, "note": note}
    with transaction.atomic():
        remedy = locked(remedy, by=by)
        court = in_hand(remedy)
        if court is None and not remedy.is_pending:
            raise Refusal(_("结果已经登记。"))
        since = court.lodged_on if court else remedy.filed_on
        if not since <= decided_on <= on:
            raise Refusal(_("审结日期须在提起之日与今天之间。"))
        if court is not None:
            remedy.instances.filter(pk=court.pk).update(**ending)
        if court is None or court.level != Level.RETRIAL:
            Remedy.objects.filter(pk=remedy.pk).update(**ending)
        log_act(
            remedy, "remedy_decided", by=by, at=at, private={"note": note},
            payload={"result": str(result), "decided_on": decided_on,
                     "level": str(court.level) if court else ""},
        )  # fmt: skip


def _require_may_log(kind: str, by: User | Actor) -> None:
    if isinstance(by, User):
        require(by)
    elif by.kind != "applicant" or kind != Kind.COMPLAINT:
        raise NotPermitted(_("申请人可以在这里投诉；申诉、复议和诉讼请向受理机关提出。"))
