"""Whatever is asked, one line of JSON is answered: the stream never ends in a traceback."""

import io
import json

import pytest

from statute.__main__ import stream

CASE = {"id": 1, "law": "cn-regulation", "calendar": "cn", "received": "2026-03-02"}
ONE = {"unit": "calendar_day", "amount": 1}


class Answers(io.TextIOWrapper):
    """What the command writes to, as it opens it."""

    def __init__(self):
        super().__init__(io.BytesIO(), encoding="utf-8", errors="backslashreplace", newline="\n")

    def lines(self):
        self.flush()
        return [strict(line) for line in self.buffer.getvalue().decode().split("\n")[:-1]]


def strict(line):
    def refuse(name):
        raise AssertionError(f"{name} is no JSON: {line}")

    return json.loads(line, parse_constant=refuse)


def asked(command, *lines, language=None):
    """The exit status and the answers to lines given as bytes or as objects."""
    sink = Answers()
    source = io.BytesIO(
        b"".join((i if isinstance(i, bytes) else json.dumps(i).encode()) + b"\n" for i in lines)
    )
    return stream(source, sink, command, language), sink.lines()


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
