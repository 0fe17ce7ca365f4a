"""Two real requests at one draft, and one signature pressed twice: exactly one of them counts."""

from datetime import date

import pytest
from django.urls import reverse

from casework import paper
from notices.models import Notice
from records import log
from tests.cast import at
from tests.notices.stories import FACTS, ready
from tests.records.racing import race
from tests.web.staff.people_at_desks import desk, on, text
from tests.web.staff.test_paper_pages import form_of

pytestmark = pytest.mark.django_db(transaction=True)

WEDNESDAY = date(2026, 3, 4)
ROUNDS = 10


def begun(cast) -> Notice:
    case = ready(cast, "refused")
    return paper.draft(
        "refused", case, by=cast.officer, on=WEDNESDAY, at=at(WEDNESDAY, 9), facts=FACTS["refused"]
    )


def test_of_two_requests_at_one_draft_exactly_one_is_saved_every_time(cast):
    notice = begun(cast)
    address = reverse("staff:notice_edit", args=[notice.pk])
    clients = [desk(cast.officer), desk(cast.office_head)]
    with on(WEDNESDAY, 10):
        for seen in range(1, ROUNDS + 1):
            sent = form_of("refused", seen=seen)
            found = race(2, lambda n, sent=sent: clients[n].post(address, _words(sent, n)))
            assert sorted(answer.status_code for answer in found) == [200, 302]
            told = next(n for n, answer in enumerate(found) if answer.status_code == 200)
            assert f"{_reason(told)}" in text(found[told])
            notice.refresh_from_db()
            assert notice.draft_number == seen + 1
            assert notice.facts["items"][0]["reasons"] == _reason(1 - told)
    assert log.verify() == []


def test_without_the_number_of_the_draft_both_are_saved_and_one_is_lost(cast):
    """The negative control: what the number on the page is for."""
    notice = begun(cast)
    people = [cast.officer, cast.office_head]

    def change(n: int) -> None:
        row = Notice.objects.get(pk=notice.pk)
        item = FACTS["refused"]["items"][0] | {"reasons": _reason(n)}
        paper.redraft(row, by=people[n], at=at(WEDNESDAY, 10), facts={"items": [item]})

    race(2, change)
    notice.refresh_from_db()
    assert notice.draft_number == 3


@pytest.mark.full
def test_a_signature_pressed_twice_is_given_once(cast):
    notice = paper.submit(begun(cast), by=cast.officer, at=at(WEDNESDAY, 9))
    address = reverse("staff:approve", args=[notice.pk])
    with on(WEDNESDAY, 10):
        clients = [desk(cast.department_head), desk(cast.department_head)]
        race(2, lambda n: clients[n].post(address, {"seen": 1}))
    given = log.entries(notice.application.chain).filter(event="notice_approved")
    assert given.count() == 1


def _reason(n: int) -> str:
    return ("甲写的理由。", "乙写的理由。")[n]


def _words(sent: dict, n: int) -> dict:
    return sent | {"items-0-reasons": _reason(n)}
