"""Each night: the index kept true, and one message a day to whoever has something due."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from casework import reminders
from notices.models import Notice
from office.models import CalendarNotice, User
from records import work
from records.models import OutgoingMail
from records.refusals import Refusal
from requests_app.models import Application
from tests.cast import MONDAY, at, filed, in_hand, registered
from tests.requests_app.situations import closed, posted

DUE = date(2026, 3, 30)  # twenty working days after Monday 2 March
THREE_BEFORE, FOUR_BEFORE = date(2026, 3, 25), date(2026, 3, 24)  # Wed: 26, 27, Mon 30 is three


def reminded(on: date, hour: int = 1) -> set[str]:
    """The people written to by one more run."""
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    reminders.remind(at=at(on, hour))
    new = OutgoingMail.objects.exclude(pk__in=before)
    return {mail.recipient.partition("@")[0] for mail in new}


class TestReminding:
    def test_from_three_working_days_before_those_in_charge_are_written_to(self, cast):
        in_hand(cast)
        assert reminded(FOUR_BEFORE) == set()
        assert reminded(THREE_BEFORE) == {"zhou", "zheng", "wu", "feng"}

    def test_a_unit_hears_of_its_own_cases_alone(self, cast):
        in_hand(cast)
        registered(cast)
        reminders.remind(at=at(DUE))
        counts = {m.recipient.partition("@")[0]: m.subject[5] for m in OutgoingMail.objects.all()}
        assert counts == {"zhou": "2", "zheng": "2", "wu": "1", "feng": "1"}

    def test_run_twice_in_a_day_it_writes_once_though_the_number_changed(self, cast):
        in_hand(cast)
        assert reminded(DUE)
        in_hand(cast)
        assert reminded(DUE, 2) == set()
        assert reminders.remind(at=at(DUE, 3)) == 0
        assert reminded(date(2026, 3, 31)) == {"zhou", "zheng", "wu", "feng"}

    def test_who_was_not_come_to_is_written_to_by_the_next_run(self, cast):
        in_hand(cast)
        User.objects.filter(username="wu").update(email="")
        assert "wu" not in reminded(DUE)
        User.objects.filter(username="wu").update(email="wu@example.com")
        assert reminded(DUE, 2) == {"wu"}

    def test_the_message_holds_a_number_and_nothing_of_any_case(self, cast):
        case = in_hand(cast)
        reminders.remind(at=at(DUE))
        for mail in OutgoingMail.objects.all():
            for words in (case.number, case.subject, "张示例"):
                assert words not in mail.subject + mail.body

    def test_nothing_due_nobody_written_to_nor_about_what_is_closed(self, cast):
        closed(cast)
        posted(cast)
        assert reminded(date(2026, 5, 20)) == set()

    def test_an_account_that_is_closed_is_not_written_to(self, cast):
        in_hand(cast)
        User.objects.filter(username__in=["wu", "zheng"]).update(is_active=False)
        assert reminded(DUE) == {"zhou", "feng"}


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
