"""What is added to a remedy while it runs: stages, parties, documents, costs; none removed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from casework.remedy_acts import locked, log_act
from office.models import User
from records import files
from records.refusals import Refusal
from remedies.models import Cost, Document, Party, Remedy, Stage, What

Entry = Party | Document | Cost


def add_stage(
    remedy: Remedy, *, what: str, day: date, by: User, on: date, at: datetime, note: str = ""
) -> Stage:
    """Log that something happened on a day: accepted, heard, suspended, resumed, served."""
    with transaction.atomic():
        remedy = locked(remedy, by=by)
        reasons = []
        if not remedy.filed_on <= day <= on:
            reasons.append(_("日期须在提起之日与今天之间。"))
        if what == What.STRUCK or what not in What.values:
            reasons.append(_("请选择事项。"))
        if what == What.OTHER and not note.strip():
            reasons.append(_("请说明是什么事项。"))
        if reasons:
            raise Refusal(*reasons)
        made = remedy.stages.create(what=what, on=day, note=note, by=by, at=at)
        log_act(
            remedy, "remedy_stage", by=by, at=at, private={"note": note},
            payload={"stage": made.pk, "what": str(what), "on": day},
        )  # fmt: skip
    return made


def strike_stage(stage: Stage, *, reason: str, by: User, at: datetime) -> None:
    """Strike a stage logged by mistake: it stays, with the row that says why."""
    with transaction.atomic():
        remedy = locked(stage.remedy, by=by)
        _refuse_unexplained(reason)
        if stage.what == What.STRUCK or remedy.stages.filter(strikes=stage).exists():
            raise Refusal(_("这一条已经划去。"))
        remedy.stages.create(
            what=What.STRUCK, on=stage.on, note=reason.strip(), strikes=stage, by=by, at=at
        )
        log_act(
            remedy, "remedy_entry_struck", by=by, at=at, private={"reason": reason},
            payload={"entry": "stage", "pk": stage.pk},
        )  # fmt: skip


def add_party(
    remedy: Remedy, *, role: str, name: str, by: User, at: datetime, is_person: bool = True,
    contact: str = "", acts_for: str = "",
) -> Party:  # fmt: skip
    """Name a party or an agent. Names are sealed at rest and enter no log."""
    said = {"is_person": is_person, "contact": contact, "acts_for": acts_for}
    return _added(Party, remedy, by=by, at=at, told={"role": str(role)}, name=name, role=role,
                  **said)  # fmt: skip


def add_cost(
    remedy: Remedy, *, kind: str, amount_yuan: Decimal, paid_on: date, by: User, on: date,
    at: datetime, note: str = "",
) -> Cost:  # fmt: skip
    """Note what was paid, in yuan."""
    reasons = []
    if amount_yuan <= 0:
        reasons.append(_("金额须大于零。"))
    if paid_on > on:
        reasons.append(_("日期不能晚于今天。"))
    if reasons:
        raise Refusal(*reasons)
    told = {"kind": str(kind), "amount_yuan": str(amount_yuan)}
    return _added(
        Cost, remedy, by=by, at=at, told=told, kind=kind, amount_yuan=amount_yuan,
        paid_on=paid_on, note=note,
    )  # fmt: skip


def add_document(
    remedy: Remedy, upload: UploadedFile, *, kind: str, by: User, at: datetime, title: str = "",
    dated_on: date | None = None,
) -> Document:  # fmt: skip
    """Keep a file of the remedy, in quarantine until it is examined. Raises FileRefused."""
    with files.all_or_nothing():
        locked(remedy, by=by)
        stored = files.store(upload, name=upload.name, at=at)
        return _added(
            Document, remedy, by=by, at=at, told={"kind": str(kind), "sha256": stored.sha256},
            kind=kind, file=stored, title=(title.strip() or upload.name)[:200], dated_on=dated_on,
        )  # fmt: skip


def strike(entry: Entry, *, reason: str, by: User, at: datetime) -> None:
    """Strike a party, a document or a cost entered by mistake: it stays readable, with the reason.

    The file of a document stays as well.
    """
    with transaction.atomic():
        remedy = locked(entry.remedy, by=by)
        _refuse_unexplained(reason)
        struck = type(entry).objects.standing().filter(pk=entry.pk)
        if not struck.update(struck_at=at, struck_why=reason.strip()):
            raise Refusal(_("这一条已经划去。"))
        log_act(
            remedy, "remedy_entry_struck", by=by, at=at, private={"reason": reason},
            payload={"entry": entry._meta.model_name, "pk": entry.pk},
        )  # fmt: skip


def _added(
    model: type[Entry], remedy: Remedy, *, by: User, at: datetime, told: dict[str, Any],
    **fields: Any,
) -> Any:  # fmt: skip
    with transaction.atomic():
        remedy = locked(remedy, by=by)
        made = model.objects.create(remedy=remedy, added_by=by, added_at=at, **fields)
        name = model._meta.model_name
        log_act(remedy, f"remedy_{name}_added", by=by, at=at, payload=told | {name: made.pk})
    return made


def _refuse_unexplained(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("请写明理由。"))
