"""A logged remedy set right, or annulled. What it said before stays, with who, when and why."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.remedy_acts import locked, log_act
from casework.remedy_orders import order_faults
from office.models import User
from records.refusals import Refusal
from remedies import rules
from remedies.models import LITIGATION, Instance, Level, Order, Remedy, RemedyRighting

FIELDS = (
    "kind", "lodged_with", "notice", "inaction", "filed_on", "received_on", "simplified", "body",
    "docket", "grounds", "follows", "replied_on", "evidence_on", "reply_proof", "decided_on",
    "result", "note",
)  # fmt: skip
WORDS = frozenset({"grounds", "note", "body", "docket", "reply_proof"})  # may name people
ROW_WORDS = frozenset({"court.court", "court.docket", "court.note", "order.what"})
ENDING = ("decided_on", "result", "note")


def set_right(
    remedy: Remedy,
    *,
    reason: str,
    by: User,
    on: date,
    at: datetime,
    edits: int | None = None,
    **values: Any,
) -> Remedy:
    """Set fields of a logged remedy right; every old value is kept. Raises Refusal, all reasons."""
    with transaction.atomic():
        remedy = locked(remedy, by=by, edits=edits)
        changed = {
            name: value for name, value in values.items()
            if name in FIELDS and value != getattr(remedy, name)
        }  # fmt: skip
        was = {name: getattr(remedy, name) for name in changed}
        for name, value in changed.items():
            setattr(remedy, name, value)
        _refuse(remedy, changed, reason, on)
        remedy.save(update_fields=list(changed))
        _set_court_right(remedy, was)
        for name in changed:
            RemedyRighting.objects.create(
                remedy=remedy, field=name, was=_text(was[name]), becomes=_text(changed[name]),
                reason=reason.strip(), by=by, at=at,
            )  # fmt: skip
        plain = {n: [_text(was[n]), _text(changed[n])] for n in changed if n not in WORDS}
        log_act(
            remedy, "remedy_set_right", by=by, at=at, private={"reason": reason},
            payload={"fields": sorted(changed), "changed": plain},
        )  # fmt: skip
    return remedy


def annul(remedy: Remedy, *, reason: str, by: User, at: datetime, edits: int | None = None) -> None:
    """Take a wrong entry out of every table and list; it stays readable, with the reason."""
    with transaction.atomic():
        remedy = locked(remedy, by=by, edits=edits)
        reasons = []
        if not reason.strip():
            reasons.append(_("请写明理由。"))
        if remedy.followed_by.exists():
            reasons.append(_("有诉讼登记为针对这件复议，请先更正或者作废那件诉讼。"))
        if hasattr(remedy, "order") and remedy.order.is_begun:
            reasons.append(_("已经依它重新办理，不能作废；有误的内容请用“更正”。"))
        if reasons:
            raise Refusal(*reasons)
        Remedy.objects.filter(pk=remedy.pk).update(
            annulled_at=at, annulled_by=by, annulled_why=reason.strip()
        )
        log_act(remedy, "remedy_annulled", by=by, at=at, private={"reason": reason})


def _refuse(remedy: Remedy, changed: dict[str, Any], reason: str, on: date) -> None:
    reasons = rules.faults(remedy, on=on)
    if not changed:
        reasons.append(_("没有要更正的内容。"))
    if not reason.strip():
        reasons.append(_("请写明理由。"))
    later = remedy.instances.exclude(level=Level.FIRST)
    if later.exists() and remedy.kind not in LITIGATION:
        reasons.append(_("已经登记二审或者再审，种类不能改成非诉讼。"))
    if later.filter(level=Level.SECOND, decided_on=None).exists() and remedy.decided_on:
        reasons.append(_("二审尚未裁判，诉讼没有审结。"))
    if reasons:
        raise Refusal(*reasons)


def _set_court_right(remedy: Remedy, was: dict[str, Any]) -> None:
    """The court whose judgement took effect says what the remedy says."""
    if remedy.kind not in LITIGATION:
        remedy.instances.all().delete()
        return
    courts = remedy.instances.exclude(level=Level.RETRIAL)
    if court := courts.last():
        for name in set(ENDING) & set(was):
            setattr(court, name, getattr(remedy, name))
        court.save(update_fields=ENDING)
    same = {"body": "court", "docket": "docket", "filed_on": "lodged_on",
            "received_on": "received_on"}  # fmt: skip
    moved = {theirs: getattr(remedy, ours) for ours, theirs in same.items() if ours in was}
    if moved:
        courts.filter(level=Level.FIRST).update(**moved)


def _text(value: Any) -> str:
    """A value as it is kept: a date in ISO, a row by its number or key, nothing as nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return value.isoformat() if isinstance(value, date) else str(value)


def set_row_right(
    row: Instance | Order,
    *,
    reason: str,
    by: User,
    on: date,
    at: datetime,
    edits: int | None = None,
    **values: Any,
) -> None:
    """Set right what was logged of a retrial or of an order; every old value is kept.

    The courts of first and second instance are set right with the remedy they decided.
    """
    with transaction.atomic():
        remedy = locked(row.remedy, by=by, edits=edits)
        row.refresh_from_db()
        changed = {n: value for n, value in values.items() if value != getattr(row, n)}
        was = {name: _text(getattr(row, name)) for name in changed}
        for name, value in changed.items():
            setattr(row, name, value)
        reasons = [_("请写明理由。")] if not reason.strip() else []
        reasons += [] if changed else [_("没有要更正的内容。")]
        reasons += _row_faults(row, on)
        if reasons:
            raise Refusal(*reasons)
        row.save(update_fields=list(changed))
        prefix = "order" if isinstance(row, Order) else "court"
        for name in changed:
            RemedyRighting.objects.create(
                remedy=remedy, field=f"{prefix}.{name}", was=was[name],
                becomes=_text(changed[name]), reason=reason.strip(), by=by, at=at,
            )  # fmt: skip
        log_act(
            remedy, "remedy_set_right", by=by, at=at, private={"reason": reason},
            payload={"fields": [f"{prefix}.{name}" for name in sorted(changed)]},
        )  # fmt: skip


def _row_faults(row: Instance | Order, on: date) -> list[str]:
    if isinstance(row, Order):
        return order_faults(row, on=on)
    reasons = []
    if bool(row.decided_on) != bool(row.result):
        reasons.append(_("审结日期和结果要么都填，要么都不填。"))
    if row.lodged_on > on or (row.decided_on and not row.lodged_on <= row.decided_on <= on):
        reasons.append(_("审结日期须在提起之日与今天之间。"))
    if row.level != Level.RETRIAL:
        reasons.append(_("一审、二审的内容在诉讼的登记中更正。"))
    return reasons
