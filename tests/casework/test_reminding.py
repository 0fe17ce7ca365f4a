"""Each person is told once of each stage of each date, whatever befalls the nightly run."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import paper, reminding
from casework.day import day_of, sees
from casework.models import Reminder, ReminderChoice, ReminderRules, Stage
from casework.remedies import log_remedy
from casework.reminders import remind
from office.calendars import working_calendar
from office.models import RoleGrant, User
from office.roles import Role
from records import outbox
from records.instants import local
from records.models import OutgoingMail
from records.refusals import Refusal
from requests_app.models import Application
from tests.cast import (
    MONDAY,
    SUPPLIED,
    at,
    awaiting_correction,
    filed,
    in_hand,
    reasons_heard,
    registered,
)
from tests.records.racing import race
from tests.requests_app.situations import closed, consulting, posted

DUE = date(2026, 3, 30)  # twenty working days after Monday 2 March
FRIDAY_BEFORE, DAY_AFTER = date(2026, 3, 27), date(2026, 3, 31)
THREE_BEFORE, FOUR_BEFORE = date(2026, 3, 25), date(2026, 3, 24)  # Wed: 26, 27, Mon 30 is three
UNIT, OFFICE = {"wu", "feng"}, {"zhou", "zheng"}


def name(mail: OutgoingMail) -> str:
    return mail.recipient.partition("@")[0]


def reminded(on: date, hour: int = 1) -> set[str]:
    """The people written to by one more run."""
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    remind(at=at(on, hour))
    return {name(mail) for mail in OutgoingMail.objects.exclude(pk__in=before)}


def told(limit: str = "reply") -> dict[str, list[str]]:
    """Who was told of which stages of a limit, in order."""
    found: dict[str, list[str]] = {}
    for row in Reminder.objects.filter(limit=limit).select_related("person").order_by("pk"):
        found.setdefault(row.person.username, []).append(row.stage)
    return found


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


def submitted(cast, case: Application, on: date = MONDAY):
    item = SUPPLIED | {"ground": "supplied"}
    notice = paper.draft(
        "granted", case, by=cast.officer, on=on, at=at(on, 12), facts={"items": [item]}
    )
    paper.submit(notice, by=cast.officer, at=at(on, 13))
    return notice


ALL_STAGES = {
    "wu": ["soon", "today", "overdue"],
    "feng": ["soon", "escalated", "today", "overdue"],  # head of the unit: the working day before
    "zhou": ["soon", "today", "overdue"],
    "zheng": ["soon", "today", "escalated", "overdue"],  # head of the office: on the day
    "chen": ["overdue", "escalated"],  # the leader: the working day after
}


class TestOnceEach:
    @pytest.mark.full
    def test_night_after_night_each_hears_of_each_stage_once(self, cast):
        in_hand(cast)
        for day in days(date(2026, 3, 20), 20):
            remind(at=at(day, 0))
        assert told() == ALL_STAGES

    def test_from_three_working_days_before_those_in_charge_are_written_to(self, cast):
        in_hand(cast)
        assert reminded(FOUR_BEFORE) == set()
        assert reminded(THREE_BEFORE) == UNIT | OFFICE

    @pytest.mark.full
    def test_four_runs_a_day_are_no_more_than_once_a_night(self, cast):
        in_hand(cast)
        moment = at(date(2026, 3, 24), 0)
        while moment < at(date(2026, 4, 3), 0):
            remind(at=moment)
            moment += timedelta(hours=6)
        assert told() == ALL_STAGES
        a_day = Counter((name(m), m.created_at.date()) for m in OutgoingMail.objects.all())
        assert set(a_day.values()) == {1}

    @pytest.mark.full
    def test_a_run_of_three_days_late_tells_what_is_still_true(self, cast):
        """Nothing ran from Friday to Wednesday: soon and today are over, overdue is said once."""
        in_hand(cast)
        assert reminded(date(2026, 4, 2)) == UNIT | OFFICE | {"chen"}
        assert {stages[0] for stages in told().values()} == {"overdue"}
        assert reminded(date(2026, 4, 3)) == set()

    def test_run_twice_it_writes_once(self, cast):
        in_hand(cast)
        assert remind(at=at(DUE, 1)) == 4
        assert remind(at=at(DUE, 1)) == 0
        assert remind(at=at(DUE, 2)) == 0

    def test_a_run_that_failed_for_one_is_made_good_for_that_one_alone(self, cast):
        in_hand(cast)
        User.objects.filter(username="wu").update(email="no address")
        with pytest.raises(Refusal, match="wu"):
            remind(at=at(DUE, 1))
        assert set(told()) == (UNIT | OFFICE) - {"wu"}
        User.objects.filter(username="wu").update(email="wu@example.com")
        assert reminded(DUE, 2) == {"wu"}
        assert told()["wu"] == ["today"]

    def test_a_run_that_broke_off_before_its_end_left_nothing_half_done(self, cast):
        in_hand(cast)

        def stopped() -> None:
            with transaction.atomic():
                remind(at=at(DUE, 1))
                raise RuntimeError("the machine stops")

        with pytest.raises(RuntimeError):
            stopped()
        assert (Reminder.objects.count(), OutgoingMail.objects.count()) == (0, 0)
        assert reminded(DUE, 2) == UNIT | OFFICE

    @pytest.mark.full
    def test_a_clock_set_back_over_midnight_repeats_nothing(self, cast):
        in_hand(cast)
        remind(at=at(DUE, 0, 30))
        before = Reminder.objects.count()
        for moment in (at(date(2026, 3, 29), 23, 30), at(DUE, 0, 30)):
            assert remind(at=moment) == 0
        assert Reminder.objects.count() == before
        assert told()["wu"] == ["today"]  # of a working day that has begun nothing is "soon" again

    def test_an_hour_set_back_within_the_day_repeats_nothing(self, cast):
        in_hand(cast)
        assert [remind(at=at(DUE, hour)) for hour in (1, 2, 1, 2)] == [4, 0, 0, 0]

    @pytest.mark.full
    @pytest.mark.parametrize(
        ("zone", "due"),
        [
            ("Europe/Berlin", date(2026, 10, 26)),  # the Sunday before has twenty-five hours
            ("Europe/Berlin", DUE),  # the Sunday before has twenty-three
            ("America/New_York", date(2026, 11, 2)),
        ],
    )
    def test_the_nights_on_which_clocks_are_changed(self, cast, settings, zone, due):
        """Hourly in the world's time: on the Sunday an hour of the wall comes twice or never."""
        case = in_hand(cast, working_calendar().previous(due, 20))
        assert case.due_on == due
        settings.TIME_ZONE = zone
        here = timezone.get_default_timezone()
        monday = datetime(due.year, due.month, due.day, tzinfo=here).astimezone(UTC)
        for hour in (*range(-25, 3), 24, 25):
            remind(at=monday + timedelta(hours=hour))
        assert told()["wu"] == ["today", "overdue"]
        assert sorted(told()["feng"]) == ["escalated", "overdue", "today"]
        assert told()["chen"] == ["overdue", "escalated"]


STAGES = ["soon", "today", "overdue"]


def stage_on(day: date) -> str | None:
    if day > DUE:
        return "overdue"
    return "today" if day == DUE else "soon" if day >= THREE_BEFORE else None


def told_by(runs: list[datetime]) -> list[str]:
    """What a person has been told after these runs: the rule, in a few lines of its own."""
    said: list[str] = []
    for moment in runs:
        day = local(moment).date()
        stage, rests = stage_on(day), not working_calendar().is_working(day)
        if stage and not rests and not set(STAGES[STAGES.index(stage) :]) & set(said):
            said.append(stage)
    return said


@pytest.mark.full
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=15,
)
@given(hours=st.lists(st.integers(-200, 150), max_size=7), sort=st.booleans())
def test_whenever_the_runs_come_each_stage_is_told_once_and_never_an_earlier_one_later(
    one_case, hours, sort
):
    """Missed nights, double runs, clocks set back by hours or days: in any order."""
    Reminder.objects.all().delete()
    OutgoingMail.objects.all().delete()
    runs = [at(DUE, 0) + timedelta(hours=n) for n in (sorted(hours) if sort else hours)]
    for moment in runs:
        remind(at=moment)
    expected = told_by(runs)
    for person in ("wu", "zhou"):
        assert told().get(person, []) == expected
    assert OutgoingMail.objects.filter(pk__in=mails_of("wu")).count() == len(expected)


@pytest.fixture
def one_case(cast) -> Application:
    return in_hand(cast)


def mails_of(username: str) -> list[int]:
    return [mail.pk for mail in OutgoingMail.objects.all() if name(mail) == username]


class TestTwoAtOnce:
    pytestmark = pytest.mark.django_db(transaction=True)

    def test_two_workers_at_one_moment_write_once(self, cast):
        for _case in range(3):
            in_hand(cast)
        written = race(2, lambda _number: remind(at=at(DUE, 1)))
        assert sum(written) == 4
        assert Counter(name(mail) for mail in OutgoingMail.objects.all()) == Counter(UNIT | OFFICE)
        assert Reminder.objects.count() == len(set(Reminder.objects.values_list(
            "person", "application", "limit", "due_on", "stage")))  # fmt: skip

    def careless(self, cast, *, rows: bool):
        """Look first and write afterwards, as a run without the lock would; two of them at once."""
        in_hand(cast)
        both_have_looked = Barrier(2, timeout=60)

        def run(_number: int) -> str:
            day = day_of(Application.objects.all(), on=DUE)
            run = reminding.Round(day, at(DUE, 1), ReminderRules(), is_rest_day=False)
            present = list(reminding.due_for([cast.officer], sees(cast.officer, day), day))
            new = reminding.new_to(cast.officer, present, run)
            both_have_looked.wait()
            try:
                with transaction.atomic():
                    mail = outbox.send_later(
                        to="wu@example.com", subject="提醒", body="提醒", key=uuid4().hex, at=run.at
                    )
                    if rows:
                        reminding.keep(cast.officer, new, mail, at=run.at)
            except IntegrityError:
                return "refused"
            return "told"

        return sorted(race(2, run))

    def test_without_lock_and_constraint_a_person_is_told_twice(self, cast):
        assert self.careless(cast, rows=False) == ["told", "told"]
        assert OutgoingMail.objects.count() == 2

    def test_without_the_lock_the_constraint_alone_still_keeps_it_to_once(self, cast):
        assert self.careless(cast, rows=True) == ["refused", "told"]
        assert OutgoingMail.objects.count() == 1


class TestWhoAndWhat:
    def test_a_unit_hears_of_its_own_cases_alone(self, cast):
        in_hand(cast)
        registered(cast)
        remind(at=at(DUE))
        counts = {name(mail): mail.subject[5] for mail in OutgoingMail.objects.all()}
        assert counts == {"zhou": "2", "zheng": "2", "wu": "1", "feng": "1"}

    def test_a_date_that_moved_is_told_anew(self, cast):
        case = in_hand(cast)
        remind(at=at(THREE_BEFORE))
        case.refresh_from_db()
        case.extend(
            by=cast.office_head, on=THREE_BEFORE, at=at(THREE_BEFORE), by_days=5, reason="汇集数据"
        )
        # Five more: 31 March, 1, 2, 3 April; 6 April is the festival; Tuesday 7 April.
        for day in days(date(2026, 3, 26), 13):
            remind(at=at(day))
        rows = Reminder.objects.filter(person=cast.officer).values_list("due_on", "stage")
        assert list(rows) == [
            (DUE, "soon"),
            (date(2026, 4, 7), "soon"),
            (date(2026, 4, 7), "today"),
        ]

    def test_who_becomes_responsible_later_is_told_then(self, cast):
        case = in_hand(cast)
        remind(at=at(THREE_BEFORE))
        case.refresh_from_db()
        case.assign(by=cast.registrar, on=FRIDAY_BEFORE, at=at(FRIDAY_BEFORE), unit=cast.logistics)
        assert reminded(FRIDAY_BEFORE, 10) == {"jiang"}
        assert told()["jiang"] == ["soon"]

    def test_a_second_message_in_a_day_comes_only_for_what_is_due_that_day_or_over(self, cast):
        filed(DUE)  # waits for the registrar; its own limit is far
        assert reminded(DUE, 9) == OFFICE
        filed(DUE)
        assert reminded(DUE, 10) == set()
        in_hand(cast)
        assert reminded(DUE, 11) == UNIT | OFFICE

    def test_what_waits_without_a_date_is_told_once(self, cast):
        case = in_hand(cast)
        submitted(cast, case)
        for day in days(MONDAY, 10):
            remind(at=at(day, 15))
        sign = f"sign:{case.notices.get().pk}"
        assert told(sign) == {"feng": ["waiting"]}

    def test_a_draft_sent_back_is_told_to_its_writer_who_knows_of_the_others(self, cast):
        case = in_hand(cast)
        notice = submitted(cast, case)
        remind(at=at(MONDAY, 14))
        paper.send_back(notice, by=cast.department_head, at=at(MONDAY, 14), comment="请写明年度")
        assert reminded(MONDAY, 15) == {"wu"}

    @pytest.mark.full
    def test_the_last_days_to_ask_for_a_correction(self, cast):
        in_hand(cast)
        # Seven working days from 2 March: Wednesday the 11th; within three of them from Friday 6.
        for day in days(MONDAY, 14):
            remind(at=at(day))
        assert told("correction_notice") == {"wu": ["soon", "today"], "feng": ["soon", "today"]}

    @pytest.mark.full
    def test_a_reply_owed_to_a_review_has_its_own_date(self, cast):
        case = closed(cast)
        remedy = log_remedy(
            case, kind="review", filed_on=MONDAY, received_on=MONDAY, by=cast.registrar,
            on=MONDAY, at=at(MONDAY, 18),
        )  # fmt: skip
        for day in days(MONDAY, 20):  # ten working days from 2 March: Monday the 16th
            remind(at=at(day, 20))
        stages = ["soon", "today", "overdue"]
        assert told(f"remedy:{remedy.pk}") == {"zhou": stages, "zheng": stages}

    @pytest.mark.full
    def test_lapsed_time_silence_and_missing_proof_are_told(self, cast):
        awaiting_correction(cast)
        case = consulting(cast)
        remind(at=at(date(2026, 3, 3)))
        asked = case.consultations.get()
        assert set(told(f"prove_receipt:{asked.pk}")) == UNIT | OFFICE
        case.record_party_receipt(
            by=cast.officer, on=date(2026, 3, 3), at=at(date(2026, 3, 3)), consultation=asked.pk,
            proof="EMS",
        )  # fmt: skip
        for day in days(date(2026, 3, 4), 24):
            remind(at=at(day))
        assert told("abandon") == {"zheng": ["waiting"]}
        # Fifteen working days from Tuesday 3 March: Tuesday the 24th; from the 25th it is over.
        assert set(told(f"note_silence:{asked.pk}")) == UNIT | OFFICE

    @pytest.mark.full
    def test_while_a_third_party_is_heard_the_moving_date_is_not_told(self, cast):
        case = in_hand(cast)
        case.consult(
            by=cast.office_head, on=FRIDAY_BEFORE, at=at(FRIDAY_BEFORE), kind="third_party",
            party_name="示例公司", concerning="合同",
        )  # fmt: skip
        for day in days(date(2026, 3, 28), 10):
            remind(at=at(day))
        assert told() == {}

    def test_nothing_due_nobody_written_to_nor_about_what_is_closed(self, cast):
        closed(cast)
        assert reminded(date(2026, 5, 20)) == set()

    def test_an_account_that_is_closed_or_without_a_role_is_not_written_to(self, cast):
        in_hand(cast)
        User.objects.filter(username__in=["wu", "zheng"]).update(is_active=False)
        RoleGrant.objects.filter(user=cast.department_head).update(ended_at=at(MONDAY))
        assert reminded(DUE) == {"zhou"}

    def test_administrators_and_inspectors_have_nothing_to_do(self, cast):
        in_hand(cast)
        posted(cast)
        for day in (DUE, date(2026, 4, 30)):
            assert not reminded(day) & {"he", "xi", "an", "shen", "jiang"}


class TestEscalation:
    def escalated(self, days_: list[date]) -> dict[str, date]:
        found = {}
        for day in days_:
            remind(at=at(day))
            for row in Reminder.objects.filter(stage=Stage.ESCALATED):
                found.setdefault(row.person.username, day)
        return found

    def test_head_of_the_unit_then_of_the_office_then_the_leader(self, cast):
        in_hand(cast)
        assert self.escalated(days(date(2026, 3, 24), 10)) == {
            "feng": FRIDAY_BEFORE, "zheng": DUE, "chen": DAY_AFTER,
        }  # fmt: skip

    def test_the_days_are_the_offices_to_settle(self, cast):
        ReminderRules.objects.create(
            head_days=-3, office_days=-2, leader_days=2, changed_at=at(MONDAY)
        )
        in_hand(cast)
        assert self.escalated(days(date(2026, 3, 24), 10)) == {
            "feng": THREE_BEFORE, "zheng": date(2026, 3, 26), "chen": date(2026, 4, 1),
        }  # fmt: skip

    def test_what_is_handed_in_is_not_escalated_but_its_signature_is_awaited(self, cast):
        submitted(cast, in_hand(cast))
        assert self.escalated(days(date(2026, 3, 24), 10)) == {}
        assert told()["feng"] == ["soon", "today", "overdue"]

    def test_the_leader_reads_what_to_press_for(self, cast):
        case = in_hand(cast)
        remind(at=at(DAY_AFTER))
        body = next(m.body for m in OutgoingMail.objects.all() if name(m) == "chen")
        assert f"【仍未送审答复】\n{case.number}　督促教务处答复（期限2026-03-30）" in body
        assert "您现在共有：逾期1项。" in body


class TestTheMessage:
    def test_it_holds_numbers_verbs_and_dates_and_nothing_of_a_person(self, cast):
        case = in_hand(cast)
        remind(at=at(DUE))
        for mail in OutgoingMail.objects.all():
            assert mail.subject.startswith("信息公开：1件办件需要办理 / ")
            assert case.number not in mail.subject
            assert case.number in mail.body
            for words in (case.subject, "张示例", "吴起草"):
                assert words not in mail.subject + mail.body

    def test_it_is_said_in_both_languages_with_the_counts(self, cast):
        case = in_hand(cast)
        in_hand(cast, date(2026, 2, 9))
        remind(at=at(DUE))
        body = next(m.body for m in OutgoingMail.objects.all() if name(m) == "wu")
        assert "【逾期】" in body
        assert "您现在共有：逾期1项，今天到期1项。" in body
        chinese, english = body.index("截至2026-03-30"), body.index("As of 2026-03-30")
        assert chinese < english
        assert f"[Due today]\n{case.number}　Draft a reply (by 2026-03-30)" in body[english:]
        assert "http://127.0.0.1:8000/staff/" in body

    @pytest.mark.full
    def test_a_long_list_is_cut_and_every_line_of_it_kept_as_told(self, cast):
        for _case in range(45):
            registered(cast)
        remind(at=at(DUE))
        body = next(m.body for m in OutgoingMail.objects.all() if name(m) == "zhou")
        assert "另有5项，请登录系统查看。" in body
        assert Reminder.objects.filter(person=cast.registrar, limit="reply").count() == 45
        assert remind(at=at(DUE, 12)) == 0


class TestNightsAndRestDays:
    def test_what_is_written_at_night_leaves_in_the_morning(self, cast):
        in_hand(cast)
        remind(at=at(DUE, 0))
        assert {m.next_try_at for m in OutgoingMail.objects.all()} == {at(DUE, 7)}
        assert OutgoingMail.objects.late(at(DUE, 6, 59)).count() == 0
        assert OutgoingMail.objects.late(at(DUE, 7, 30)).count() == 4

    def test_a_person_has_hours_of_their_own(self, cast):
        in_hand(cast)
        ReminderChoice.objects.create(
            person=cast.officer, quiet_from="18:00", quiet_until="08:15"
        )  # fmt: skip
        remind(at=at(THREE_BEFORE, 0))
        leaves = {name(m): m.next_try_at for m in OutgoingMail.objects.all()}
        assert leaves["wu"] == at(THREE_BEFORE, 8, 15)
        assert leaves["feng"] == at(THREE_BEFORE, 7)

    def test_on_a_day_of_rest_nothing_is_said_but_what_is_due_that_day(self, cast):
        in_hand(cast)
        saturday, sunday = date(2026, 4, 11), date(2026, 4, 12)
        assert [remind(at=at(day)) for day in (saturday, sunday)] == [0, 0]
        assert reminded(date(2026, 4, 13)) == UNIT | OFFICE | {"chen"}
        ReminderRules.objects.create(on_rest_days=True, changed_at=at(MONDAY))
        in_hand(cast)
        assert reminded(date(2026, 4, 18)) == UNIT | OFFICE | {"chen"}

    def test_a_date_that_falls_on_a_day_of_rest_is_told_that_day(self, cast):
        case = in_hand(cast)
        Application.objects.filter(pk=case.pk).update(received_on=MONDAY)
        sunday = date(2026, 4, 5)  # an agreed day may be one
        case.refresh_from_db()
        reasons_heard(case, cast)
        case.set_later_date(
            by=cast.office_head, on=MONDAY, at=at(MONDAY, 16), due_on=sunday, reason="数量较多"
        )
        remind(at=at(date(2026, 4, 4)))
        assert Reminder.objects.count() == 0
        assert reminded(sunday) == UNIT | OFFICE


class TestDeputies:
    def test_who_is_away_has_a_deputy_told_as_well_of_what_they_may_see(self, cast):
        in_hand(cast)
        other = User.objects.create_user("sun", "sun@example.com", "x" * 20, full_name="孙同事")
        RoleGrant.objects.create(
            user=other, role=Role.SECRECY_REVIEWER, granted_at=at(date(2020, 1, 1))
        )
        ReminderChoice.objects.create(
            person=cast.officer, deputy=other, away_from=FRIDAY_BEFORE, away_until=DUE
        )
        assert "sun" not in reminded(date(2026, 3, 26))
        assert "sun" in reminded(FRIDAY_BEFORE)
        assert told()["sun"] == ["soon"]
        remind(at=at(DUE))
        remind(at=at(DAY_AFTER))
        assert told()["sun"] == ["soon", "today"]

    def test_a_deputy_is_told_nothing_of_cases_they_may_not_see(self, cast):
        in_hand(cast)
        ReminderChoice.objects.create(
            person=cast.officer, deputy=cast.outsider, away_from=MONDAY, away_until=DUE
        )
        assert reminded(DUE) == UNIT | OFFICE
