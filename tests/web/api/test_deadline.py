"""The tool over HTTP: what it says, what it refuses, and how much one address may ask."""

import json
from datetime import date
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from office.models import CalendarNotice
from statute import json_lines, protocol
from tests.cast import at, filed
from web.api import questions

pytestmark = pytest.mark.django_db

DUE = "/api/deadline/due"
QUESTION = {"id": "a1", "law": "cn-regulation", "received": "2026-03-02"}
MARCH = "2026-03-02T09:00:00+08:00"


@pytest.fixture(autouse=True)
def a_monday(institution, time_machine):
    time_machine.move_to(MARCH, tick=False)


@pytest.fixture
def program() -> Client:
    return Client(enforce_csrf_checks=True)


def post(client, question, command="due", **headers):
    """Send one question, or bytes as they are."""
    body = question if isinstance(question, bytes | str) else json.dumps(question)
    kind = headers.pop("content_type", "application/json")
    return client.post(f"/api/deadline/{command}", body, content_type=kind, headers=headers)


def lines(client, *asked, command="due", **headers):
    body = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in asked)
    response = post(client, body, command, content_type="application/x-ndjson", **headers)
    assert response.status_code == 200
    return [json.loads(line) for line in response.content.splitlines()]


# What it says


def test_one_question_is_answered_as_the_command_answers_it(program):
    response = post(program, QUESTION | {"explain": True})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.json() == protocol.due(QUESTION | {"explain": True})
    assert response.json()["due"] == "2026-03-30"
    assert "收到申请之日，次日起算" in response.content.decode()


def test_days_are_counted_and_explained(program):
    # 8, 9 and Saturday 10 October.
    count = {"calendar": "cn", "from": "2026-10-01", "to": "2026-10-10"}
    assert post(program, count, "count").json() == {"working_days": 3}
    day = post(program, {"calendar": "cn", "on": "2026-10-10"}, "day").json()
    assert day == protocol.day({"calendar": "cn", "on": "2026-10-10"})


def test_many_lines_get_one_each_and_a_bad_one_does_not_stop_the_rest(program):
    bad = QUESTION | {"id": "a2", "received": "2026-02-30"}
    found = lines(program, QUESTION, "", bad, "no json", QUESTION | {"id": "a3"})
    asked = [json.dumps(QUESTION).encode(), b"", json.dumps(bad).encode(), b"no json"]
    asked.append(json.dumps(QUESTION | {"id": "a3"}).encode())
    assert found == list(json_lines.answers(asked, protocol.due, None))
    assert [each["id"] for each in found] == ["a1", "a2", None, "a3"]
    assert ["error" in each for each in found] == [False, True, True, False]


def test_the_calendar_is_the_one_the_office_counts_its_cases_by(program):
    asked = QUESTION | {"received": "2026-12-14"}
    assert post(program, asked).json()["provisional"]
    CalendarNotice.objects.create(
        year=2027, document="2027年放假通知", published_on=date(2026, 11, 5),
        rest=[["元旦", "2027-01-01", "2027-01-03"]], work=["2027-01-09"],
        entered_at=at(date(2026, 11, 6)),
    )  # fmt: skip
    # 15-18 December: 4; 21-25: 9; 28-31: 13; 4-8 January: 18; Saturday 9, made up: 19; 11: 20.
    answer = post(program, asked).json()
    assert (answer["due"], answer["provisional"]) == ("2027-01-11", False)
    assert (
        answer["due"] == filed(date(2026, 12, 14)).clock(on=date(2026, 12, 14)).due_on.isoformat()
    )
    assert post(program, asked | {"calendar": "cn"}).json()["due"] == "2027-01-11"
    assert post(program, {"calendar": "cn", "on": "2027-01-09"}, "day").json()["working"]
    assert protocol.due(asked)["due"] == "2027-01-12"  # the command knows what is shipped


def test_the_office_is_asked_for_its_notices_once_for_all_lines(
    program, django_assert_max_num_queries
):
    post(program, QUESTION)
    with django_assert_max_num_queries(6):  # the count of questions, the notices, a transaction
        assert len(lines(program, *[QUESTION] * 1000)) == 1000


# In whose language


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "不是日期"),
        ("en-GB", "is no date"),
        ("fr, en;q=0.5, zh;q=0.4", "is no date"),
        ("fr", "is no date"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why_in_the_readers_language(
    program, wanted, words
):
    asked = {"id": 7, "law": "cn-regulation", "received": "yesterday"}
    response = post(program, asked, accept_language=wanted)
    assert response.status_code == 400
    assert response.json().keys() == {"id", "error"}
    assert response.json()["id"] == 7
    assert words in response.json()["error"]


def test_reasons_follow_the_question_first_then_the_reader_then_the_calendar(program):
    asked = {"calendar": "cn", "on": "2026-03-07"}
    assert post(program, asked, "day").json()["why"] == "周末"
    assert post(program, asked, "day", accept_language="en").json()["why"] == "weekend"
    said = post(program, asked | {"language": "zh"}, "day", accept_language="en").json()
    assert said["why"] == "周末"


def test_the_language_of_the_pages_is_none_of_its_business(program):
    program.cookies["language"] = "zh-hans"
    assert "at most" in post(program, b" " * 300_000, accept_language="en").json()["error"]


# What it does not take


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" ", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b"[" * 200_000, 400),
        (b'{"id": ' + b"9" * 5000 + b"}", 400),
        (b" " * (256 * 1024 + 1), 413),
    ],
)
def test_what_is_no_question_is_refused_in_json(program, body, status):
    response = post(program, body)
    assert response.status_code == status
    assert response.json()["error"]


def test_another_type_another_way_another_question(program):
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=gbk",
    ):
        response = post(program, b"{}", content_type=kind)
        assert response.status_code == 415
        assert "application/json" in response.json()["error"]
    for method in ("get", "put", "delete", "head"):
        response = getattr(program, method)(DUE)
        assert response.status_code == 405
        assert response.headers["Allow"] == "POST, OPTIONS"
    response = post(program, QUESTION, "tomorrow")
    assert response.status_code == 404
    assert "due" in response.json()["error"]


def test_more_lines_than_a_request_may_hold_are_refused(program):
    body = b'{"calendar":"cn","on":"2026-03-02"}\n' * 1001
    response = post(program, body, "day", content_type="application/x-ndjson")
    assert response.status_code == 413
    allowed = post(
        program, body[: len(body) * 1000 // 1001], "day", content_type="application/jsonl"
    )
    assert len(allowed.content.splitlines()) == 1000


def test_what_costs_most_is_counted_out_within_one_request(program):
    listed = [QUESTION | {"calendar": {"holidays": [f"2026-03-{day:02}"]}} for day in range(3, 31)]
    found = lines(program, *listed)
    assert [("error" in each) for each in found] == [False] * 20 + [True] * 8
    rule = {"unit": "calendar_day", "amount": 3_000}
    long = {"rule": rule, "calendar": "cn", "received": "2026-03-02", "explain": True}
    assert ["error" in each for each in lines(program, long, long, long)] == [False, False, True]


@pytest.mark.full
def test_a_request_cannot_ask_for_an_answer_without_end(program, monkeypatch):
    rule = {"unit": "calendar_day", "amount": 12_000}
    long = {"rule": rule, "calendar": "cn", "received": "2026-03-02", "explain": True}
    assert _explained(lines(program, *[long] * 10)) == 12_001
    monkeypatch.setattr(questions, "MOST_EXPLAINED", 10**9)  # without the guard it could
    assert _explained(lines(program, *[long] * 10)) == 120_010


def _explained(found) -> int:
    return sum(len(each.get("explanation", ())) for each in found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)
KEYS = st.sampled_from(
    sorted(protocol.DUE_KEYS | protocol.COUNT_KEYS | protocol.DAY_KEYS | {"unknown"})
)


@profile(max_examples=60)
@given(
    st.lists(st.tuples(KEYS, JSON), max_size=4).map(dict), st.sampled_from(sorted(json_lines.ASKED))
)
def test_whatever_is_sent_gets_an_answer_or_a_reason(asked, command):
    line = json.dumps(QUESTION | asked if command == "due" else asked).encode()
    [found] = json_lines.answers([line], json_lines.ASKED[command], "zh")
    assert found.get("error", "an answer")


def test_half_a_pair_of_surrogates_comes_back_as_it_was_sent(program):
    response = post(program, b'{"id":"\\ud800","calendar":"cn","on":"2026-03-02"}', "day")
    assert response.content.startswith(b'{"id": "\\ud800"')


# How often


def test_an_address_that_asks_too_often_is_told_when_to_come_again(program, settings, time_machine):
    settings.DEADLINE_API_PER_MINUTE = 3
    assert [post(program, QUESTION).status_code for _ in range(4)] == [200, 200, 200, 429]
    time_machine.move_to("2026-03-02T09:00:20+08:00", tick=False)
    refused = post(program, QUESTION, "count", accept_language="en")  # one count for all questions
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "40"
    assert "ask again in 40 seconds" in refused.json()["error"]
    assert "limits" not in refused.json()
    other = program.post(
        DUE, json.dumps(QUESTION), content_type="application/json", REMOTE_ADDR="192.0.2.7"
    )
    assert other.status_code == 200
    time_machine.move_to("2026-03-02T09:01:00+08:00", tick=False)
    assert post(program, QUESTION).status_code == 200


def test_without_the_limit_nobody_would_be_stopped(program, settings, monkeypatch):
    settings.DEADLINE_API_PER_MINUTE = 3
    monkeypatch.setattr("web.api.deadline._wait", lambda _request: 0)
    assert [post(program, QUESTION).status_code for _ in range(10)] == [200] * 10


def test_bad_questions_count_too(program, settings):
    settings.DEADLINE_API_PER_MINUTE = 2
    assert [post(program, b"{").status_code for _ in range(3)] == [400, 400, 429]


def test_it_can_be_closed(program, settings):
    settings.DEADLINE_API_PER_MINUTE = 0
    for response in (
        post(program, QUESTION),
        program.get("/api/deadline/"),
        program.get("/api/deadline/schema/due-question.json"),
    ):
        assert response.status_code == 404
        assert response.json()["error"]


# From whose page


def test_any_site_may_ask_and_no_cookie_goes_either_way(program):
    response = post(program, QUESTION, origin="https://elsewhere.example")
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]


def test_a_browser_that_asks_first_is_told_what_it_may_send(program, settings):
    settings.DEADLINE_API_PER_MINUTE = 1
    for address, methods in ((DUE, "POST"), ("/api/deadline/", "GET, HEAD")):
        for _ in range(3):  # asking whether one may ask does not count
            response = program.options(address)
            assert response.status_code == 204
        assert response.headers["Access-Control-Allow-Methods"] == methods
        assert response.headers["Access-Control-Allow-Headers"] == "Content-Type"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert post(program, QUESTION).status_code == 200


# What it says of itself


def test_it_describes_itself_and_every_address_in_it_is_there(program, settings):
    settings.PUBLIC_ADDRESS = "http://testserver"
    response = program.get("/api/deadline/", headers={"accept-language": "en"})
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies
    found = response.json()
    assert found["most"] == {
        "requests_a_minute": 60, "lines": 1000, "bytes": 262144, "listed_calendars": 20,
        "days_explained": 5000,
    }  # fmt: skip
    assert found["laws"]["cn-university"]["zh"] == "高等学校信息公开办法"
    assert found["calendars"]["cn"]["version"].startswith("cn-2026-")
    assert program.get(found["page"]).status_code == 200
    for command, part in product(("due", "count", "day"), ("question", "answer")):
        schema = program.get(found["ask"][command][part])
        assert schema.headers["Content-Type"] == "application/schema+json"
        assert "json-schema.org" in schema.json()["$schema"]
    assert found["ask"]["due"]["post"] == "http://testserver" + DUE


def test_who_has_the_description_already_is_told_that_it_is_the_same(program):
    for address in ("/api/deadline/", "/api/deadline/schema/day-answer.json"):
        first = program.get(address)
        again = program.get(address, headers={"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_a_schema_that_is_not_there(program):
    response = program.get(reverse("api:deadline_schema", args=["pyproject"]))
    assert response.status_code == 404
    assert "due-question" in response.json()["error"]
