"""A run of the figures kept, and compared: which cases entered, left, moved, and why."""

import zlib
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from casework.acts import withdraw
from records import log
from records.refusals import Refusal
from reports import runs
from reports.figures import figures
from reports.models import FigureRun
from reports.runs import Cell, RunDamaged, compare, keep, kept_cells, side_now, side_of
from reports.scope import Scope
from requests_app.models import Application, Handling
from statute.periods import calendar_year, school_year
from tests.cast import at, in_hand, registered
from tests.reports.histories import Story, put

pytestmark = pytest.mark.django_db

YEAR = Scope(calendar_year(2026))
MONDAY, TUESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)


def test_a_run_keeps_each_case_in_its_cell_with_its_hash_and_is_logged(cast):
    (case,) = put([Story("business", "cn-regulation", date(2025, 12, 8), True, MONDAY, "granted",
                         "cn-regulation")])  # fmt: skip
    run = keep(YEAR, by=cast.inspector, at=at(TUESDAY), label="上报前")
    run = FigureRun.objects.get(pk=run.pk)
    assert kept_cells(run) == {case.pk: Cell("carried_in", "granted", "business")}
    assert run.totals == figures(YEAR).as_json()
    assert run.scope == YEAR
    entry = log.entries("figures").get()
    assert entry.payload == {"run": run.pk, "sha256": run.sha256, "cases": 1}
    assert entry.actor_name == cast.inspector.full_name


def test_the_cells_add_up_to_the_table(institution):
    put([
        Story("business", "cn-university", date(2024, 10, 8), True, date(2024, 11, 4), "granted",
              "cn-university"),
        Story("natural_person", "cn-university", date(2024, 8, 8)),
        Story("natural_person", "cn-university", date(2023, 8, 8), True, date(2024, 8, 31), "other",
              "cn-university"),
        Story("other", "cn-university", date(2025, 9, 1)),
    ])  # fmt: skip
    scope = Scope(school_year(2024))
    cells, table = runs.cells_of(scope).values(), figures(scope)
    assert sorted(map(str, cells)) == [
        "carried_in carried_out natural_person", "received granted business",
    ]  # fmt: skip
    assert (table.total("received"), table.total("carried_in")) == (1, 1)


def test_now_against_then_shows_who_entered_left_and_moved_and_why(cast):
    moves, leaves = in_hand(cast, MONDAY), registered(cast, MONDAY)
    run = keep(YEAR, by=cast.registrar, at=at(TUESDAY, 9))
    withdraw(moves, reason="不再需要", by=cast.registrar, on=TUESDAY, at=at(TUESDAY, 11))
    Application.objects.filter(pk=leaves.pk).update(received_on=date(2027, 1, 4))  # set right
    enters = registered(cast, FRIDAY)
    found = compare(side_of(run), side_now(YEAR, at=at(FRIDAY, 18)))
    assert [found.number(kind) for kind in ("entered", "left", "moved")] == [1, 1, 1]
    changes = {change.case.pk: change for change in found.changes()}
    assert [changes[c.pk].kind for c in (moves, leaves, enters)] == ["moved", "left", "entered"]
    moved = changes[moves.pk]
    assert (moved.was.went, moved.becomes.went) == ("carried_out", "other")
    assert [entry.event for entry in moved.why] == ["withdraw"]
    assert changes[leaves.pk].why == ()  # changed behind the log's back: nothing explains it
    assert [entry.event for entry in changes[enters.pk].why] == ["file", "receive"]
    assert found.same_day


def test_nothing_changed_is_said_so(cast):
    in_hand(cast, MONDAY)
    one = keep(YEAR, by=cast.registrar, at=at(TUESDAY))
    other = keep(YEAR, by=None, at=at(FRIDAY))
    assert compare(side_of(other), side_of(one)).pks == ()
    assert one.sha256 == other.sha256
    assert log.entries("figures").last().actor_kind == "system"


def test_the_earlier_is_the_one_before_in_whatever_order_they_are_given(cast):
    one = keep(YEAR, by=cast.registrar, at=at(MONDAY))
    in_hand(cast, TUESDAY)
    other = keep(YEAR, by=cast.registrar, at=at(FRIDAY))
    found = compare(side_of(other), side_of(one))
    assert (found.before.at, found.number("entered")) == (at(MONDAY), 1)


def test_runs_of_another_period_or_law_are_not_compared(cast):
    here = side_of(keep(YEAR, by=cast.registrar, at=at(MONDAY)))
    for scope in (Scope(school_year(2025)), Scope(calendar_year(2026), "cn-regulation")):
        with pytest.raises(Refusal, match="不能逐件比较"):
            compare(here, side_now(scope, at=at(FRIDAY)))


def test_a_case_that_moves_with_the_day_alone_has_nothing_logged(cast):
    case = in_hand(cast, MONDAY)
    withdraw(case, reason="不再需要", by=cast.registrar, on=TUESDAY, at=at(TUESDAY))
    early = keep(Scope(calendar_year(2026), as_at=MONDAY), by=cast.registrar, at=at(FRIDAY, 9))
    late = keep(YEAR, by=cast.registrar, at=at(FRIDAY, 10))
    found = compare(side_of(early), side_of(late))
    assert not found.same_day
    assert [change.why for change in found.changes()] == [()]


# What was kept stays what was kept


def test_a_run_is_not_changed_through_the_model(cast):
    run = keep(YEAR, by=cast.registrar, at=at(MONDAY))
    run.label = "改"
    with pytest.raises(Refusal):
        run.save()
    with pytest.raises(Refusal):
        run.delete()


@pytest.mark.parametrize("how", ["cells", "cells and hash", "no compressed data"])
def test_a_run_changed_in_the_database_is_found_when_it_is_read(cast, how):
    run = keep(YEAR, by=cast.registrar, at=at(MONDAY))
    forged = zlib.compress(b"{}" if how == "no compressed data" else b'{"1":"a b c"}')
    changes = {"cells": b"garbage" if how == "no compressed data" else forged}
    if how == "cells and hash":
        changes["sha256"] = runs._hash(b'{"1":"a b c"}')
    kept_cells(FigureRun.objects.get(pk=run.pk))  # the control: it reads well until it is changed
    FigureRun.objects.filter(pk=run.pk).update(**changes)
    with pytest.raises(RunDamaged):
        kept_cells(FigureRun.objects.get(pk=run.pk))


@pytest.mark.parametrize("wrong", [{"sha256": ""}, {"last": date(2025, 1, 1)}])
def test_the_database_refuses_a_run_without_hash_or_period(cast, wrong):
    run = keep(YEAR, by=cast.registrar, at=at(MONDAY))
    with pytest.raises(IntegrityError), transaction.atomic():
        FigureRun.objects.filter(pk=run.pk).update(**wrong)


def test_comparing_takes_as_many_queries_for_many_changes_as_for_few(
    cast, django_assert_max_num_queries
):
    run = keep(YEAR, by=cast.registrar, at=at(MONDAY))
    put([Story("other", "cn-regulation", TUESDAY) for _ in range(30)])
    before, after = side_of(run), side_now(YEAR, at=at(FRIDAY))
    with django_assert_max_num_queries(2):
        assert len(compare(before, after).changes()) == 30


def test_a_deleted_case_cannot_be_shown_but_is_counted(cast):
    (case,) = put([Story("other", "cn-regulation", MONDAY)])
    run = keep(YEAR, by=cast.registrar, at=at(TUESDAY))
    Handling.objects.filter(application=case).delete()
    case.applicant.delete()
    Application.objects.filter(pk=case.pk).delete()
    found = compare(side_of(run), side_now(YEAR, at=at(FRIDAY)))
    assert (found.number("left"), found.changes()) == (1, [])
