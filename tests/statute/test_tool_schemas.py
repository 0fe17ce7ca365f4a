"""The JSON Schemas say neither more nor less than the tool takes and gives."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from statute import protocol
from statute.events import GROUNDS, KINDS
from statute.json_lines import answers
from tests.statute import tool_cases
from tests.statute.test_deadline_doc import ROWS

FOLDER = Path(__file__).parents[2] / "docs" / "schemas"
ASK = {"due": protocol.due, "count": protocol.count, "day": protocol.day}


def schema(name):
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def valid(name, value) -> bool:
    return Draft202012Validator(schema(name)).is_valid(value)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_each_is_a_schema(path):
    Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(("case", "question", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_the_worked_questions_and_their_answers_have_the_shape(case, question, expected):
    if case in ("an unknown kind of event", "a misspelt key"):
        assert not valid("due-question", question)
        return
    assert valid("due-question", question)
    if expected != "error":
        assert valid("due-answer", protocol.due(question | {"explain": True}))


def test_random_questions_and_their_answers_have_the_shape():
    asked, answered = (
        Draft202012Validator(schema(name)) for name in ("due-question", "due-answer")
    )
    for seed in range(150):
        question = tool_cases.question(seed)
        asked.validate(question)
        [answer] = answers([json.dumps(question | {"explain": True}).encode()], ASK["due"], "en")
        answered.validate(answer)


def test_an_error_has_the_shape():
    assert valid("due-answer", {"id": None, "error": "not JSON", "line": 3})
    assert not valid("due-answer", {"id": None, "line": 3})


@pytest.mark.parametrize(
    ("command", "question"),
    [
        ("count", {"calendar": "cn", "from": "2026-10-01", "to": "2026-10-10", "bounds": "[)"}),
        ("count", {"id": 7, "calendar": "cn", "from": "2027-01-01", "to": "2027-02-10"}),
        ("day", {"calendar": "cn", "on": "2026-10-10"}),
        ("day", {"calendar": {"holidays": ["2026-10-10"]}, "on": "2027-10-10"}),
    ],
)
def test_the_small_questions_have_the_shape(command, question):
    assert valid(f"{command}-question", question)
    assert valid(f"{command}-answer", ASK[command](question))


def test_what_the_tool_refuses_for_its_shape_the_schema_refuses_too():
    whole = {"id": 1, "law": "cn-regulation", "received": "2026-03-02"}
    for spoilt in (
        {"received": "2026-3-2"},
        {"received": None},
        {"events": {}},
        {"events": [{"kind": "extended"}]},
        {"events": [{"kind": "extended", "by": 3, "until": "2026-04-01"}]},
        {"events": [{"kind": "suspended", "until": "2026-04-01"}]},
        {"rule": {"unit": "working_day", "amount": 3}},
        {"explain": "yes"},
        {"calendar": {"holiday": []}},
        {"calendar": {"rest_weekdays": [7]}},
        {"language": "de"},
    ):
        assert not valid("due-question", whole | spoilt), spoilt
        with pytest.raises(protocol.BadQuestion):
            protocol.due(whole | spoilt)


def test_every_kind_of_event_and_ground_is_in_it():
    events = schema("due-question")["properties"]["events"]["items"]["oneOf"]
    by_kind = {event["properties"]["kind"]["const"]: event["properties"] for event in events}
    assert set(by_kind) == set(KINDS)
    for kind, (keys, _take) in KINDS.items():
        assert set(by_kind[kind]) == set(keys)
    assert by_kind["suspended"]["ground"]["enum"] == list(GROUNDS)
