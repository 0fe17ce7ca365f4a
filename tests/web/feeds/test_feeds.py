"""The feeds as programs read them: opened by iCalendar and XML parsers, and closed to others."""

import logging
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from icalendar import Calendar

from casework import feed_entries, feeds, people
from office.models import User
from records import throttle
from records.models import Throttle
from requests_app.models import Application
from tests.cast import MONDAY, at, filed, in_hand, registered
from tests.requests_app.situations import consulting
from tests.web.staff.people_at_desks import on

DUE, TUESDAY = date(2026, 3, 30), date(2026, 3, 3)
ATOM = "{http://www.w3.org/2005/Atom}"


def address(person: User, scope: str = "person", language: str = "zh-hans") -> str:
    return feeds.make(person, scope=scope, language=language, name="", at=at(MONDAY))[1]


def read(secret: str, name: str = "calendar.ics", day: date = MONDAY):
    with on(day, 12):
        return Client().get(f"/feeds/{secret}/{name}")


def calendar(secret: str, day: date = MONDAY) -> Calendar:
    response = read(secret, day=day)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def events(secret: str, day: date = MONDAY) -> dict[str, object]:
    return {str(event["uid"]): event for event in calendar(secret, day).walk("VEVENT")}


# The calendar


def test_a_calendar_program_finds_every_component_whole(cast):
    in_hand(cast)
    consulting(cast)
    registered(cast)
    found = calendar(address(cast.office_head, "office"))
    assert (found["version"], found["calscale"]) == ("2.0", "GREGORIAN")
    assert found["prodid"]
    assert str(found["x-wr-calname"]) == "示例大学信息公开：全部期限"
    assert found["x-wr-timezone"] == "Asia/Shanghai"
    assert found["refresh-interval"].dt == timedelta(hours=1)
    names = {component.name for component in found.walk()}
    assert names == {"VCALENDAR", "VEVENT", "VALARM"}
    seen = list(found.walk("VEVENT"))
    assert len({str(event["uid"]) for event in seen}) == len(seen) == 7
    for event in seen:
        assert event.errors == []
        for required in ("uid", "dtstamp", "dtstart", "summary", "sequence", "last-modified"):
            assert event[required] is not None, required
        assert type(event["dtstart"].dt) is date  # a whole day, in no zone
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)
        for stamp in ("dtstamp", "last-modified"):
            assert event[stamp].dt.utcoffset() == timedelta(0)
            assert event[stamp].to_ical().endswith(b"Z")
        assert event["url"].startswith("http://127.0.0.1:8000/staff/cases/2026-")
        alarms = list(event.walk("VALARM"))
        assert [alarm["trigger"].dt for alarm in alarms] == [
            timedelta(hours=-15), timedelta(hours=9),
        ]  # fmt: skip
        assert {str(alarm["action"]) for alarm in alarms} == {"DISPLAY"}
        assert all(alarm["description"] for alarm in alarms)


def test_its_lines_are_folded_and_end_as_the_standard_says(cast):
    in_hand(cast)
    body = read(address(cast.officer)).content
    assert body.endswith(b"END:VCALENDAR\r\n")
    lines = body.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")  # no character is cut in two by folding


def test_an_event_says_what_is_due_and_nothing_of_anybody(cast):
    case = in_hand(cast)
    body = read(address(cast.officer)).content.replace(b"\r\n ", b"").decode()
    assert f"SUMMARY:{case.number}　答复到期\r\n" in body
    assert "DTSTART;VALUE=DATE:20260330\r\n" in body
    for words in ("张示例", case.subject, "转专业", "吴起草", "13800000000", "教务处"):
        assert words not in body


def test_the_same_event_is_revised_and_in_the_end_cancelled(cast):
    case, secret = in_hand(cast), address(cast.registrar)
    uid = f"{case.number}-reply@127.0.0.1"
    first = events(secret)[uid]
    assert (first["sequence"], str(first["status"])) == (0, "CONFIRMED")
    case.extend(by=cast.office_head, on=TUESDAY, at=at(TUESDAY), by_days=5, reason="汇集")
    second = events(secret, TUESDAY)[uid]
    assert (second["sequence"], second["dtstart"].dt) == (1, date(2026, 4, 7))
    assert second["last-modified"].dt > first["last-modified"].dt
    wednesday = date(2026, 3, 4)
    case.withdraw(by=cast.registrar, on=wednesday, at=at(wednesday), reason="不再需要")
    third = events(secret, wednesday)[uid]
    assert (third["sequence"], str(third["status"])) == (2, "CANCELLED")
    assert list(third.walk("VALARM")) == []


def test_a_provisional_date_says_so(cast):
    received = date(2026, 12, 14)
    case = registered(cast, received)
    event = events(address(cast.registrar), received)[f"{case.number}-reply@127.0.0.1"]
    assert str(event["status"]) == "TENTATIVE"
    assert str(event["summary"]) == f"{case.number}　答复到期（暂定）"
    assert "暂定" in str(event["description"])


def test_it_speaks_the_language_it_was_made_for(cast):
    case = in_hand(cast)
    found = calendar(address(cast.officer, language="en"))
    assert str(found["x-wr-calname"]) == "Example University, access to information: my limits"
    summaries = {str(event["summary"]) for event in found.walk("VEVENT")}
    assert f"{case.number}　due: reply" in summaries


def test_an_empty_calendar_is_a_calendar(cast):
    assert list(calendar(address(cast.outsider)).walk("VEVENT")) == []


# What must be done today


def test_the_atom_feed_has_every_element_the_standard_requires(cast):
    filed()
    case = in_hand(cast)
    response = read(address(cast.registrar), "today.atom", DUE)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)  # noqa: S314 -- our own output
    assert feed.tag == f"{ATOM}feed"
    for element in ("id", "title", "updated"):
        assert len(feed.findall(f"{ATOM}{element}")) == 1, element
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "信息公开办公室"
    found = feed.findall(f"{ATOM}entry")
    assert len(found) == 2
    for entry in found:
        for element in ("id", "title", "updated"):
            assert entry.findtext(f"{ATOM}{element}"), element
        moment = datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
        assert moment.tzinfo is not None
        assert entry.find(f"{ATOM}link").get("href").startswith("http://127.0.0.1:8000/staff/")
    assert len({entry.findtext(f"{ATOM}id") for entry in found}) == 2
    titles = {entry.findtext(f"{ATOM}title") for entry in found}
    assert f"{case.number}　催教务处交答复稿" in titles
    text = response.content.decode()
    for words in ("张示例", case.subject, "转专业"):
        assert words not in text


def test_entries_keep_their_identity_and_their_time_from_read_to_read(cast):
    filed()
    secret = address(cast.registrar)
    first, second = (read(secret, "today.atom", day).content for day in (MONDAY, TUESDAY))
    assert first == second


def test_the_office_reads_what_waits_for_anybody(cast):
    filed()
    in_hand(cast)
    feed = ElementTree.fromstring(  # noqa: S314 -- our own output
        read(address(cast.office_head, "office"), "today.atom", DUE).content
    )
    titles = {entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")}
    assert titles == {"2026-1　登记来件", "2026-2　起草答复"}


def test_it_does_not_say_its_own_address(cast):
    secret = address(cast.officer)
    for name in ("calendar.ics", "today.atom"):
        assert secret not in read(secret, name).content.decode()


# Who may read


@pytest.mark.parametrize("name", ["calendar.ics", "today.atom"])
def test_what_leads_nowhere_answers_the_same_whatever_the_reason(cast, name):
    in_hand(cast)
    revoked, closed, ended = (
        address(person, scope)
        for person, scope in (
            (cast.officer, "person"), (cast.department_head, "person"), (cast.registrar, "office"),
        )
    )  # fmt: skip
    feeds.revoke(feeds.address_of(revoked), by=cast.officer, at=at(MONDAY))
    people.deactivate(cast.department_head, by=cast.security_admin, at=at(MONDAY))
    people.end_grant(cast.registrar.role_grants.get(), by=cast.security_admin, at=at(MONDAY))
    answers = [read(secret, name) for secret in (revoked, closed, ended, "f" * 40, "x")]
    assert {(r.status_code, r.content, str(sorted(r.headers.items()))) for r in answers} == {
        (404, b"", str(sorted(answers[0].headers.items())))
    }


def test_nobody_reads_the_cases_of_others(cast):
    in_hand(cast)
    assert events(address(cast.outsider)) == {}
    assert len(events(address(cast.officer))) == 2


def test_without_the_rule_of_who_sees_what_others_would_read_them(cast, monkeypatch):
    """The control: a calendar shows what concerns its owner, of what they may see."""
    in_hand(cast)
    monkeypatch.setattr(feed_entries, "_concerned", lambda person, day: lambda case: True)
    assert events(address(cast.outsider)) == {}
    monkeypatch.setattr(feeds, "cases_of", lambda address: Application.objects.all())
    assert len(events(address(cast.outsider))) == 2


def test_it_is_for_this_reader_alone_and_leaves_no_trace(cast):
    for secret in (address(cast.officer), "f" * 40):
        response = read(secret)
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "sessionid" not in response.cookies


def test_it_is_read_and_never_written_to(cast):
    secret = address(cast.officer)
    assert Client().post(f"/feeds/{secret}/calendar.ics").status_code == 405


def test_no_log_holds_an_address_not_even_one_that_leads_nowhere(cast, caplog):
    secret = address(cast.officer)
    with caplog.at_level(logging.DEBUG):
        read(secret)
        for unknown in ("f" * 40, "e" * 40):
            read(unknown)
            Client().post(f"/feeds/{unknown}/calendar.ics")
            Client().get(f"/feeds/{unknown}/elsewhere")
    assert "/feeds/…/calendar.ics" in caplog.text
    for hidden in (secret, "f" * 40, "e" * 40):
        assert hidden not in caplog.text


def test_without_the_filter_the_log_would_hold_it(cast, caplog):
    """The control: Django writes the address of every page that is not there."""
    filtered = [logging.getLogger("django.request"), *logging.getLogger().handlers]
    kept = [(one, one.filters) for one in filtered]
    for one in filtered:
        one.filters = []
    try:
        read("f" * 40)
    finally:
        for one, filters in kept:
            one.filters = filters
    assert "f" * 40 in caplog.text


@pytest.mark.full
def test_who_asks_too_often_waits(cast):
    secret = address(cast.officer)
    answers = [read(secret).status_code for _n in range(61)]
    assert answers == [200] * 60 + [429]
    assert read(secret).headers["Retry-After"] == "3600"
    with on(MONDAY, 14):
        assert Client().get(f"/feeds/{secret}/calendar.ics").status_code == 200


@pytest.mark.full
def test_without_the_count_nobody_would_wait(cast, monkeypatch):
    """The control: the count off, the same reader is answered without end."""
    monkeypatch.setattr(throttle, "hit", lambda *args, **limits: True)
    secret = address(cast.officer)
    assert {read(secret).status_code for _n in range(70)} == {200}
    assert {read("f" * 40).status_code for _n in range(40)} == {404}


def test_who_guesses_waits_and_a_good_address_from_the_same_house_is_read(cast):
    answers = [read(f"{n:040x}").status_code for n in range(31)]
    assert answers == [404] * 30 + [429]
    assert read(address(cast.officer)).status_code == 200
    assert "0" * 39 not in str(list(Throttle.objects.values_list("bucket", flat=True)))
