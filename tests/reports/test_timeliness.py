"""Replies in time, days used, bands; the quick way against the clock of each case."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from office import institution as houses
from office.calendars import working_calendar
from records.refusals import Refusal
from reports.scope import Scope
from reports.timeliness import BANDS, Timeliness, timeliness
from requests_app.clock import facts_of
from requests_app.models import Application, Correction, Extension, Handling
from statute.answers import OTHER, family
from statute.clock import reply_clock
from statute.periods import school_year
from tests.reports import histories
from tests.reports.histories import Story, put

pytestmark = pytest.mark.django_db

YEAR = school_year(2024)


def reply(received, closed, **more):
    return Story("natural_person", "cn-regulation", received, True, closed, "granted",
                 "cn-regulation", **more)  # fmt: skip


def one_by_one(scope):
    """(late, unclear) case numbers: every reply by its own clock, as slowly as may be."""
    calendar, late, unclear = working_calendar(), [], []
    for handling in Handling.objects.filter(
        closed_on__gte=scope.period.first, closed_on__lte=scope.end
    ):
        if family(handling.result) == OTHER:
            continue
        case = Application.objects.get(pk=handling.application_id)
        case.__dict__["handling"] = handling
        try:
            facts = facts_of(case)
        except Refusal:
            unclear.append(case.number)
            continue
        law = houses.law(handling.closed_under)
        clock = reply_clock(facts, law=law, calendar=calendar, on=handling.closed_on)
        if clock.answered_late:
            late.append(case.number)
    return sorted(late), sorted(unclear)


def test_the_quick_way_finds_what_the_clock_of_each_case_finds(cast):
    chance = Random(20261127)
    put([histories.random_story(chance) for _ in range(150)])
    for handling in Handling.objects.filter(sequence=1).select_related("application")[:40]:
        received = handling.application.received_on
        if chance.random() < 0.5:
            Extension.objects.create(handling=handling, decided_on=received, by_days=20,
                                     reason="量大", approved_by=cast.office_head)  # fmt: skip
        else:
            Correction.objects.create(
                application=handling.application, asked_on=received, missing="年度", days=10,
                corrected_on=received + timedelta(days=5), answer="2025年",
            )  # fmt: skip
    found = timeliness(Scope(YEAR))
    assert (sorted(found.late), sorted(found.unclear)) == one_by_one(Scope(YEAR))
    assert found.replies == found.in_time + len(found.late) + len(found.unclear) > 40
    assert sum(found.days.values()) == found.replies - len(found.unclear)
    assert found.late


def test_the_late_are_named_and_the_days_are_working_days(institution):
    # Received Monday 3 March 2025. March 4-7 are four days, 10-14 nine, 17-21 fourteen,
    # 24-28 nineteen; Monday 31 March is the twentieth, Tuesday 1 April the twenty-first.
    cases = put([
        reply(date(2025, 3, 3), date(2025, 3, 3)),
        reply(date(2025, 3, 3), date(2025, 3, 7)),
        reply(date(2025, 3, 3), date(2025, 3, 31)),
        reply(date(2025, 3, 3), date(2025, 4, 1)),
    ])  # fmt: skip
    found = timeliness(Scope(YEAR))
    assert found.late == (cases[-1].number,)
    assert found.days == {0: 1, 4: 1, 20: 1, 21: 1}
    assert (found.median, found.ninetieth, found.mean) == (4, 21, Decimal("11.2"))


@pytest.mark.parametrize(
    ("replies", "in_time", "band"),
    [(100, 95, 0), (1000, 949, 1), (10, 9, 1), (1000, 899, 2), (1, 0, 2), (3, 3, 0)],
)
def test_the_band_is_that_of_the_exact_share(replies, in_time, band):
    assert Timeliness(replies, in_time).band is BANDS[band]


def test_where_nothing_was_replied_to_there_is_no_band_and_no_day():
    none = Timeliness()
    assert (none.rate, none.band, none.mean, none.median, none.ninetieth) == (
        "", None, None, None, None
    )  # fmt: skip


def test_the_year_takes_the_same_queries_however_many_had_their_limit_moved(
    cast, django_assert_max_num_queries
):
    put([reply(date(2025, 3, 3), date(2025, 3, 31)) for _ in range(20)])
    for handling in Handling.objects.all():
        Extension.objects.create(handling=handling, decided_on=date(2025, 3, 4), by_days=20,
                                 reason="量大", approved_by=cast.office_head)  # fmt: skip
    timeliness(Scope(YEAR))
    with django_assert_max_num_queries(8):
        assert timeliness(Scope(YEAR)).in_time == 20
