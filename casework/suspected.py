"""疑似涉密: a file in which somebody sees a state secret is stopped at once, for everybody.

One function hands out the bytes of a case's files, `content_of`; it refuses what is stopped. Pages,
packages, bundles and mail all ask it, so that nothing has to be found and switched off in a hurry.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casework.telling import in_both_languages
from notices.models import Notice, Redaction, SuspectedSecret
from office.models import User
from office.roles import May
from records import files, log, outbox
from records.files import FileRefused, StoredFile
from records.instants import require_aware
from records.models import Approval
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

SUBJECT = gettext_noop("信息公开系统：有一份文件已停止使用，请处理")
BODY = gettext_noop(
    "有人把一份文件标为疑似涉密，系统已停止其下载和发送。\n请登录后在办件中处理：\n%(url)s\n\n"
    "本邮件由系统自动发出，不含办件和文件的内容。"
)
LONGEST_REASON = 1000


def content_of(stored: StoredFile) -> bytes:
    """The bytes of a case's file for any use. Raises FileRefused if stopped or in quarantine."""
    refuse_stopped(stored)
    return files.download(stored)


def content_to_work_on(stored: StoredFile) -> bytes:
    """The same for a process of ours that looks into it; one in quarantine may be looked into."""
    refuse_stopped(stored)
    return files.read(stored)


def refuse_stopped(stored: StoredFile) -> None:
    """Raises FileRefused."""
    if is_stopped(stored):
        raise FileRefused(_("这份文件疑似涉密，已停止使用，由保密审查员处理。"))


def is_stopped(stored: StoredFile) -> bool:
    """Whether this file or one that says the same is stopped: whichever was made from which."""
    stopped = set(SuspectedSecret.objects.standing().values_list("file__sha256", flat=True))
    return bool(stopped) and not stopped.isdisjoint(_saying_the_same(stored.sha256))


def _saying_the_same(sha256: str) -> set[str]:
    """The hashes of all that was made from these bytes, or they from it, however often over."""
    found: set[str] = set()
    new = {sha256}
    while new:
        found |= new
        new = {*_redacted(new), *_letters(new)} - found
    return found


def _redacted(hashes: set[str]) -> Iterator[str]:
    """Of originals what was redacted from them, and the other way round."""
    made = Redaction.objects.exclude(attachment=None)
    either = Q(source__file__sha256__in=hashes) | Q(attachment__file__sha256__in=hashes)
    pairs = made.filter(either).values_list("source__file__sha256", "attachment__file__sha256")
    for pair in pairs:
        yield from pair


def _letters(hashes: set[str]) -> Iterator[str]:
    """Letters with their translation and the signed forms that print them."""
    signed = Approval.objects.filter(scan__sha256__in=hashes).values_list("subject", flat=True)
    bytes_of = Q(pdf__sha256__in=hashes) | Q(english_pdf__sha256__in=hashes)
    for letter in (
        Notice.objects.issued()
        .select_related("pdf", "english_pdf")
        .filter(bytes_of | Q(pk__in=Notice.objects.of_subjects(signed).values("pk")))
    ):
        scans = Approval.objects.filter(subject=letter.subject_key, scan__isnull=False)
        yield from scans.values_list("scan__sha256", flat=True)
        yield from (each.sha256 for each in (letter.pdf, letter.english_pdf) if each)


def standing_on(stored: StoredFile) -> SuspectedSecret | None:
    """The mark on this very file, if one stands."""
    return SuspectedSecret.objects.standing().filter(file=stored).first()


def refuse_removal(stored: StoredFile) -> None:
    """What was ever stopped is kept: its removal is a procedure of its own, on paper."""
    if is_stopped(stored) or SuspectedSecret.objects.filter(file=stored).exists():
        raise Refusal(_("这份文件曾被标为疑似涉密，须留存备查，不能移除。"))


def stop(application: Application, stored: StoredFile, *, by: User, at: datetime) -> None:
    """Stop a file now. Whoever sees the case may; nobody says why: the reason might be secret."""
    with transaction.atomic():
        mark, is_new = SuspectedSecret.objects.get_or_create(
            file=stored, lifted_at=None,
            defaults={"application": application, "marked_by": by, "marked_at": require_aware(at)},
        )  # fmt: skip
        if is_new:
            _log(mark, "file_stopped", by=by, at=at)
            _tell_reviewers(mark, at=at)


def lift(mark: SuspectedSecret, *, by: User, at: datetime, reason: str) -> None:
    """Let a file be used again: the secrecy reviewer, with the reason."""
    if not by.may(May.APPROVE_SECRECY):
        raise NotPermitted(_("解除由保密审查员办理。"))
    if not reason.strip():
        raise Refusal(_("请写明解除的理由。理由中不要写涉密内容。"))
    if len(reason) > LONGEST_REASON:
        raise Refusal(_("理由不超过%(n)s字。") % {"n": LONGEST_REASON})
    with transaction.atomic():
        standing = SuspectedSecret.objects.select_for_update().filter(pk=mark.pk, lifted_at=None)
        lifted = {"lifted_by": by, "lifted_at": require_aware(at), "lifted_why": reason.strip()}
        if not standing.update(**lifted):
            raise Refusal(_("这份文件已经解除。"))
        _log(mark, "file_released_again", by=by, at=at, private={"reason": reason.strip()})


def _log(mark: SuspectedSecret, event: str, *, by: User, at: datetime, private=None) -> None:
    log.append(
        mark.application.chain, event, actor=actor_of(by), at=at,
        payload={"file": mark.file_id, "sha256": mark.file.sha256, "mark": mark.pk},
        private=private,
    )  # fmt: skip


def _tell_reviewers(mark: SuspectedSecret, *, at: datetime) -> None:
    """A message that there is something to see to: no case, no file, no name in it."""
    words = in_both_languages(SUBJECT, BODY, url=f"{settings.PUBLIC_ADDRESS}/staff/stopped/")
    for person in User.objects.filter(is_active=True).exclude(email=""):
        if person.may(May.APPROVE_SECRECY):
            outbox.send_later(to=person.email, at=at, key=f"stopped:{mark.pk}:{person.pk}", **words)
