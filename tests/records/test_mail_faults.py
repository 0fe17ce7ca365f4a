"""A mail server that is down, slow, full or rude."""

import smtplib
from datetime import UTC, datetime, timedelta
from email import message_from_string

import pytest
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command
from django.db import transaction

from records import outbox
from records.models import OutgoingMail
from records.outbox import Drained, drain, send_later
from records.refusals import Refusal
from tests.records.mailserver import MailServer

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def write(key="reply:1"):
    with transaction.atomic():
        return send_later(
            to="zhang@example.org", subject="答复已作出", body="请查看。", key=key, at=AT
        )


@pytest.fixture
def server(settings):
    running = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
    yield running
    running.stop()


@pytest.mark.django_db
def test_a_mail_server_gets_the_mail_in_order_with_its_headers(server):
    rows = [write(key=f"reply:{n}") for n in range(3)]
    assert drain(at=AT) == Drained(sent=3)
    taken = [message_from_string(text) for text in server.taken]
    assert [m["Message-ID"] for m in taken] == [row.message_id for row in rows]
    assert taken[0]["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("later", "SMTPRecipientsRefused 451"),
        ("unknown", "SMTPRecipientsRefused 550"),
        ("content", "SMTPDataError 554"),
    ],
)
def test_one_mail_refused_is_put_off_and_the_next_is_tried(server, mode, error):
    server.mode = mode
    rows = [write(key=f"reply:{n}") for n in range(2)]
    assert drain(at=AT) == Drained(failed=2)
    for row in rows:
        row.refresh_from_db()
        assert (row.state, row.last_error, row.attempts) == ("retrying", error, 1)
        assert AT + MINUTE <= row.next_try_at < AT + 2 * MINUTE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode", "error"), [("busy", "SMTPConnectError 421"), ("silent", "SMTPServerDisconnected")]
)
def test_a_server_that_cannot_go_on_ends_the_round(server, mode, error):
    server.mode = mode
    rows = [write(key=f"reply:{n}") for n in range(3)]
    assert drain(at=AT) == Drained(failed=1)
    for row in rows:
        row.refresh_from_db()
    assert rows[0].last_error == error
    assert [row.attempts for row in rows] == [1, 0, 0]


@pytest.mark.django_db
def test_a_day_without_a_mail_server_loses_nothing(server, settings):
    settings.EMAIL_PORT = 1
    for n in range(5):
        write(key=f"reply:{n}")
    now = AT
    for _ in range(24 * 4):
        drain(at=now)
        now += 15 * MINUTE
    assert OutgoingMail.objects.late(now).count() == 5
    assert OutgoingMail.objects.given_up().count() == 0
    settings.EMAIL_PORT = server.port
    for _ in range(3):
        drain(at=now)
        now += 15 * MINUTE
    assert len(server.taken) == 5
    assert OutgoingMail.objects.unsent().count() == 0


class FailsToClose(locmem.EmailBackend):
    def close(self):
        raise smtplib.SMTPServerDisconnected


@pytest.mark.django_db
def test_mail_that_has_left_has_left_even_if_the_farewell_fails(settings, caplog):
    write()
    settings.EMAIL_BACKEND = f"{__name__}.FailsToClose"
    assert drain(at=AT) == Drained(sent=1)
    assert "SMTPServerDisconnected" in caplog.text
    assert OutgoingMail.objects.get().state == "sent"


def test_waiting_doubles_up_to_half_an_hour():
    minutes = [outbox.wait_after(n) // MINUTE for n in (1, 2, 3, 4, 5, 6, 150)]
    assert minutes == [1, 2, 4, 8, 16, 30, 30]


@pytest.mark.django_db
def test_given_up_in_the_end_it_stays_visible_and_can_be_tried_again(server):
    row = write()
    server.mode = "unknown"
    OutgoingMail.objects.update(attempts=outbox.MOST_ATTEMPTS - 1)
    assert drain(at=AT) == Drained(failed=1)
    row.refresh_from_db()
    assert (row.state, list(OutgoingMail.objects.given_up())) == ("given_up", [row])
    assert drain(at=AT + 60 * MINUTE) == Drained()
    server.mode = "ok"
    outbox.try_again(row, at=AT + 60 * MINUTE)
    assert drain(at=AT + 60 * MINUTE) == Drained(sent=1)
    with pytest.raises(Refusal):
        outbox.try_again(row, at=AT + 61 * MINUTE)


def given_up(key: str) -> OutgoingMail:
    row = write(key)
    OutgoingMail.objects.filter(pk=row.pk).update(
        attempts=outbox.MOST_ATTEMPTS, given_up_at=AT, last_error="TimeoutError"
    )
    return row


@pytest.mark.django_db
def test_mail_given_up_is_listed_without_whom_it_was_for(capsys):
    row = given_up("reply:1")
    call_command("mail")
    assert capsys.readouterr().out == (
        f"{row.pk}  given up 2026-03-02 09:30, 150 attempts, TimeoutError\n1 mail given up\n"
    )


@pytest.mark.django_db
def test_mail_given_up_goes_back_to_the_queue_by_command(capsys):
    first, second, third = (given_up(f"reply:{n}") for n in range(3))
    call_command("mail", "--again", str(first.pk))
    assert list(OutgoingMail.objects.unsent()) == [first]
    call_command("mail", "--again")
    assert list(OutgoingMail.objects.unsent()) == [first, second, third]
    assert capsys.readouterr().out == "1 mail to be tried again\n2 mail to be tried again\n"


@pytest.mark.django_db
def test_of_several_mails_none_goes_back_where_one_cannot(capsys):
    row, sent = given_up("reply:1"), write("reply:2")
    OutgoingMail.objects.filter(pk=sent.pk).update(sent_at=AT)
    with pytest.raises(CommandError, match=f"mail {sent.pk}: "):
        call_command("mail", "--again", str(row.pk), str(sent.pk))
    with pytest.raises(CommandError, match="No such mail: 999"):
        call_command("mail", "--again", str(row.pk), "999")
    assert list(OutgoingMail.objects.given_up()) == [row]


@pytest.mark.django_db
def test_a_drainer_whose_lease_ran_out_does_not_undo_what_another_did():
    row = write()
    slow = outbox._claim(row.pk, at=AT)
    outbox.reap(at=AT + outbox.LEASE)
    assert drain(at=AT + outbox.LEASE) == Drained(sent=1)
    outbox._put_off(slow, "TimeoutError", at=AT + outbox.LEASE)
    row.refresh_from_db()
    assert row.state == "sent"
