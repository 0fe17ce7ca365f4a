"""Two people at one case, fifty at one counter: each with a connection of their own."""

from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection

from casework import filing
from records import log
from records.log import APPLICANT
from records.models import LogEntry
from records.refusals import Refusal
from requests_app.models import Application, Assignment, Extension
from requests_app.states import State
from requests_app.steps import ChangedMeanwhile, NotNow
from tests.cast import ASKED, MONDAY, NATURAL_PERSON, SUPPLIED, Cast, at, filed, in_hand, registered
from tests.records.racing import race
from tests.requests_app.situations import TUESDAY

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, CLICKS, ROUNDS = 50, 20, 20


def file_one(key=None):
    return filing.file_online(
        application=ASKED, applicant=NATURAL_PERSON, filing_key=key or uuid4(), at=at(MONDAY)
    )


def outcomes(runners: int, act) -> list[str]:
    """What each attempt came to: "done", or the name of its refusal."""

    def attempt(number: int) -> str:
        try:
            act(number)
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"

    return race(runners, attempt)


@pytest.mark.full
def test_fifty_filing_at_once_have_every_number_once_and_no_gap(institution):
    numbers = race(WRITERS, lambda _writer: file_one().application.number)
    assert sorted(numbers, key=lambda number: int(number.rpartition("-")[2])) == [
        f"2026-{place}" for place in range(1, WRITERS + 1)
    ]
    assert Application.objects.count() == WRITERS
    assert log.verify() == []


@pytest.mark.full
def test_taking_the_highest_and_adding_one_fails_all_but_one(institution):
    """The control: the naive way, and the unique number as the second wall behind it."""
    filed()
    all_have_read = Barrier(WRITERS, timeout=60)

    def naive(_writer: int) -> bool:
        highest = Application.objects.count()
        connection.close()
        all_have_read.wait()
        try:
            Application.objects.create(
                number=f"2026-{highest + 1}", law="cn-regulation", channel="online", subject="x",
                description="x", arrived_on=MONDAY, submitted_at=at(MONDAY),
            )  # fmt: skip
        except IntegrityError:
            return False
        return True

    assert sum(race(WRITERS, naive)) == 1


def test_a_filing_that_fails_gives_its_number_back(institution):
    file_one()
    with pytest.raises(TypeError):
        filing.file_online(
            application=ASKED, applicant=NATURAL_PERSON | {"no such field": 1},
            filing_key=uuid4(), at=at(MONDAY),
        )  # fmt: skip
    assert file_one().application.number == "2026-2"


def test_one_form_sent_twenty_times_at_once_is_one_case(institution):
    key = uuid4()
    filed_cases = race(CLICKS, lambda _click: file_one(key))
    assert {one.application.number for one in filed_cases} == {"2026-1"}
    assert len([one for one in filed_cases if one.query_code]) == 1
    assert Application.objects.count() == 1
    assert LogEntry.objects.filter(event="file").count() == 1
    assert file_one().application.number == "2026-2"


def assign_both(cast: Cast, application: Application, *, version: int | None) -> list[str]:
    units = [cast.academic_affairs, cast.logistics]

    def act(number: int) -> None:
        mine = Application.objects.get(pk=application.pk)
        mine.assign(
            by=cast.registrar, on=MONDAY, at=at(MONDAY, 11), unit=units[number], version=version
        )

    return sorted(outcomes(2, act))


def test_of_two_who_saw_the_same_page_exactly_one_acts(cast):
    won = []
    for _round in range(ROUNDS):
        application = registered(cast)
        won.append(assign_both(cast, application, version=application.version))
        assert Assignment.objects.filter(application=application, until=None).count() == 1
        assert log.verify(application.chain) == []
    assert won == [[ChangedMeanwhile.__name__, "done"]] * ROUNDS


def test_without_the_version_of_the_page_both_would(cast):
    """The control: the second overwrites the first without knowing of it."""
    won = [assign_both(cast, registered(cast), version=None) for _round in range(ROUNDS)]
    assert won == [["done", "done"]] * ROUNDS


def test_two_extensions_at_once_are_one(cast):
    for _round in range(5):
        application = in_hand(cast)

        def extend(_number: int, pk=application.pk) -> None:
            Application.objects.get(pk=pk).extend(
                by=cast.office_head, on=TUESDAY, at=at(TUESDAY), by_days=20, reason="汇集"
            )

        assert sorted(outcomes(2, extend)) == ["Refusal", "done"]
        assert Extension.objects.filter(handling__application=application).count() == 1
        # One extension of twenty from Mon 30 March, not two: Tue 28 April.
        assert Application.objects.get(pk=application.pk).due_on == date(2026, 4, 28)


def test_answered_and_withdrawn_at_once_it_ends_one_way(cast):
    for _round in range(5):
        application = in_hand(cast)

        def end(number: int, pk=application.pk) -> None:
            mine = Application.objects.get(pk=pk)
            if number:
                mine.withdraw(by=APPLICANT, on=TUESDAY, at=at(TUESDAY))
            else:
                mine.answer(by=cast.leader, on=TUESDAY, at=at(TUESDAY), items=[SUPPLIED])

        assert sorted(outcomes(2, end)) == [NotNow.__name__, "done"]
        ended = Application.objects.get(pk=application.pk)
        assert ended.state in (State.ANSWERED, State.WITHDRAWN)
        events = log.entries(application.chain).values_list("event", flat=True)
        assert len({"answer", "withdraw"} & set(events)) == 1


def test_acts_at_once_on_one_case_make_one_chain(cast):
    application = in_hand(cast)

    def search(number: int) -> None:
        Application.objects.get(pk=application.pk).record_search(
            by=cast.officer, on=TUESDAY, at=at(TUESDAY), places=f"库房{number}", terms="x",
            found="无",
        )  # fmt: skip

    assert outcomes(CLICKS, search) == ["done"] * CLICKS
    assert Application.objects.get(pk=application.pk).version == application.version + CLICKS
    assert log.verify(application.chain) == []
