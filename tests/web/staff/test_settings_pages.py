"""The office settles its own facts: calendar, institution, people."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from casework import settling
from casework.moving import what_moves
from office import institution
from office.calendars import working_calendar
from office.models import CalendarNotice, Institution, RoleGrant, User
from records import log
from records.models import OutgoingMail
from requests_app.models import Application
from statute.law import laws
from tests.cast import PASSWORD, SHANGHAI, at, in_hand
from tests.web.staff.people_at_desks import desk, on, text
from web.staff.settings_labels import SETTINGS, VALUES

AUTUMN = date(2026, 11, 24)
EVERYONE = {
    "registrar", "officer", "department_head", "office_head", "secrecy_reviewer", "finance",
    "leader", "inspector", "system_admin", "security_admin", "audit_admin", "outsider",
}  # fmt: skip
CONFIGURES = {"office_head", "system_admin"}


def answers(cast, address, method="get", **data):
    with on(AUTUMN):
        return {
            name: getattr(desk(user), method)(address, data).status_code
            for name, user in cast.everyone().items()
        }


def only(may, found=200):
    return {who: found if who in may else 403 for who in EVERYONE}


# Doors


@pytest.mark.full
@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("calendar", EVERYONE),
        ("password", EVERYONE),
        ("calendar_enter", CONFIGURES),
        ("institution", CONFIGURES),
        ("people", {"security_admin"}),
        ("person_new", {"security_admin"}),
    ],
)
def test_each_page_opens_to_those_whose_it_is(cast, name, may):
    address = reverse(f"staff:{name}")
    assert answers(cast, address) == only(may)
    assert Client().get(address).status_code == 302


@pytest.mark.full
def test_people_are_read_and_changed_by_the_security_administrator_alone(cast):
    newcomer = User.objects.create_user("lin", full_name="林新人")
    row = RoleGrant.objects.create(user=newcomer, role="finance", granted_at=at(AUTUMN))
    person, grant = [newcomer.pk], [row.pk]
    assert answers(cast, reverse("staff:person", args=person)) == only({"security_admin"})
    for name in ("person_deactivate", "person_reactivate"):
        address = reverse(f"staff:{name}", args=person)
        assert answers(cast, address, "post") == only({"security_admin"}, 302)
        assert set(answers(cast, address).values()) == {405}
    address = reverse("staff:person_password", args=person)
    assert answers(cast, address, "post") == only({"security_admin"})
    address = reverse("staff:grant_end", args=grant)
    assert answers(cast, address, "post") == only({"security_admin"}, 302)


# The calendar


def test_the_year_is_shown_with_its_working_days_its_make_up_days_and_its_source(cast):
    # 2026: 365 days less 104 weekend days is 261; the notice (国办发明电〔2025〕7号) gives 19
    # weekdays off and works 6 weekend days: 248.
    with on(AUTUMN):
        html = text(desk(cast.officer).get(reverse("staff:calendar")))
    assert "<h1>2026年工作日历</h1>" in html
    assert "全年248个工作日，放假调休后周末上班6天。" in html
    assert "国办发明电〔2025〕7号" in html
    assert '<td class="makeup">10<small>' in html
    law_days = re.findall(r'<td class="rest law">(\d+)<small>.*?>(\w+)</span><span', html)
    assert law_days == [
        ("1", "元旦"), ("16", "春节"), ("17", "春节"), ("18", "春节"), ("19", "春节"),
        ("5", "清明"), ("1", "劳动"), ("2", "劳动"), ("19", "端午"), ("25", "中秋"),
        ("1", "国庆"), ("2", "国庆"), ("3", "国庆"),
    ]  # fmt: skip
    assert html.count('<table class="month">') == 12


@pytest.mark.full
def test_from_october_a_missing_year_is_asked_for_and_its_dates_are_provisional(cast):
    # Received Monday 7 December 2026: the twentieth working day lies in 2027.
    in_hand(cast, date(2026, 12, 7))
    address = reverse("staff:calendar")
    with on(date(2026, 9, 30)):
        assert "2027年尚未公布" not in text(desk(cast.office_head).get(address))
    with on(date(2026, 12, 8)):
        html = text(desk(cast.office_head).get(address))
        following = text(desk(cast.office_head).get(reverse("staff:calendar_year", args=[2027])))
    assert "2027年尚未公布" in html
    assert "1件办件的期限为暂定" in html
    assert "暂定：放假安排尚未公布" in following


def test_a_year_no_calendar_reaches_is_not_there(cast):
    with on(AUTUMN):
        for year in (2009, 2028):
            address = reverse("staff:calendar_year", args=[year])
            assert desk(cast.officer).get(address).status_code == 404


NOTICE_2027 = {
    "year": "2027", "document": "国务院办公厅关于2027年部分节假日安排的通知", "url": "",
    "published_on": "2026-11-20", "work": "2027-02-20\n2027-01-30",
    "rest-TOTAL_FORMS": "7", "rest-INITIAL_FORMS": "7",
    "rest-0-name": "元旦", "rest-0-first": "2027-01-01", "rest-0-last": "2027-01-03",
    "rest-1-name": "春节", "rest-1-first": "2027-02-05", "rest-1-last": "2027-02-12",
    "rest-2-name": "清明节", "rest-2-first": "2027-04-03", "rest-2-last": "2027-04-05",
    "rest-3-name": "劳动节", "rest-3-first": "2027-05-01", "rest-3-last": "2027-05-05",
    "rest-4-name": "端午节", "rest-4-first": "2027-06-09", "rest-4-last": "2027-06-09",
    "rest-5-name": "中秋节", "rest-5-first": "2027-09-15", "rest-5-last": "2027-09-15",
    "rest-6-name": "国庆节", "rest-6-first": "2027-10-01", "rest-6-last": "2027-10-07",
}  # fmt: skip


def entered(client, **changes):
    """Look first, then enter what was looked at."""
    address = reverse("staff:calendar_enter")
    looked = text(client.post(address, NOTICE_2027 | changes))
    signed = {"save": "1", "confirmed": "on"} | shown(looked)
    return looked, client.post(address, NOTICE_2027 | changes | signed)


def shown(html):
    """What the page remembers of what was shown: the notice, and the list of what it moves."""
    return {
        name: re.search(rf'name="{name}" value="(\w+)"', html).group(1)
        for name in ("previewed", "seen")
    }


def test_a_notice_is_entered_only_after_a_look_at_what_it_moves(cast):
    address = reverse("staff:calendar_enter")
    with on(AUTUMN):
        blind = desk(cast.office_head).post(address, NOTICE_2027 | {"save": "1"})
        assert blind.status_code == 200
        assert not CalendarNotice.objects.exists()
        stale = desk(cast.office_head).post(
            address, NOTICE_2027 | {"save": "1", "previewed": "0" * 64}
        )
        assert stale.status_code == 200
        assert not CalendarNotice.objects.exists()
        _looked, done = entered(desk(cast.office_head))
    assert done.url == reverse("staff:calendar_year", args=[2027])
    assert CalendarNotice.objects.get().work == ["2027-01-30", "2027-02-20"]
    assert log.entries("office").filter(event="calendar_entered").count() == 1


def test_the_cases_a_notice_moves_are_shown_recomputed_logged_and_told(cast):
    # Received Tuesday 12 January 2027. Days 1-14 end Monday 1 February. Without a notice only the
    # statutory days rest: 5, 6, 7, 8 February. 2, 3, 4, 9, 10, 11 February make 20 on the 11th.
    # With it 5-12 February rest and Saturday 30 January and 20 February are worked: 13-15 (3),
    # 18-22 (8), 25-29 (13), 30 January (14), 1-4 February (18), 15, 16 February (20).
    case = in_hand(cast, date(2027, 1, 12))
    case.refresh_from_db()
    assert (case.due_on, case.due_provisional) == (date(2027, 2, 11), True)
    with on(date(2027, 1, 13)):
        client = desk(cast.office_head)
        looked, done = entered(client)
        told = text(client.get(done.url))
    assert "会改变1件办件的期限" in looked
    assert case.number in looked
    assert "2027-02-11" in looked
    assert "2027-02-16" in looked
    assert "1件办件的期限已重新计算" in told
    case.refresh_from_db()
    assert (case.due_on, case.due_provisional) == (date(2027, 2, 16), False)
    moved = log.entries(case.chain).get(event="due_date_moved")
    assert moved.payload["was"] == "2027-02-11"
    assert moved.payload["becomes"] == "2027-02-16"
    written = OutgoingMail.objects.filter(subject__contains="期限有变")
    assert {mail.recipient for mail in written} == {
        "wu@example.com", "feng@example.com", "zheng@example.com",
    }  # fmt: skip


@pytest.mark.full
def test_a_date_brought_forward_is_pointed_out(cast):
    in_hand(cast, date(2027, 1, 12))
    with on(date(2027, 1, 13)):
        html = text(
            desk(cast.office_head).post(
                reverse("staff:calendar_enter"),
                NOTICE_2027 | {"rest-1-last": "2027-02-08", "work": "2027-01-30"},
            )
        )
    assert "提前：申请人可能已被告知较晚的日期" in html


@pytest.mark.full
def test_the_list_of_moves_is_what_a_case_by_case_look_finds(cast):
    """Ten cases over four weeks, each reckoned alone under both calendars."""
    for day in range(4, 32, 3):
        in_hand(cast, date(2027, 1, day))
    rest = [[NOTICE_2027[f"rest-{n}-{key}"] for key in ("name", "first", "last")] for n in range(7)]
    row = CalendarNotice(
        year=2027, document="通知", published_on=AUTUMN, rest=rest, work=["2027-01-30"]
    )
    after, today = settling.calendar_with(row), date(2027, 1, 31)
    before = {case.number: case.clock(on=today).due_on for case in Application.objects.all()}
    moves = {m.application.number: m.becomes for m in what_moves(on=today, calendar=after)}
    row.entered_at = at(today)
    row.save()
    for case in Application.objects.all():
        now = case.clock(on=today)
        changed = now.due_on != before[case.number] or not now.provisional
        assert (case.number in moves) == changed
        if changed:
            assert moves[case.number] == now.due_on


@pytest.mark.full
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"work": "2027-02-30"}, "不是日期"),
        ({"work": "2027-02-06"}, "既放假又上班"),
        ({"rest-1-last": "2027-02-01"}, "末日不能早于首日"),
        ({"rest-1-first": ""}, "请把节日、首日、末日都填上"),
        ({"rest-3-first": "", "rest-3-last": ""}, "漏了法定节日：2027-05-01（劳动节）"),
        ({"rest-6-last": "2027-10-02"}, "漏了法定节日：2027-10-03（国庆节）"),
        ({"year": "1999"}, "年份须在2010至2059之间"),
        ({"rest-0-first": "2024-01-01", "rest-0-last": "2024-01-02"}, "不在2027年及其前后各一年"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused_with_the_reason(cast, change, told):
    with on(AUTUMN):
        html = text(
            desk(cast.office_head).post(reverse("staff:calendar_enter"), NOTICE_2027 | change)
        )
    assert told in html
    assert "<title>错误：" in html
    assert 'name="previewed"' not in html


@pytest.mark.full
def test_a_later_notice_names_only_the_days_it_changes(cast):
    alone = {
        key: "" for key in NOTICE_2027 if key.endswith(("first", "last"))
    } | {"work": "2027-02-27", "document": "关于调整的通知"}  # fmt: skip
    with on(AUTUMN):
        entered(desk(cast.office_head))
        entered(desk(cast.office_head), **alone)
    assert CalendarNotice.objects.count() == 2
    assert working_calendar().is_working(date(2027, 2, 27))
    assert not working_calendar().is_working(date(2027, 5, 3))


def test_a_calendar_that_was_only_looked_at_is_not_the_calendar(cast):
    version = working_calendar().version
    with on(AUTUMN):
        desk(cast.office_head).post(reverse("staff:calendar_enter"), NOTICE_2027)
    assert working_calendar().version == version


# The institution


def form_now(**changes):
    """The institution's form as the page fills it in."""
    row = institution.current()
    data = {
        name: getattr(row, name)
        for name in (
            "name", "name_en", "number_prefix", "office_name", "office_name_en", "head_name",
            "address", "address_en", "postcode", "phone", "fax", "email", "hours", "hours_en",
            "supervisor", "discipline_office", "review_authority", "court", "default_law",
        )
    }  # fmt: skip
    for law in laws():
        for setting in institution.law(law.code).settings():
            value = setting.value
            shown = ("yes" if value else "no") if isinstance(value, bool) else value
            data[f"{law.code}-{setting.name.replace('.', '-')}"] = shown
    return data | {"version": row.version} | changes


def test_each_open_point_stands_with_its_article_and_its_doubt(cast):
    with on(AUTUMN):
        html = text(desk(cast.office_head).get(reverse("staff:institution")))
    for law in laws():
        for setting in law.settings():
            assert setting.doubt.zh.replace('"', "&quot;") in html


def test_every_setting_and_every_value_has_words_of_its_own():
    for law in laws():
        for setting in law.settings():
            assert setting.name in SETTINGS
            assert not setting.options or set(setting.options) <= set(VALUES)


def test_a_change_is_first_shown_then_becomes_a_version_and_the_old_one_stays(cast):
    address = reverse("staff:institution")
    with on(AUTUMN):
        client = desk(cast.system_admin)
        looked = text(client.post(address, form_now(court="示例市第二法院")))
        assert "管辖法院" in looked
        assert Institution.objects.count() == 1
        client.post(address, form_now(court="示例市第二法院", save="1"))
    assert [row.court for row in Institution.objects.order_by("version")] == [
        "示例市中级人民法院", "示例市第二法院",
    ]  # fmt: skip
    assert institution.current().changed_by == cast.system_admin
    entry = log.entries("office").get(event="institution_changed")
    assert entry.payload["fields"] == ["court"]


def test_a_setting_moves_the_cases_it_governs(cast):
    # 29号令, received Monday 2 March 2026, a third party asked on Wednesday 4 March and silent:
    # fifteen working days without the time of the consultation, and with it left out.
    case = in_hand(cast, date(2026, 3, 2), law="cn-university")
    case.consult(
        by=cast.office_head, on=date(2026, 3, 4), at=at(date(2026, 3, 4)), kind="third_party",
        party_name="示例公司", concerning="合同",
    )  # fmt: skip
    case.refresh_from_db()
    before = case.clock(on=date(2026, 3, 5)).due_on
    with on(date(2026, 3, 5)):
        change = {"cn-university-third_party-suspends": "yes"}
        looked = text(desk(cast.office_head).post(reverse("staff:institution"), form_now(**change)))
        assert "会改变1件办件的期限" in looked
        save = form_now(**change, save="1")
        unseen = text(desk(cast.office_head).post(reverse("staff:institution"), save))
        assert "请再看一次下面的清单" in unseen
        assert "会改变1件办件的期限" in unseen
        assert Institution.objects.count() == 1
        seen = re.search(r'name="seen" value="(\w{64})"', unseen)[1]
        desk(cast.office_head).post(reverse("staff:institution"), save | {"seen": seen})
    assert institution.current().law_settings == {"cn-university": {"third_party.suspends": True}}
    case = Application.objects.get(pk=case.pk)
    assert case.clock(on=date(2026, 3, 5)).due_on != before
    assert log.entries(case.chain).filter(event="due_date_moved").count() == 1


def test_without_the_comparison_dates_would_move_that_nobody_looked_at(cast, monkeypatch):
    """The control: the guard off, the first press saves."""
    in_hand(cast, date(2026, 3, 2), law="cn-university").consult(
        by=cast.office_head, on=date(2026, 3, 4), at=at(date(2026, 3, 4)), kind="third_party",
        party_name="示例公司", concerning="合同",
    )  # fmt: skip
    monkeypatch.setattr(settling, "_refuse_unseen", lambda moves, seen: None)
    change = {"cn-university-third_party-suspends": "yes"}
    with on(date(2026, 3, 5)):
        desk(cast.office_head).post(reverse("staff:institution"), form_now(**change, save="1"))
    assert Institution.objects.count() == 2


@pytest.mark.full
def test_nothing_changed_makes_no_version(cast):
    with on(AUTUMN):
        html = text(desk(cast.office_head).post(reverse("staff:institution"), form_now(save="1")))
    assert "没有改动。" in html
    assert Institution.objects.count() == 1


@pytest.mark.full
def test_of_two_who_change_the_institution_the_second_is_told(cast):
    address = reverse("staff:institution")
    with on(AUTUMN):
        desk(cast.office_head).post(address, form_now(phone="1", save="1"))
        html = text(desk(cast.system_admin).post(address, form_now(fax="2", version=1, save="1")))
    assert "机构信息刚才已由他人修改" in html
    assert institution.current().version == 2


def test_more_days_than_the_law_leaves_open_are_refused(cast):
    change = {"cn-university-extension-max_days": "16"}
    with on(AUTUMN):
        html = text(
            desk(cast.office_head).post(reverse("staff:institution"), form_now(**change, save="1"))
        )
    assert "<title>错误：" in html
    assert Institution.objects.count() == 1


# People


def test_a_new_person_gets_a_password_shown_once_and_no_role(cast):
    sent = {"username": "lin", "full_name": "林新人", "full_name_en": "", "email": "l@example.com"}
    with on(AUTUMN):
        answer = desk(cast.security_admin).post(reverse("staff:person_new"), sent)
        password = re.search(r'<dd id="password">([^<]+)</dd>', text(answer)).group(1)
        assert "no-store" in answer.headers["Cache-Control"]
        page = reverse("staff:person", args=[User.objects.get(username="lin").pk])
        assert password not in text(desk(cast.security_admin).get(page))
    person = User.objects.get(username="lin")
    assert person.check_password(password)
    assert person.roles() == frozenset()
    assert password not in str(list(log.entries("office").values()))


def test_a_user_name_is_given_once(cast):
    sent = {"username": "WU", "full_name": "另一人", "email": ""}
    with on(AUTUMN):
        html = text(desk(cast.security_admin).post(reverse("staff:person_new"), sent))
    assert "用户名已有人使用。" in html


def grant(cast, person, role, unit=None):
    with on(AUTUMN):
        return text(
            desk(cast.security_admin).post(
                reverse("staff:person", args=[person.pk]),
                {"role": role, "unit": unit.pk if unit else ""},
                follow=True,
            )
        )


def test_a_role_is_granted_logged_and_ended(cast):
    assert "角色已授予。" in grant(cast, cast.registrar, "officer", cast.logistics)
    row = RoleGrant.objects.get(user=cast.registrar, role="officer")
    assert (row.unit, row.granted_by) == (cast.logistics, cast.security_admin)
    with on(AUTUMN, 10):
        desk(cast.security_admin).post(reverse("staff:grant_end", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_at == at(AUTUMN, 10)
    events = list(log.entries("office").values_list("event", flat=True))
    assert events == ["role_granted", "role_ended"]


@pytest.mark.parametrize(
    ("person", "role", "with_unit", "told"),
    [
        ("system_admin", "audit_admin", False, "不得由同一人担任"),
        ("audit_admin", "system_admin", False, "不得由同一人担任"),
        ("registrar", "officer", False, "须指定单位"),
        ("registrar", "leader", True, "不分单位"),
        ("registrar", "registrar", False, "已经担任"),
        ("security_admin", "leader", False, "不能给自己授予角色"),
    ],
)
def test_a_role_that_may_not_be_is_refused_with_the_reason(cast, person, role, with_unit, told):
    before = RoleGrant.objects.count()
    unit = cast.academic_affairs if with_unit else None
    assert told in grant(cast, getattr(cast, person), role, unit)
    assert RoleGrant.objects.count() == before


def test_a_closed_account_is_signed_out_at_once_and_cannot_come_back(cast):
    client, today = desk(cast.officer), reverse("staff:today")
    other = desk(cast.registrar)
    with on(AUTUMN):
        desk(cast.security_admin).post(reverse("staff:person_deactivate", args=[cast.officer.pk]))
        assert client.get(today).status_code == 302
        assert other.get(today).status_code == 200
        assert not Client().login(username="wu", password=PASSWORD)
    kept = [session.get_decoded().get("_auth_user_id") for session in Session.objects.all()]
    assert str(cast.officer.pk) not in kept
    assert str(cast.registrar.pk) in kept


def test_nobody_closes_their_own_account_or_ends_their_own_role(cast):
    mine = cast.security_admin
    with on(AUTUMN):
        desk(mine).post(reverse("staff:person_deactivate", args=[mine.pk]))
        desk(mine).post(reverse("staff:grant_end", args=[mine.role_grants.get().pk]))
    mine.refresh_from_db()
    assert mine.is_active
    assert mine.role_grants.get().ended_at is None


def test_a_new_password_ends_what_the_old_one_opened(cast):
    client = desk(cast.officer)
    with on(AUTUMN):
        answer = desk(cast.security_admin).post(
            reverse("staff:person_password", args=[cast.officer.pk])
        )
        assert client.get(reverse("staff:today")).status_code == 302
    password = re.search(r'<dd id="password">([^<]+)</dd>', text(answer)).group(1)
    assert Client().login(username="wu", password=password)


@pytest.mark.full
def test_everyone_changes_their_own_password_and_stays_signed_in(cast):
    client = desk(cast.officer)
    sent = {
        "old_password": PASSWORD, "new_password1": "battery staple horse correct",
        "new_password2": "battery staple horse correct",
    }  # fmt: skip
    with on(AUTUMN):
        wrong = client.post(reverse("staff:password"), sent | {"old_password": "no"})
        assert wrong.status_code == 200
        assert client.post(reverse("staff:password"), sent).url == reverse("staff:today")
        assert client.get(reverse("staff:today")).status_code == 200
    assert Client().login(username="wu", password="battery staple horse correct")
    assert log.entries("office").get().event == "password_changed"


def test_an_initial_password_has_79_bits_and_never_the_same_twice(cast):
    from casework.people import give_new_password

    when = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)
    seen = {
        give_new_password(cast.officer, by=cast.security_admin, at=when + timedelta(seconds=n))
        for n in range(20)
    }
    assert len(seen) == 20
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", one) for one in seen)
