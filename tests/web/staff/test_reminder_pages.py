"""One's own hours, deputy and addresses; the office's rules."""

import re
from datetime import date, time

import pytest
from django.test import Client

from casework import feeds
from casework.models import FeedAddress, ReminderChoice, ReminderRules
from records.models import LogEntry
from tests.cast import MONDAY, at, in_hand
from tests.web.staff.people_at_desks import desk, on, text

PAGE, RULES, MAKE = "/staff/reminders/", "/staff/reminders/rules/", "/staff/reminders/addresses/"
GIVEN = {
    "head_days": -2, "office_days": -1, "leader_days": 0, "quiet_from": "20:00",
    "quiet_until": "08:00", "urgent_by": "08:30",
}  # fmt: skip


def send(user, address: str, **data):
    with on(MONDAY):
        return desk(user).post(address, data)


@pytest.mark.full
@pytest.mark.parametrize(
    ("address", "may"),
    [(PAGE, None), (RULES, {"office_head", "system_admin"})],
)
def test_each_page_opens_to_those_whose_it_is(cast, address, may):
    for name, user in cast.everyone().items():
        expected = 200 if may is None or name in may else 403
        assert desk(user).get(address).status_code == expected, name
    assert Client().get(address).status_code == 302


def test_hours_and_deputy_are_saved_and_shown_again(cast):
    data = {
        "quiet_from": "19:30", "quiet_until": "08:15", "deputy": cast.outsider.pk,
        "away_from": "2026-03-09", "away_until": "2026-03-13",
    }  # fmt: skip
    response = send(cast.officer, PAGE, **data)
    assert response.url == PAGE
    row = ReminderChoice.objects.get(person=cast.officer)
    assert (row.quiet_from, row.deputy) == (time(19, 30), cast.outsider)
    assert row.is_away(date(2026, 3, 13))
    assert not row.is_away(date(2026, 3, 14))
    html = text(desk(cast.officer).get(PAGE))
    for value in ("19:30", "08:15", "2026-03-09"):
        assert f'value="{value}"' in html
    assert LogEntry.objects.filter(event="reminders_chosen").count() == 1
    send(cast.officer, PAGE, **dict.fromkeys(data, ""))
    row.refresh_from_db()
    assert (row.quiet_from, row.deputy, row.away_from) == (None, None, None)


def test_what_does_not_hold_together_is_refused_all_at_once_and_nothing_typed_is_lost(cast):
    html = text(send(cast.officer, PAGE, quiet_from="19:30", away_from="2026-03-09"))
    assert "起止要么都填，要么都不填" in html
    assert "代办人和离开的起止日期须一并填写" in html
    assert 'value="19:30"' in html
    assert 'value="2026-03-09"' in html
    assert ReminderChoice.objects.count() == 0
    away = {"deputy": cast.outsider.pk, "away_from": "2026-03-13", "away_until": "2026-03-09"}
    assert "末日不能早于首日" in text(send(cast.officer, PAGE, **away))
    myself = {"deputy": cast.officer.pk, "away_from": "2026-03-09", "away_until": "2026-03-13"}
    assert send(cast.officer, PAGE, **myself).status_code == 200
    assert ReminderChoice.objects.count() == 0


def test_an_address_is_shown_once_and_leads_to_the_feed(cast):
    in_hand(cast)
    html = text(send(cast.officer, MAKE, scope="person", language="en", name="手机日历"))
    address = re.search(r"http://127\.0\.0\.1:8000(/feeds/[0-9a-f]{40}/calendar\.ics)", html)[1]
    assert Client().get(address).status_code == 200
    again = text(desk(cast.officer).get(PAGE))
    assert "手机日历" in again
    assert address.split("/")[2] not in again
    assert address.split("/")[2] not in text(desk(cast.security_admin).get("/staff/people/"))


def test_the_page_with_the_address_is_kept_by_no_cache(cast):
    response = send(cast.officer, MAKE, scope="person", language="zh-hans")
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_only_the_office_is_offered_the_office(cast):
    assert "全部在办的期限" in text(desk(cast.registrar).get(PAGE))
    assert "全部在办的期限" not in text(desk(cast.officer).get(PAGE))
    response = send(cast.officer, MAKE, scope="office", language="zh-hans")
    assert response.status_code == 200
    assert FeedAddress.objects.count() == 0


@pytest.mark.full
def test_the_eleventh_address_is_refused_with_the_reason(cast):
    for _n in range(10):
        feeds.make(cast.officer, scope="person", language="en", name="", at=at(MONDAY))
    html = text(send(cast.officer, MAKE, scope="person", language="en", name="第十一个"))
    assert "每人最多10个订阅地址" in html
    assert "第十一个" in html


def test_an_address_is_revoked_by_its_owner_alone(cast):
    made, secret = feeds.make(
        cast.officer, scope="person", language="en", name="", at=at(MONDAY)
    )  # fmt: skip
    revoke = f"{MAKE}{made.pk}/revoke/"
    for other in (cast.office_head, cast.security_admin, cast.department_head):
        assert send(other, revoke).status_code == 404
    assert desk(cast.officer).get(revoke).status_code == 405
    assert send(cast.officer, revoke).url == PAGE
    assert feeds.address_of(secret) is None
    send(cast.officer, revoke)
    assert FeedAddress.objects.get().revoked_by == cast.officer


def test_rules_are_versions_in_use_from_now_on(cast):
    assert send(cast.office_head, RULES, **GIVEN).url == RULES
    rules = ReminderRules.current()
    assert (rules.head_days, rules.leader_days, rules.on_rest_days) == (-2, 0, False)
    assert (rules.quiet_from, rules.changed_by) == (time(20), cast.office_head)
    send(cast.office_head, RULES, **GIVEN | {"head_days": -3})
    assert [row.head_days for row in ReminderRules.objects.all()] == [-3, -2]
    assert "-3" in text(desk(cast.office_head).get(RULES))
    assert LogEntry.objects.filter(event="reminder_rules_changed").count() == 2


@pytest.mark.parametrize("wrong", [{"head_days": 11}, {"quiet_from": "25:00"}, {"urgent_by": ""}])
def test_rules_that_make_no_sense_are_not_taken(cast, wrong):
    assert send(cast.office_head, RULES, **GIVEN | wrong).status_code == 200
    assert ReminderRules.objects.count() == 0
    assert send(cast.officer, RULES, **GIVEN).status_code == 403


def test_the_page_says_whether_there_is_an_address_to_write_to(cast):
    assert "wu@example.com" in text(desk(cast.officer).get(PAGE))
    cast.officer.email = ""
    cast.officer.save()
    assert "收不到提醒" in text(desk(cast.officer).get(PAGE))


def test_the_page_of_the_day_leads_here(cast):
    assert f'href="{PAGE}"' in text(desk(cast.officer).get("/staff/"))


@pytest.mark.full
def test_the_figures_of_the_day_open_their_cases(cast):
    in_hand(cast)
    with on(date(2026, 3, 31)):
        client = desk(cast.registrar)
        html = text(client.get("/staff/"))
        assert 'href="/staff/cases/?state=open&amp;due=overdue"' in html
        for part, expected in (("overdue", 1), ("later", 0), ("not_running", 0)):
            listed = client.get("/staff/cases/", {"state": "open", "due": part})
            assert len(listed.context["rows"]) == expected
