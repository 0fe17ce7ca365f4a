"""More time: once, before the limit ends, with the reason (art. 33(2)); a later date (art. 35)."""

from datetime import date

import pytest

from office.models import Institution
from records.log import APPLICANT
from records.refusals import Refusal
from requests_app.models import Extension
from tests.cast import at, awaiting_correction, in_hand, reasons_heard
from tests.requests_app.situations import TUESDAY, used_up

LAST_DAY = date(2026, 3, 30)  # the twentieth working day after Monday 2 March


def extend(application, cast, on: date, by_days: int = 20) -> None:
    application.extend(
        by=cast.office_head, on=on, at=at(on), by_days=by_days, reason="汇集各学院数据"
    )


@pytest.mark.parametrize("on", [TUESDAY, LAST_DAY])
def test_it_is_counted_on_from_the_end_of_the_limit_whenever_it_is_told(cast, on):
    application = in_hand(cast)
    extend(application, cast, on)
    # Mar 31 - Apr 3 is 4, rest to Mon 6, Apr 7-10 is 8, 13-17 is 13, 20-24 is 18, Tue 28 is 20.
    assert application.due_on == date(2026, 4, 28)
    assert application.handling.extension.approved_by == cast.office_head


def test_the_day_after_the_limit_it_is_too_late(cast):
    application = in_hand(cast)
    with pytest.raises(Refusal, match="期限已于2026年3月30日届满"):
        extend(application, cast, date(2026, 3, 31))
    assert not Extension.objects.exists()


@pytest.mark.parametrize("by_days", [0, -1, 21])
def test_it_is_one_to_twenty_working_days(cast, by_days):
    application = in_hand(cast)
    with pytest.raises(Refusal, match="1至20个工作日"):
        extend(application, cast, TUESDAY, by_days)


def test_there_is_no_second_one(cast):
    application = in_hand(cast)
    extend(application, cast, TUESDAY, 5)
    with pytest.raises(Refusal, match="已延期一次"):
        extend(application, cast, TUESDAY, 5)
    # Five more: Mar 31 - Apr 3 is 4, rest to Mon 6, Tue Apr 7 is the fifth.
    assert application.due_on == date(2026, 4, 7)


def test_not_while_the_applicant_is_asked_and_again_once_they_have_answered(cast):
    application = awaiting_correction(cast)
    with pytest.raises(Refusal, match="等待补正"):
        extend(application, cast, TUESDAY)
    application.receive_correction(by=APPLICANT, on=TUESDAY, at=at(TUESDAY), answer="2025年")
    extend(application, cast, TUESDAY, 1)
    # From Tue 3 twenty working days end on Tue 31 March; one more is Wed 1 April.
    assert application.due_on == date(2026, 4, 1)


def test_under_the_measures_there_is_none_unless_the_school_s_rules_allow_it(cast):
    application = in_hand(cast, law="cn-university")
    with pytest.raises(Refusal, match="没有规定延期"):
        extend(application, cast, TUESDAY, 15)
    Institution.objects.update(law_settings={"cn-university": {"extension.allowed": True}})
    application.__dict__.pop("statute_law")
    with pytest.raises(Refusal, match="1至15个工作日"):
        extend(application, cast, TUESDAY, 16)
    extend(application, cast, TUESDAY, 15)
    # Fifteen end on Mon 23 March; 24-27 is 4, Mar 30 - Apr 3 is 9, Apr 7-10 is 13, Tue 14 is 15.
    assert application.due_on == date(2026, 4, 14)


def test_a_later_date_is_fixed_once_and_stands_instead_of_the_limit(cast):
    application = in_hand(cast)
    chosen = {"due_on": date(2026, 6, 1), "reason": "数量较多"}
    reasons_heard(application, cast)
    application.set_later_date(by=cast.office_head, on=TUESDAY, at=at(TUESDAY), **chosen)
    assert application.due_on == date(2026, 6, 1)
    with pytest.raises(Refusal, match="已经确定过"):
        application.set_later_date(by=cast.office_head, on=TUESDAY, at=at(TUESDAY), **chosen)


def test_the_measures_know_no_later_date(cast):
    application = in_hand(cast, law="cn-university")
    with pytest.raises(Refusal, match="没有延迟答复的规定"):
        application.set_later_date(
            by=cast.office_head, on=TUESDAY, at=at(TUESDAY), due_on=date(2026, 6, 1), reason="多"
        )


def test_a_handling_ordered_by_a_review_may_be_extended_again(cast, institution):
    Institution.objects.update(law_settings={"cn-regulation": {"fees": "tariff_2020"}})
    application = used_up(cast)
    day = date(2026, 3, 9)
    from tests.cast import SUPPLIED

    application.answer(by=cast.leader, on=day, at=at(day), items=[SUPPLIED])
    application.close(by=cast.registrar, on=day, at=at(day))
    application.reopen(by=cast.office_head, on=day, at=at(day), cause="review", reason="决定书")
    extend(application, cast, date(2026, 3, 10), 1)
    # From Mon 9: Mar 10-13 is 4, 16-20 is 9, 23-27 is 14, Mar 30 - Apr 3 is 19, Tue 7 is 20, Wed 8.
    assert application.due_on == date(2026, 4, 8)
