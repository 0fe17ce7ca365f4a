"""Replies that came out the other way: found by their words, shown to those who may see them."""

import pytest

from casework import paper
from casework.precedents import contrary_to, likeness
from requests_app.models import Application
from tests.cast import MONDAY, Cast, at, in_hand
from tests.notices import stories
from tests.notices.desk import FRIDAY

ASKED = "2025年各学院接收转专业学生的人数"


def decided(cast: Cast, answer: str, asked_for: str = ASKED, *, unit=None) -> Application:
    case = in_hand(cast)
    item = stories.item(answer, asked_for=asked_for, reasons="过程稿", how_obtained="见附件")
    case.answer(by=cast.leader, on=MONDAY, at=at(MONDAY, 16), items=[item])
    if unit is not None:
        Application.objects.filter(pk=case.pk).update(unit_in_charge=unit)
    return case


def refusing(cast: Cast):
    facts = {"items": [stories.WITHHELD]}
    return paper.draft("refused", in_hand(cast), by=cast.officer, on=FRIDAY, at=at(FRIDAY),
                       facts=facts)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        (ASKED, ASKED, True),
        (ASKED, "2024年各学院接收转专业学生人数", True),
        (ASKED, "食堂采购合同", False),
        ("", ASKED, False),
    ],
)
def test_likeness_is_that_of_the_words(one, other, near):
    assert (likeness(one, other) >= 0.5) is near
    assert likeness(one, other) == likeness(other, one)


def test_what_was_given_before_and_is_refused_now_is_shown(cast):
    case = decided(cast, "granted", "2024年各学院接收转专业学生人数")
    decided(cast, "granted", "食堂采购合同")
    decided(cast, "refused_process")
    found = contrary_to(refusing(cast), by=cast.officer)
    assert [one.application for one in found.shown] == [case]
    assert found.shown[0].answer == "granted"
    assert found.hidden == 0


def test_what_was_refused_before_and_is_given_now_is_shown(cast):
    case = decided(cast, "refused_process")
    facts = {"items": [stories.SUPPLIED]}
    draft = paper.draft("granted", in_hand(cast), by=cast.officer, on=FRIDAY, at=at(FRIDAY),
                        facts=facts)  # fmt: skip
    assert [one.application for one in contrary_to(draft, by=cast.officer).shown] == [case]


def test_cases_in_other_hands_are_counted_and_not_shown(cast):
    decided(cast, "granted", unit=cast.logistics)
    found = contrary_to(refusing(cast), by=cast.officer)
    assert (found.shown, found.hidden) == ((), 1)
    assert len(contrary_to(refusing(cast), by=cast.office_head).shown) == 1


def test_it_warns_and_does_not_bar(cast):
    decided(cast, "granted")
    notice = refusing(cast)
    assert contrary_to(notice, by=cast.officer)
    assert paper.missing(notice) == []
