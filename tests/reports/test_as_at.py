"""A year asked for a year later, after hundreds of further acts: as it was, asked as at its end."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from remedies.models import Remedy
from reports import recount, runs
from reports.figures import cases_of, figures
from reports.frozen import differences
from reports.models import AnnualReport
from reports.scope import Scope
from reports.year import year_of
from requests_app.models import Applicant, Application, Handling, LawChoice
from requests_app.states import State
from statute import annual
from statute.periods import calendar_year
from tests.cast import at, in_hand, registered
from tests.reports import histories
from tests.reports.histories import put

pytestmark = pytest.mark.django_db

YEAR = calendar_year(2025)
END = date(2025, 12, 31)
ITEMS = [{"asked_for": "统计表", "answer": "granted", "reasons": "属于应当公开的信息"}]
DECLINED = [{"asked_for": "图书", "answer": "not_processed_publication", "reasons": "公开出版物"}]


def declined(cast, received, closed, **asked):
    case = in_hand(cast, received, **asked)
    case.decline(by=cast.office_head, on=closed, at=at(closed, 15), items=DECLINED)
    return case


def answered(cast, received, closed):
    case = in_hand(cast, received)
    case.answer(by=cast.office_head, on=closed, at=at(closed, 15), items=ITEMS)
    case.close(by=cast.registrar, on=closed, at=at(closed, 16))
    return case


def abandoned(cast, received, asked, closed):
    case = in_hand(cast, received)
    case.request_correction(by=cast.office_head, on=asked, at=at(asked), missing="年度", days=10)
    case.deem_abandoned(by=cast.office_head, on=closed, at=at(closed), reason="逾期未补正")
    return case


def set_right(cast, case, on, state, received_on=None):
    case.refresh_from_db()
    case.set_right(
        by=cast.office_head, approved_by=cast.leader, on=on, at=at(on), state=state,
        received_on=received_on, reason="笔误",
    )  # fmt: skip


def numbers(scope):
    found = figures(scope)
    return found.requests, found.remedies


def test_a_day_of_receipt_set_right_later_is_still_what_it_was_as_at_the_end(cast):
    case = declined(cast, date(2025, 3, 3), date(2025, 3, 20))
    was = numbers(Scope(YEAR, as_at=END))
    set_right(cast, case, date(2026, 4, 1), State.NOT_PROCESSED, date(2024, 12, 30))
    assert numbers(Scope(YEAR, as_at=END)) == was
    assert figures(Scope(YEAR)).total("carried_in") == 1
    assert figures(Scope(YEAR, as_at=date(2026, 4, 1))).total("carried_in") == 1


def test_a_closing_taken_back_later_still_stands_as_at_the_end(cast):
    case = answered(cast, date(2025, 3, 3), date(2025, 3, 20))
    was = numbers(Scope(YEAR, as_at=END))
    set_right(cast, case, date(2026, 4, 1), State.IN_HAND)
    assert figures(Scope(YEAR)).total("granted") == 0
    assert numbers(Scope(YEAR, as_at=END)) == was
    assert figures(Scope(YEAR, as_at=END)).total("granted") == 1


def test_an_abandoned_case_revived_later_is_abandoned_as_at_the_end(cast):
    case = abandoned(cast, date(2025, 3, 3), date(2025, 3, 5), date(2025, 4, 30))
    was = numbers(Scope(YEAR, as_at=END))
    case.revive(by=cast.office_head, on=date(2026, 1, 8), at=at(date(2026, 1, 8)), reason="住院")
    assert figures(Scope(YEAR)).total("other_not_corrected") == 0
    assert numbers(Scope(YEAR, as_at=END)) == was
    # As at a day in between: not yet abandoned then.
    assert figures(Scope(YEAR, as_at=date(2025, 4, 1))).total("carried_out") == 1


def test_another_law_chosen_later_leaves_the_old_laws_table_as_it_was(cast):
    case = registered(cast, date(2025, 12, 29))
    case.choose_law(by=cast.office_head, on=date(2026, 1, 5), at=at(date(2026, 1, 5)),
                    law="cn-university", reason="校内事务")  # fmt: skip
    assert figures(Scope(YEAR, "cn-regulation")).total("received") == 0
    assert figures(Scope(YEAR, "cn-regulation", END)).total("received") == 1
    assert figures(Scope(YEAR, "cn-university", END)).total("received") == 0


def test_every_cell_as_at_the_end_opens_the_cases_it_counted_then(cast):
    declined_case = declined(cast, date(2025, 3, 3), date(2025, 3, 20))
    taken_back = answered(cast, date(2025, 3, 3), date(2025, 3, 20))
    set_right(cast, declined_case, date(2026, 4, 1), State.NOT_PROCESSED, date(2024, 12, 30))
    set_right(cast, taken_back, date(2026, 4, 1), State.IN_HAND)
    for scope in (Scope(YEAR), Scope(YEAR, as_at=END), Scope(YEAR, "cn-regulation", END)):
        for row, counted in figures(scope).requests.items():
            for column, number in zip(annual.ALL_COLUMNS, counted, strict=True):
                assert cases_of(scope, row, column).count() == number, (scope, row, column)


def test_a_run_as_at_the_end_keeps_the_cells_that_its_totals_count(cast, monkeypatch):
    moved_out = declined(cast, date(2025, 3, 3), date(2025, 3, 20))
    taken_back = answered(cast, date(2025, 3, 3), date(2025, 3, 20))
    lodged_later = declined(cast, date(2025, 12, 15), date(2025, 12, 22))
    set_right(cast, moved_out, date(2026, 4, 1), State.NOT_PROCESSED, date(2024, 12, 30))
    set_right(cast, taken_back, date(2026, 4, 1), State.IN_HAND)
    set_right(cast, lodged_later, date(2026, 4, 1), State.NOT_PROCESSED, date(2024, 12, 20))
    for law in (None, "cn-regulation", "cn-university"):
        scope = Scope(YEAR, law, END)
        assert rows_of_cells(runs.cells_of(scope)) == totals_of(scope)
    run = runs.keep(Scope(YEAR, as_at=END), by=cast.registrar, at=at(date(2026, 4, 2)))
    assert runs.kept_cells(run)[taken_back.pk].went == "granted"
    # The control: as held now, the cells are others than the totals as at the end.
    monkeypatch.setattr("reports.runs.known.changes", lambda scope: [])
    held_now = rows_of_cells(runs.cells_of(Scope(YEAR, as_at=END)))
    assert held_now["granted"] == 0
    assert run.totals["requests"]["rows"]["granted"][-1] == 1


def rows_of_cells(cells) -> Counter:
    found = Counter()
    for cell in cells.values():
        found.update([cell.came, cell.went])
    return found


def totals_of(scope) -> Counter:
    found = figures(scope)
    return Counter({row: found.total(row) for row in found.requests if row != annual.TOTAL})


# Hundreds of acts


def an_office(cast, chance):
    """Cases of the year by the steps, beside a random register of the years around it."""
    put([histories.random_story(chance) for _ in range(60)])
    first = date(2025, 1, 6)
    cases = []
    for number in range(12):
        received = first + timedelta(weeks=3 * number)
        make = chance.choice((declined, answered))
        cases.append(make(cast, received, received + timedelta(days=14)))
    cases += [registered(cast, date(2025, 12, 29)) for _ in range(4)]
    cases.append(abandoned(cast, date(2025, 3, 3), date(2025, 3, 5), date(2025, 4, 30)))
    return cases


def a_year_goes_on(cast, chance, cases) -> Counter:
    """New cases, closings, remedies lodged and decided, reopenings, facts put right, in 2026."""
    done = Counter()
    put([later(chance) for _ in range(100)])
    for case in Application.objects.filter(handlings__closed_on=None, handlings__sequence=1):
        Handling.objects.filter(application=case, sequence=1).update(
            closed_on=date(2026, 2, 3), result="granted", closed_under=case.law
        )
        done["closings"] += 1
    for remedy in Remedy.objects.filter(decided_on=None, filed_on__lt=date(2026, 6, 1)):
        remedy.decided_on, remedy.result = date(2026, 6, 1), "corrected"
        remedy.save()
        done["decided"] += 1
    for case in Application.objects.order_by("pk")[:80]:
        Remedy.objects.create(application=case, kind="review", filed_on=date(2026, 3, 2),
                              logged_at=at(date(2026, 3, 2)))  # fmt: skip
        done["lodged"] += 1
    for case in cases:
        done[put_right(cast, chance, case)] += 1
    return done


def later(chance):
    story = histories.random_story(chance)
    story.received_on, story.challenges = date(2026, 1, 5), []
    if story.closed_on:
        story.closed_on = date(2026, 2, 2)
    return story


def put_right(cast, chance, case) -> str:
    case.refresh_from_db()
    on = date(2026, 4, 1)
    if case.state == State.ABANDONED:
        case.revive(by=cast.office_head, on=on, at=at(on), reason="住院")
        return "revived"
    what = chance.choice(("receipt", "closing", "reopened"))
    if what == "reopened" and case.is_closed and case.state != State.IN_HAND:
        case.reopen(by=cast.office_head, on=on, at=at(on), cause="review", reason="复议决定")
    elif what == "closing" and case.state in (State.ANSWERED, State.NOT_PROCESSED):
        set_right(cast, case, on, State.IN_HAND)
    else:
        what = "receipt"
        set_right(cast, case, on, State(case.state), date(2024, 12, 20))
    return what


def test_last_year_is_what_it_was_after_a_year_of_further_acts(cast):
    chance = Random(20261127)
    cases = an_office(cast, chance)
    scopes = [Scope(YEAR, law, END) for law in (None, *histories.LAWS)]
    was = [numbers(scope) for scope in scopes]
    channels = year_of(Scope(YEAR, as_at=END)).channels
    frozen = year_of(Scope(YEAR)).numbers()
    done = a_year_goes_on(cast, chance, cases)
    assert sum(done.values()) + 100 > 200, done
    assert min(done[kind] for kind in ("receipt", "closing", "reopened", "revived")) > 0, done
    assert [numbers(scope) for scope in scopes] == was
    assert year_of(Scope(YEAR, as_at=END)).channels == channels
    assert figures(Scope(YEAR, as_at=END)).balances
    assert recount.moved() == []
    # What was published is compared with how things are held now, and the corrections show.
    report = AnnualReport(first=YEAR.first, last=YEAR.last, snapshot={"numbers": frozen})
    found = {(each.table, each.row) for each in differences(report)}
    assert ("requests", "received") in found
    assert ("requests", "carried_in") in found
    assert report.snapshot["numbers"] == frozen


def test_without_the_log_the_closing_taken_back_would_be_lost(cast, monkeypatch):
    """Negative control: the year as at its end differs if what was put right is not undone."""
    case = answered(cast, date(2025, 3, 3), date(2025, 3, 20))
    was = numbers(Scope(YEAR, as_at=END))
    set_right(cast, case, date(2026, 4, 1), State.IN_HAND)
    monkeypatch.setattr("reports.known.changes_since", lambda day: [])
    assert numbers(Scope(YEAR, as_at=END)) != was


def test_what_was_put_right_is_looked_up_in_the_same_queries_however_many(
    cast, django_assert_max_num_queries
):
    scope = Scope(YEAR, as_at=END)
    for number in range(3):
        case = declined(cast, date(2025, 3, 3 + number), date(2025, 3, 20))
        set_right(cast, case, date(2026, 4, 1), State.NOT_PROCESSED, date(2024, 12, 30))
        with django_assert_max_num_queries(10):
            figures(scope)
    assert Applicant.objects.count() == LawChoice.objects.count() == 3
