"""Before grave acts the password must be at most five minutes old, at this browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casework import paper
from casework.trial import foresee_notice
from notices.models import SealImage
from records import log
from tests.cast import MONDAY, PASSWORD, at, in_hand
from tests.notices.desk import FRIDAY, submitted
from tests.notices.seal_pictures import picture
from tests.web.staff.people_at_desks import desk, on, text
from web.staff import reauthentication

ASKED = "再输入一次您的密码"
OTHER = "another long passphrase"


@pytest.fixture
def waiting(cast):
    """A correction notice: the office head's signature is the last, and sends it out."""
    return submitted(cast, "correction")


def foreseen_of(notice) -> str:
    return foresee_notice(notice, on=FRIDAY).seen


def approve(client, notice, **given):
    address = reverse("staff:approve", args=[notice.pk])
    sent = {"seen": 1, "foreseen": foreseen_of(notice), "comment": "同意，请尽快发出"}
    return client.post(address, sent | given)


def is_out(notice) -> bool:
    notice.refresh_from_db()
    return notice.is_issued


def events():
    return [entry.event for entry in log.entries("office")]


@pytest.mark.full
def test_with_a_fresh_password_nothing_is_asked(cast, waiting):
    with on(FRIDAY, 12, 0):
        client = desk(cast.office_head)
    with on(FRIDAY, 12, 5):
        assert ASKED not in text(client.get(reverse("staff:approve", args=[waiting.pk])))
        assert approve(client, waiting).status_code == 302
    assert is_out(waiting)


def test_a_session_left_open_signs_nothing_by_a_direct_post(cast, waiting):
    with on(FRIDAY, 12, 0):
        client = desk(cast.office_head)
    with on(FRIDAY, 12, 6):
        assert ASKED in text(client.get(reverse("staff:approve", args=[waiting.pk])))
        assert ASKED in text(client.get(reverse("staff:approvals")))
        response = approve(client, waiting)
    assert response.status_code == 200
    assert "上次输入密码已超过5分钟，请再输入一次密码。" in text(response)
    assert "同意，请尽快发出" in text(response)
    assert "<title>错误：" in text(response)
    assert not is_out(waiting)
    assert not paper.stages(waiting)[0].approval


def test_without_the_guard_the_same_post_would_have_signed(cast, waiting, monkeypatch):
    monkeypatch.setattr(reauthentication, "fault", lambda request: "")
    with on(FRIDAY, 12, 6):
        approve(desk(cast.office_head, fresh=False), waiting)
    assert is_out(waiting)


def test_the_password_given_with_the_form_signs_and_is_fresh_for_the_next(cast, waiting):
    other = submitted(cast, "correction")
    client = desk(cast.office_head, fresh=False)
    with on(FRIDAY, 12, 6):
        assert approve(client, waiting, password_again=PASSWORD).status_code == 302
    with on(FRIDAY, 12, 11):
        assert approve(client, other).status_code == 302
    assert is_out(waiting)
    assert is_out(other)
    assert events() == ["password_given_again"]


def test_a_wrong_password_signs_nothing_keeps_what_was_typed_and_is_logged(cast, waiting):
    with on(FRIDAY, 12):
        client = desk(cast.office_head, fresh=False)
        response = approve(client, waiting, password_again="wrong")
    html = text(response)
    assert "密码不对，请重新输入。" in html
    assert 'aria-invalid="true"' in html
    assert "同意，请尽快发出" in html
    assert "wrong" not in html
    assert not is_out(waiting)
    assert events() == ["password_again_wrong"]
    entry = log.entries("office").get()
    assert (entry.actor_name, entry.payload) == ("郑审核", {"user": cast.office_head.pk})


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_outside_any_transaction_it_is_asked_and_logged_as_well(cast):
    """Tests run inside one, pages do not: a log entry wants one of its own."""
    with on(FRIDAY, 12):
        client = desk(cast.security_admin, fresh=False)
        sent = {"name": "新章", "millimetres": 42, "reason": "首次"}
        for given, event in (("wrong", "password_again_wrong"), (PASSWORD, "password_given_again")):
            upload = SimpleUploadedFile("seal.png", picture(), "image/png")
            client.post("/staff/seal/new/", sent | {"image": upload, "password_again": given})
            assert event in events()
    assert SealImage.objects.count() == 1


@pytest.mark.full
def test_the_sixth_wrong_one_in_a_quarter_of_an_hour_is_not_examined(cast, waiting):
    client = desk(cast.office_head, fresh=False)
    with on(FRIDAY, 12):
        for _n in range(5):
            approve(client, waiting, password_again="wrong")
        refused = approve(client, waiting, password_again=PASSWORD)
        assert "密码尝试次数过多，请15分钟后再试。" in text(refused)
    assert not is_out(waiting)
    assert events() == ["password_again_wrong"] * 5
    with on(FRIDAY, 12, 15):
        approve(client, waiting, password_again=PASSWORD)
    assert is_out(waiting)


@pytest.mark.full
def test_a_stranger_at_the_door_holds_up_nobody_who_is_inside(cast, waiting):
    client = desk(cast.office_head, fresh=False)
    with on(FRIDAY, 12):
        for _n in range(6):
            Client().post("/staff/sign-in/", {"username": "zheng", "password": "wrong"})
        approve(client, waiting, password_again=PASSWORD)
    assert is_out(waiting)


@pytest.mark.full
def test_signing_in_makes_the_password_fresh(cast, waiting):
    client = Client()
    with on(FRIDAY, 12):
        client.post("/staff/sign-in/", {"username": "zheng", "password": PASSWORD})
        assert approve(client, waiting).status_code == 302
    assert is_out(waiting)


@pytest.mark.full
def test_a_changed_password_makes_the_old_one_s_moment_void(cast, waiting):
    with on(FRIDAY, 12):
        client = desk(cast.office_head)
        changed = {"old_password": PASSWORD, "new_password1": OTHER, "new_password2": OTHER}
        assert client.post(reverse("staff:password"), changed).status_code == 302
        approve(client, waiting)
        assert not is_out(waiting)
        approve(client, waiting, password_again=PASSWORD)
        assert not is_out(waiting)
        approve(client, waiting, password_again=OTHER)
    assert is_out(waiting)


@pytest.mark.full
def test_another_person_s_moment_is_not_one_s_own(cast, waiting):
    with on(FRIDAY, 12):
        client, other = desk(cast.office_head, fresh=False), desk(cast.registrar)
        session = client.session
        session["authenticated"] = other.session["authenticated"]
        session.save()
        approve(client, waiting)
    assert not is_out(waiting)


@pytest.mark.full
def test_a_moment_ahead_of_the_clock_counts_for_nothing(cast, waiting):
    with on(FRIDAY, 12, 30):
        client = desk(cast.office_head)
    with on(FRIDAY, 12, 0):
        approve(client, waiting)
    assert not is_out(waiting)


@pytest.mark.full
def test_sending_out_what_was_signed_asks_too(cast, waiting, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("casework.approving.issue", lambda notice, **options: notice)
        paper.approve(waiting, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    address = reverse("staff:notice_issue", args=[waiting.pk])
    sent = {"foreseen": foreseen_of(waiting)}
    with on(FRIDAY, 12):
        client = desk(cast.office_head, fresh=False)
        assert ASKED in text(client.get(reverse("staff:notice", args=[waiting.pk])))
        assert "请再输入一次密码" in text(client.post(address, sent, follow=True))
        assert not is_out(waiting)
        client.post(address, sent | {"password_again": PASSWORD})
    assert is_out(waiting)


@pytest.mark.full
def test_revealing_a_person_asks_too_and_keeps_the_reason(cast):
    case = in_hand(cast)
    address = reverse("staff:reveal", args=[case.number])
    sent = {"fields_to_show": ["phone"], "reason": "寄出前核对电话"}
    with on(MONDAY, 14):
        client = desk(cast.registrar, fresh=False)
        html = text(client.post(address, sent))
        assert ASKED in html
        assert "寄出前核对电话" in html
        assert "13800000000" not in html
        assert "revealed" not in str([e.event for e in log.entries(case.chain)])
        assert "13800000000" in text(client.post(address, sent | {"password_again": PASSWORD}))


@pytest.mark.full
def test_sending_back_asks_for_nothing(cast, waiting):
    with on(FRIDAY, 12):
        client = desk(cast.office_head, fresh=False)
        address = reverse("staff:send_back", args=[waiting.pk])
        assert client.post(address, {"comment": "请写明年度"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.submitted_at is None
