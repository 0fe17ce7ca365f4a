"""The end of 2022 replayed: the holidays of 2023 were announced on 8 December, cases being open."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from casework import settling
from casework.moving import digest, what_moves
from office import reading
from records import log
from records.models import OutgoingMail
from requests_app.models import Application
from tests.cast import at, in_hand
from tests.statute import oracle

ANNOUNCED = date(2022, 12, 8)
TEXT = Path(__file__).parents[1] / "statute/data/notices/2023.txt"
DAYS = [date(2022, 11, 1) + timedelta(days=n) for n in range(38)]


@pytest.fixture
def filings(settings, cast) -> dict[str, date]:
    """One filing on every day from 1 November to 8 December, by number."""
    settings.SHIPPED_CALENDAR_AS_OF = date(2022, 11, 1)
    return {in_hand(cast, day).number: day for day in DAYS}


def case(number: str) -> Application:
    return Application.objects.get(number=number)


def due(received: date) -> date:
    """Twenty working days later, day by day, as the year was announced in the end."""
    day, left = received, 20
    while left:
        day += timedelta(days=1)
        left -= oracle.works(day)
    return day


def announce(cast) -> int:
    text = TEXT.read_text("utf-8")
    row = reading.row_of(reading.read(text), text=text, published_on=ANNOUNCED)
    seen = digest(what_moves(on=ANNOUNCED, calendar=settling.calendar_with(row)))
    moves = settling.enter_calendar_notice(row, by=cast.office_head, at=at(ANNOUNCED), seen=seen)
    return len(moves)


def reaches(number: str) -> bool:
    """From 26 December the notice of the next year decides which days are worked."""
    return case(number).due_on >= date(2022, 12, 26)


def test_every_date_that_reaches_into_the_year_is_provisional_and_no_other(filings):
    clocks = {number: case(number).clock(on=ANNOUNCED) for number in filings}
    unsure = {number for number, clock in clocks.items() if clock.provisional}
    assert unsure == {number for number in filings if reaches(number)}
    # The first is of 28 November: 29, 30 are 2, December 1, 2 are 4, and with 5-9, 12-16, 19-23
    # nineteen; Monday 26 is the twentieth.
    assert min(filings[number] for number in unsure) == date(2022, 11, 28)
    assert len(unsure) == 11


def test_announced_each_is_reckoned_once_logged_and_told(filings, cast):
    unsure = {number for number in filings if reaches(number)}
    assert announce(cast) == len(unsure)
    for number, received in filings.items():
        assert case(number).due_on == due(received)
        assert not case(number).clock(on=ANNOUNCED).provisional
        moved = log.entries(case(number).chain).filter(event="due_date_moved").count()
        assert moved == (number in unsure)
    told = OutgoingMail.objects.filter(subject__contains="期限有变")
    assert sorted(mail.recipient for mail in told) == [
        "feng@example.com", "wu@example.com", "zheng@example.com",
    ]  # fmt: skip
    assert announce(cast) == 0
