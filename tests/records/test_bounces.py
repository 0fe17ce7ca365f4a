"""Mail that came back: reports are matched to the mail they are about, and to no other."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from records import bounces
from records.bounces import Bounce
from records.models import OutgoingMail
from records.outbox import send_later

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def written(key: str = "notice:1") -> OutgoingMail:
    with transaction.atomic():
        return send_later(to="zhang@example.org", subject="新进展", body="请查看。", key=key, at=AT)


def report(message_id: str, status: str = "5.1.1", *, headers_only: bool = False) -> bytes:
    """A delivery report as mail servers send it, after the pattern of RFC 3464."""
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return f"""From: MAILER-DAEMON@mail.example.edu.cn
To: xxgk@example.edu.cn
Message-ID: <report-1@mail.example.edu.cn>
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

could not be delivered to <zhang@example.org>

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.edu.cn

Final-Recipient: rfc822; zhang@example.org
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--b
Content-Type: {kind}

From: xxgk@example.edu.cn
To: zhang@example.org
Message-ID: {message_id}
Subject: x

--b--
""".encode()


@pytest.mark.django_db
@pytest.mark.parametrize("headers_only", [False, True])
def test_a_report_is_matched_by_the_identifier_it_quotes(headers_only):
    mail, other = written(), written("notice:2")
    found = bounces.read(report(mail.message_id, headers_only=headers_only))
    assert found == Bounce(mail.message_id, "5.1.1")
    assert bounces.note(found, at=AT)
    mail.refresh_from_db()
    other.refresh_from_db()
    assert (mail.state, mail.bounce_status) == ("bounced", "5.1.1")
    assert other.state == "waiting"
    assert list(OutgoingMail.objects.not_arrived()) == [mail]


@pytest.mark.django_db
def test_the_same_report_twice_is_noted_once():
    found = bounces.read(report(written().message_id))
    assert [bounces.note(found, at=AT) for _ in range(2)] == [True, False]


@pytest.mark.django_db
def test_a_delay_is_no_bounce():
    mail = written()
    assert not bounces.note(bounces.read(report(mail.message_id, "4.4.1")), at=AT)
    assert not OutgoingMail.objects.not_arrived().exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00 not mail",
        b"Subject: hello\n\nMessage-ID: <x@y>",
        report("<somebody.else@example.org>"),
        b"Content-Type: multipart/report; boundary=b\n\n--b\n"
        b"Content-Type: message/delivery-status\n",
    ],
)
def test_what_is_no_report_about_our_mail_is_left_alone(raw):
    written()
    assert bounces.read(raw) is None


@pytest.mark.django_db
def test_the_address_of_a_person_is_not_kept_from_the_report():
    mail = written()
    bounces.note(bounces.read(report(mail.message_id)), at=AT)
    row = OutgoingMail.objects.filter(pk=mail.pk).values().get()
    assert "zhang" not in str({k: v for k, v in row.items() if k not in ("recipient", "body")})


@pytest.mark.django_db
def test_refused_for_its_address_three_times_it_has_not_arrived():
    mail = written()
    rows = OutgoingMail.objects.filter(pk=mail.pk)
    for attempts, arrived in ((2, True), (3, False)):
        rows.update(attempts=attempts, last_error="SMTPRecipientsRefused 550")
        assert OutgoingMail.objects.not_arrived().exists() is not arrived
    rows.update(last_error="SMTPRecipientsRefused 451")
    assert not OutgoingMail.objects.not_arrived().exists()


@pytest.mark.django_db
def test_a_mailbox_of_reports_is_taken_in(tmp_path, capsys):
    mails = [written(f"notice:{n}") for n in range(3)]
    box = tmp_path / "returned.mbox"
    letters = [report(mail.message_id) for mail in mails[:2]] + [b"Subject: hello\n\nhello\n"]
    box.write_bytes(b"".join(b"From x Mon Mar  2 09:30:00 2026\n" + raw + b"\n" for raw in letters))
    call_command("bounces", str(box))
    assert capsys.readouterr().out == "2 mail marked as returned, 1 other messages\n"
    with pytest.raises(CommandError, match="No such file"):
        call_command("bounces", str(tmp_path / "missing"))
