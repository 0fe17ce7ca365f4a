"""The door: one sentence for every failure, a pace for whoever tries, half an hour without acts."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from tests.cast import MONDAY, PASSWORD, at
from tests.web.staff.people_at_desks import on, text

DOOR = "/staff/sign-in/"
WRONG = "用户名或密码不对。"


@pytest.fixture
def stranger(cast):
    return Client(raise_request_exception=False)


def tried(client, username="wu", password=PASSWORD, **more):
    return client.post(DOOR, {"username": username, "password": password} | more)


def test_the_right_password_leads_to_today(stranger):
    response = tried(stranger)
    assert response.status_code == 302
    assert response["Location"] == "/staff/"
    assert stranger.get("/staff/").status_code == 200


def test_signing_in_leads_on_to_the_page_that_was_asked_for(stranger):
    page = stranger.get("/staff/cases/?q=2026-1")
    assert page["Location"] == "/staff/sign-in/?next=/staff/cases/%3Fq%3D2026-1"
    html = text(stranger.get(page["Location"]))
    assert 'name="next" value="/staff/cases/?q=2026-1"' in html
    assert tried(stranger, next="/staff/cases/?q=2026-1")["Location"] == "/staff/cases/?q=2026-1"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_signing_in_never_leads_off_the_site(stranger, elsewhere):
    assert tried(stranger, next=elsewhere)["Location"] == "/staff/"


def test_unknown_wrong_and_closed_are_answered_alike(stranger, cast):
    cast.officer.is_active = False
    cast.officer.save()
    pages = {
        "unknown": tried(stranger, "nobody", "wrong"),
        "wrong": tried(stranger, "zhou", "wrong"),
        "closed": tried(stranger, "wu", PASSWORD),
    }
    for page in pages.values():
        assert page.status_code == 200
        assert text(page).count(WRONG) == 1
    assert SESSION_KEY not in stranger.session


def test_the_sixth_try_within_a_quarter_of_an_hour_is_not_even_examined(stranger):
    with on(MONDAY, 9):
        for _n in range(5):
            assert tried(stranger, password="wrong").status_code == 200
        refused = tried(stranger, password=PASSWORD)
    assert refused.status_code == 429
    assert "尝试次数过多，请15分钟后再试。" in text(refused)
    assert SESSION_KEY not in stranger.session


@pytest.mark.full
def test_the_owner_comes_in_when_the_quarter_of_an_hour_is_over(stranger):
    with on(MONDAY, 9, 0):
        for _n in range(5):
            tried(stranger, password="wrong")
    with on(MONDAY, 9, 14):
        assert tried(stranger).status_code == 429
    with on(MONDAY, 9, 15):
        assert tried(stranger).status_code == 302


def test_one_accounts_failures_hold_up_nobody_else(stranger):
    with on(MONDAY, 9):
        for _n in range(6):
            tried(stranger, password="wrong")
        assert tried(stranger, "zhou").status_code == 302


@pytest.mark.full
def test_one_address_trying_many_accounts_is_held_up_too(stranger):
    with on(MONDAY, 9):
        answers = [tried(stranger, f"guess{n}", "wrong").status_code for n in range(31)]
    assert answers == [200] * 30 + [429]


@pytest.mark.full
def test_signing_in_forgets_the_failures_before_it(stranger):
    with on(MONDAY, 9):
        for _round in range(3):
            for _n in range(4):
                tried(stranger, password="wrong")
            assert tried(stranger).status_code == 302
            stranger.post("/staff/sign-out/")


def test_the_key_of_the_session_changes_at_the_door(stranger):
    stranger.get(DOOR)
    session = stranger.session
    session["before"] = 1
    session.save()
    tried(stranger)
    assert stranger.session.session_key != session.session_key


def test_half_an_hour_without_acts_signs_out(stranger):
    with on(MONDAY, 9, 0):
        tried(stranger)
    with on(MONDAY, 9, 29):
        assert stranger.get("/staff/").status_code == 200
    with on(MONDAY, 9, 58):
        assert stranger.get("/staff/").status_code == 200
    with on(MONDAY, 10, 29):
        assert stranger.get("/staff/")["Location"].startswith(DOOR)


def test_signing_out_is_a_post_and_ends_the_session(stranger):
    tried(stranger)
    assert stranger.get("/staff/sign-out/").status_code == 405
    assert stranger.post("/staff/sign-out/")["Location"] == DOOR
    assert stranger.get("/staff/").status_code == 302


def test_whoever_is_signed_in_already_is_led_past_the_door(stranger):
    tried(stranger)
    assert stranger.get(DOOR)["Location"] == "/staff/"


def test_only_a_demonstration_names_its_people(stranger, settings):
    assert "周登记" not in text(stranger.get(DOOR))
    settings.DEMONSTRATION = True
    html = text(stranger.get(DOOR))
    assert "<code>zhou</code>" in html
    assert "承办人（教务处）" in html
    assert PASSWORD not in html


def test_the_door_and_what_lies_behind_it_are_kept_by_no_cache(stranger):
    assert "no-store" in stranger.get(DOOR)["Cache-Control"]
    tried(stranger)
    assert "no-store" in stranger.get("/staff/")["Cache-Control"]


def test_roles_that_ended_open_nothing_at_the_next_request(stranger, cast):
    tried(stranger, "zhou")
    assert stranger.get("/staff/register/").status_code == 200
    cast.registrar.role_grants.update(ended_at=at(date(2026, 3, 2)) + timedelta(hours=1))
    assert stranger.get("/staff/register/").status_code == 403
