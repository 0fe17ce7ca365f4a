"""Each law ships its own worked examples, counted by hand; the clock answers as they say."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

import statute
from statute import protocol
from statute.law import every_code, load_law

FOLDER = Path(statute.__file__).parent / "laws"


def examples(code):
    return tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8")).get("examples", [])


EXAMPLES = [(code, example) for code in every_code() for example in examples(code)]


@pytest.mark.parametrize("code", every_code())
def test_every_law_ships_at_least_five(code):
    assert len(examples(code)) >= 5


@pytest.mark.parametrize(
    ("code", "example"), EXAMPLES, ids=[f"{code}: {e['title'][1]}" for code, e in EXAMPLES]
)
def test_the_due_date_is_the_one_counted_by_hand(code, example):
    asked = {"law": code, **example}
    for own in ("title", "count", "due"):
        del asked[own]
    question = json.loads(json.dumps(asked, default=date.isoformat))
    assert protocol.due(question)["due"] == example["due"].isoformat()
    assert all(example["title"])
    assert example["count"]


@pytest.mark.parametrize("code", every_code())
def test_what_was_not_read_says_what_is_doubtful(code):
    for name, fact in load_law(code).facts.items():
        assert fact.verified or fact.doubt, name


def test_a_law_of_limits_decides_no_case():
    for code in ("uk-foia", "us-foia", "bc-fippa", "de-ifg", "cn-regulation-2007"):
        law = load_law(code)
        assert not law.decides_cases
        assert law.reporting.period.value  # on what it is silent it has neutral values
