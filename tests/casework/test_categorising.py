"""The heading of the list that a case is counted under: who chooses it, and that it is logged."""

from datetime import date

import pytest

from casework.categorising import categorise
from catalogue.item_file import read_list
from catalogue.items import load
from catalogue.models import Category, Item
from records import log
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.steps import ChangedMeanwhile, NotPermitted
from tests.cast import at, in_hand

pytestmark = pytest.mark.django_db

TUESDAY = at(date(2026, 3, 3))


def heading(number):
    return Category.objects.get(number=number)


def test_the_heading_is_kept_and_logged_and_may_be_taken_away(cast):
    case = in_hand(cast)
    categorise(case, heading(2), was=None, by=cast.officer, at=TUESDAY)
    categorise(case, None, was=heading(2).pk, by=cast.registrar, at=TUESDAY)
    case.refresh_from_db()
    assert case.category is None
    entries = log.entries(case.chain).filter(event="categorised")
    assert [e.payload for e in entries] == [
        {"was": None, "becomes": 2}, {"was": 2, "becomes": None},
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["inspector", "finance", "leader", "system_admin"])
def test_who_neither_registers_nor_handles_does_not_choose(cast, who):
    case = in_hand(cast)
    with pytest.raises(NotPermitted):
        categorise(case, heading(2), was=None, by=getattr(cast, who), at=TUESDAY)


def test_another_units_officer_does_not_choose(cast):
    case = in_hand(cast)
    with pytest.raises(NotPermitted):
        categorise(case, heading(2), was=None, by=cast.outsider, at=TUESDAY)


def test_a_heading_chosen_meanwhile_is_not_written_over(cast):
    case = in_hand(cast)
    categorise(case, heading(2), was=None, by=cast.officer, at=TUESDAY)
    with pytest.raises(ChangedMeanwhile):
        categorise(case, heading(3), was=None, by=cast.registrar, at=TUESDAY)
    case.refresh_from_db()
    assert case.category == heading(2)
    # the control: without the look at what the form showed, the first choice is lost
    Application.objects.filter(pk=case.pk).update(category=heading(3))
    case.refresh_from_db()
    assert case.category == heading(3)


def test_the_same_heading_again_is_no_act(cast):
    case = in_hand(cast)
    categorise(case, heading(2), was=None, by=cast.officer, at=TUESDAY)
    with pytest.raises(Refusal):
        categorise(case, heading(2), was=heading(2).pk, by=cast.officer, at=TUESDAY)
    assert log.entries(case.chain).filter(event="categorised").count() == 1


def test_a_list_without_a_heading_is_loaded_though_a_case_stands_under_it(cast, tmp_path):
    case = in_hand(cast)
    empty = Category.objects.create(number=11, title="空的类别")
    old = Category.objects.create(number=12, title="旧的类别")
    categorise(case, old, was=None, by=cast.officer, at=TUESDAY)
    load(read_list(one_matter_in(tmp_path)), at=TUESDAY)
    case.refresh_from_db()
    assert case.category == old
    assert [item.title for item in Item.objects.all()] == ["学校章程"]
    assert not Category.objects.filter(pk=empty.pk).exists()


def one_matter_in(folder):
    path = folder / "list.toml"
    path.write_text(
        'code = "hb-2026"\ntitle = ["示例省清单"]\ndocument = "示例〔2026〕1号"\n'
        '[[categories]]\nnumber = 1\ntitle = ["章程", "Charter"]\n'
        '[[categories.items]]\nnumber = 1\ntitle = ["学校章程"]\n',
        "utf-8",
    )
    return path
