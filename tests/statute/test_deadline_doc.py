"""docs/deadline-tool.md: every worked answer in it is what the tool answers, every name real."""

import json
import re
from pathlib import Path

import pytest

from statute import protocol
from statute.events import KINDS
from statute.law import every_code

DOC = Path(__file__).parents[2] / "docs" / "deadline-tool.md"
TEXT = DOC.read_text("utf-8")
ROWS = [
    (cells[1], json.loads(cells[2].strip("`")), cells[3])
    for cells in ([c.strip() for c in line.split("|")] for line in TEXT.splitlines())
    if len(cells) == 6 and cells[2].startswith("`{")
]


def test_there_is_a_row_for_each_doubt():
    assert len(ROWS) >= 35


@pytest.mark.parametrize(("case", "question", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_the_worked_answers_are_answered_so(case, question, expected):
    if expected == "error":
        with pytest.raises(protocol.BadQuestion):
            protocol.due(question)
    else:
        assert (protocol.due(question)["due"] or "open") == expected


def test_the_opening_example():
    asked, answered = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.S))
    assert protocol.due(asked) == answered


def test_every_event_law_and_limit_is_named():
    for name in (*KINDS, *every_code()):
        assert f"`{name}`" in TEXT, name
    schema = json.loads(DOC.with_name("schemas").joinpath("due-answer.json").read_text("utf-8"))
    names = schema["oneOf"][0]["properties"]["limits"]["propertyNames"]["pattern"]
    for name in names.removeprefix("^(").split(")")[0].split("|"):
        assert f"`{name}`" in TEXT, name
