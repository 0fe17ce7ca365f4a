"""Laws as data: what each says, and its own worked examples counted a second and a third way."""

import re
import tomllib
from calendar import monthrange
from datetime import date, timedelta

import pytest

from statute.law import FOLDER, every_code, load_law, version_of
from tests.statute.abroad import works

OTHERS = ("uk-foia", "uk-foisa", "us-foia", "bc-fippa", "de-ifg", "cn-regulation-2007")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAY = timedelta(days=1)


def data_of(code):
    return tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8"))


EXAMPLES = [(code, example) for code in every_code() for example in data_of(code)["examples"]]
EVERY_LAW = pytest.mark.parametrize("code", OTHERS)
EVERY_EXAMPLE = pytest.mark.parametrize(
    ("code", "example"), EXAMPLES, ids=[f"{c} {e['title'][1]}" for c, e in EXAMPLES]
)


def events(example, kind):
    return [event for event in example.get("events", []) if event["kind"] == kind]


class Clerk:
    """Goes through the calendar day by day with the example in hand."""

    def __init__(self, code, example):
        self.law, self.example = load_law(code), example
        self.calendar = example.get("calendar", self.law.calendar.value)
        restarts = [event["on"] for event in events(example, "corrected")]
        self.start = max([example["received"], *restarts])

    def counts(self, day):
        stops = events(self.example, "suspended")
        stopped = any(stop["since"] < day <= stop["until"] for stop in stops)
        return works(self.calendar, day) and not stopped

    def walk(self, after, number):
        while number:
            after += DAY
            number -= self.counts(after)
        return after

    def month_later(self, day):
        year, month = day.year + day.month // 12, day.month % 12 + 1
        day = date(year, month, min(day.day, monthrange(year, month)[1]))
        while not works(self.calendar, day):
            day += DAY
        return day

    def due(self):
        if self.law.unit.value == "calendar_month":
            return self.month_later(self.start)
        more = sum(event["by"] for event in events(self.example, "extended"))
        return self.walk(self.start, self.law.reply_limit.value + more)


@EVERY_EXAMPLE
def test_an_example_comes_out_as_a_clerk_counts_it(code, example):
    assert Clerk(code, example).due() == example["due"]


def written_counts(example, start):
    """Each "… 13 is 4" of the written count as (leg, date, number); an extension is a new leg."""
    text = re.sub(r"\(.*?\)|from \w+ \d+:", "", example["count"])
    day = start
    for leg, part in enumerate(text.split(";")):
        for piece in part.split(","):
            for month, number in re.findall(r"(?:([A-Z][a-z]{2}) )?(\d+)", piece.split(" is ")[0]):
                named = MONTHS.index(month) + 1 if month in MONTHS else day.month
                day = date(day.year + (named < day.month), named, int(number))
            if " is " in piece:
                yield leg, day, int(piece.split(" is ")[1])


@pytest.mark.parametrize(("code", "example"), [pair for pair in EXAMPLES if pair[0] != "de-ifg"])
def test_every_step_of_a_written_count_is_right(code, example):
    clerk = Clerk(code, example)
    legs = [clerk.start, clerk.walk(clerk.start, clerk.law.reply_limit.value)]
    steps = list(written_counts(example, clerk.start))
    assert steps[-1][1] == example["due"]
    for leg, day, number in steps:
        assert day == clerk.walk(legs[leg], number), (leg, day, number)


def test_a_wrong_step_would_be_noticed():
    example = {
        "received": date(2026, 3, 2),
        "count": "Mar 3-6 is 4, 9-13 is 9, 16 is 10, 17-20 is 14",
    }
    clerk = Clerk("uk-foia", example)
    last = list(written_counts(example, clerk.start))[-1]
    # St Patrick's Day was forgotten: the fourteenth working day is Monday 23 March.
    assert last == (0, date(2026, 3, 20), 14)
    assert clerk.walk(clerk.start, 14) == date(2026, 3, 23)


@EVERY_LAW
def test_every_law_brings_examples_at_its_edges(code):
    examples = data_of(code)["examples"]
    assert len(examples) >= 5
    assert len({example["title"][0] for example in examples}) == len(examples)
    assert all(all(example["title"]) and example["count"] for example in examples)


@EVERY_LAW
def test_every_fact_is_cited_and_what_is_doubtful_says_so(code):
    law = load_law(code)
    written = {name: fact for name, fact in law.facts.items() if fact.source}
    assert {"calendar", "reply_limit", "unit", "counting.first_day"} <= set(written)
    for name, fact in written.items():
        assert all(fact.article), name
        assert fact.verified or all(fact.doubt), name
        assert not fact.setting or all(fact.doubt), name


@EVERY_LAW
def test_every_source_is_leant_on(code):
    law = load_law(code)
    assert set(law.sources.values()) == {fact.source for fact in law.facts.values() if fact.source}


@EVERY_LAW
def test_a_law_for_limits_only_decides_no_case(code):
    assert not load_law(code).decides_cases


@pytest.mark.parametrize(
    ("code", "calendar", "amount", "unit", "more"),
    [
        ("uk-foia", "uk", 20, "working_day", 20),
        ("uk-foisa", "uk-scotland", 20, "working_day", 0),
        ("us-foia", "us-federal", 20, "working_day", 10),
        ("bc-fippa", "bc", 30, "working_day", 30),
        ("de-ifg", "de", 1, "calendar_month", 0),
        ("cn-regulation-2007", "cn", 15, "working_day", 15),
    ],
)
def test_what_each_law_gives(code, calendar, amount, unit, more):
    law = load_law(code)
    assert (law.calendar.value, law.reply_limit.value, law.unit.value) == (calendar, amount, unit)
    assert law.extension.max_days.value == more
    assert law.extension.allowed.value is (more > 0)


def test_what_starts_again_and_what_only_stops():
    restarts = {code for code in OTHERS if load_law(code).correction.restarts.value}
    assert restarts == {"uk-foia", "uk-foisa", "cn-regulation-2007"}
    assert load_law("us-foia").suspensions.value == ["information", "fee"]
    assert load_law("bc-fippa").suspensions.value == ["fee", "oversight"]


def test_the_regulations_of_2007_end_the_day_before_those_of_2019():
    old, new = load_law("cn-regulation-2007"), load_law("cn-regulation")
    assert old.followed_by == "cn-regulation"
    assert old.in_force_until + DAY == new.in_force_from
    # What an institution may choose now, the earlier version leaves open too; the simplified
    # review and the demand for reasons are younger, the defence to an appeal was not looked up.
    chosen = {setting.name for setting in new.settings()}
    assert chosen - {setting.name for setting in old.settings()} == {
        "duties.appeal_defence_days", "duties.review_reply_simplified_days", "reasons_days",
        "letter_posting_days", "revoking_remedies",
    }  # fmt: skip


def test_what_the_regulations_of_2007_leave_unsaid_is_read_from_the_present_ones():
    old, new = version_of("cn-regulation", date(2019, 5, 14)), load_law("cn-regulation")
    assert old.reply_limit.value == 15
    assert old.third_party.days == load_law("cn-regulation-2007").third_party.days
    assert set(new.facts) <= set(old.facts)
