"""Two real requests at one case: exactly one step is taken, and the other is told by whom."""

from datetime import date

import pytest
from django.urls import reverse

from records import log
from requests_app.models import Application
from tests.cast import at, in_hand
from tests.records.racing import race
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = date(2026, 3, 2)
ROUNDS = 10
SEARCH = {"on": "2026-03-02", "places": "档案室", "terms": "转专业"}


def found(n: int) -> str:
    return f"第{n}人查到的结果"


def test_of_two_requests_that_saw_one_version_exactly_one_is_taken_every_time(cast):
    case = in_hand(cast)
    address = reverse("staff:step", args=[case.number, "record_search"])
    clients = [desk(cast.officer), desk(cast.department_head)]
    names = ["吴起草", "冯处长"]
    with on(MONDAY, 12):
        for taken in range(1, ROUNDS + 1):
            version = Application.objects.get(pk=case.pk).version
            sent = [SEARCH | {"version": version, "found": found(n)} for n in range(2)]
            got = race(2, lambda n, sent=sent: clients[n].post(address, sent[n]))
            assert sorted(answer.status_code for answer in got) == [200, 302]
            told = next(n for n, answer in enumerate(got) if answer.status_code == 200)
            assert f"已由{names[1 - told]}办理" in text(got[told])
            assert found(told) in text(got[told])
            assert case.searches.count() == taken
            assert case.searches.last().found == found(1 - told)
    assert log.verify() == []


def test_without_the_version_both_are_taken(cast):
    """The negative control: what the number in the form is for."""
    case = in_hand(cast)
    people = [cast.officer, cast.department_head]

    def search(n: int) -> None:
        row = Application.objects.get(pk=case.pk)
        row.record_search(
            by=people[n],
            on=MONDAY,
            at=at(MONDAY, 12),
            places="档案室",
            terms="转专业",
            found=found(n),
        )

    race(2, search)
    assert {row.found for row in case.searches.all()} == {found(0), found(1)}
