import logging
import os
import signal
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from records import work
from records.models import WorkRun
from records.outbox import send_later
from tests.records.racing import race

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai
HOUR = timedelta(hours=1)


@pytest.fixture
def register(monkeypatch):
    monkeypatch.setattr(work, "registered", {})
    return work.register


@pytest.mark.django_db
def test_work_runs_when_due_and_not_before(register):
    seen = []
    register("remind", lambda *, at: seen.append(at), every=HOUR)
    assert work.run_due(at=AT) == {"remind": True}
    assert work.run_due(at=AT + HOUR / 2) == {}
    assert work.run_due(at=AT + HOUR) == {"remind": True}
    assert seen == [AT, AT + HOUR]
    assert WorkRun.objects.get().finished_at == AT + HOUR


@pytest.mark.django_db
def test_nightly_work_runs_once_after_the_office_midnight_even_after_days_without(register):
    seen = []
    register("nightly", lambda *, at: seen.append(at))
    midnight = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # 3 March 00:00 in Shanghai
    work.run_due(at=AT)
    assert work.run_due(at=midnight - timedelta(seconds=1)) == {}
    assert work.run_due(at=midnight) == {"nightly": True}
    assert work.run_due(at=midnight) == {}
    later = midnight + timedelta(days=3, hours=5)
    assert work.run_due(at=later) == {"nightly": True}
    assert work.run_due(at=later) == {}
    assert len(seen) == 3


@pytest.mark.django_db
def test_one_failure_is_noted_retried_and_stops_nothing_else(register, caplog):
    seen, phone = [], "139" + "12345678"

    def fails(*, at):
        raise ValueError(phone)

    register("fails", fails, every=HOUR)
    register("works", lambda *, at: seen.append(at), every=HOUR)
    with caplog.at_level(logging.ERROR):
        assert work.run_due(at=AT) == {"fails": False, "works": True}
    assert "ValueError" in caplog.text
    assert phone not in caplog.text
    row = WorkRun.objects.get(name="fails")
    assert (row.last_error, row.failed_at, row.due_at) == ("ValueError", AT, AT + work.RETRY)
    assert work.run_due(at=AT + work.RETRY) == {"fails": False}


@pytest.mark.django_db
def test_work_that_was_stopped_runs_again_when_its_lease_is_over(register):
    class Stopped(BaseException):
        pass

    def stops(*, at):
        raise Stopped

    register("nightly", stops)
    with pytest.raises(Stopped):
        work.run_due(at=AT)
    assert work.run_due(at=AT + HOUR / 2) == {}
    with pytest.raises(Stopped):
        work.run_due(at=AT + HOUR)


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_each_piece_once(register):
    seen = []
    register("nightly", lambda *, at: seen.append(at))
    race(4, lambda _number: work.run_due(at=AT))
    assert seen == [AT]


def test_two_pieces_of_work_cannot_share_a_name(register):
    register("nightly", test_two_pieces_of_work_cannot_share_a_name)
    register("nightly", test_two_pieces_of_work_cannot_share_a_name)
    with pytest.raises(ValueError, match="nightly"):
        register("nightly", print)


@pytest.mark.django_db
def test_one_round_of_the_worker_drains_and_leaves_a_heartbeat(capsys):
    call_command("work", "--once")
    beat = WorkRun.objects.get(name="records.heartbeat")
    assert beat.finished_at is not None
    names = set(WorkRun.objects.values_list("name", flat=True))
    assert {"records.quarantine", "records.throttle", "records.leftovers"} <= names
    assert capsys.readouterr().err == ""


@pytest.fixture
def signals():
    kept = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, handler in kept.items():
        signal.signal(name, handler)
    work.stopping.clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("signals")
def test_the_worker_goes_round_until_it_is_told_to_stop(register, capsys, settings):
    rounds = []

    def stops_the_second_time(*, at):
        rounds.append(at)
        if len(rounds) == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    def fails(*, at):
        raise ValueError

    register("fails", fails)
    register("rounds", stops_the_second_time, every=timedelta(0))
    with transaction.atomic():
        send_later(to="a@example.org", subject="s", body="b", key="k", at=AT)
    call_command("work", "--pause", "0.01")
    said = capsys.readouterr()
    assert len(rounds) == 2
    assert "mail: 1 sent" in said.out
    assert "work that failed: fails" in said.err


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("signals")
def test_long_work_sees_that_the_worker_is_to_stop(register):
    seen = []

    def takes_long(*, at):
        os.kill(os.getpid(), signal.SIGTERM)
        seen.append(work.stopping.is_set())

    register("long", takes_long, every=timedelta(0))
    call_command("work", "--pause", "0.01")
    assert seen == [True]


@pytest.mark.django_db
def test_another_worker_may_run_it_once_its_own_lease_is_over(register):
    def stops(*, at):
        raise KeyboardInterrupt

    register("short", stops, every=timedelta(0), lease=timedelta(minutes=1))
    for later in (timedelta(0), timedelta(minutes=1)):
        with pytest.raises(KeyboardInterrupt):
            work.run_due(at=AT + later)
        assert work.run_due(at=AT + later + timedelta(seconds=59)) == {}


@pytest.mark.django_db
def test_a_worker_was_seen_lately_or_it_was_not(register):
    assert not work.has_run_lately(at=AT)
    register("beat", lambda *, at: None, every=timedelta(seconds=30))
    work.run_due(at=AT)
    assert work.has_run_lately(at=AT + work.SILENT - timedelta(seconds=1))
    assert not work.has_run_lately(at=AT + work.SILENT)
