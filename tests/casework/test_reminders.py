"""Each night: the index kept true, and no letter forgotten."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from casework import reminders
from notices.models import Notice
from office.models import CalendarNotice
from records import work
from records.refusals import Refusal
from requests_app.models import Application
from tests.cast import MONDAY, at, filed, in_hand
from tests.requests_app.situations import posted

DUE = date(2026, 3, 30)  # twenty working days after Monday 2 March


def year_2027() -> CalendarNotice:
    """A notice that rests on Monday 4 January 2027 too."""
    return CalendarNotice.objects.create(
        year=2027, document="国办发明电〔2026〕99号", published_on=date(2026, 12, 1),
        rest=[["元旦", "2027-01-01", "2027-01-04"]], work=[], entered_at=at(date(2026, 12, 1)),
    )  # fmt: skip


class TestTheIndex:
    RECEIVED = date(2026, 12, 14)
    # Dec 15-18 is 4, 21-25 is 9, 28-31 is 13; New Year; Jan 4-8 is 18, 11, Tue 12 is the twentieth.
    WAS, BECOMES = date(2027, 1, 12), date(2027, 1, 13)  # Mon 4 a day of rest: one day later
    ON = date(2026, 12, 15)

    def test_a_holiday_notice_moves_the_dates_when_the_night_comes(self, cast):
        case, other = filed(self.RECEIVED), filed(MONDAY)
        assert (case.due_on, case.due_provisional) == (self.WAS, True)
        year_2027()
        assert reminders.what_would_move(on=self.ON) == [(case, self.BECOMES)]
        case.refresh_from_db()
        assert case.due_on == self.WAS  # asking moves nothing
        assert reminders.refresh_due_dates(at=at(self.ON)) == 1
        case.refresh_from_db()
        assert (case.due_on, case.alarm_on, case.due_provisional) == (
            self.BECOMES, self.BECOMES, False,
        )  # fmt: skip
        assert reminders.refresh_due_dates(at=at(self.ON)) == 0
        other.refresh_from_db()
        assert other.due_on == DUE

    def test_the_command_shows_what_would_move_and_writes_when_told(self, cast):
        filed(self.RECEIVED)
        year_2027()
        assert (
            self.command() == "2026-1  2027-01-12 -> 2027-01-13\n1 of the open cases would move\n"
        )
        assert Application.objects.get().due_on == self.WAS
        assert "1 of the open cases moved" in self.command("--apply")
        assert Application.objects.get().due_on == self.BECOMES
        assert self.command() == "0 of the open cases would move\n"

    def command(self, *args: str) -> str:
        out = StringIO()
        call_command("due_dates", "--on", self.ON.isoformat(), *args, stdout=out)
        return out.getvalue()

    def test_the_command_writes_as_on_the_day_it_was_asked_for(self, cast):
        """While a third party is silent the alarm moves with the day."""
        case = in_hand(cast)
        case.consult(
            by=cast.office_head, on=MONDAY, at=at(MONDAY, 12), kind="third_party",
            party_name="示例公司", concerning="合同",
        )  # fmt: skip
        call_command("due_dates", "--on", "2026-03-05", "--apply", stdout=StringIO())
        case.refresh_from_db()
        # An opinion on Thu 5 would leave out Mar 3, 4, 5: Mar 31, Apr 1, Thu 2.
        assert case.alarm_on == date(2026, 4, 2)


def test_every_piece_of_nightly_work_is_registered_once():
    assert {"due dates", "reminders", "acknowledgements"} <= set(work.registered)
    reminders.register_all()


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_its_acknowledgement_is_acknowledged_once(cast):
    filed()
    posted(cast)  # not legally received: nothing to acknowledge
    assert reminders.acknowledge_waiting(at=at(MONDAY, 10)) == 1
    assert reminders.acknowledge_waiting(at=at(MONDAY, 11)) == 0
    assert Notice.objects.issued().count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_letter_that_cannot_be_set_keeps_no_other_waiting(cast):
    fine = filed()
    filed(applicant={"name": "张\U00020089示\ue000例"})  # newer, and beyond every font
    with pytest.raises(Refusal, match="2026-2"):
        reminders.acknowledge_waiting(at=at(MONDAY, 10))
    issued = Notice.objects.issued().get()
    assert (issued.application, issued.kind) == (fine, "acknowledgement")
