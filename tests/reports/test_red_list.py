"""Each inconsistency is made, and named; a case that is in order is not on the list."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from catalogue.models import Category
from notices.models import Notice
from remedies.models import Remedy
from reports import publication, red_list
from reports.figures import Figures
from reports.red_list import RULES, broken_sums
from reports.scope import Scope
from requests_app.models import Application, Correction, Handling
from statute.periods import calendar_year, school_year
from tests.casework.test_paper_service import replied
from tests.cast import answered, at, in_hand
from tests.notices.desk import FRIDAY
from tests.reports import approved
from tests.reports.histories import Story, put
from tests.sizes import some_quick

pytestmark = pytest.mark.django_db

SCOPE = Scope(calendar_year(2026))
MONDAY = date(2026, 3, 2)
LATER = date(2026, 12, 7)


def named(scope: Scope = SCOPE) -> dict[str, int]:
    return {found.rule.code: found.number for found in red_list.red_list(scope)}


def classified(*applications) -> None:
    """So that only what is meant stands on the list."""
    Application.objects.update(category=Category.objects.first())


def complete(cast) -> Application:
    """Closed before the system was there, and imported with all that belongs to it."""
    return imported(closed(), unit_in_charge=cast.logistics)


def imported(story: Story, **more) -> Application:
    (case,) = put([story])
    Application.objects.filter(pk=case.pk).update(imported=True, **more)
    return case


def closed(**changes) -> Story:
    story = Story("business", "cn-regulation", MONDAY, True, FRIDAY, "granted", "cn-regulation")
    return replace(story, **changes)


@pytest.fixture
def in_order(cast) -> Application:
    """Answered by a letter that was served, like every case ought to be."""
    case = replied(cast).application
    classified()
    return case


def test_a_case_in_order_is_not_on_the_list(in_order):
    assert named() == {}
    assert broken_sums(SCOPE, on=LATER) == []


def _closed_without_answer(cast):
    put([closed()])


def _answer_without_notice(cast):
    case = answered(cast)
    Handling.objects.filter(application=case).update(
        closed_on=FRIDAY, result="granted", closed_under="cn-regulation"
    )


def _served_without_date(cast):
    notice = replied(cast)
    Notice.objects.filter(pk=notice.pk).update(served_on=None, manner_of_service="")


def _received_after_closed(cast):
    case = complete(cast)
    Application.objects.filter(pk=case.pk).update(received_on=date(2026, 3, 9))


def _unclear_dates(cast):
    case = complete(cast)
    Correction.objects.create(application=case, asked_on=date(2026, 3, 5), missing="？", days=10,
                              corrected_on=date(2026, 3, 4), answer="。")  # fmt: skip


def _law_not_in_force(cast):
    imported(closed(received_on=date(2008, 4, 30), closed_on=None, result="", closed_under=""),
             unit_in_charge=cast.logistics)  # fmt: skip


def _remedy_without_target(cast):
    case = in_hand(cast)
    Remedy.objects.create(application=case, kind="complaint", filed_on=date(2026, 2, 2),
                          logged_at=at(LATER))  # fmt: skip


def _remedy_without_review(cast):
    case = complete(cast)
    Remedy.objects.create(application=case, kind="litigation_after_review", filed_on=LATER,
                          logged_at=at(LATER))  # fmt: skip


def _corrected_and_nothing_followed(cast):
    case = complete(cast)
    Remedy.objects.create(
        application=case, kind="review", filed_on=date(2026, 4, 7), logged_at=at(LATER),
        decided_on=date(2026, 6, 1), result="corrected",
    )  # fmt: skip


def _imported_incomplete(cast):
    imported(closed())


MAKERS: dict[str, Callable] = {
    name.removeprefix("_"): make for name, make in dict(globals()).items()
    if name.removeprefix("_") in {rule.code for rule in RULES}
}  # fmt: skip


@pytest.mark.parametrize("code", some_quick(list(MAKERS), 4))
def test_each_inconsistency_is_named_and_leads_to_its_case(cast, code):
    MAKERS[code](cast)
    classified()
    found = {one.rule.code: one for one in red_list.red_list(SCOPE)}
    assert found[code].number == 1
    assert len(found[code].first) == 1
    # what shows up with it is another side of the same breach, never something else
    also = {"received_after_closed": {"unclear_dates"}}.get(code, set())
    assert set(found) <= {code} | also


def test_every_rule_has_a_test_that_breaks_it():
    assert set(MAKERS) | {"uncategorised"} == {rule.code for rule in RULES}


def test_a_case_without_a_heading_is_named_until_it_has_one(in_order):
    Application.objects.update(category=None)
    assert named() == {"uncategorised": 1}
    classified()
    assert named() == {}


def test_what_the_office_logged_without_its_target_is_named_until_somebody_says_it(cast):
    case = complete(cast)
    Remedy.objects.create(application=case, kind="complaint", filed_on=date(2026, 4, 7),
                          logged_at=at(LATER))  # fmt: skip
    classified()
    assert named() == {}  # imported, or logged by the applicant: no target was ever asked
    Remedy.objects.update(logged_by=cast.registrar)
    assert named() == {"remedy_without_target": 1}
    Remedy.objects.update(inaction="no_answer")
    assert named() == {}
    Remedy.objects.update(inaction="")
    assert named(Scope(calendar_year(2025))) == {}


def test_an_imported_result_needs_neither_decision_nor_letter(cast):
    imported(closed(), unit_in_charge=cast.logistics)
    classified()
    assert named() == {}


def test_what_the_period_does_not_count_is_not_on_its_list(cast):
    put([closed(received_on=date(2025, 3, 3), closed_on=date(2025, 3, 31))])
    classified()
    assert named() == {}
    assert named(Scope(calendar_year(2025))) == {"closed_without_answer": 1}


def test_only_the_first_are_shown_and_all_are_counted(institution):
    put([closed() for _ in range(25)])
    classified()
    (found,) = red_list.red_list(SCOPE)
    assert (found.number, len(found.first)) == (25, 20)


def test_the_list_takes_as_many_queries_for_many_cases_as_for_few(
    institution, django_assert_max_num_queries
):
    put([closed() for _ in range(40)])
    classified()
    with django_assert_max_num_queries(2 * len(RULES) + 10):
        red_list.red_list(SCOPE)


# Sums


def test_tables_that_do_not_balance_are_named(in_order, monkeypatch):
    real = red_list.figures

    def off_by_one(scope) -> Figures:
        found = real(scope)
        found.requests["received"][0] += 1
        return found

    monkeypatch.setattr(red_list, "figures", off_by_one)
    texts = [one.text for one in broken_sums(SCOPE, on=LATER)]
    assert any(text.startswith("一加二等于三（七）加四") for text in texts)
    assert any(text.startswith("各申请人之和等于总计") for text in texts)


def test_a_number_in_the_draft_that_is_not_the_tables_is_named_with_the_draft(cast):
    put([Story("business", "cn-university", date(2024, 10, 8))])
    draft = publication.begin(school_year(2024), by=cast.registrar, at=at(LATER))
    publication.write(draft, texts={"overview": "全年收到申请7件。"}, edits=0, by=cast.registrar,
                      at=at(LATER))  # fmt: skip
    found = broken_sums(Scope(school_year(2024)), on=LATER)
    said = [one.text for one in found if one.report == draft]
    assert any("写的是7件，与统计数1不一致" in text for text in said)
    assert not broken_sums(Scope(school_year(2024), "cn-university"), on=LATER)


def test_what_the_year_before_carried_out_and_this_one_did_not_carry_in_is_named(cast):
    (case,) = put([Story("business", "cn-university", date(2024, 10, 8))])
    draft = publication.begin(school_year(2024), by=cast.registrar, at=at(LATER))
    texts = dict.fromkeys(("overview", "proactive", "evaluation", "problems"), "有。")
    publication.write(draft, texts=texts, edits=0, by=cast.registrar, at=at(LATER))
    approved.publish(draft, cast, on=LATER, at=at(LATER))
    this_year = Scope(school_year(2025))
    assert broken_sums(this_year, on=LATER) == []
    Handling.objects.filter(application=case).update(
        closed_on=date(2025, 8, 31), result="granted", closed_under="cn-university"
    )
    (found,) = broken_sums(this_year, on=LATER)
    assert (found.report, found.page) == (draft, "report")
    assert "上年的四等于本年的二" in found.text
