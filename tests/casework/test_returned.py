"""What came back: it makes a task until somebody says what was done; the day that counts stays."""

from datetime import date, timedelta

import pytest

from casework import day, paper, returned
from casework.task_kinds import Act
from notices.models import Notice, ServiceRecord
from records import log
from records.models import OutgoingMail
from requests_app.models import Application
from requests_app.steps import NotPermitted
from tests.casework.test_paper_service import replied, serve
from tests.cast import Cast, at
from tests.notices.desk import FRIDAY, refusal_of

POSTED, BACK, LATER = date(2026, 3, 9), date(2026, 3, 20), date(2026, 3, 23)


def tasks(on: date) -> list[ServiceRecord]:
    found = day.day_of(Application.objects.all(), on=on).of_all()
    return [task.subject for task in found if task.act == Act.RETURNED]


def posted(cast: Cast) -> tuple[Notice, ServiceRecord]:
    notice = replied(cast, delivery="post")
    return notice, serve(cast, notice, POSTED)


def test_a_letter_the_post_returns_waits_until_it_is_seen_to(cast):
    notice, record = posted(cast)
    assert tasks(BACK) == []
    paper.record_return(record, on=BACK, reason="查无此人", by=cast.registrar, at=at(BACK, 10))
    assert tasks(BACK) == [record]
    paper.settle(record, by=cast.registrar, at=at(LATER, 10), how="电话告知，改寄新地址")
    assert tasks(LATER) == []
    notice.refresh_from_db()
    assert notice.served_on == POSTED
    assert Application.objects.get(pk=notice.application_id).closed_on == POSTED


@pytest.mark.full
def test_the_log_tells_that_it_came_back_and_keeps_the_words_apart(cast):
    notice, record = posted(cast)
    paper.record_return(record, on=BACK, reason="查无此人", by=cast.registrar, at=at(BACK, 10))
    paper.settle(record, by=cast.registrar, at=at(LATER, 10), how="电话告知")
    entries = log.entries(notice.application.chain).filter(
        event__in=["notice_returned", "return_settled"]
    )
    assert [entry.payload["service"] for entry in entries] == [record.pk, record.pk]
    assert "查无此人" not in str([entry.payload for entry in entries])


@pytest.mark.parametrize(
    ("on", "reason", "said"),
    [
        (POSTED - timedelta(days=1), "拒收", "退回日期"),
        (LATER, "拒收", "退回日期"),
        (BACK, " ", "退回的原因"),
    ],
)
def test_a_return_needs_its_day_and_its_reason(cast, on, reason, said):
    _notice, record = posted(cast)
    refused = refusal_of(
        paper.record_return, record, on=on, reason=reason, by=cast.registrar, at=at(BACK, 10)
    )
    assert said in refused


@pytest.mark.full
def test_a_return_is_recorded_once_and_settled_once(cast):
    _notice, record = posted(cast)
    assert "没有退回" in refusal_of(paper.settle, record, by=cast.registrar, at=at(BACK), how="无")
    paper.record_return(record, on=BACK, reason="拒收", by=cast.registrar, at=at(BACK, 10))
    assert "已经登记" in refusal_of(
        paper.record_return, record, on=BACK, reason="拒收", by=cast.registrar, at=at(BACK, 11)
    )
    paper.settle(record, by=cast.registrar, at=at(BACK, 12), how="留置存卷")
    assert "已经处置" in refusal_of(paper.settle, record, by=cast.registrar, at=at(BACK), how="无")


def test_whoever_has_no_part_in_it_records_nothing(cast):
    _notice, record = posted(cast)
    with pytest.raises(NotPermitted):
        paper.record_return(record, on=BACK, reason="拒收", by=cast.outsider, at=at(BACK, 10))


@pytest.mark.full
@pytest.mark.parametrize(
    "lost",
    [
        {"bounced_at": at(BACK), "bounce_status": "5.1.1"},
        {"given_up_at": at(BACK)},
        {"attempts": 3, "last_error": "SMTPRecipientsRefused 550"},
    ],
)
def test_a_message_that_did_not_arrive_makes_a_task(cast, lost):
    notice = replied(cast)
    record = notice.services.get()
    assert tasks(BACK) == []
    OutgoingMail.objects.filter(pk=record.mail_id).update(**lost)
    assert tasks(BACK) == [record]
    record.refresh_from_db()
    assert returned.came_back_on(record) in (BACK, FRIDAY)
    paper.settle(record, by=cast.registrar, at=at(LATER), how="电话告知可以下载")
    assert tasks(LATER) == []


@pytest.mark.full
def test_a_message_that_waits_for_the_server_is_no_return(cast):
    record = replied(cast).services.get()
    OutgoingMail.objects.filter(pk=record.mail_id).update(attempts=9, last_error="gaierror -2")
    assert tasks(BACK) == []
    record.refresh_from_db()
    assert returned.came_back_on(record) is None
