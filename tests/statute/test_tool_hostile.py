"""Whatever is asked, one line of JSON is answered: the stream never ends in a traceback."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statute.stream import batch

ONE = {"unit": "calendar_day", "amount": 1}


def strict(line):
    def refuse(name):
        raise AssertionError(f"{name} is no JSON: {line}")

    return json.loads(line, parse_constant=refuse)


def asked(command, *lines, language=None):
    """The exit status and the answers to lines given as bytes or as objects."""
    given = b"\n".join(i if isinstance(i, bytes) else json.dumps(i).encode() for i in lines)
    said, failed = batch(command, language, 1, given.split(b"\n"))
    written = said.encode(errors="backslashreplace").decode()  # as the command writes it
    return int(failed), [strict(line) for line in written.split("\n")[:-1]]


def refused(command, line):
    status, (answer,) = asked(command, line)
    assert (status, set(answer)) == (1, {"id", "error", "line"}), answer
    return answer


@pytest.mark.parametrize(
    ("command", "more"),
    [
        ("day", {"on": "0001-01-01T00:00:00+14:00"}),
        ("day", {"on": "9999-12-31T23:00:00-12:00"}),
        ("day", {"on": "1999-12-31"}),
        ("day", {"on": "2026-01-01", "time_zone": []}),
        ("day", {"on": "2026-01-01", "time_zone": {}}),
        ("day", {"on": "2026-01-01", "time_zone": 8}),
        ("day", {"on": "2026-01-01", "time_zone": "Asia"}),
        ("day", {"on": "2026-01-01", "time_zone": "../../etc/passwd"}),
        ("day", {"on": "2026-01-01", "language": ""}),
        ("day", {"on": "2026-01-01", "language": []}),
        ("day", {"on": "2026-01-01", "language": "fr"}),
        ("day", {"on": "2026-02-29"}),
        ("day", {"on": "20260301"}),
        ("day", {"on": "2026-W10-1"}),
        ("day", {"on": 20260301}),
        ("count", {"from": "0001-01-01", "to": "2026-01-01"}),
        ("count", {"from": "2026-01-02", "to": "2026-01-01"}),
        ("count", {"from": "2026-01-01", "to": "2026-01-02", "bounds": "<>"}),
        ("due", {"rule": ONE, "received": "9999-12-31"}),
        ("due", {"rule": ONE | {"first_day": "same_day"}, "received": "0001-01-01"}),
        ("due", {"rule": ONE | {"amount": 100_000}, "received": "2026-03-02"}),
        ("due", {"rule": ONE | {"amount": 10**30}, "received": "2026-03-02"}),
        ("due", {"rule": ONE | {"amount": 20.0}, "received": "2026-03-02"}),
        ("due", {"rule": ONE | {"amount": True}, "received": "2026-03-02"}),
        ("due", {"rule": ONE | {"amount": 0}, "received": "2026-03-02"}),
        ("due", {"rule": ONE | {"unit": "calendar_month", "amount": 100_000},
                 "received": "2026-03-02"}),
        ("due", {"rule": ONE | {"unit": "working_day"}, "received": "2026-03-02",
                 "calendar": {"rest_weekdays": [0, 1, 2, 3, 4, 5, 6]}}),
        ("due", {"rule": ONE, "received": "2026-03-02",
                 "events": [{"kind": "extended", "by": 99_999}] * 99}),
        ("due", {"law": "cn-regulation", "received": "2026-03-02",
                 "events": [{"kind": "served", "on": "9999-12-31"}]}),
        ("due", {"law": "cn-regulation", "received": "2026-03-02",
                 "events": [{"kind": "suspended", "since": "2026-03-03", "until": "9999-12-31"}]}),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_keeps_its_id(command, more):
    answer = refused(command, {"id": "k", "calendar": "cn"} | more)
    assert answer["id"] == "k"
    assert "JSON" not in answer["error"]


def test_a_limit_beyond_the_calendar_names_a_day_beyond_it():
    rule = {"unit": "working_day", "amount": 100_000}
    answer = refused("due", {"rule": rule, "calendar": "cn", "received": "2026-03-02"})
    assert answer["error"].startswith("2061-01-01 is outside the calendar")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"\xff\xfe{}", "not JSON"),
        (b"{", "not JSON"),
        (b'{"id": 1} {"id": 2}', "not JSON"),
        (b"{'id': 1}", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not JSON"),
        (b'{"id": ' + b"9" * 5_000 + b"}", "not JSON"),
        (b'{"id": NaN}', "NaN"),
        (b'{"id": -Infinity}', "Infinity"),
        (b'{"id": 1e999}', "1e999"),
        (b"[1]", "not a JSON object"),
        (b'"cn"', "not a JSON object"),
        (b"null", "not a JSON object"),
        (b"7", "not a JSON object"),
    ],
)
def test_what_is_no_object_of_json_is_an_error_without_an_id(line, said):
    answer = refused("day", line)
    assert answer["id"] is None
    assert said in answer["error"]


def test_a_key_given_twice_would_silently_change_the_date():
    line = b'{"id": 1, "law": "cn-regulation", "received": "2026-03-02", "received": "2026-04-02"}'
    assert refused("due", line)["error"] == 'the key "received" is given twice'
    twice = b'{"calendar": {"years": [2026], "years": [2027]}, "on": "2026-01-01"}'
    assert "years" in refused("day", twice)["error"]


@pytest.mark.parametrize(
    "line",
    [
        b'{"id": "\\ud800", "calendar": "cn", "on": "2026-01-01"}',
        b'{"id": "\\ud800", "calendar": "\\udfff", "on": "2026-01-01"}',
        b'{"id": "\\ud800", "calendar": "cn", "on": "2026-01-01", "\\udfff": 1}',
        b'{"id": "\\ud800", "calendar": "cn", "on": "\\udfff"}',
    ],
)
def test_half_a_surrogate_comes_back_as_it_went(line):
    assert asked("day", line)[1][0]["id"] == "\ud800"


@pytest.mark.parametrize("depth", [10, 100, 200, 300, 500, 900, 950, 980, 990, 1_500, 5_000])
def test_a_deep_id_is_answered_or_refused(depth):
    line = b'{"id": %s, "calendar": "cn", "on": "2026-01-01"}' % (b"[" * depth + b"]" * depth)
    assert len(asked("day", line)[1]) == 1


def test_good_lines_are_answered_among_bad_ones_in_either_language():
    good = {"calendar": "cn", "on": "2026-10-10"}
    lines = (good | {"id": 1}, b"{", b"", good | {"id": 2, "on": "?"}, b" \r", good | {"id": 3})
    status, answers = asked("day", *lines, language="zh")
    assert status == 1
    assert [(a["id"], a.get("line")) for a in answers] == [(1, None), (None, 2), (2, 4), (3, None)]
    assert answers[1]["error"].startswith("不是JSON")
    assert answers[2]["error"].startswith("on不是日期")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    | st.sampled_from(["cn", "2026-03-02", "0001-01-01T00:00:00+14:00", "next_working_day", 2026])
    | st.text(st.characters(categories=["Cs", "Cc"]), max_size=3),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(max_size=5) | st.sampled_from(["on", "kind", "by"]), inner),
    max_leaves=8,
)  # fmt: skip
WHOLE = {
    "due": {
        "id": 1,
        "rule": {"unit": "working_day", "amount": 20, "receipt": "as_is", "end": "as_is"},
        "calendar": {"rest_weekdays": [5, 6], "holidays": ["2026-03-03"], "years": [2026]},
        "received": "2026-03-02",
        "time_zone": "Asia/Shanghai",
        "events": [
            {"kind": "corrected", "on": "2026-03-10"},
            {"kind": "suspended", "since": "2026-03-12", "until": "2026-03-30"},
            {"kind": "extended", "by": 20},
        ],
        "explain": True,
        "language": "en",
    },
    "named": {
        "id": 1,
        "law": "cn-university",
        "settings": {"extension.allowed": True, "agreed_delay": True},
        "received": "2026-03-02",
        "events": [
            {"kind": "consulted", "on": "2026-03-12", "received": "2026-03-13"},
            {"kind": "correction_asked", "on": "2026-03-03", "days": 7, "served": "2026-03-04"},
            {"kind": "fee_asked", "on": "2026-03-03", "served": "2026-03-04"},
            {"kind": "paid", "on": "2026-03-09"},
            {"kind": "agreed", "until": "2026-05-09"},
            {"kind": "answered", "on": "2026-03-20"},
            {"kind": "withdrawn", "on": "2026-03-20"},
            {"kind": "served", "on": "2026-03-21"},
            {"kind": "review_received", "on": "2026-04-21"},
            {"kind": "review_decided", "on": "2026-04-21"},
            {"kind": "suit_received", "on": "2026-04-21"},
        ],
    },
    "count": {"id": 1, "calendar": "cn", "from": "2026-03-02", "to": "2026-03-09", "bounds": "[]"},
    "day": {"id": 1, "calendar": "cn", "on": "2026-03-02", "time_zone": "Asia/Shanghai"},
}  # fmt: skip


def places(whole, path=()):
    """Every place in a question where something else may stand."""
    yield path
    inner = whole.items() if isinstance(whole, dict) else ()
    for key, value in enumerate(whole) if isinstance(whole, list) else inner:
        yield from places(value, (*path, key))


def changed(whole, path, value):
    if not path:
        return value
    copy = whole.copy()
    copy[path[0]] = changed(whole[path[0]], path[1:], value)
    return copy


@pytest.mark.parametrize("command", WHOLE)
@given(st.data())
def test_anything_anywhere_gets_one_line(command, data):
    whole = WHOLE[command]
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(list(places(whole))))
        whole = changed(whole, path, data.draw(anything))
        if not isinstance(whole, dict):
            break
    line = json.dumps(whole).encode()
    verb = command if command in ("count", "day") else "due"
    assert len(asked(verb, line)[1]) == 1


@pytest.mark.parametrize("command", WHOLE)
def test_the_question_that_is_spoilt_above_is_whole(command):
    verb = command if command in ("count", "day") else "due"
    assert asked(verb, WHOLE[command])[0] == 0


@given(st.binary(max_size=60))
def test_any_bytes_at_all_get_at_most_one_line_a_line(noise):
    _status, answers = asked("due", noise)
    assert len(answers) <= noise.count(b"\n") + 1
