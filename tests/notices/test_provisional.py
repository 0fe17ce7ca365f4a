"""Letters that reckon into a year whose days off are not announced stay true."""

from datetime import date

import pytest

from casework import issuing, paper
from notices.models import Notice
from notices.outdated import outdated
from notices.stated import dates_stated, stated_as_provisional
from office.models import CalendarNotice
from records.log import SYSTEM
from tests.cast import at, in_hand
from tests.notices import paper as printed
from tests.notices import stories

MONDAY = date(2026, 12, 14)  # twenty working days from here end in January 2027
UNANNOUNCED = "2027年的放假安排尚未公布"


def announced() -> None:
    """The notice for 2027: New Year's Day and Monday 4 January are off."""
    CalendarNotice.objects.create(
        year=2027, document="国办发明电〔2026〕99号", published_on=date(2026, 12, 15),
        rest=[["元旦", "2027-01-01", "2027-01-04"]], work=[], entered_at=at(MONDAY),
    )  # fmt: skip


def acknowledged(cast) -> Notice:
    return issuing.acknowledge(in_hand(cast, MONDAY), by=SYSTEM, on=MONDAY, at=at(MONDAY))


def test_an_acknowledgement_binds_by_the_days_and_calls_the_date_provisional(cast):
    # 15-18, 21-25, 28-31 December are 13; 4-8 January 18, Tuesday the 12th is the 20th.
    notice = acknowledged(cast)
    found = printed.text(paper.issued_pdf(notice))
    assert "自收到申请次日起20个工作日。" in found
    assert "答复期限暂定至2027年1月12日" in found
    assert UNANNOUNCED in found
    assert "以按公布的安排计算的日期为准" in found
    assert dates_stated(notice)["reply"] == date(2027, 1, 12)
    assert stated_as_provisional(notice) == {"reply"}


def test_once_the_notice_is_entered_new_letters_say_the_date_alone(cast):
    announced()
    found = printed.text(paper.issued_pdf(acknowledged(cast)))
    # Monday 4 January is off now: Wednesday 13 January is the 20th.
    assert "20个工作日，至2027年1月13日。" in found
    assert "暂定" not in found
    assert "尚未公布" not in found


def test_a_letter_that_foretold_the_change_is_true_after_it(cast):
    """It is listed as outdated, marked as foretold, and nobody is made to rectify it."""
    notice = acknowledged(cast)
    announced()
    [one] = outdated(notice.application)
    assert (one.said, one.now, one.foretold) == (date(2027, 1, 12), date(2027, 1, 13), True)


def extended(cast) -> Notice:
    case = in_hand(cast, MONDAY)
    return paper.draft(
        "extension", case, by=cast.officer, on=MONDAY, at=at(MONDAY),
        facts=stories.FACTS["extension"],
    )  # fmt: skip


def test_an_extension_leaves_out_a_last_day_that_may_never_have_been_one(cast):
    said = paper.preview_html(extended(cast), on=MONDAY)
    assert "不能在答复期限内作出答复" in said
    assert "决定将答复期限延长15个工作日。" in said
    assert "延长后的答复期限暂定至2027年2月2日" in said
    assert UNANNOUNCED in said


def test_an_extension_after_the_notice_names_both_days(cast):
    announced()
    said = paper.preview_html(extended(cast), on=MONDAY)
    assert "不能在答复期限（至2027年1月13日）内作出答复" in said
    assert "延长后的答复期限至2027年2月3日" in said
    assert "暂定" not in said


@pytest.mark.parametrize(
    "kind", ["correction", "fee", "third_party_consultation", "co_making_consultation"]
)
def test_a_time_given_in_working_days_says_that_its_end_is_provisional(cast, kind):
    stories.allow_everything()
    case = in_hand(cast, MONDAY)
    facts = stories.FACTS[kind] | ({"days": 20} if "days" in stories.FACTS[kind] else {})
    notice = paper.draft(kind, case, by=cast.officer, on=MONDAY, at=at(MONDAY), facts=facts)
    assert UNANNOUNCED in paper.preview_html(notice, on=MONDAY)
    announced()
    assert "尚未公布" not in paper.preview_html(notice, on=MONDAY)


def test_a_short_time_that_ends_this_year_says_nothing_of_the_next(cast):
    # Ten working days from 7 December end on the 21st, before the days a notice might still move.
    monday = date(2026, 12, 7)
    case = in_hand(cast, monday)
    facts = stories.FACTS["correction"]
    notice = paper.draft(
        "correction", case, by=cast.officer, on=monday, at=at(monday), facts=facts
    )  # fmt: skip
    assert "尚未公布" not in paper.preview_html(notice, on=monday)
