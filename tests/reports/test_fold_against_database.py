"""Five hundred histories through the database, counted as the pure fold counts them."""

from random import Random

import pytest

from reports.figures import figures
from reports.scope import Scope
from statute.periods import school_year
from statute.year_fold import CaseFacts, Ending, RemedyFacts, remedy_table, request_table
from tests.reports import histories
from tests.reports.histories import Story
from tests.reports.test_figures import in_a_history

pytestmark = pytest.mark.django_db

YEARS = [school_year(first) for first in (2023, 2024, 2025)]


def facts_of(story: Story) -> CaseFacts:
    endings = ()
    if story.closed_on:
        endings = (Ending(story.closed_on, story.result, story.closed_under),)
    return CaseFacts("N-1", story.kind, story.law, story.received_on, endings)


def challenges_of(story: Story) -> list[RemedyFacts]:
    law = facts_of(story).counted_law
    return [
        RemedyFacts("N-1", each.kind, law, each.filed_on, each.decided_on, each.result)
        for each in story.challenges
    ]


def same(number: int) -> int:
    chance, cases = Random(20261127), 0
    for _ in range(number):
        stories = histories.random_history(chance)
        facts = [facts_of(story) for story in stories]
        challenges = [each for story in stories for each in challenges_of(story)]
        with in_a_history(stories):
            for year in YEARS:
                for law in (None, *histories.LAWS):
                    found = figures(Scope(year, law))
                    assert found.requests == request_table(facts, year, law)
                    assert found.remedies == remedy_table(challenges, year, law)
                    assert found.balances
        cases += len(stories)
    return cases


def test_twenty_histories_are_counted_in_the_database_as_by_the_fold():
    assert same(20) > 50


@pytest.mark.full
def test_five_hundred_histories_are_counted_in_the_database_as_by_the_fold():
    assert same(500) > 2_000
