"""27 January 2020: the Spring Festival holiday is lengthened to 2 February, cases being open.

The calendar is the one shipped as it was known the day before. Sixty-odd cases under both laws are
open: plain, corrected, extended, consulted on. What the amended notice moves is compared with a
walk from day to day that shares no code with ours (the `holidays` package, and what it says of
31 January and 1 February put back to what held until then).
"""

from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

import pytest

from casework import settling
from casework.moving import digest, what_moves
from office import reading
from office.calendars import working_calendar
from office.models import CalendarNotice
from records import log
from records.log import APPLICANT
from records.models import OutgoingMail
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.steps import ChangedMeanwhile
from tests.cast import SUPPLIED, at, filed
from tests.requests_app.situations import PARTY
from tests.statute import oracle

DAY = timedelta(days=1)
BEFORE, ANNOUNCED = date(2020, 1, 26), date(2020, 1, 27)
TEXT = Path(__file__).parents[1] / "statute/data/notices/2020-spring-festival.txt"
URL = "http://www.gov.cn/zhengce/content/2020-01/27/content_5472352.htm"
# Until the amendment Friday 31 January was a working day, and Saturday 1 February one by make-up.
AS_KNOWN = {date(2020, 1, 31): True, date(2020, 2, 1): True}
FATES = (
    "plain", "corrected", "extended", "opinion came", "silent party", "plain", "asked to correct",
    "answered and served", "withdrawn",
)  # fmt: skip
LAWS = ("cn-regulation", "cn-university")
LIMIT = {"cn-regulation": 20, "cn-university": 15}


def worked_then(day: date) -> bool:
    return AS_KNOWN.get(day, oracle.works(day))


def nth_after(day: date, n: int, works) -> date:
    while n:
        day += DAY
        n -= works(day)
    return day


def walk(start: date, limit: int, works, paused=(), more: int = 0) -> date:
    """Day by day from the day after `start`; days of a pause are not counted."""
    day, number = start, 0
    while number < limit + more:
        day += DAY
        if works(day) and not any(since < day <= until for since, until in paused):
            number += 1
    return day


WORKED = [d for d in (date(2019, 12, 16) + DAY * n for n in range(33)) if worked_then(d)]


class Office:
    """The cases, and for each what the walk needs to know."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.reckoned: dict[str, dict] = {}

    def take_in(self, received: date, law: str, fate: str) -> None:
        case = filed(received, law=law)
        case.receive(by=self.cast.registrar, on=received, at=at(received, 10))
        case.assign(
            by=self.cast.registrar, on=received, at=at(received, 11),
            unit=self.cast.academic_affairs,
        )  # fmt: skip
        self.reckoned[case.number] = known = {"start": received, "limit": LIMIT[law], "law": law}
        getattr(self, fate.replace(" ", "_"))(case, nth_after(received, 1, worked_then), known)

    def plain(self, case, on, known) -> None:
        """Nothing more happens."""

    def corrected(self, case, on, known) -> None:
        self.asked_to_correct(case, on, known)
        came = nth_after(on, 2, worked_then)
        case.receive_correction(by=APPLICANT, on=came, at=at(came), answer="2018年")
        known |= {"start": came, "closed": False}

    def asked_to_correct(self, case, on, known) -> None:
        case.request_correction(
            by=self.cast.office_head, on=on, at=at(on), missing="请说明年度", days=10
        )
        known["closed"] = True  # the office owes no reply while the applicant is asked

    def extended(self, case, on, known) -> None:
        if known["law"] == "cn-regulation":
            case.extend(by=self.cast.office_head, on=on, at=at(on), by_days=7, reason="数据待汇总")
            known["more"] = 7

    def opinion_came(self, case, on, known) -> None:
        case.consult(by=self.cast.office_head, on=on, at=at(on), **PARTY)
        came = nth_after(on, 3, worked_then)
        case.receive_opinion(
            by=self.cast.officer, on=came, at=at(came), opinion="agrees",
            consultation=case.consultations.get().pk,
        )  # fmt: skip
        known["pause"] = (on, came)

    def silent_party(self, case, on, known) -> None:
        case.consult(by=self.cast.office_head, on=on, at=at(on), **PARTY)
        case.record_party_receipt(
            by=self.cast.registrar, on=on, at=at(on), proof="EMS 1234",
            consultation=case.consultations.get().pk,
        )  # fmt: skip
        known["silent_since"] = on

    def answered_and_served(self, case, on, known) -> None:
        case.answer(by=self.cast.leader, on=on, at=at(on), items=[SUPPLIED])
        case.close(by=self.cast.registrar, on=on, at=at(on))
        known["closed"] = True

    def withdrawn(self, case, on, known) -> None:
        case.withdraw(by=APPLICANT, on=on, at=at(on))
        known["closed"] = True

    def due(self, number: str, works) -> date | None:
        known = self.reckoned[number]
        if known.get("closed"):
            return None
        paused = []
        if known["law"] == "cn-regulation":  # under 29号令 consultation is not left out by default
            if "pause" in known:
                paused = [known["pause"]]
            if "silent_since" in known:
                since = known["silent_since"]
                paused = [(since, nth_after(since, 15, works))]
        return walk(known["start"], known["limit"], works, paused, known.get("more", 0))

    def brute_force_difference(self) -> dict[str, tuple[date, date]]:
        found = {}
        for number in self.reckoned:
            was, becomes = self.due(number, worked_then), self.due(number, oracle.works)
            if was != becomes:
                found[number] = (was, becomes)
        return found


@pytest.fixture
def known_until(settings):
    settings.SHIPPED_CALENDAR_AS_OF = BEFORE


def busy(cast, cases: int) -> Office:
    there = Office(cast)
    fates, laws = cycle(FATES), cycle(LAWS)
    for n in range(cases):
        there.take_in(WORKED[n * 7 % len(WORKED)], next(laws), next(fates))
    return there


@pytest.fixture
def an_office(known_until, cast) -> Office:
    return busy(cast, 70)


@pytest.fixture
def a_small_office(known_until, cast) -> Office:
    return busy(cast, 12)


def amendment() -> CalendarNotice:
    text = TEXT.read_text("utf-8")
    return reading.row_of(reading.read(text), text=text, url=URL, published_on=ANNOUNCED)


def impact(row: CalendarNotice):
    return what_moves(on=ANNOUNCED, calendar=settling.calendar_with(row))


def listed(moves) -> dict[str, tuple[date | None, date | None]]:
    return {move.application.number: (move.was, move.becomes) for move in moves}


def test_before_it_the_day_is_worked_and_the_amendment_is_not_known(known_until, institution):
    assert working_calendar().is_working(date(2020, 2, 1))
    assert len([n for n in working_calendar().notices if n.year == 2020]) == 1


def test_the_impact_list_is_the_brute_force_difference(an_office):
    expected = an_office.brute_force_difference()
    assert listed(impact(amendment())) == expected
    # Enough of each to mean something, and cases that do not move among those still open.
    assert 25 <= len(expected) < Application.objects.open().count()
    laws = {an_office.reckoned[number]["law"] for number in expected}
    assert laws == set(LAWS)


@pytest.mark.full
def test_what_is_closed_or_due_before_the_days_that_changed_is_not_listed(an_office):
    moved = listed(impact(amendment()))
    early = [
        number for number in an_office.reckoned
        if (due := an_office.due(number, worked_then)) and due < date(2020, 1, 31)
    ]  # fmt: skip
    closed = [number for number, known in an_office.reckoned.items() if known.get("closed")]
    assert early
    assert closed
    assert not moved.keys() & {*early, *closed}


def test_a_notice_entered_without_the_first_of_february_would_be_noticed(a_small_office):
    wrong = amendment()
    wrong.rest = [["春节", "2020-01-24", "2020-01-31"], ["春节", "2020-02-02", "2020-02-02"]]
    assert listed(impact(wrong)) != a_small_office.brute_force_difference()


@pytest.mark.full
def test_it_is_applied_in_one_step_logged_in_each_chain_and_told_to_those_in_charge(an_office):
    row, expected = amendment(), an_office.brute_force_difference()
    seen = digest(impact(row))
    on = at(ANNOUNCED, 10)
    settling.enter_calendar_notice(row, by=an_office.cast.office_head, at=on, seen=seen)
    for number, (was, becomes) in expected.items():
        case = Application.objects.get(number=number)
        assert case.due_on == becomes
        entry = log.entries(case.chain).get(event="due_date_moved")
        assert (entry.payload["was"], entry.payload["becomes"]) == (
            was.isoformat(), becomes.isoformat(),
        )  # fmt: skip
        assert entry.payload["because"] == f"calendar:{row.pk}"
    others = [Application.objects.get(number=n) for n in an_office.reckoned if n not in expected]
    assert not any(log.entries(o.chain).filter(event="due_date_moved").exists() for o in others)
    entry = log.entries("office").get(event="calendar_entered")
    assert entry.payload["moves"] == len(expected)
    assert entry.payload["moves_sha256"] == seen == row.moves_sha256
    assert entry.payload["sha256"] == reading.digest(TEXT.read_text("utf-8"))
    told = {m.recipient for m in OutgoingMail.objects.filter(subject__contains="期限有变")}
    assert told == {"wu@example.com", "feng@example.com", "zheng@example.com"}
    assert impact(amendment()) == []
    assert row.version == working_calendar().version


def test_if_anything_fails_none_of_it_has_happened(a_small_office, monkeypatch):
    def fails(*args, **kwargs):
        raise OSError("disk full")

    row = amendment()
    seen = digest(impact(row))
    version = working_calendar().version
    monkeypatch.setattr("records.outbox.send_later", fails)
    with pytest.raises(OSError, match="disk full"):
        settling.enter_calendar_notice(
            row, by=a_small_office.cast.office_head, at=at(ANNOUNCED), seen=seen
        )
    assert not CalendarNotice.objects.exists()
    assert working_calendar().version == version
    for number in a_small_office.reckoned:
        case = Application.objects.get(number=number)
        assert case.due_on == a_small_office.due(number, worked_then) or case.is_closed
        assert not log.entries(case.chain).filter(event="due_date_moved").exists()


def test_a_list_that_is_no_longer_true_is_not_signed(a_small_office):
    row = amendment()
    seen = digest(impact(row))
    a_small_office.take_in(date(2020, 1, 23), "cn-regulation", "plain")
    with pytest.raises(ChangedMeanwhile, match="请再看一次"):
        settling.enter_calendar_notice(
            row, by=a_small_office.cast.office_head, at=at(ANNOUNCED), seen=seen
        )
    assert not CalendarNotice.objects.exists()


@pytest.mark.full
def test_march_2019_the_same_for_labour_day(settings, cast):
    # 国办发明电〔2019〕3号, 22 March: 2 and 3 May rest; Sundays 28 April and 5 May are worked.
    settings.SHIPPED_CALENDAR_AS_OF = date(2019, 3, 21)
    first = filed(date(2019, 4, 8), law="cn-university")  # 15th day: Fri 26 is 14, 29 April is 15
    second = filed(date(2019, 4, 11), law="cn-university")
    text = (TEXT.parent / "2019-labour-day.txt").read_text("utf-8")
    row = reading.row_of(reading.read(text), text=text)
    moves = what_moves(on=date(2019, 4, 12), calendar=settling.calendar_with(row))
    # From 8 April: 9-12 is 4, 15-19 is 9, 22-26 is 14, and Sunday 28 now is the fifteenth.
    # From 11 April: 12 is 1, 15-19 is 6, 22-26 is 11; 29, 30 April, 2, 3 May made 15 on the 3rd;
    # now 28, 29, 30 April are 14 and Sunday 5 May is the fifteenth.
    assert listed(moves) == {
        first.number: (date(2019, 4, 29), date(2019, 4, 28)),
        second.number: (date(2019, 5, 3), date(2019, 5, 5)),
    }


def test_who_may_not_configure_enters_nothing(a_small_office):
    row = amendment()
    with pytest.raises(Refusal):
        settling.enter_calendar_notice(
            row, by=a_small_office.cast.officer, at=at(ANNOUNCED), seen=digest(impact(row))
        )
