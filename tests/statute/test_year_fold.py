"""A hundred thousand histories through the pure fold: every identity, every year, both laws."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from statute import annual
from statute.answers import RESULT_CODES
from statute.periods import calendar_year, school_year
from statute.year_fold import (
    CaseFacts,
    Ending,
    RemedyFacts,
    case_faults,
    check_conservation,
    column_of,
    remedy_faults,
    remedy_table,
    request_table,
    rows_of,
)

LAWS = ("cn-university", "cn-regulation")
KINDS = tuple(annual.COLUMNS)
REMEDY_KINDS = (*annual.REMEDY_KINDS, *annual.OTHER_REMEDY_KINDS)
YEARS = [school_year(first) for first in (2023, 2024, 2025)]
DAY_ZERO, SPAN = date(2023, 1, 1), 1500  # some came before the first year, some after the last
YEAR = school_year(2024)


def random_case(chance: Random) -> CaseFacts:
    came = chance.randrange(SPAN)
    law, endings = chance.choice(LAWS), ()
    if chance.random() < 0.03:
        return CaseFacts("N-1", chance.choice(KINDS), law, None)
    if chance.random() < 0.8:
        took = chance.choice((-30, 0, 1, 15, 20, 40, 300, 700))  # -30: a receipt set right later
        closed_under = law if chance.random() < 0.9 else chance.choice(LAWS)
        closed = DAY_ZERO + timedelta(days=came + took)
        endings = (Ending(closed, chance.choice(RESULT_CODES), closed_under),)
    return CaseFacts("N-1", chance.choice(KINDS), law, DAY_ZERO + timedelta(days=came), endings)


def random_remedy(chance: Random) -> RemedyFacts:
    filed = DAY_ZERO + timedelta(days=chance.randrange(SPAN))
    decided, result = None, ""
    if chance.random() < 0.7:
        decided = filed + timedelta(days=chance.choice((0, 30, 60, 400)))
        result = chance.choice(("upheld", "corrected", "other"))
    kind = chance.choice(REMEDY_KINDS)
    return RemedyFacts("N-1", kind, chance.choice(LAWS), filed, decided, result)


def broken(history: list[CaseFacts], challenges: list[RemedyFacts]) -> list[annual.Check]:
    """Whatever does not hold in the tables of three years, for each law."""
    found = []
    for law in LAWS:
        mine = [case for case in history if case.counted_law == law]
        if mine:
            tables = [request_table(mine, year, law) for year in YEARS]
            for table in tables:
                found += annual.check_requests(table)
            found += map(annual.check_continuity, tables, tables[1:])
            found.append(check_conservation(tables))
        if any(remedy.law == law for remedy in challenges):
            for year in YEARS:
                found.append(annual.check_remedies(remedy_table(challenges, year, law)))
    return [check for check in found if not check.holds]


def through_the_fold(number: int) -> Counter:
    chance, seen = Random(20261127), Counter()
    for _ in range(number):
        history = [random_case(chance) for _ in range(chance.choice((0, 1, 1, 2, 4)))]
        challenges = [random_remedy(chance) for _ in range(chance.choice((0, 0, 1)))]
        assert broken(history, challenges) == []
        seen["histories"] += 1
        seen["cases"] += len(history)
    return seen


def test_a_thousand_histories_balance_in_each_of_three_years():
    assert through_the_fold(1_000)["cases"] > 1_000


@pytest.mark.full
def test_a_hundred_thousand_histories_balance_in_each_of_three_years():
    seen = through_the_fold(100_000)
    assert seen["histories"] == 100_000
    assert seen["cases"] > 100_000


def test_each_case_is_received_once_and_leaves_once_over_years_that_follow_each_other():
    chance, years = Random(5), [calendar_year(year) for year in range(2020, 2030)]
    for _ in range(2_000):
        case = random_case(chance)
        rows = Counter(row for year in years for row in rows_of(case, year))
        assert rows["received"] == (case.received_on is not None)
        assert rows["total"] == (case.left_on is not None)
        assert rows["carried_in"] == rows["carried_out"] - (
            case.received_on is not None and case.left_on is None
        )


def a_case(received=date(2024, 9, 2), *endings):
    return CaseFacts("2024-17", "business", "cn-regulation", received, endings)


@pytest.mark.parametrize(
    ("received", "closed", "rows"),
    [
        (date(2024, 8, 31), None, ("carried_in", "carried_out")),
        (date(2024, 9, 1), None, ("received", "carried_out")),
        (date(2024, 8, 31), date(2024, 8, 31), ()),
        (date(2024, 8, 31), date(2024, 9, 1), ("carried_in", "granted", "total")),
        (date(2025, 8, 31), date(2025, 8, 31), ("received", "granted", "total")),
        (date(2025, 8, 31), date(2025, 9, 1), ("received", "carried_out")),
        (date(2025, 9, 1), None, ()),
        (None, None, ()),
    ],
)
def test_the_rows_of_a_case_at_the_edges_of_the_school_year(received, closed, rows):
    endings = (Ending(closed, "granted", "cn-regulation"),) if closed else ()
    assert rows_of(a_case(received, *endings), YEAR) == rows


@pytest.mark.parametrize(
    ("filed", "decided", "column"),
    [
        (date(2024, 8, 31), date(2024, 8, 31), None),
        (date(2024, 8, 31), date(2024, 9, 1), "upheld"),
        (date(2025, 8, 31), date(2025, 9, 1), "pending"),
        (date(2025, 9, 1), None, None),
    ],
)
def test_the_column_of_a_remedy_at_the_edges_of_the_school_year(filed, decided, column):
    result = "upheld" if decided else ""
    remedy = RemedyFacts("2024-17", "review", "cn-regulation", filed, decided, result)
    assert column_of(remedy, YEAR) == column


def test_a_closed_case_counts_under_the_law_it_was_closed_under():
    case = a_case(date(2024, 9, 2), Ending(date(2024, 9, 20), "granted", "cn-university"))
    assert request_table([case], YEAR, "cn-university")["granted"][-1] == 1
    assert request_table([case], YEAR, "cn-regulation")["received"][-1] == 0


GRANTED = Ending(date(2024, 9, 20), "granted", "cn-regulation")


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        (a_case(date(2024, 9, 21), GRANTED), "order"),
        (a_case(date(2024, 9, 2), Ending(None, "granted")), "closing"),
        (a_case(date(2024, 9, 2), Ending(date(2024, 9, 20), "")), "closing"),
        (a_case(date(2024, 9, 2), GRANTED, Ending(date(2024, 9, 21), "other")), "once"),
        (a_case(None, GRANTED), "receipt"),
        (a_case(date(2024, 9, 2), Ending(date(2024, 9, 20), "lost")), "result"),
        (CaseFacts("2024-17", "", "cn-regulation", date(2024, 9, 2)), "applicant"),
    ],
)
def test_a_broken_fact_is_caught_and_the_case_is_named(case, rule):
    (fault,) = case_faults(case)
    assert (fault.rule, fault.holds) == (rule, False)
    assert fault.detail.zh.startswith("2024-17：")
    assert fault.detail.en.startswith("2024-17: ")


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"decided_on": date(2024, 9, 1), "result": "upheld"}, ["order"]),
        ({"decided_on": date(2024, 9, 9)}, ["closing"]),
        ({"result": "upheld"}, ["closing"]),
        ({"decided_on": date(2024, 9, 9), "result": "pending"}, ["result"]),
        ({"kind": "petition"}, ["kind"]),
        ({}, []),
    ],
)
def test_a_broken_fact_of_a_remedy_is_caught_and_its_case_is_named(changes, rules):
    facts = {"number": "2024-17", "kind": "review", "law": "cn-regulation",
             "filed_on": date(2024, 9, 2)}  # fmt: skip
    found = remedy_faults(RemedyFacts(**facts | changes))
    assert [fault.rule for fault in found] == rules
    assert all("2024-17" in str(fault.detail) for fault in found)


def test_a_case_that_breaks_nothing_has_no_fault():
    assert case_faults(a_case(date(2024, 9, 2), GRANTED)) == []
    assert case_faults(a_case()) == []


def test_the_identities_notice_a_case_counted_in_two_rows():
    """Negative control: numbers moved by hand, and each identity fails in turn."""
    history = [a_case(date(2024, 9, 2), GRANTED)]
    tables = [request_table(history, year) for year in YEARS]
    tables[1]["granted"][1] += 1
    assert [c.rule for c in annual.check_requests(tables[1]) if not c.holds] == ["R2", "R3"]
    tables[1]["carried_out"][-1] += 1
    assert "R1" in [c.rule for c in annual.check_requests(tables[1]) if not c.holds]
    assert not annual.check_continuity(tables[1], tables[2]).holds
    tables[2]["carried_out"][-1] += 1
    assert not check_conservation(tables).holds
