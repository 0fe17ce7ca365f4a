"""The figures against a slow count that shares no code with them, and the shape others rely on."""

import json
from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reports.figures import cases_of, figures, remedies_of, remedy_table, request_table
from reports.scope import Scope
from requests_app.models import Application, Handling
from statute import annual
from statute.answers import RESULT_CODES
from statute.periods import calendar_year, school_year, span
from tests.reports import histories
from tests.reports.histories import Challenge, Story, put, slow_remedies, slow_requests

pytestmark = pytest.mark.django_db

YEAR = school_year(2024)
IN_DB = settings(
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def dense(slow, rows, columns):
    return {row: [slow.get(row, {}).get(column, 0) for column in columns] for row in rows}


def compare(stories, scope):
    """Both tables equal the slow count, and every identity holds."""
    first, last = scope.period.first, scope.period.last
    slow = slow_requests(stories, first, last, scope.law, scope.as_at)
    found = figures(scope)
    assert found.requests == dense(slow, annual.ROW_CODES, annual.ALL_COLUMNS)
    slow = slow_remedies(stories, first, last, scope.law, scope.as_at)
    columns = tuple(annual.REMEDY_COLUMNS)
    counted = {kind: list(numbers.values()) for kind, numbers in found.remedies.items()}
    assert counted == dense(slow, found.remedies, columns)
    assert found.balances, found.checks


@contextmanager
def in_a_history(stories):
    """Put the stories in, hand over, take them out again."""
    before = transaction.savepoint()
    try:
        yield put(stories)
    finally:
        transaction.savepoint_rollback(before)


# Random histories

days = st.integers(0, histories.SPAN).map(histories.day)
challenges = st.builds(
    lambda kind, filed, wait, result: Challenge(
        kind, filed, filed + timedelta(days=wait) if wait else None, result if wait else ""
    ),
    st.sampled_from(histories.REMEDY_KINDS), days, st.integers(0, 400),
    st.sampled_from(histories.REMEDY_RESULTS),
)  # fmt: skip


@st.composite
def stories(draw):
    story = Story(
        draw(st.sampled_from(histories.KINDS)), draw(st.sampled_from(histories.LAWS)),
        draw(st.none() | days),
    )  # fmt: skip
    story.logged_in = story.received_on is not None and draw(st.booleans())
    if story.logged_in and draw(st.booleans()):
        story.closed_on = draw(days)
        story.result = draw(st.sampled_from(RESULT_CODES))
        story.closed_under = draw(st.sampled_from(histories.LAWS))
        if draw(st.booleans()):
            story.handled_again = (draw(days), draw(st.sampled_from(RESULT_CODES)))
    story.challenges = draw(st.lists(challenges, max_size=2))
    return story


ON_THE_EDGES = [
    Story("business", "cn-regulation", date(2024, 8, 31)),
    Story("business", "cn-regulation", date(2024, 8, 31), True, date(2024, 8, 31), "granted",
          "cn-regulation"),
    Story("other", "cn-regulation", date(2024, 8, 31), True, date(2024, 9, 1), "granted",
          "cn-regulation"),
    Story("research", "cn-regulation", date(2024, 9, 1), True, date(2025, 8, 31), "other",
          "cn-university"),
    Story("research", "cn-regulation", date(2025, 8, 31), True, date(2025, 9, 1), "other",
          "cn-regulation"),
    Story("other", "cn-university", date(2025, 9, 1), False),
    Story("other", "cn-university", date(2025, 8, 31), False),
]  # fmt: skip


@IN_DB
@given(
    history=st.lists(stories(), max_size=6),
    law=st.sampled_from((None, *histories.LAWS)),
    as_at=st.none() | days,
)
@example(history=ON_THE_EDGES, law=None, as_at=None)
@example(history=ON_THE_EDGES, law="cn-regulation", as_at=date(2025, 8, 30))
@example(history=ON_THE_EDGES, law="cn-university", as_at=date(2024, 8, 31))
def test_any_history_is_counted_as_the_slow_count_has_it(history, law, as_at):
    with in_a_history(history):
        compare(history, Scope(YEAR, law, as_at))


@IN_DB
@given(
    history=st.lists(stories(), max_size=6),
    law=st.sampled_from((None, *histories.LAWS)),
    cuts=st.lists(days, min_size=3, max_size=3, unique=True).map(sorted),
)
def test_what_one_period_carries_out_the_next_carries_in(history, law, cuts):
    first, middle, last = cuts
    with in_a_history(history):
        one = request_table(Scope(span(first, middle - timedelta(days=1)), law))
        two = request_table(Scope(span(middle, last), law))
        both = request_table(Scope(span(first, last), law))
    assert annual.check_continuity(one, two).holds
    for code in (annual.RECEIVED, annual.TOTAL, *RESULT_CODES):
        assert both[code] == [a + b for a, b in zip(one[code], two[code], strict=True)]
    assert both[annual.CARRIED_IN] == one[annual.CARRIED_IN]
    assert both[annual.CARRIED_OUT] == two[annual.CARRIED_OUT]


@pytest.mark.full
def test_a_thousand_random_histories_balance():
    chance, seen = Random(20260901), Counter()
    for _ in range(1000):
        history = histories.random_history(chance)
        scope = Scope(
            chance.choice((YEAR, calendar_year(2025))),
            chance.choice((None, *histories.LAWS)),
            chance.choice((None, None, histories.day(chance.randrange(histories.SPAN)))),
        )
        with in_a_history(history):
            compare(history, scope)
        seen["histories"] += 1
        seen["cases"] += len(history)
    assert seen["histories"] == 1000
    assert seen["cases"] > 5000


def test_the_slow_count_notices_a_case_counted_in_the_wrong_year():
    """Negative control: the comparison fails when a fact and the story differ by one day."""
    history = [Story("business", "cn-regulation", date(2025, 8, 31))]
    with in_a_history(history) as (application,):
        compare(history, Scope(YEAR))
        Application.objects.filter(pk=application.pk).update(received_on=date(2025, 9, 1))
        with pytest.raises(AssertionError):
            compare(history, Scope(YEAR))


# One case, one row


def test_a_later_handling_is_no_second_result():
    history = [
        Story("natural_person", "cn-regulation", date(2024, 10, 8), True, date(2024, 10, 30),
              "refused_process", "cn-regulation", handled_again=(date(2025, 3, 3), "granted")),
    ]  # fmt: skip
    put(history)
    found = figures(Scope(YEAR))
    assert found.total("refused_process") == 1
    assert found.total("granted") == 0
    assert found.total(annual.TOTAL) == 1


def test_a_case_never_legally_received_is_in_no_table():
    put([Story("natural_person", "cn-regulation", None, False)])
    found = figures(Scope(YEAR))
    assert not any(number for row in found.requests.values() for number in row)


def test_a_case_filed_but_not_yet_logged_in_counts_from_its_receipt():
    put([Story("natural_person", "cn-regulation", date(2025, 8, 31), False)])
    found = figures(Scope(YEAR))
    assert (found.total(annual.RECEIVED), found.total(annual.CARRIED_OUT)) == (1, 1)


def test_a_closed_case_counts_under_the_law_it_was_closed_under():
    put([
        Story("business", "cn-university", date(2024, 10, 8), True, date(2024, 10, 30), "granted",
              "cn-regulation"),
    ])  # fmt: skip
    assert figures(Scope(YEAR, "cn-regulation")).total("granted") == 1
    assert figures(Scope(YEAR, "cn-university")).total(annual.RECEIVED) == 0


def test_as_at_a_day_a_later_closing_has_not_happened():
    put([
        Story("business", "cn-university", date(2025, 6, 2), True, date(2025, 6, 20), "granted",
              "cn-university"),
    ])  # fmt: skip
    then = figures(Scope(YEAR, as_at=date(2025, 6, 19)))
    assert (then.total("granted"), then.total(annual.CARRIED_OUT)) == (0, 1)
    now = figures(Scope(YEAR, as_at=date(2025, 6, 20)))
    assert (now.total("granted"), now.total(annual.CARRIED_OUT)) == (1, 0)


def test_last_years_figures_do_not_change_when_this_year_goes_on():
    """PEERS: asking "is it closed now" gives another answer each time it is asked."""
    (application,) = put([Story("business", "cn-university", date(2025, 6, 2))])
    before = figures(Scope(YEAR)).as_json()
    Handling.objects.filter(application=application).update(
        closed_on=date(2025, 9, 10), result="granted", closed_under="cn-university"
    )
    assert figures(Scope(YEAR)).as_json() == before
    assert figures(Scope(school_year(2025))).total("granted") == 1


# Cells and their cases


def test_every_cell_leads_to_exactly_the_cases_it_counts():
    chance = Random(7)
    history = [histories.random_story(chance) for _ in range(200)]
    put(history)
    for scope in (Scope(YEAR), Scope(YEAR, "cn-university", date(2025, 3, 1))):
        found = figures(scope)
        for row, numbers in found.requests.items():
            for column, number in zip(annual.ALL_COLUMNS, numbers, strict=True):
                assert cases_of(scope, row, column).count() == number, (row, column)
        for kind, results in found.remedies.items():
            for column, number in results.items():
                assert remedies_of(scope, kind, column).count() == number, (kind, column)


@pytest.mark.parametrize(
    ("row", "column"), [("received", "nobody"), ("nothing", "total"), ("granted", "applicant")]
)
def test_there_is_no_list_behind_a_cell_that_is_not_there(row, column):
    with pytest.raises(KeyError):
        cases_of(Scope(YEAR), row, column)
    with pytest.raises(KeyError):
        remedies_of(Scope(YEAR), row, column)


@pytest.mark.parametrize("law", [None, "cn-university"])
def test_each_table_takes_one_query_however_many_cases(django_assert_num_queries, law):
    chance = Random(3)
    for _ in range(2):
        with django_assert_num_queries(1):
            request_table(Scope(YEAR, law))
        with django_assert_num_queries(1):
            remedy_table(Scope(YEAR, law))
        put([histories.random_story(chance) for _ in range(100)])


# The command


def run(capsys, *arguments):
    call_command("figures", *arguments)
    return capsys.readouterr().out


def test_the_json_has_the_names_others_rely_on(capsys):
    put([
        Story("research", "cn-regulation", date(2024, 2, 5), True, date(2024, 3, 8),
              "refused_third_party", "cn-regulation",
              challenges=[Challenge("review", date(2024, 4, 1), date(2024, 5, 6), "upheld"),
                          Challenge("litigation_after_review", date(2024, 5, 20))]),
    ])  # fmt: skip
    given_out = json.loads(
        run(capsys, "--law", "cn-regulation", "--from", "2024-01-01", "--to", "2024-12-31",
            "--format", "json")
    )  # fmt: skip
    assert list(given_out) == [
        "law", "from", "to", "as_at", "requests", "remedies", "checks"
    ]  # fmt: skip
    assert [given_out[key] for key in ("law", "from", "to", "as_at")] == [
        "cn-regulation", "2024-01-01", "2024-12-31", "2024-12-31"
    ]  # fmt: skip
    assert given_out["requests"]["columns"] == [
        "natural_person", "business", "research", "public_interest", "legal_services", "other",
        "total",
    ]  # fmt: skip
    rows = given_out["requests"]["rows"]
    assert list(rows) == [
        "received", "carried_in", "granted", "partly_granted", "refused_state_secret",
        "refused_prohibited_by_law", "refused_security_stability", "refused_third_party",
        "refused_internal_affairs", "refused_process", "refused_enforcement_file",
        "refused_administrative_query", "unavailable_not_held", "unavailable_needs_creation",
        "unavailable_still_unclear", "not_processed_petition", "not_processed_repeated",
        "not_processed_publication", "not_processed_excessive", "not_processed_reissue",
        "other_not_corrected", "other_fee_unpaid", "other", "total", "carried_out",
    ]  # fmt: skip
    assert len(rows) == 25
    assert rows["refused_third_party"] == [0, 0, 1, 0, 0, 0, 1]
    assert list(given_out["remedies"]) == [
        "review", "litigation_direct", "litigation_after_review", "complaint", "appeal"
    ]  # fmt: skip
    assert given_out["remedies"]["review"] == {
        "upheld": 1, "corrected": 0, "other": 0, "pending": 0, "total": 1
    }  # fmt: skip
    assert given_out["remedies"]["litigation_after_review"]["pending"] == 1
    assert all(check["holds"] for check in given_out["checks"])
    assert {"R1", "R2", "R3"} <= {check["rule"] for check in given_out["checks"]}
    assert all(set(check) == {"rule", "holds", "detail"} for check in given_out["checks"])


def test_without_a_law_all_laws_count_and_as_at_is_said(capsys):
    given_out = json.loads(
        run(capsys, "--from", "2024-09-01", "--to", "2025-08-31", "--as-at", "2025-03-01",
            "--format", "json")
    )  # fmt: skip
    assert given_out["law"] is None
    assert given_out["as_at"] == "2025-03-01"


def test_the_table_for_people_has_every_line_and_the_checks(capsys):
    printed = run(capsys, "--from", "2024-09-01", "--to", "2025-08-31")
    assert "四、结转下年度继续办理" in printed
    assert "✓ R1" in printed


@pytest.mark.parametrize(
    "arguments",
    [
        ("--from", "2025-09-01", "--to", "2024-08-31"),
        ("--from", "2024-9-1", "--to", "2025-08-31"),
        ("--from", "2024-09-01", "--to", "2025-08-31", "--law", "xx"),
        ("--from", "2024-09-01"),
    ],
)
def test_a_period_or_law_that_is_none_is_refused(arguments):
    with pytest.raises(CommandError):
        call_command("figures", *arguments)
