"""Table II of a calendar year: typed in, kept with its history, never written over."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from records import log
from reports import table_two
from reports.models import TableTwo
from requests_app.steps import ChangedMeanwhile, NotPermitted
from statute.periods import calendar_year, school_year
from tests.cast import at

pytestmark = pytest.mark.django_db

MONDAY = at(date(2026, 1, 12))
NONE = dict.fromkeys(table_two.FIELDS)


def test_it_belongs_to_a_calendar_year_under_the_regulations_or_all_laws(institution):
    assert table_two.of_period(calendar_year(2025), None).year == 2025
    assert table_two.of_period(calendar_year(2025), "cn-regulation").year == 2025
    assert table_two.of_period(calendar_year(2025), "cn-university") is None
    assert table_two.of_period(school_year(2025), None) is None


def test_what_is_filled_in_is_kept_and_each_change_logged(cast):
    first = NONE | {"rules_made": 3, "fees": Decimal("12.5")}
    table_two.fill_in(2025, numbers=first, edits=0, by=cast.registrar, at=MONDAY)
    table_two.fill_in(2025, numbers=first | {"rules_made": 4}, edits=1, by=cast.office_head,
                      at=MONDAY)  # fmt: skip
    table = TableTwo.objects.get()
    assert (table.rules_made, table.fees, table.permits) == (4, Decimal("12.5"), None)
    assert [entry.payload["changed"] for entry in log.entries(table.chain)] == [
        {"rules_made": [None, 3], "fees": [None, "12.5"]}, {"rules_made": [3, 4]},
    ]  # fmt: skip


def test_what_somebody_else_saved_since_is_not_written_over(cast):
    table_two.fill_in(2025, numbers=NONE, edits=0, by=cast.registrar, at=MONDAY)
    with pytest.raises(ChangedMeanwhile):
        table_two.fill_in(2025, numbers=NONE | {"permits": 1}, edits=0, by=cast.office_head,
                          at=MONDAY)  # fmt: skip
    assert TableTwo.objects.get().permits is None
    # the control: who saw the last saving may
    table_two.fill_in(2025, numbers=NONE | {"permits": 1}, edits=1, by=cast.office_head, at=MONDAY)
    assert TableTwo.objects.get().permits == 1


@pytest.mark.parametrize("who", ["inspector", "leader", "officer", "system_admin"])
def test_only_who_writes_the_report_fills_it_in(cast, who):
    with pytest.raises(NotPermitted):
        table_two.fill_in(2025, numbers=NONE, edits=0, by=getattr(cast, who), at=MONDAY)


@pytest.mark.parametrize("wrong", [{"fees": Decimal(-1)}, {"year": 1999}, {"permits": -1}])
def test_the_database_refuses_what_cannot_be(cast, wrong):
    table_two.fill_in(2025, numbers=NONE, edits=0, by=cast.registrar, at=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        TableTwo.objects.update(**wrong)


def test_there_is_one_table_a_year(cast):
    table_two.fill_in(2025, numbers=NONE, edits=0, by=cast.registrar, at=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        TableTwo.objects.create(year=2025, changed_at=MONDAY)


def test_it_is_printed_in_its_four_parts_of_article_20(institution):
    articles = [article.zh for article, _heads, _lines in table_two.groups(TableTwo(year=2025))]
    assert articles == [f"第二十条第（{n}）项" for n in "一五六八"]
