"""What every explanation must hold, whatever was asked."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from statute import protocol
from tests.statute import tool_cases, tool_oracle

seeds = st.integers(0, 2**48)


def explained(question, language="en"):
    try:
        return protocol.due(question | {"explain": True, "language": language})
    except protocol.BadQuestion:
        assume(False)


def run_of(question, answer):
    """The days of the last run: after the starts that a correction overtook."""
    corrected = any(event["kind"] == "corrected" for event in question["events"])
    return answer["explanation"][1:] if corrected else answer["explanation"]


@given(seeds)
def test_the_numbers_are_those_of_the_finger_on_the_calendar(seed):
    question = tool_cases.question(seed)
    answer = explained(question)
    numbered = [(day["on"], day["n"]) for day in run_of(question, answer) if day["n"]]
    counted = tool_oracle.due(question).counted
    assert numbered == [(day.isoformat(), n) for n, day in enumerate(counted, 1)]


@given(seeds)
def test_the_days_follow_one_another_and_the_last_is_the_due_date(seed):
    question = tool_cases.question(seed)
    answer = explained(question)
    run = run_of(question, answer)
    first = date.fromisoformat(run[0]["on"])
    assert [d["on"] for d in run] == [str(first + timedelta(days=n)) for n in range(len(run))]
    if answer["due"]:
        assert run[-1]["on"] == answer["due"]
        assert run[-1]["what"] in ("counted", "moved", "given")


@given(seeds)
def test_every_day_says_what_and_why_and_has_a_number_only_where_it_is_counted(seed):
    for day in explained(tool_cases.question(seed))["explanation"]:
        assert set(day) == {"on", "what", "n", "why"}
        assert day["what"]
        assert day["why"]
        assert (day["n"] is not None) is (day["what"] == "counted")


@given(seeds)
def test_both_languages_tell_the_same_days(seed):
    question = tool_cases.question(seed)
    english, chinese = explained(question), explained(question, "zh")
    told = [[(d["on"], d["what"], d["n"]) for d in a["explanation"]] for a in (english, chinese)]
    assert told[0] == told[1]
    assert all(d["why"].isascii() or "（" not in d["why"][:1] for d in english["explanation"])
    assert all(not d["why"].isascii() for d in chinese["explanation"])


@given(seeds)
def test_an_explanation_changes_no_answer(seed):
    question = tool_cases.question(seed)
    with_days = explained(question)
    without = protocol.due(question | {"language": "en"})
    assert {key: with_days[key] for key in without} == without


TEN = {"rule": {"unit": "working_day", "amount": 10}, "calendar": "cn", "received": "2026-03-02"}


def test_a_limit_moved_into_a_suspension_still_ends_on_the_day_it_is_moved_to():
    # The tenth day after Thursday 5 March is Sunday 15, moved to Monday 16.
    rule = {"unit": "calendar_day", "amount": 10, "end": "next_working_day"}
    paused = {"kind": "suspended", "since": "2026-03-15", "until": "2026-03-20"}
    question = TEN | {"rule": rule, "received": "2026-03-05", "events": [paused]}
    answer = explained(question)
    assert answer["due"] == "2026-03-16"
    assert answer["explanation"][-1]["what"] == "moved"


@pytest.mark.parametrize("until", ["2026-03-25", None])
def test_a_suspension_inside_an_extension_to_a_day_given(until):
    paused = {"kind": "suspended", "since": "2026-03-18"} | ({"until": until} if until else {})
    events = [{"kind": "extended", "until": "2026-04-03"}, paused]
    answer = explained(TEN | {"events": events})
    assert answer["due"] == "2026-04-03"  # the day given stands; what was suspended has no number
    days = answer["explanation"]
    assert all((day["n"] is not None) is (day["what"] == "counted") for day in days)
    assert [d["n"] for d in days if d["n"]][:12] == list(range(1, 13))  # to 18 March
