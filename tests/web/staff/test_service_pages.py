"""The pages of service: how it went out, its proof, what came back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework import paper
from notices.models import Notice
from records import files
from tests.casework.test_paper_service import replied, serve
from tests.cast import MONDAY, at
from tests.notices.desk import FRIDAY
from tests.records.hostile import PNG

POSTED = {"manner": "post", "on": "2026-03-06", "reference": "EMS1CN"}


@pytest.fixture
def notice(cast) -> Notice:
    return replied(cast, delivery="post")


@pytest.fixture
def desk(client, cast, time_machine):
    time_machine.move_to(at(FRIDAY, 17), tick=False)
    client.force_login(cast.registrar)
    return client


def url(name: str, *args) -> str:
    return reverse(f"staff:{name}", args=args)


def test_service_with_a_scan_is_put_down_and_its_proof_is_handed_out(desk, notice):
    scan = SimpleUploadedFile("收据.png", PNG)
    done = desk.post(url("serve", notice.pk), POSTED | {"file": scan})
    record = notice.services.get()
    assert done.url == url("notice", notice.pk)
    page = desk.get(done.url).content.decode()
    assert "EMS1CN" in page
    assert url("service_proof", notice.pk, record.pk) in page
    files.clear(record.proof_file, at=at(FRIDAY, 17))
    sent = desk.get(url("service_proof", notice.pk, record.pk))
    assert sent.content == files.read(record.proof_file)
    assert sent["Content-Disposition"].startswith("attachment")


@pytest.mark.full
def test_a_scan_in_quarantine_waits(desk, notice):
    desk.post(url("serve", notice.pk), POSTED | {"file": SimpleUploadedFile("收据.png", PNG)})
    waits = desk.get(url("service_proof", notice.pk, notice.services.get().pk))
    assert waits.status_code == 302


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reference": ""}, "邮件号码"),
        ({"on": "2026-03-05"}, "发出日期与今天之间"),
        ({"file": SimpleUploadedFile("收据.exe", b"MZ")}, "PDF、JPG或者PNG"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, notice, change, said):
    page = desk.post(url("serve", notice.pk), POSTED | {"words": "收据存卷"} | change)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert "收据存卷" in page.content.decode()
    assert not notice.services.exists()


@pytest.mark.full
def test_a_return_is_put_down_and_then_seen_to(desk, cast, notice):
    record = serve(cast, notice, FRIDAY)
    page = url("returned_notice", notice.pk, record.pk)
    assert desk.get(url("returned", record.pk)).url == page
    assert "登记退回" in desk.get(page).content.decode()
    desk.post(page, {"on": "2026-03-06", "reason": "查无此人"})
    assert "查无此人" in desk.get(page).content.decode()
    assert "查无此人" in desk.get(url("today")).content.decode()
    desk.post(page, {"how": "电话告知"})
    assert desk.get(page).status_code == 302
    assert "查无此人" not in desk.get(url("today")).content.decode()


def test_another_case_s_record_is_not_found_under_this_notice(desk, cast, notice):
    record = serve(cast, notice, FRIDAY)
    other = replied(cast)
    for name in ("service_proof", "returned_notice"):
        assert desk.get(url(name, other.pk, record.pk)).status_code == 404


@pytest.mark.full
def test_who_may_not_serve_is_told_why(client, cast, notice, time_machine):
    time_machine.move_to(at(MONDAY, 17), tick=False)
    record = serve(cast, notice, FRIDAY)
    client.force_login(cast.inspector)
    for address in (url("serve", notice.pk), url("returned_notice", notice.pk, record.pk)):
        assert client.get(address).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(url("returned", record.pk)).status_code == 404


@pytest.mark.full
def test_the_applicant_sees_when_and_how_it_was_served(cast, notice):
    from web.public.story import served_words

    assert served_words(notice) == ""
    paper.serve(
        notice, manner="post", on=FRIDAY, by=cast.registrar, at=at(FRIDAY, 17),
        proof=paper.Proof(reference="1"),
    )  # fmt: skip
    assert served_words(notice) == "2026年3月6日送达（邮寄）"
