"""The time a letter gives: one way of counting for letter, bar, public page and checklist."""

import re
from datetime import date, timedelta

import pytest

from casework import acts, case_fit, paper, returned, serving
from casework.checklist import checklist
from casework.needs import Stands
from casework.time_given import TimeGiven, time_for_reasons
from notices.kinds import KINDS
from records.refusals import Refusal
from requests_app.models import Application
from tests.casework.test_before_a_notice import ASKED, drafted
from tests.cast import MONDAY, Cast, at, in_hand
from tests.notices import paper as printed
from tests.notices import stories
from tests.notices.desk import refusal_of
from web.public import story

DECLINE = stories.FACTS["excessive"]
WEDNESDAY = date(2026, 3, 4)


def asked_by(cast: Cast, delivery: str) -> Application:
    case = in_hand(cast)
    case.delivery = delivery
    case.save(update_fields=["delivery"])
    stories.issued(case, cast, "reasons_request", ASKED, on=MONDAY)
    return Application.objects.get(pk=case.pk)


def serve(case: Application, cast: Cast, manner: str, on: date):
    notice = case.notices.get(kind="reasons_request")
    proof = serving.Proof(reference="EM123456789CN", signed_by="张某")
    return serving.serve(notice, manner=manner, on=on, by=cast.registrar, at=at(on), proof=proof)


def time_of(case: Application) -> TimeGiven:
    return time_for_reasons(case.handling.reasons_request)


def need_of(case: Application, on: date):
    return next(need for need in checklist(case, on=on) if need.code == "reasons")


# Ten working days of March 2026. After Monday 2: 3-6 is 4, 9-13 is 9, 16 is 10. After Wednesday 4:
# 5 and 6 is 2, 9-13 is 7, 16-18 is 10; five more for the post: 19, 20, 23-25.
SERVED = [
    ("online", None, None, date(2026, 3, 16)),
    ("counter", "counter", WEDNESDAY, date(2026, 3, 18)),
    ("post", "post", WEDNESDAY, date(2026, 3, 25)),
]


@pytest.mark.full
@pytest.mark.parametrize(("delivery", "manner", "on", "last"), SERVED)
def test_bar_page_and_checklist_follow_the_letter(cast, delivery, manner, on, last):
    case = asked_by(cast, delivery)
    if manner:
        serve(case, cast, manner, on)
    day_after = date.fromordinal(last.toordinal() + 1)
    assert time_of(case) == (10, last, False)
    assert story.reasons_awaited(case).time == time_of(case)
    assert (need_of(case, last).by, need_of(case, last).reason) == (last, "")
    assert "可以不予处理" in need_of(case, day_after).reason
    said = refusal_of(drafted, cast, "excessive", case, DECLINE, last)
    assert f"{last.isoformat()}尚未届满" in said
    assert drafted(cast, "excessive", case, DECLINE, day_after).pk
    letter = paper.issued_pdf(case.notices.get(kind="reasons_request"))
    assert "自收到本告知书之日起10个工作日内" in re.sub(r"\s", "", printed.text(letter))


@pytest.mark.full
def test_a_letter_not_known_to_have_arrived_sets_no_time_running(cast):
    case, later = asked_by(cast, "post"), date(2026, 6, 1)
    assert time_of(case).until is None
    assert need_of(case, later).stands == Stands.OPTIONAL
    assert "送达之后起算10个工作日" in need_of(case, later).reason
    assert "还没有送达申请人" in refusal_of(drafted, cast, "excessive", case, DECLINE, later)


@pytest.mark.full
def test_what_the_post_brings_back_has_to_be_served_again(cast):
    case = asked_by(cast, "post")
    record = serve(case, cast, "post", WEDNESDAY)
    back = date(2026, 3, 12)
    returned.record_return(record, on=back, reason="查无此人", by=cast.registrar, at=at(back))
    assert time_of(case).until is None
    serve(case, cast, "counter", back)
    # After Thursday 12: 13 is 1, 16-20 is 6, 23-26 is 10.
    assert time_of(case).until == date(2026, 3, 26)


@pytest.mark.full
def test_a_revoked_demand_allows_nothing(cast):
    case = asked_by(cast, "online")
    facts = {"taken_back": case.notices.get(kind="reasons_request").number, "reason": "误计。",
             "consequence": "不必说明理由。"}  # fmt: skip
    stories.issued(case, cast, "notice_withdrawn", facts)
    said = refusal_of(drafted, cast, "excessive", case, DECLINE, date(2026, 6, 1))
    assert "已经撤销" in said


@pytest.mark.full
def test_without_the_bar_a_letter_still_in_the_post_would_end_the_case(cast, monkeypatch):
    """The control: the same draft, with nobody looking at when the letter arrived."""
    monkeypatch.setattr(case_fit, "_CHECKS", {})
    assert drafted(cast, "excessive", asked_by(cast, "post"), DECLINE, WEDNESDAY).pk


# Five working days of March 2026. After Wednesday 4: 5 and 6 is 2, 9-11 is 5; five more for the
# post: 12, 13, 16-18.
WAITED = [("counter", WEDNESDAY, date(2026, 3, 11)), ("post", WEDNESDAY, date(2026, 3, 18))]
LETTERS = {
    "correction": ({"missing": "请写明年度。", "days": 5}, "not_corrected"),
    "fee": (stories.FACTS["fee"] | {"days": 5}, "fee_unpaid"),
}


def served(cast: Cast, kind: str, manner: str, on: date) -> Application:
    case = waiting(cast, kind)
    notice = case.notices.get(kind=kind)
    proof = serving.Proof(reference="EM123456789CN", signed_by="张某")
    serving.serve(notice, manner=manner, on=on, by=cast.registrar, at=at(on), proof=proof)
    return Application.objects.get(pk=case.pk)


def waiting(cast: Cast, kind: str) -> Application:
    stories.allow_everything()
    case = in_hand(cast)
    case.delivery = "paper"
    case.save(update_fields=["delivery"])
    stories.issued(case, cast, kind, LETTERS[kind][0], on=MONDAY)
    return Application.objects.get(pk=case.pk)


def abandon(case: Application, cast: Cast, on: date) -> str:
    try:
        acts.take(case, "deem_abandoned", by=cast.office_head, on=on, at=at(on), reason="逾期。")
    except Refusal as refusal:
        return str(refusal)
    return Application.objects.get(pk=case.pk).state


@pytest.mark.full
@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.parametrize(("manner", "on", "last"), WAITED)
def test_nobody_has_given_up_before_the_time_of_the_letter_is_over(cast, kind, manner, on, last):
    case = served(cast, kind, manner, on)
    assert last.isoformat() in abandon(case, cast, last)
    facts = {"reason": "逾期。"}
    with pytest.raises(Refusal, match=last.isoformat()):
        case_fit.check(KINDS[LETTERS[kind][1]], case, facts, on=last)
    assert abandon(case, cast, last + timedelta(days=1)) == "abandoned"


def test_nobody_has_given_up_what_never_arrived(cast, monkeypatch):
    case = waiting(cast, "correction")
    assert "还没有送达" in abandon(case, cast, date(2026, 6, 1))
    monkeypatch.setattr(acts, "refuse_early_abandonment", lambda case, *, on: None)
    assert abandon(case, cast, date(2026, 3, 10)) == "abandoned"  # by the case's own clock
