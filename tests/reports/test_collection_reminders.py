"""Reminders of the units' data and of the report: once per person, matter, date and stage."""

from datetime import date, timedelta

import pytest

from casework import reminding, task_sources
from casework.day import day_of
from casework.models import Reminder, ReminderChoice, Stage
from casework.reminders import remind
from office.models import Unit
from records.models import OutgoingMail
from reports import collection_answers as answering
from reports import collection_rounds as rounds
from reports import due, reminder_rules
from reports.models import AnnualReport, Ask, ReportReminderRules
from requests_app.models import Application
from requests_app.steps import NotPermitted
from statute.law import load_law
from tests.cast import at
from tests.records.racing import race
from tests.reports.collecting import DUE, OPENED, WEB, YEAR, ask_of, fill, logistics_head, opened

pytestmark = pytest.mark.django_db

TEACHING = {"wu", "feng"}
# Due on Tuesday 30 September 2025; 1 to 8 October are the holidays, the 9th is a working day.
DAY_AFTER, AFTER_HOLIDAYS = date(2025, 10, 1), date(2025, 10, 9)


@pytest.fixture(autouse=True)
def _only_the_collection(monkeypatch):
    """The report itself has its own tests below."""
    sources = {"collection": task_sources._sources["collection"]}
    monkeypatch.setattr(task_sources, "_sources", sources)


def written_to(on: date, hour: int = 9) -> set[str]:
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    remind(at=at(on, hour))
    new = OutgoingMail.objects.exclude(pk__in=before)
    return {mail.recipient.partition("@")[0] for mail in new}


def mail_to(person) -> OutgoingMail:
    (found,) = [m for m in OutgoingMail.objects.all() if m.recipient == person.email]
    return found


def told(matter: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in Reminder.objects.filter(matter=matter).select_related("person").order_by("pk"):
        found.setdefault(row.person.username, []).append(row.stage)
    return found


def errands(user, on: date) -> list[str]:
    return [e.verb for e in day_of(Application.objects.none(), on=on).errands_of(user)]


def test_units_are_told_when_asked_before_the_day_on_it_and_after_it_once_each(cast):
    ask = ask_of(opened(cast), cast.academic_affairs)
    day = OPENED
    while day <= AFTER_HOLIDAYS:
        remind(at=at(day, 9))
        remind(at=at(day, 15))
        day += timedelta(days=1)
    stages = ["waiting", "soon", "today", "overdue"]
    assert told(f"ask:{ask.pk}") == {"wu": stages, "feng": stages}


def test_whoever_handed_in_is_left_alone_and_the_head_is_asked_to_confirm(cast):
    ask = ask_of(opened(cast), cast.academic_affairs)
    assert errands(cast.officer, OPENED) == ["填报年报数据"]
    fill(ask, cast.officer, web_items="3", hand_in=True)
    assert errands(cast.officer, OPENED) == []
    assert errands(cast.department_head, OPENED) == ["确认本单位的填报"]
    ask.refresh_from_db()
    answering.send_back(ask, why="漏报", by=cast.department_head, at=at(OPENED, 12))
    assert errands(cast.officer, OPENED) == ["改好退回的填报"]


def test_what_is_sent_back_is_told_anew(cast):
    ask = ask_of(opened(cast), cast.academic_affairs)
    assert written_to(OPENED) == {"wu", "feng", "jiang"}
    fill(ask, cast.department_head, web_items="3", hand_in=True)
    later = OPENED + timedelta(days=3)
    answering.send_back(ask, why="有误", by=cast.registrar, at=at(later, 8))
    assert written_to(later) == TEACHING


def test_a_longer_time_is_another_date_and_is_told_anew(cast):
    ask = ask_of(opened(cast), cast.academic_affairs)
    assert "wu" in written_to(DUE)
    answering.extend(ask, to=date(2025, 10, 10), why="搬迁", by=cast.registrar, at=at(DUE, 10))
    assert "wu" not in written_to(DAY_AFTER)
    assert "wu" in written_to(date(2025, 10, 10))
    stages = [(r.due_on, r.stage) for r in Reminder.objects.filter(person=cast.officer)]
    assert stages == [(DUE, "today"), (date(2025, 10, 10), "today")]


def test_the_office_hears_of_missing_units_after_so_many_working_days(cast):
    found = opened(cast)
    assert errands(cast.registrar, DUE) == []
    assert errands(cast.registrar, DAY_AFTER) == []
    assert errands(cast.registrar, AFTER_HOLIDAYS) == ["催2个逾期未报的单位"]
    fill(ask_of(found, cast.academic_affairs), cast.department_head, web_items="3", hand_in=True)
    assert errands(cast.registrar, AFTER_HOLIDAYS) == ["催1个逾期未报的单位"]
    assert errands(cast.leader, AFTER_HOLIDAYS) == []


def test_all_in_the_office_is_told_to_close_and_closed_nothing_waits(cast):
    found = opened(cast, WEB)
    fill(ask_of(found, cast.academic_affairs), cast.department_head, web_items="3", hand_in=True)
    fill(ask_of(found, cast.logistics), logistics_head(cast), web_items="4", hand_in=True)
    assert errands(cast.office_head, OPENED) == ["各单位已报齐，核对后截止"]
    rounds.close(found, edits=found.edits, by=cast.office_head, at=at(OPENED, 17))
    assert errands(cast.office_head, DAY_AFTER) == []


def test_a_message_names_matter_verb_and_date_and_no_person(cast):
    opened(cast)
    remind(at=at(OPENED, 9))
    mail = mail_to(cast.officer)
    assert mail.subject.startswith("信息公开：1项工作需要办理 / ")
    assert "2024—2025学年年报数据（教务处）　填报年报数据（期限2025-09-30）" in mail.body
    assert "吴起草" not in mail.body


def test_a_deputy_hears_of_it_only_if_they_may_open_it(cast):
    opened(cast)
    for deputy in (cast.officer, cast.finance):
        ReminderChoice.objects.update_or_create(
            person=cast.outsider,
            defaults={"deputy": deputy, "away_from": OPENED, "away_until": DUE},
        )
        day = day_of(Application.objects.none(), on=OPENED)
        due_ = list(reminding.due_for([deputy, cast.outsider], set(), day))
        assert {key[0] for key, _task in due_} <= {
            f"ask:{ask.pk}" for ask in Ask.objects.filter(unit=cast.academic_affairs)
        }


def test_what_waits_costs_as_many_queries_for_many_units_as_for_two(
    cast, django_assert_max_num_queries
):
    found = opened(cast)
    with django_assert_max_num_queries(3):
        assert len(list(task_sources.errands(on=AFTER_HOLIDAYS))) == 3
    for n in range(30):
        unit = Unit.objects.create(code=f"u{n}", name=f"第{n}学院")
        Ask.objects.create(round=found, unit=unit)
    with django_assert_max_num_queries(3):
        assert len(list(task_sources.errands(on=AFTER_HOLIDAYS))) == 33


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_everybody_once(cast):
    opened(cast)
    race(3, lambda _number: remind(at=at(OPENED, 9)))
    people = [mail.recipient for mail in OutgoingMail.objects.all()]
    assert sorted(people) == ["feng@example.com", "jiang@example.com", "wu@example.com"]


def test_run_twice_on_the_day_it_writes_once(cast):
    opened(cast)
    assert written_to(DUE) == {"wu", "feng", "jiang"}
    assert written_to(DUE, hour=15) == set()


def test_without_remembering_they_would_be_told_again(cast, monkeypatch):
    """Control: the rows are what keeps the second run silent."""
    opened(cast)
    monkeypatch.setattr(reminding, "keep", lambda *_given, **_more: None)
    assert written_to(DUE) == {"wu", "feng", "jiang"}
    assert written_to(DUE, hour=15) == {"wu", "feng", "jiang"}


# The report itself


class TestTheReport:
    @pytest.fixture(autouse=True)
    def _only_the_report(self, monkeypatch):
        monkeypatch.setattr(task_sources, "_sources", {"report": due.waiting})

    @pytest.mark.parametrize(
        ("law", "on", "period", "last"),
        [
            ("cn-university", date(2025, 9, 1), "2024—2025学年", date(2025, 10, 31)),
            ("cn-university", date(2026, 8, 31), "2024—2025学年", date(2025, 10, 31)),
            ("cn-regulation", date(2026, 1, 1), "2025年", date(2026, 1, 31)),
            ("cn-regulation", date(2026, 12, 31), "2025年", date(2026, 1, 31)),
        ],
    )
    def test_which_report_is_owed_and_by_when(self, law, on, period, last):
        found = due.owed(on=on, law=load_law(law))
        assert (str(found.period), found.due_on) == (period, last)

    def test_those_who_write_or_publish_it_are_told_from_45_days_before_until_it_is_public(
        self, cast
    ):
        first = date(2025, 9, 16)  # 31 October less 45 days
        assert errands(cast.registrar, first - timedelta(days=1)) == []
        for who in (cast.registrar, cast.office_head, cast.leader):
            assert errands(who, first) == ["编制并公布年度报告"]
        for who in (cast.officer, cast.inspector, cast.system_admin):
            assert errands(who, first) == []
        for on in (first, date(2025, 10, 29), date(2025, 10, 31), date(2025, 11, 3)):
            remind(at=at(on, 9))
        stages = ["waiting", "soon", "today", "overdue"]
        assert told("report:2024-09-01")["zhou"] == stages

    def test_published_it_waits_for_nobody(self, cast, monkeypatch):
        monkeypatch.setattr(due, "is_published", lambda period: period == YEAR)
        assert errands(cast.registrar, date(2025, 10, 20)) == []

    def test_a_draft_is_not_published(self, cast):
        AnnualReport.objects.create(first=YEAR.first, last=YEAR.last, begun_at=at(OPENED))
        assert not due.is_published(YEAR)
        assert errands(cast.registrar, date(2025, 10, 20)) == ["编制并公布年度报告"]

    def test_long_after_the_day_it_haunts_nobody(self, cast):
        assert errands(cast.registrar, date(2026, 1, 29)) == ["编制并公布年度报告"]
        assert errands(cast.registrar, date(2026, 1, 30)) == []

    def test_how_early_is_the_offices_own_choice_and_logged(self, cast):
        chosen = {"lead_days": 10, "after_days": 5, "missing_days": 2}
        with pytest.raises(NotPermitted):
            reminder_rules.change(chosen, by=cast.registrar, at=at(OPENED))
        reminder_rules.change(chosen, by=cast.office_head, at=at(OPENED))
        assert ReportReminderRules.current().lead_days == 10
        assert errands(cast.registrar, date(2025, 10, 20)) == []
        assert errands(cast.registrar, date(2025, 10, 21)) == ["编制并公布年度报告"]

    def test_before_there_is_an_institution_nothing_is_owed(self, db):
        assert list(due.waiting(on=date(2025, 10, 20))) == []

    def test_a_stage_is_told_in_the_words_of_all_reminders(self, cast):
        remind(at=at(date(2025, 10, 31), 9))
        mail = mail_to(cast.registrar)
        assert "2024—2025学年年度报告　编制并公布年度报告（期限2025-10-31）" in mail.body
        assert Reminder.objects.filter(person=cast.registrar, stage=Stage.TODAY).count() == 1
