"""Mail leaves through a table: written in the transaction of its cause, sent afterwards.

`manage.py work` drains it, and `./run` starts that beside the web process. A web process that sent
mail itself would keep a visitor waiting on a slow mail server, and would lose the mail when it is
stopped in between. Any number of drainers may run: each mail is claimed by one conditional update.

Sent at least once: whoever stops between sending and marking leaves a lease that runs out, and the
mail goes again under the same Message-ID. What is served, and when, is never read from here.
"""

import logging
import smtplib
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from records.instants import require_aware
from records.models import OutgoingMail
from records.refusals import Refusal

LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=30)
MOST_ATTEMPTS = 150  # about three days of a mail server that does not answer

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Drained:
    sent: int = 0
    failed: int = 0


def send_later(
    *,
    to: str,
    subject: str,
    body: str,
    key: str,
    at: datetime,
    kind: str = "mail",
    not_before: datetime | None = None,
) -> OutgoingMail:
    """Write down mail to be sent once the present transaction has happened.

    The same key again returns the mail already written. Nothing personal in the subject. It waits
    until `not_before`, if given.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "Mail is written in the transaction of what it tells."
        )
    _require_sendable(to, subject)
    mail, created = OutgoingMail.objects.get_or_create(
        dedupe_key=key,
        defaults={
            "kind": kind,
            "message_id": _message_id(),
            "recipient": to,
            "subject": subject,
            "body": body,
            "created_at": require_aware(at),
            "next_try_at": max(at, require_aware(not_before or at)),
        },
    )
    if not created and (mail.recipient, mail.subject, mail.body) != (to, subject, body):
        raise ValueError(f"the key {key!r} already stands for other mail")
    return mail


def _require_sendable(to: str, subject: str) -> None:
    if any(mark in to + subject for mark in "\r\n\0"):
        raise Refusal(_("收件人和主题中不能有换行。"))
    try:
        validate_email(to)
    except ValidationError as error:
        raise Refusal(_("电子邮箱地址的格式不正确。")) from error


def _message_id() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{uuid.uuid4().hex}@{domain}>"


def drain(*, at: datetime, limit: int = 100) -> Drained:
    """Send what is due. Each mail is claimed, sent outside any transaction, and then marked."""
    started = time.monotonic()
    reap(at=at)
    waiting = OutgoingMail.objects.due(at).order_by("id").values_list("pk", flat=True)
    sent = failed = 0
    server = get_connection()
    try:
        for pk in list(waiting[:limit]):
            now = at + timedelta(seconds=time.monotonic() - started)
            mail = _claim(pk, at=now)
            if mail is None:
                continue
            error, goes_on = _deliver(mail, server)
            if error:
                failed += 1
                _put_off(mail, error, at=now)
            else:
                sent += 1
                _mark_sent(mail, at=now)
            if not goes_on:
                break
    finally:
        _close(server)
    return Drained(sent, failed)


def reap(*, at: datetime) -> int:
    """Free the mail of drainers that stopped on the way; return how many."""
    stale = OutgoingMail.objects.unsent().filter(leased_until__lte=at)
    return stale.update(lease="", leased_until=None)


def _claim(pk: int, *, at: datetime) -> OutgoingMail | None:
    token = uuid.uuid4().hex
    with transaction.atomic(durable=True):
        taken = (
            OutgoingMail.objects.due(at)
            .filter(pk=pk)
            .update(lease=token, leased_until=at + LEASE, attempts=F("attempts") + 1)
        )
    return OutgoingMail.objects.get(pk=pk) if taken else None


def _deliver(mail: OutgoingMail, server) -> tuple[str, bool]:
    """Return what went wrong, if anything, and whether the server can take the next one.

    Servers repeat addresses in their answers, so only the kind and code of an error is kept.
    """
    message = EmailMessage(
        mail.subject,
        mail.body,
        to=[mail.recipient],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=server,
    )
    try:
        server.open()
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _text in error.recipients.values()}
        return f"SMTPRecipientsRefused {' '.join(map(str, sorted(codes)))}", True
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        return f"{type(error).__name__} {error.smtp_code}", True
    except smtplib.SMTPResponseException as error:
        return f"{type(error).__name__} {error.smtp_code}", False
    except OSError as error:
        return f"{type(error).__name__} {error.errno or ''}".strip(), False
    return "", True


def _close(server) -> None:
    try:
        server.close()
    except OSError as error:
        log.warning("closing the mail server's connection: %s", type(error).__name__)


def _mark_sent(mail: OutgoingMail, *, at: datetime) -> None:
    OutgoingMail.objects.filter(pk=mail.pk, sent_at=None).update(
        sent_at=at, given_up_at=None, lease="", leased_until=None, last_error=""
    )


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: doubling, up to half an hour."""
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 16), LONGEST_WAIT)


def _put_off(mail: OutgoingMail, error: str, *, at: datetime) -> None:
    given_up = at if mail.attempts >= MOST_ATTEMPTS else None
    OutgoingMail.objects.filter(pk=mail.pk, lease=mail.lease).update(
        last_error=error[:120],
        next_try_at=at + wait_after(mail.attempts),
        given_up_at=given_up,
        lease="",
        leased_until=None,
    )


def try_again(mail: OutgoingMail, *, at: datetime) -> None:
    """Put mail that was given up or is waiting back at the head of the queue."""
    again = OutgoingMail.objects.filter(pk=mail.pk, sent_at=None, leased_until=None)
    if not again.update(given_up_at=None, attempts=0, next_try_at=at):
        raise Refusal(_("该邮件已发出或正在发送。"))
