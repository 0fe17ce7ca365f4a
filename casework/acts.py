"""What the office and the applicant do with a case: a step, and what follows from it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from casework import remedy_orders
from casework.filing import SERIES, attach
from casework.foreseen import witness_of
from casework.telling import tell_applicant
from casework.time_given import refuse_early_abandonment
from office.models import User
from records import files, log
from records.instants import local
from records.log import APPLICANT, Actor
from records.numbers import next_number
from records.refusals import Refusal
from requests_app.models import Application, Attachment
from requests_app.steps import STEPS
from requests_app.who import actor_of

# The steps of which the applicant is told by a message; the notices have messages of their own.
TOLD = frozenset({"receive", "deem_abandoned", "revive", "reopen", "receive_payment"})


def take(
    application: Application,
    name: str,
    *,
    by: User | Actor,
    on: date,
    at: datetime,
    version: int | None = None,
    seen: str | None = None,
    **facts: Any,
) -> None:
    """Take a plain step, and log with it every date it moves and every letter it makes untrue.

    `seen` names what the page showed of that (`Foreseen.seen`); raises Unseen, with the step
    undone, if the step moves anything else. Raises Refusal with every reason if the step may not be
    taken. Steps that a notice carries are taken by issuing it (`casework.paper`).
    """
    step = STEPS.get(name)
    if step is None or step.by_notice:
        raise Refusal(_("这一步须通过发出文书办理。") if step else _("没有这个步骤。"))
    with transaction.atomic():
        Application.objects.select_for_update().get(pk=application.pk)
        witness = witness_of(application, on=local(at).date(), seen=seen)
        if name == "deem_abandoned":
            refuse_early_abandonment(application, on=on)
        if name == "split":
            facts["numbers"] = _numbers_for(facts["subjects"], at=at)
        getattr(application, name)(
            by=by, on=on, at=at, version=version, witness=witness, **facts
        )  # fmt: skip
        if name == "split":
            _log_parts(application, facts["numbers"], by=by, at=at)
        if name == "reopen":
            remedy_orders.link(application, by=by, at=at)
        if name in TOLD:
            tell_applicant(application, event=name, at=at)


def correct(
    application: Application,
    *,
    answer: str,
    on: date,
    at: datetime,
    uploads: Iterable[UploadedFile] = (),
    by: User | Actor = APPLICANT,
    version: int | None = None,
) -> None:
    """Take in the applicant's correction with its files; the limit starts again."""
    _hear(
        application, "receive_correction", Attachment.Kind.CORRECTION, uploads,
        by=by, on=on, at=at, version=version, answer=answer,
    )  # fmt: skip


def give_reasons(
    application: Application,
    *,
    answer: str,
    on: date,
    at: datetime,
    uploads: Iterable[UploadedFile] = (),
    by: User | Actor = APPLICANT,
    version: int | None = None,
) -> None:
    """Take in why the applicant asks for so much, with files (art. 35); the limit runs on."""
    _hear(
        application, "receive_reasons", Attachment.Kind.REASONS, uploads,
        by=by, on=on, at=at, version=version, answer=answer,
    )  # fmt: skip


def _hear(
    application: Application, step: str, kind: str, uploads: Iterable[UploadedFile],
    *, by: User | Actor, on: date, at: datetime, **told: Any,
) -> None:  # fmt: skip
    """Take the step by which the applicant answers, and what was sent with the answer."""
    with files.all_or_nothing():
        Application.objects.select_for_update().get(pk=application.pk)
        witness = witness_of(application, on=local(at).date(), seen=None)
        getattr(application, step)(by=by, on=on, at=at, witness=witness, **told)
        staff = by if isinstance(by, User) else None
        for upload in uploads:
            attach(application, upload, kind=kind, on=on, at=at, by=staff)


def withdraw(
    application: Application, *, reason: str, by: User | Actor, on: date, at: datetime
) -> None:
    """The applicant takes the application back."""
    application.withdraw(by=by, on=on, at=at, reason=reason)


def _numbers_for(subjects: list[str], *, at: datetime) -> list[str]:
    year = local(at).year
    return [f"{year}-{next_number(SERIES, year)}" for _subject in subjects]


def _log_parts(
    application: Application, numbers: list[str], *, by: User | Actor, at: datetime
) -> None:
    for part in application.parts.filter(number__in=numbers):
        log.append(
            part.chain, "file", actor=actor_of(by), at=at,
            payload={"number": part.number, "split_from": application.number,
                     "received_on": part.received_on.isoformat()},
        )  # fmt: skip
