import os
import signal
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core import mail as django_mail
from django.core.mail.backends import filebased, locmem
from django.db import IntegrityError, connections, transaction

from records.models import OutgoingMail
from records.outbox import Drained, drain, send_later
from records.refusals import Refusal
from tests.records.racing import race

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Stopped(BaseException):
    """What kill -9 looks like from inside: nothing after it runs."""


class StopsBefore(locmem.EmailBackend):
    def send_messages(self, messages):
        raise Stopped


class StopsAfter(locmem.EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        raise Stopped


def backend(settings, which):
    settings.EMAIL_BACKEND = f"{__name__}.{which.__name__}"


def write(key="reply:1", to="zhang@example.org", at=AT):
    with transaction.atomic():
        return send_later(to=to, subject="答复已作出", body="请凭查询码查看。", key=key, at=at)


@pytest.mark.django_db
def test_mail_waits_until_it_is_drained_and_leaves_once():
    row = write()
    assert (row.state, len(django_mail.outbox)) == ("waiting", 0)
    assert drain(at=AT) == Drained(sent=1)
    assert drain(at=AT + MINUTE) == Drained()
    sent = django_mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == (["zhang@example.org"], row.subject, row.body)
    assert sent.extra_headers["Message-ID"] == row.message_id
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("sent", 1)
    assert row.sent_at >= AT


@pytest.mark.django_db(transaction=True)
def test_mail_is_written_only_in_a_transaction_and_goes_with_it():
    with pytest.raises(transaction.TransactionManagementError):
        send_later(to="a@example.org", subject="s", body="b", key="k", at=AT)

    @transaction.atomic
    def act():
        send_later(to="a@example.org", subject="s", body="b", key="k", at=AT)
        raise KeyError

    with pytest.raises(KeyError):
        act()
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction():
    write()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        drain(at=AT)
    assert django_mail.outbox == []


@pytest.mark.django_db
def test_the_same_key_is_the_same_mail():
    assert write() == write()
    assert OutgoingMail.objects.count() == 1
    with pytest.raises(ValueError, match="already stands"):
        write(to="li@example.org")


@pytest.mark.django_db
def test_the_database_takes_no_second_mail_with_the_same_key():
    row = write()
    row.pk, row._state.adding, row.message_id = None, True, "<other@example.edu.cn>"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("a@example.org\r\nBcc: b@example.org", "s"),
        ("a@example.org", "s\nBcc: b@example.org"),
        ("not an address", "s"),
        ("", "s"),
    ],
)
def test_a_header_cannot_be_smuggled_in(to, subject):
    with pytest.raises(Refusal):
        send_later(to=to, subject=subject, body="b", key="k", at=AT)
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db
def test_a_row_says_only_one_end_and_half_a_lease_is_refused():
    row = write()
    for wrong in ({"sent_at": AT, "given_up_at": AT}, {"lease": "x"}, {"leased_until": AT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutgoingMail.objects.filter(pk=row.pk).update(**wrong)


# Stopped on the way


@pytest.mark.django_db(transaction=True)
def test_stopped_after_sending_it_goes_again_under_the_same_message_id(settings):
    row = write()
    backend(settings, StopsAfter)
    with pytest.raises(Stopped):
        drain(at=AT)
    row.refresh_from_db()
    assert (row.state, row.sent_at) == ("sending", None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert drain(at=AT + 9 * MINUTE) == Drained()
    assert drain(at=AT + 11 * MINUTE) == Drained(sent=1)
    ids = [sent.extra_headers["Message-ID"] for sent in django_mail.outbox]
    assert ids == [row.message_id] * 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stop", [StopsBefore, StopsAfter])
def test_stopped_at_each_mail_in_turn_none_is_lost_and_none_is_another(settings, stop):
    """Fail the first, then the second, … until a run ends clean, as SQLite tests its faults."""
    rows = [write(key=f"reply:{n}") for n in range(4)]
    now, stops = AT, 0
    while OutgoingMail.objects.unsent().exists():
        backend(settings, stop)
        try:
            drain(at=now)
        except Stopped:
            stops += 1
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        now += 11 * MINUTE
        drain(at=now, limit=1)
    assert stops >= 2
    sent = [m.extra_headers["Message-ID"] for m in django_mail.outbox]
    assert set(sent) == {row.message_id for row in rows}
    assert OutgoingMail.objects.filter(attempts=0).count() == 0


class KilledBefore(filebased.EmailBackend):
    def send_messages(self, messages):
        os.kill(os.getpid(), signal.SIGKILL)


class KilledAfter(filebased.EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        os.kill(os.getpid(), signal.SIGKILL)


def drain_in_another_process(at) -> int:
    connections.close_all()
    child = os.fork()
    if not child:
        drain(at=at)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kill", "copies"), [(KilledBefore, 1), (KilledAfter, 2)])
def test_a_process_really_killed_loses_nothing(settings, tmp_path, kill, copies):
    settings.EMAIL_FILE_PATH = tmp_path
    row = write()
    backend(settings, kill)
    assert drain_in_another_process(AT) == -signal.SIGKILL
    row.refresh_from_db()
    assert row.state == "sending"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert drain_in_another_process(AT + 11 * MINUTE) == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("sent", 2)
    sent = "".join(path.read_text() for path in tmp_path.iterdir())
    assert sent.count(f"Message-ID: {row.message_id}") == copies


@pytest.mark.django_db(transaction=True)
def test_two_drainers_send_each_mail_once():
    for n in range(20):
        write(key=f"reply:{n}")
    results = race(4, lambda _number: drain(at=AT))
    assert sum(drained.sent for drained in results) == 20
    assert len(django_mail.outbox) == 20
    assert len({m.extra_headers["Message-ID"] for m in django_mail.outbox}) == 20


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_two_drainers_send_twice():
    """The control: look, then send."""
    write()
    both_have_looked = Barrier(2, timeout=30)

    def run(_number):
        waiting = list(OutgoingMail.objects.due(AT))
        both_have_looked.wait()
        for mail in waiting:
            django_mail.send_mail(mail.subject, mail.body, None, [mail.recipient])
        return len(waiting)

    assert race(2, run) == [1, 1]
    assert len(django_mail.outbox) == 2
