"""The files handed over with a reply, and the promise that nothing in a draft is a state secret."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from casework import outgoing, standing, suspected
from casework.drafting import redraft
from notices.items import releases
from notices.models import Redaction
from office.models import User
from records import files, log
from records.models import StoredFile
from records.models.files import FileKind
from records.refusals import Refusal
from remedies import hold
from requests_app.models import Application, Attachment
from requests_app.states import State
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

NO_SECRETS = "no_secrets_acknowledged"


def acknowledged(application: Application, by: User) -> bool:
    """Whether this person has confirmed for this case that nothing secret is entered here."""
    return log.entries(application.chain).filter(event=NO_SECRETS, actor_id=by.pk).exists()


def acknowledge(application: Application, *, by: User, at: datetime) -> None:
    """Keep the confirmation, once a person and case."""
    with transaction.atomic():
        if not acknowledged(application, by):
            log.append(application.chain, NO_SECRETS, actor=actor_of(by), at=at)


def add(
    application: Application, upload: UploadedFile, *, by: User, on: date, at: datetime
) -> Attachment:
    """Keep a file to go out with the reply. Drafts that release something are new drafts by it."""
    _refuse(application, by)
    with files.all_or_nothing():
        stored = files.store(upload, name=upload.name, kind=FileKind.RELEASED, at=at)
        added = take_in(application, stored, title=upload.name[:200], by=by, on=on, at=at)
    outgoing.check_at_once(added, at=at)  # after the transaction, lest it lock out others
    return added


def take_in(
    application: Application, stored: StoredFile, *, title: str, by: User, on: date, at: datetime
) -> Attachment:
    """Put a stored file with what goes out; inside the transaction that stored it."""
    added = application.attachments.create(
        kind=Attachment.Kind.RELEASED, file=stored, title=title, added_on=on, added_by=by
    )
    _log(added, "released_file_added", by=by, at=at)
    _renew_drafts(application, by=by, at=at)
    return added


def remove(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a file out again before the reply went out."""
    application, stored = attachment.application, attachment.file
    _refuse(application, by)
    if attachment.kind != Attachment.Kind.RELEASED:
        raise Refusal(_("只能移除准备提供给申请人的附件。"))
    suspected.refuse_removal(stored)
    with transaction.atomic():
        _log(attachment, "released_file_removed", by=by, at=at)
        Redaction.objects.filter(attachment=attachment).update(attachment=None)  # work kept
        attachment.delete()
        if not hold.kept(application, stored, title=attachment.title, by=by, at=at):
            files.destroy(stored)
        _renew_drafts(application, by=by, at=at)


def _renew_drafts(application: Application, *, by: User, at: datetime) -> None:
    """What is handed over is part of what is approved: approvals given before fall."""
    for notice in application.notices.drafts():
        if releases(notice.facts.get("items", [])):
            redraft(notice, by=by, at=at, facts=notice.all_facts, wording=notice.wording)


def _refuse(application: Application, by: User) -> None:
    if not standing.may_draft(by, application):
        raise NotPermitted(_("附件由承办本件的人员管理。"))
    if application.state != State.IN_HAND:
        raise Refusal(_("本件不在办理中，不能再改附件。"))


def _log(attachment: Attachment, event: str, *, by: User, at: datetime) -> None:
    log.append(
        attachment.application.chain, event, actor=actor_of(by), at=at,
        payload={"attachment": attachment.pk, "sha256": attachment.file.sha256},
        private={"title": attachment.title},
    )  # fmt: skip
