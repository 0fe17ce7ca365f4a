"""One lawsuit before several courts is one remedy, counted once by the judgement in force."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.day import day_of
from casework.task_kinds import Act
from office.calendars import working_calendar
from records import log
from records.refusals import Refusal
from remedies.duties import APPEAL_DEFENCE, duties_of, still_owed
from remedies.models import Kind, Remedy
from reports.figures import remedy_table
from reports.scope import Scope
from requests_app.models import Application
from statute.periods import span
from tests.cast import at, in_hand
from tests.remedies.stories import TODAY, decided, lodged, logged

pytestmark = pytest.mark.django_db

APRIL_TO_JUNE = Scope(span(date(2026, 4, 1), date(2026, 6, 30)))
SUMMER = Scope(span(date(2026, 7, 1), date(2026, 8, 31)))
NONE = {"upheld": 0, "corrected": 0, "other": 0, "pending": 0, "total": 0}


@pytest.fixture
def suit(cast):
    return logged(in_hand(cast), cast, Kind.LITIGATION_DIRECT, body="示例市中级人民法院")


def counted(scope):
    return remedy_table(scope)[Kind.LITIGATION_DIRECT]


def test_an_appeal_makes_the_lawsuit_pending_again_and_its_judgement_is_the_one_counted(suit, cast):
    decided(suit, cast, "upheld", date(2026, 5, 11))
    assert counted(APRIL_TO_JUNE) == NONE | {"upheld": 1, "total": 1}
    lodged(suit, cast, "second", date(2026, 5, 20))
    assert suit.is_pending
    assert counted(APRIL_TO_JUNE) == NONE | {"pending": 1, "total": 1}
    decided(suit, cast, "corrected", date(2026, 7, 30))
    assert counted(APRIL_TO_JUNE) == NONE | {"pending": 1, "total": 1}
    assert counted(SUMMER) == NONE | {"corrected": 1, "total": 1}
    courts = list(suit.instances.values_list("level", "result", "decided_on"))
    assert courts == [
        ("first", "upheld", date(2026, 5, 11)), ("second", "corrected", date(2026, 7, 30)),
    ]  # fmt: skip


def test_a_retrial_leaves_what_the_year_has_counted(suit, cast):
    decided(suit, cast, "upheld", date(2026, 5, 11))
    lodged(suit, cast, "retrial", date(2026, 7, 1))
    assert counted(APRIL_TO_JUNE) == NONE | {"upheld": 1, "total": 1}
    decided(suit, cast, "corrected", date(2026, 8, 20))
    assert counted(APRIL_TO_JUNE) == NONE | {"upheld": 1, "total": 1}
    assert counted(SUMMER) == NONE
    assert suit.instances.get(level="retrial").result == "corrected"
    with pytest.raises(Refusal, match="已经登记"):
        decided(suit, cast, "other", date(2026, 8, 21))


@pytest.mark.parametrize(
    ("level", "day", "said"),
    [
        ("second", date(2026, 5, 10), "不能早于上一审级"),
        ("second", date(2026, 9, 2), "不能晚于今天"),
        ("first", date(2026, 5, 20), "二审或者再审"),
    ],
)
def test_an_appeal_follows_a_judgement(suit, cast, level, day, said):
    decided(suit, cast, "upheld", date(2026, 5, 11))
    with pytest.raises(Refusal, match=said):
        lodged(suit, cast, level, day)
    suit.refresh_from_db()
    assert not suit.is_pending


def test_an_appeal_before_the_judgement_or_twice_or_of_a_review_is_refused(suit, cast):
    with pytest.raises(Refusal, match="还没有裁判"):
        lodged(suit, cast, "second", date(2026, 5, 20))
    decided(suit, cast)
    lodged(suit, cast, "second", date(2026, 5, 20))
    with pytest.raises(Refusal, match="这一审级已经登记"):
        lodged(suit, cast, "second", date(2026, 5, 21))
    with pytest.raises(Refusal, match="只有行政诉讼"):
        lodged(logged(suit.application, cast), cast, "second", date(2026, 5, 20))


def test_an_imported_lawsuit_without_court_rows_is_appealed_like_any_other(cast):
    row = Remedy.objects.create(
        application=in_hand(cast), kind=Kind.LITIGATION_DIRECT, filed_on=date(2026, 4, 1),
        decided_on=date(2026, 5, 11), result="other", logged_at=at(TODAY),
    )  # fmt: skip
    lodged(row, cast, "second", date(2026, 5, 20))
    assert list(row.instances.values_list("level", "result")) == [
        ("first", "other"),
        ("second", ""),
    ]


def test_the_defence_to_the_other_sides_appeal_is_owed_from_its_copy(suit, cast):
    from casework.remedies import reply_to_remedy

    decided(suit, cast)
    # Copy received Wednesday 3 June 2026: the 15th day is 18 June, a working day.
    lodged(suit, cast, "second", date(2026, 5, 20), received_on=date(2026, 6, 3))
    calendar = working_calendar()
    (found,) = duties_of(suit, calendar=calendar)
    assert (found.label, found.due_on) == (APPEAL_DEFENCE, date(2026, 6, 18))
    assert found.doubt
    assert [d.code for _r, d in still_owed(Remedy.objects.all(), calendar=calendar)] == ["second"]
    reply_to_remedy(
        suit, replied_on=date(2026, 6, 10), proof="邮件1号", by=cast.registrar, on=TODAY,
        at=at(TODAY),
    )  # fmt: skip
    assert list(still_owed(Remedy.objects.all(), calendar=calendar)) == []
    assert log.entries(suit.application.chain).last().event == "remedy_replied"


def test_the_tasks_of_many_appeals_take_the_queries_of_one(cast):
    case, on = in_hand(cast), date(2026, 6, 4)

    def appealed():
        made = decided(logged(case, cast, Kind.LITIGATION_DIRECT), cast)
        lodged(made, cast, "second", date(2026, 5, 20), received_on=date(2026, 6, 3))

    def owed() -> tuple[list[date | None], int]:
        with CaptureQueriesContext(connection) as taken:
            found = day_of(Application.objects.all(), on=on).of(cast.registrar)
        since = [task.since for task in found if task.act == Act.REPLY_TO_REMEDY]
        return since, len(taken)

    appealed()
    one, few = owed()
    for _n in range(4):
        appealed()
    assert (one, owed()) == ([date(2026, 6, 3)], ([date(2026, 6, 3)] * 5, few))


def test_our_own_appeal_puts_no_defence_on_us(suit, cast):
    decided(suit, cast)
    lodged(suit, cast, "second", date(2026, 5, 20), received_on=date(2026, 6, 3), ours=True)
    assert duties_of(suit, calendar=working_calendar()) == []


def test_on_appeal_the_defence_of_the_first_instance_is_owed_no_more(cast):
    suit = logged(in_hand(cast), cast, Kind.LITIGATION_DIRECT, received_on=date(2026, 4, 7))
    calendar = working_calendar()
    assert len(list(still_owed(Remedy.objects.all(), calendar=calendar))) == 1
    decided(suit, cast)
    lodged(suit, cast, "second", date(2026, 5, 20))
    assert list(still_owed(Remedy.objects.all(), calendar=calendar)) == []
