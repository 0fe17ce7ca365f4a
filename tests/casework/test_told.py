"""What an applicant was told in a letter stands until a person says otherwise."""

from datetime import date

import pytest
from django.utils import translation

from casework import issuing, paper, settling, told
from casework.checklist import checklist
from casework.day import day_of
from casework.models import Reminder
from casework.moving import digest, what_moves
from casework.needs import Need, Stands
from casework.reminders import remind
from casework.task_kinds import Act, verb_of
from casework.tasks import Task
from office.models import CalendarNotice
from records import log
from records.log import APPLICANT, SYSTEM
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.steps import ChangedMeanwhile
from tests.cast import at, filed
from tests.notices import desk

RECEIVED, LATER = date(2026, 9, 14), date(2026, 9, 15)
# Fifteen working days from Monday 14 September 2026 under 29号令: 15-18 is 4, Sunday 20 is worked
# and 5, 21-24 is 9 (25-27 rest), 28-30 is 12 (1-7 October rest), 8, 9 October 14, Saturday the
# 10th, worked, is the fifteenth.
TOLD = date(2026, 10, 10)


@pytest.fixture
def acknowledged(cast) -> Application:
    """A case whose applicant has the receipt in hand that says when the reply is due."""
    application = filed(RECEIVED, law="cn-university")
    issuing.acknowledge(application, by=SYSTEM, on=RECEIVED, at=at(RECEIVED))
    application.refresh_from_db()
    return application


def amendment(rest=(), work=(), **more) -> CalendarNotice:
    return CalendarNotice(
        year=2026, document="关于调整的通知", published_on=LATER, rest=list(rest), work=list(work),
        work_for=["中秋节"] * len(work), **more,
    )  # fmt: skip


def moves_of(row):
    return what_moves(on=LATER, calendar=settling.calendar_with(row))


def enter(cast, row, **more):
    return settling.enter_calendar_notice(
        row, by=cast.office_head, at=at(LATER), seen=digest(moves_of(row)), **more
    )


# Sunday 27 September is worked: the fifteenth day is Friday 9 October.
EARLIER = {"work": ["2026-09-27"]}
BROUGHT_FORWARD = date(2026, 10, 9)


def test_the_letter_itself_says_what_was_told(acknowledged):
    found = told.told(acknowledged)
    assert found.on == acknowledged.due_on == TOLD
    assert found.notice.kind == "acknowledgement"
    assert told.letters_stating(acknowledged, TOLD) == [found.notice]
    assert told.letters_stating(acknowledged, BROUGHT_FORWARD) == []


def test_a_letter_of_extension_tells_the_day_it_is_extended_to(cast):
    """The last approval issues it."""
    notice = desk.approved_up_to(cast, "extension", cast.office_head)
    application = Application.objects.get(pk=notice.application_id)
    assert told.told(application).on == application.due_on
    assert told.told(application).notice == notice


def test_the_list_says_which_letters_would_become_wrong(acknowledged):
    (move,) = moves_of(amendment(**EARLIER))
    assert (move.was, move.becomes) == (TOLD, BROUGHT_FORWARD)
    assert move.before_told
    assert [letter.number for letter in move.stating] == [move.told.notice.number]


def test_unticked_the_date_told_stands_and_the_alarm_follows_the_earlier_one(cast, acknowledged):
    enter(cast, amendment(**EARLIER))
    acknowledged.refresh_from_db()
    assert acknowledged.due_on == BROUGHT_FORWARD
    assert acknowledged.alarm_on == BROUGHT_FORWARD
    assert told.standing(acknowledged).on == TOLD
    entry = log.entries(acknowledged.chain).get(event="due_date_moved")
    assert entry.payload["told"] == TOLD.isoformat()
    assert not log.entries(acknowledged.chain).filter(event=told.SHORTENED).exists()


def test_a_person_may_take_it_back_with_a_reason_that_is_logged(cast, acknowledged):
    with pytest.raises(Refusal, match="请写明理由"):
        enter(cast, amendment(**EARLIER), shortened=[acknowledged.number])
    assert not CalendarNotice.objects.exists()
    enter(
        cast, amendment(**EARLIER), shortened=[acknowledged.number], remark="已电话告知申请人"
    )  # fmt: skip
    assert told.standing(acknowledged) is None
    entry = log.entries(acknowledged.chain).get(event=told.SHORTENED)
    assert (entry.payload["told"], entry.payload["becomes"]) == ("2026-10-10", "2026-10-09")
    assert entry.actor_name == "郑审核"
    assert log.private_of(entry) == {"reason": "已电话告知申请人"}
    assert "电话" not in str(entry.payload)


def test_only_a_date_that_was_told_can_be_taken_back(cast, acknowledged):
    other = filed(RECEIVED, law="cn-university")  # no letter has gone out
    with pytest.raises(ChangedMeanwhile, match="不在清单中"):
        enter(cast, amendment(**EARLIER), shortened=[other.number], remark="一并提前")
    assert not CalendarNotice.objects.exists()


def test_a_date_put_off_breaks_no_promise(acknowledged):
    # Thursday 24 September rests: the fifteenth day is Monday 12 October.
    (move,) = moves_of(amendment(rest=[["中秋节", "2026-09-24", "2026-09-24"]]))
    assert (move.becomes, move.before_told) == (date(2026, 10, 12), False)
    assert move.stating  # the letter is wrong all the same


@pytest.mark.full
def test_after_a_correction_the_limit_begins_anew_and_the_old_letter_promises_nothing(
    cast, acknowledged
):
    acknowledged.receive(by=cast.registrar, on=RECEIVED, at=at(RECEIVED, 10))
    acknowledged.assign(
        by=cast.registrar, on=RECEIVED, at=at(RECEIVED, 11), unit=cast.academic_affairs
    )
    acknowledged.request_correction(
        by=cast.office_head, on=LATER, at=at(LATER), missing="请说明年度", days=10
    )
    corrected = date(2026, 9, 16)
    acknowledged.receive_correction(by=APPLICANT, on=corrected, at=at(corrected), answer="2025年")
    assert told.told(Application.objects.get(pk=acknowledged.pk)) is None


def test_without_the_guard_a_told_date_would_be_taken_back_in_silence(
    cast, acknowledged, monkeypatch
):
    """What the check is for: switched off, the same call leaves no reason behind."""
    monkeypatch.setattr(settling, "_refuse_unsaid", lambda *args: None)
    enter(cast, amendment(**EARLIER), shortened=[acknowledged.number])
    entry = log.entries(acknowledged.chain).get(event=told.SHORTENED)
    assert log.private_of(entry) == {"reason": ""}


@pytest.mark.full
def test_an_addition_waits_for_the_notice_of_the_year_and_has_basis_and_reason(cast):
    row = CalendarNotice(
        year=2027, kind="region", document="关于三月三放假的通知", published_on=LATER,
        rest=[["三月三", "2027-04-09", "2027-04-12"]], basis="自治条例", reason="三月三",
    )  # fmt: skip
    with pytest.raises(Refusal, match="请先录入国务院关于2027年的通知"):
        settling.calendar_with(row)


# A person decided to tell the applicant the earlier date: somebody has to


def taken_back(cast, case) -> Application:
    enter(cast, amendment(**EARLIER), shortened=[case.number], remark="排班调整")
    return Application.objects.get(pk=case.pk)


def to_tell(person) -> list[Task]:
    day = day_of(Application.objects.all(), on=LATER)
    return [task for task in day.of(person) if task.act == Act.TELL_SHORTENED]


def rectification_of(case) -> Need | None:
    return {need.code: need for need in checklist(case, on=LATER)}.get("rectification")


def put_right(cast, case) -> Application:
    case.receive(by=cast.registrar, on=LATER, at=at(LATER, 10))
    case.assign(by=cast.registrar, on=LATER, at=at(LATER, 11), unit=cast.academic_affairs)
    assert len(to_tell(cast.officer)) == 1  # it goes with the case
    notice = paper.draft(
        "rectification", case, by=cast.officer, on=LATER, at=at(LATER, 12),
        facts={"reason": "放假安排调整。"},
    )  # fmt: skip
    paper.submit(notice, by=cast.officer, at=at(LATER, 13))
    assert to_tell(cast.officer) == []  # it waits for a signature now
    paper.approve(notice, by=cast.office_head, on=LATER, at=at(LATER, 14))
    return Application.objects.get(pk=case.pk)


@pytest.mark.full
def test_a_date_taken_back_is_a_task_until_a_letter_tells_the_applicant(cast, acknowledged):
    case = taken_back(cast, acknowledged)
    (task,) = to_tell(cast.office_head)
    assert (task.since, task.about.said, task.about.now) == (LATER, TOLD, BROUGHT_FORWARD)
    assert rectification_of(case).stands == Stands.TO_DO
    with translation.override("zh-hans"):
        assert verb_of(task) == "把提前的期限告诉申请人"
    case = put_right(cast, case)
    assert to_tell(cast.office_head) == []
    assert rectification_of(case) is None
    assert told.told(case).on == BROUGHT_FORWARD


@pytest.mark.full
def test_whoever_is_to_tell_the_applicant_is_written_to_once(cast, acknowledged):
    taken_back(cast, acknowledged)
    for hour in (17, 18):
        remind(at=at(LATER, hour))
    rows = Reminder.objects.filter(limit=Act.TELL_SHORTENED, person=cast.office_head)
    assert [row.due_on for row in rows] == [LATER]


@pytest.mark.full
def test_a_date_that_stands_is_nobodys_task_and_a_letter_of_it_is_left_to_the_office(
    cast, acknowledged
):
    enter(cast, amendment(**EARLIER))
    assert to_tell(cast.office_head) == []
    need = rectification_of(Application.objects.get(pk=acknowledged.pk))
    assert need.stands == Stands.OPTIONAL
    assert "仍然算数" in need.reason


@pytest.mark.full
def test_a_date_put_off_again_to_the_one_told_needs_no_letter(cast, acknowledged):
    case = taken_back(cast, acknowledged)
    # Thursday 24 September rests now: with Sunday 27 worked the fifteenth is 10 October again.
    enter(cast, amendment(rest=[["中秋节", "2026-09-24", "2026-09-24"]], **EARLIER))
    case = Application.objects.get(pk=case.pk)
    assert case.due_on == TOLD
    assert to_tell(cast.office_head) == []
    assert rectification_of(case) is None


@pytest.mark.full
def test_the_decisions_of_many_cases_take_one_query(cast, acknowledged, django_assert_num_queries):
    taken_back(cast, acknowledged)
    other = filed(RECEIVED, law="cn-university")
    with django_assert_num_queries(1):
        assert set(told.shortenings([acknowledged.chain, other.chain])) == {acknowledged.chain}
