"""`due`, `count` and `day` against a finger on the calendar; a failure shows its line."""

import json
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statute import protocol
from tests.statute import tool_cases, tool_oracle

seeds = st.integers(0, 2**48)


def expected(question):
    try:
        found = tool_oracle.due(question)
    except tool_oracle.Refused:
        return "error"
    return found.due and found.due.isoformat(), found.provisional


def answered(question):
    try:
        found = protocol.due(question)
    except protocol.BadQuestion:
        return "error"
    assert found["limits"]["reply"] == found["due"]
    return found["due"], found["provisional"]


def agree(question):
    line = json.dumps(question)
    assert (line, answered(question)) == (line, expected(question))


@given(seeds)
def test_a_question_drawn_at_random_is_answered_as_by_counting(seed):
    agree(tool_cases.question(seed))


def test_the_edges_are_answered_as_by_counting():
    for question in tool_cases.edges():
        agree(question)


@pytest.mark.full
@pytest.mark.parametrize("batch", range(4))
def test_twenty_thousand_questions_are_answered_as_by_counting(batch):
    answers = set()
    for seed in range(batch * 5_000, batch * 5_000 + 5_000):
        question = tool_cases.question(seed)
        agree(question)
        answers.add(answered(question))
    # The draw reaches every sort of answer: an error, an open end, a certain and a doubtful date.
    assert {"error", (None, False)} <= answers
    assert {each[1] for each in answers if each != "error" and each[0]} == {True, False}


@pytest.mark.full
@pytest.mark.parametrize("year", range(2018, 2027))
def test_every_day_of_receipt_with_every_amount(year):
    lines = tool_cases.every_start(date(year, 1, 1), date(year, 12, 31), (5, 7, 10, 15, 20, 30, 40))
    for line in lines:
        agree(line)


@given(seeds)
def test_the_order_of_the_events_in_the_list_says_nothing(seed):
    question = tool_cases.question(seed)
    turned = question | {"events": question["events"][::-1]}
    assert answered(turned) == answered(question)


def drawn_calendar(draw):
    near = date(2026, 1, 1) - timedelta(days=draw.randint(0, 5_000))
    return near, ("cn" if draw.random() < 0.5 else tool_cases.calendar(draw, near))


@given(seeds)
def test_count_is_the_number_found_by_counting_under_all_four_bounds(seed):
    draw = Random(seed)
    near, calendar = drawn_calendar(draw)
    line = {"calendar": calendar, "from": str(near)}
    line["to"] = str(near + timedelta(days=draw.randint(0, 120)))
    for bounds in ("[]", "[)", "(]", "()"):
        asked = line | {"bounds": bounds}
        assert protocol.count(asked)["working_days"] == tool_oracle.working_days(asked), asked


@given(seeds)
def test_day_says_whether_a_day_is_worked_and_why(seed):
    draw = Random(seed)
    near, calendar = drawn_calendar(draw)
    for n in range(30):
        asked = {"calendar": calendar, "on": str(near + timedelta(days=n))}
        found = protocol.day(asked)
        assert found["working"] is tool_oracle.works(asked), asked
        assert found["why"]
        week = tool_oracle.week_of(calendar)
        assert found.get("provisional", False) is week.doubtful(near + timedelta(days=n)), asked


@pytest.mark.full
def test_every_day_of_seventeen_years_in_china():
    for ordinal in range(date(2010, 1, 1).toordinal(), date(2027, 12, 31).toordinal() + 1):
        asked = {"calendar": "cn", "on": str(date.fromordinal(ordinal))}
        assert protocol.day(asked)["working"] is tool_oracle.works(asked), asked
