"""What was told and is so no longer, and the letter that puts it right."""

from datetime import date

import pytest

from casework import paper
from casework.checklist import checklist
from notices.outdated import outdated
from requests_app.models import Application
from tests.cast import MONDAY, at, in_hand
from tests.notices import paper as printed
from tests.notices import stories
from tests.notices.desk import FRIDAY, approved_up_to

FACTS = stories.FACTS["rectification"]


def rectified(cast) -> tuple[Application, str]:
    notice = approved_up_to(cast, "rectification", cast.office_head)
    return notice.application, printed.text(paper.issued_pdf(notice))


def test_it_says_what_was_written_where_and_what_is_so(cast):
    # From 27 February: the made-up Saturday 28 is 1, 2-6, 9-13, 16-20 March to 16, 23-26 to 20.
    _case, found = rectified(cast)
    assert (
        "示例大学信公收〔2026〕1号）所写收到申请之日“2026年3月2日”，更正为“2026年2月27日”" in found
    )
    assert "所写答复期限“至2026年3月30日”，更正为“至2026年3月26日”" in found
    assert "更正理由：经核对网上提交记录，收到日期登记有误。" in found


def test_after_it_nothing_is_outdated_and_no_second_one_can_be_written(cast):
    case, _found = rectified(cast)
    assert outdated(case) == []
    choices = {choice.code: choice for choice in paper.kinds_open_to(case, cast.officer)}
    assert "没有要更正的" in choices["rectification"].reasons[0]


def test_the_checklist_asks_for_it_by_the_number_of_the_letter(cast):
    case = stories.ready(cast, "rectification")
    needs = {need.code: need for need in checklist(case, on=FRIDAY)}
    assert "示例大学信公收〔2026〕1号" in needs["rectification"].reason


def test_another_law_is_put_right_too(cast):
    case = stories.ready(cast, "rectification")
    case.choose_law(
        by=cast.office_head, on=FRIDAY, at=at(FRIDAY), law="cn-university", reason="办学信息"
    )
    case = Application.objects.get(pk=case.pk)
    notice = paper.draft(
        "rectification", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=FACTS
    )
    said = paper.preview_html(notice, on=FRIDAY)
    assert "所依据的法规，更正为《高等学校信息公开办法》" in said


def test_a_limit_that_stands_still_contradicts_no_letter(cast):
    case = stories.ready(cast, "rectification")
    case.request_correction(by=cast.office_head, on=FRIDAY, at=at(FRIDAY), missing="年度", days=10)
    assert [one.what for one in outdated(Application.objects.get(pk=case.pk))] == ["received_on"]


def test_where_nothing_was_told_nothing_is_outdated(cast):
    assert outdated(in_hand(cast, MONDAY)) == []


@pytest.mark.full
def test_an_extension_is_told_by_its_own_letter(cast):
    case = stories.ready(cast, "rectification")
    case = rectify(cast, case)
    notice = paper.draft(
        "extension", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["extension"],
    )  # fmt: skip
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 15))
    paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 16))
    assert outdated(Application.objects.get(pk=case.pk)) == []
    # 27-31 March are 3 of the fifteen more, 1-3 April 6, 7-10 to 10, 13-17 to 15.
    assert Application.objects.get(pk=case.pk).due_on == date(2026, 4, 17)


def rectify(cast, case: Application) -> Application:
    notice = paper.draft(
        "rectification", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=FACTS
    )
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    return Application.objects.get(pk=case.pk)
