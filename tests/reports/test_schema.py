"""The documented schema of a published report: what keeps it, what breaks it, and who says so."""

import copy
import json
from datetime import date

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.outputs import schema
from reports.outputs.as_json import SCHEMA, as_json
from reports.outputs.edition import Status
from statute.annual import ALL_COLUMNS, REMEDY_COLUMNS, ROW_CODES
from tests.reports.editions import edition

VALIDATOR = jsonschema.Draft202012Validator(json.loads(schema.PATH.read_text(encoding="utf-8")))
REPORT = json.loads(json.dumps(as_json(
    edition(status=Status.PUBLISHED, published_on=date(2025, 10, 20), version=2, reason="有误")
)))  # fmt: skip


def both(document):
    """Whether our reading and a full validator find it sound; they must agree."""
    ours, theirs = not schema.breaches(document), VALIDATOR.is_valid(document)
    assert ours == theirs, schema.breaches(document)
    return ours


def test_the_schema_is_one_and_names_the_codes_of_the_tables():
    jsonschema.Draft202012Validator.check_schema(VALIDATOR.schema)
    tables = VALIDATOR.schema["properties"]["tables"]["properties"]
    for name, rows, columns in (
        ("requests", list(ROW_CODES), list(ALL_COLUMNS)),
        ("remedies", ["complaint", "appeal", "review", "litigation_direct",
                      "litigation_after_review"], list(REMEDY_COLUMNS)),
    ):  # fmt: skip
        said = tables[name]["properties"]
        assert said["rows"]["items"]["properties"]["code"]["enum"] == rows
        assert said["columns"]["items"]["properties"]["code"]["enum"] == columns
    assert VALIDATOR.schema["properties"]["schema"]["const"] == SCHEMA


@pytest.mark.parametrize("status", Status)
def test_every_edition_keeps_the_schema(status):
    assert both(as_json(edition(status=status)))
    assert both(REPORT)


def places(value, path=()):
    """Every place in a document, as the keys that lead there."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


def changed(path, change):
    """A copy of the report with one place changed; `change` gets what holds it and its key."""
    document = copy.deepcopy(REPORT)
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return document


def gone(holder, key):
    del holder[key]


def put(value):
    def change(holder, key):
        holder[key] = value

    return change


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (("schema",), put("gongkai-annual-report-2")),
        (("sha256",), put("A" * 64)),
        (("sha256",), gone),
        (("version",), put(0)),
        (("version",), put(True)),
        (("published_on",), put("20.10.2025")),
        (("period", "last"), gone),
        (("extra",), put(1)),
        (("tables", "requests"), gone),
        (("tables", "requests", "rows", 0), gone),
        (("tables", "requests", "rows", 0, "code"), put("given")),
        (("tables", "requests", "rows", 0, "values", 0), put(-1)),
        (("tables", "requests", "rows", 0, "values", 0), put("1203")),
        (("tables", "requests", "rows", 0, "values", 0), gone),
        (("tables", "remedies", "columns", 0, "code"), put("won")),
        (("catalogue", 0, "link"), gone),
        (("checks", 0, "holds"), put("yes")),
        (("parts",), put([])),
    ],
)
def test_what_breaks_the_schema_is_found_at_its_place(path, change):
    document = changed(path, change)
    assert not both(document)
    found = schema.breaches(document)[0]
    assert found.startswith("$")
    assert str(path[0]) in found


@given(
    st.sampled_from(sorted(places(REPORT), key=str)),
    st.sampled_from([gone, *map(put, (None, "", "x", 0, -1, 7, True, [], {}, ["x"], {"zh": ""}))]),
)
def test_our_reading_agrees_with_a_full_validator(path, change):
    both(changed(path, change))


def test_every_word_of_the_schema_is_known_here():
    def words(rules):
        for word, told in rules.items():
            yield word
            if word in ("properties", "$defs"):
                for inner in told.values():
                    yield from words(inner)
            elif isinstance(told, dict):
                yield from words(told)

    known = schema.SILENT | set(schema.WORDS) | {"type", "$ref"}
    assert set(words(VALIDATOR.schema)) <= known
    with pytest.raises(KeyError):
        list(schema._breaches(1, {"maximum": 0}, "$"))
