"""Green, amber, red: each check seen in the colours it can have."""

import shutil
from datetime import date
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.test import Client

from casework import readiness, suspected
from casework.readiness import Colour
from notices.models import Making, Redaction
from records import files, outbox
from records.models import OutgoingMail, WorkRun
from requests_app.models import Attachment
from tests.cast import at, filed, in_hand
from tests.notices import certificates
from tests.web.staff.people_at_desks import on

SUMMER, AUTUMN = date(2026, 7, 1), date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def working(institution):
    """The worker has just been through everything."""
    WorkRun.objects.create(name="due dates", due_at=at(SUMMER, 10))


def colours(day=SUMMER, hour=9):
    return {f.name: f.colour for f in readiness.findings(at=at(day, hour))}


def says(name, day=SUMMER, hour=9):
    return next(f.says for f in readiness.findings(at=at(day, hour)) if f.name == name)


def test_all_is_well_on_a_summer_s_day(working, settings, tmp_path):
    certificates.use(settings, certificates.written(tmp_path))
    assert set(colours().values()) == {Colour.GREEN}
    assert not WorkRun.objects.filter(name="readiness").exists()  # looking left nothing behind


@pytest.mark.parametrize(
    ("day", "colour", "said"),
    [
        (date(2025, 12, 31), "red", "自2026-01-01起才有效"),
        (date(2026, 7, 1), "green", ""),
        (date(2026, 11, 1), "green", ""),  # sixty days and twenty-three hours before its end
        (date(2026, 11, 2), "amber", "签名证书59天后到期"),
        (date(2027, 1, 2), "red", "签名证书已于2027-01-01到期"),
    ],
)
def test_a_certificate_that_runs_out_is_amber_and_then_red(
    institution, settings, tmp_path, day, colour, said
):
    certificates.use(settings, certificates.written(tmp_path))
    assert colours(day)["signature"] == colour
    assert said in says("signature", day)


def test_without_a_certificate_it_is_amber_and_with_one_that_cannot_sign_red(
    institution, settings, tmp_path
):
    assert colours()["signature"] == Colour.AMBER
    assert says("signature") == "没有配置签名证书，文书只印印章图样。"
    certificates.use(settings, certificates.written(tmp_path, passphrase="right"), "wrong")
    assert colours()["signature"] == Colour.RED
    assert "口令不对" in says("signature")


@pytest.mark.parametrize(
    ("day", "colour"),
    [(date(2026, 9, 30), "green"), (date(2026, 10, 1), "amber"), (date(2027, 1, 4), "amber")],
)
def test_a_year_not_entered_is_amber_from_october(institution, day, colour):
    assert colours(day)["calendar"] == colour
    if colour == "amber":
        assert says("calendar", day) == "2027年的放假安排还没有录入，期限暂定。"


def test_a_worker_that_does_not_run_is_amber(institution):
    assert "还没有运行过" in says("worker")
    WorkRun.objects.create(name="due dates", due_at=at(SUMMER, 0))
    assert colours(hour=1)["worker"] == Colour.GREEN
    assert colours(hour=3)["worker"] == Colour.AMBER


def test_mail_that_does_not_leave_is_amber(working):
    with transaction.atomic():
        outbox.send_later(to="wu@example.com", key="k", subject="s", body="b", at=at(SUMMER, 7))
    assert "1封超过一小时未发出" in says("mail")
    OutgoingMail.objects.update(sent_at=at(SUMMER, 8))
    assert colours()["mail"] == Colour.GREEN


@pytest.mark.parametrize(
    ("free", "colour"), [(2_000_000_000, "green"), (500_000_000, "amber"), (50_000_000, "red")]
)
def test_a_disk_that_fills_up(working, monkeypatch, free, colour):
    usage = shutil.disk_usage("/")._replace(free=free)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    assert colours()["disk"] == colour


@pytest.mark.parametrize(("minute", "colour"), [(59, "green"), (57, "amber")])
def test_a_clock_set_back_by_more_than_a_minute_is_amber(working, minute, colour):
    filed(SUMMER)  # logged at nine
    found = {f.name: f for f in readiness.findings(at=at(SUMMER, 8, minute))}["clock"]
    assert found.colour == colour
    assert ("慢180秒" in found.says) is (colour == "amber")


def test_without_its_keys_it_is_red(working, settings, tmp_path):
    settings.RECORDS_KEYS_FILE = tmp_path / "gone.json"
    assert colours()["keys"] == Colour.RED
    assert says("keys") == "检查失败：KeysUnusable"


def test_a_database_that_takes_nothing_is_red(working, monkeypatch):
    def full(*args, **kwargs):
        raise OperationalError("disk full for zhang@example.com")

    monkeypatch.setattr(type(WorkRun.objects), "create", full)
    assert says("database") == "检查失败：OperationalError"  # the error's own words stay out
    with on(SUMMER):
        response = Client().get("/readyz/")
    assert response.status_code == 503
    assert response.json()["colour"] == "red"


def test_anybody_may_ask_and_learns_nothing_of_anybody(working, cast):
    with on(AUTUMN):
        assert Client().get("/healthz/").json() == {"alive": True}
        response = Client().get("/readyz/")
    assert response.status_code == 200
    assert response.json()["colour"] == "amber"
    assert response.json()["checks"]["calendar"]["colour"] == "amber"
    assert "example.com" not in response.content.decode()
    assert Client().post("/readyz/").status_code == 405


def test_asked_often_it_looks_once(working, django_assert_num_queries):
    with on(SUMMER):
        Client().get("/readyz/")
        with django_assert_num_queries(0):
            Client().get("/readyz/")


def test_the_command_says_the_same(working):
    with on(AUTUMN):
        out = StringIO()
        call_command("ready", stdout=out)
    lines = out.getvalue().splitlines()
    assert [line.split()[1] for line in lines] == list(readiness.LOOKS)
    assert any(line.startswith("amber  calendar   2027年") for line in lines)


def test_the_command_fails_when_red(working, settings, tmp_path):
    settings.RECORDS_KEYS_FILE = tmp_path / "gone.json"
    with pytest.raises(SystemExit) as stopped:
        call_command("ready", stdout=StringIO())
    assert stopped.value.code == 1


def test_files_that_wait_half_an_hour_for_the_worker_are_amber(cast, working):
    case = in_hand(cast)
    with transaction.atomic():
        given = case.attachments.create(
            kind=Attachment.Kind.RELEASED, title="a", added_on=SUMMER, added_by=cast.officer,
            file=files.store_document(b"%PDF-1.7 %%EOF", name="a.pdf", at=at(SUMMER, 9)),
        )  # fmt: skip
    assert colours()["files"] == Colour.GREEN
    assert "1份文件等了半小时" in says("files", hour=10)
    wanted = Redaction.objects.create(
        source=given, source_sha256=given.file.sha256, made_by=cast.officer, made_at=at(SUMMER, 9)
    )
    asked = Making.objects.create(
        redaction=wanted, asked_by=cast.officer, asked_at=at(SUMMER, 9), pages=9
    )
    assert "2份文件" in says("files", hour=10)
    Making.objects.filter(pk=asked.pk).update(ended_at=at(SUMMER, 10))
    suspected.stop(case, given.file, by=cast.officer, at=at(SUMMER, 10))  # never to be looked into
    assert colours(hour=10)["files"] == Colour.GREEN
