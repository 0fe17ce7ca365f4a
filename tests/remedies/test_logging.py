"""Complaints, appeals, reviews and lawsuits as the office logs them, and what it may not log."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from casework.remedies import decide_remedy, log_remedy, reply_to_remedy
from records import log
from records.refusals import Refusal
from remedies.models import Kind, Remedy, Result
from requests_app.models import Application
from requests_app.steps import NotPermitted
from tests.cast import MONDAY, at, in_hand

pytestmark = pytest.mark.django_db

FILED = date(2026, 4, 1)
TODAY = date(2026, 4, 2)


@pytest.fixture
def case(cast):
    return in_hand(cast)


def logged(case, by, kind=Kind.REVIEW, **details):
    words = {"filed_on": FILED, "on": TODAY, "at": at(TODAY)} | details
    return log_remedy(case, kind=kind, by=by, **words)


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_is_logged_on_the_case_without_moving_it(case, cast, kind):
    state, due_on = case.state, case.due_on
    remedy = logged(case, cast.registrar, kind, grounds="不服", body="湖北省人民政府")
    entry = log.entries(case.chain).last()
    assert (entry.event, entry.payload["kind"]) == ("remedy_logged", kind)
    assert "不服" not in str(entry.payload)
    assert log.private_of(entry) == {"grounds": "不服"}
    case.refresh_from_db()
    assert (case.state, case.due_on) == (state, due_on)
    assert remedy.is_pending


def test_only_the_office_logs_them(case, cast):
    allowed = set()
    for name, person in cast.everyone().items():
        try:
            with transaction.atomic():
                logged(case, person)
                allowed.add(name)
        except NotPermitted:
            continue
    assert allowed == {"registrar", "office_head"}


def test_an_applicant_may_complain_here_and_nothing_else(case):
    assert logged(case, log.APPLICANT, Kind.COMPLAINT).logged_by is None
    for kind in set(Kind) - {Kind.COMPLAINT}:
        with pytest.raises(NotPermitted):
            logged(case, log.APPLICANT, kind)
    with pytest.raises(NotPermitted):
        logged(case, log.SYSTEM, Kind.COMPLAINT)


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"filed_on": date(2026, 4, 3)}, "晚于今天"),
        ({"filed_on": date(2026, 3, 1)}, "早于收到申请之日"),
        ({"received_on": date(2026, 3, 31)}, "早于提起日期"),
        ({"received_on": date(2026, 4, 3)}, "晚于今天"),
    ],
)
def test_impossible_dates_are_refused_with_the_reason(case, cast, details, said):
    with pytest.raises(Refusal, match=said):
        logged(case, cast.registrar, **details)
    assert not Remedy.objects.exists()
    assert logged(case, cast.registrar, filed_on=MONDAY, received_on=TODAY).pk


def test_a_lawsuit_after_review_follows_a_review_of_the_same_case(case, cast):
    review = logged(case, cast.registrar)
    suit = logged(case, cast.registrar, Kind.LITIGATION_AFTER_REVIEW, follows=review)
    assert list(review.followed_by.all()) == [suit]
    with pytest.raises(Refusal, match="本件的行政复议"):
        logged(case, cast.registrar, Kind.LITIGATION_AFTER_REVIEW, follows=suit)
    with pytest.raises(Refusal, match="本件的行政复议"):
        logged(in_hand(cast), cast.registrar, Kind.LITIGATION_AFTER_REVIEW, follows=review)


def test_the_result_is_recorded_once(case, cast):
    remedy = logged(case, cast.registrar)
    words = {"by": cast.office_head, "on": TODAY, "at": at(TODAY), "decided_on": TODAY}
    decide_remedy(remedy, result="corrected", note="责令重新答复", **words)
    remedy.refresh_from_db()
    assert (remedy.result, remedy.decided_on) == (Result.CORRECTED, TODAY)
    entry = log.entries(case.chain).last()
    assert (entry.event, entry.payload["result"]) == ("remedy_decided", "corrected")
    with pytest.raises(Refusal, match="已经登记"):
        decide_remedy(remedy, result="upheld", **words)


@pytest.mark.parametrize("decided_on", [date(2026, 3, 31), date(2026, 4, 3)])
def test_a_result_lies_between_lodging_and_today(case, cast, decided_on):
    remedy = logged(case, cast.registrar)
    with pytest.raises(Refusal, match="审结日期"):
        decide_remedy(
            remedy, result="upheld", decided_on=decided_on, by=cast.registrar, on=TODAY,
            at=at(TODAY),
        )  # fmt: skip
    remedy.refresh_from_db()
    assert remedy.is_pending


def test_a_result_that_is_none_is_refused(case, cast):
    remedy = logged(case, cast.registrar)
    with pytest.raises(ValueError, match="won"):
        decide_remedy(
            remedy, result="won", decided_on=TODAY, by=cast.registrar, on=TODAY, at=at(TODAY)
        )


def test_the_offices_own_reply_is_recorded_and_owed_until_then(case, cast):
    remedy = logged(case, cast.registrar, received_on=TODAY)
    assert remedy.replied_on is None
    reply_to_remedy(remedy, replied_on=TODAY, by=cast.office_head, on=TODAY, at=at(TODAY))
    remedy.refresh_from_db()
    assert remedy.replied_on == TODAY
    assert log.entries(case.chain).last().event == "remedy_replied"
    with pytest.raises(Refusal):
        reply_to_remedy(
            remedy, replied_on=date(2026, 4, 1), by=cast.office_head, on=TODAY, at=at(TODAY)
        )
    with pytest.raises(NotPermitted):
        reply_to_remedy(remedy, replied_on=TODAY, by=cast.officer, on=TODAY, at=at(TODAY))


@pytest.mark.parametrize(
    "broken",
    [
        {"decided_on": TODAY},
        {"result": "upheld"},
        {"decided_on": date(2026, 3, 31), "result": "upheld"},
        {"kind": "petition"},
    ],
)
def test_the_database_keeps_result_and_day_together(case, cast, broken):
    remedy = logged(case, cast.registrar)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remedy.objects.filter(pk=remedy.pk).update(**broken)
    Remedy.objects.filter(pk=remedy.pk).update(decided_on=TODAY, result="upheld")


def test_remedies_are_seen_with_the_case_they_are_against(case, cast):
    remedy = logged(case, cast.registrar)
    for person, sees in ((cast.officer, True), (cast.inspector, True), (cast.outsider, False)):
        visible = Application.objects.visible_to(person)
        assert Remedy.objects.against(visible).filter(pk=remedy.pk).exists() is sees


def test_pending_ones_are_those_without_a_result(case, cast):
    first, second = logged(case, cast.registrar), logged(case, cast.registrar, Kind.COMPLAINT)
    decide_remedy(
        first, result="upheld", decided_on=TODAY, by=cast.registrar, on=TODAY, at=at(TODAY)
    )
    assert list(Remedy.objects.pending()) == [second]
