"""A draft in a real browser: marks at a press, the page drawn while typing, words not lost."""

from datetime import date

import pytest
import time_machine

from casework import paper
from tests.cast import at
from tests.notices.stories import FACTS, ready

pytestmark = [pytest.mark.browser, pytest.mark.full, pytest.mark.django_db(transaction=True)]

WEDNESDAY = date(2026, 3, 4)


@pytest.fixture(params=[1280, 360])
def width(request) -> int:
    return request.param


def test_marks_preview_and_the_warning_before_words_are_lost(cast, visitor, width):
    with time_machine.travel(at(WEDNESDAY, 9), tick=True):
        case = ready(cast, "refused")
        notice = paper.draft(
            "refused", case, by=cast.officer, on=WEDNESDAY, at=at(WEDNESDAY, 9),
            facts=FACTS["refused"],
        )  # fmt: skip
        officer = visitor(width).signs_in("wu")
        officer.goes_to(f"/staff/notices/{notice.pk}/edit/")
        page = officer.page
        page.locator(".sheet img").wait_for()
        page.get_by_text("自拟正文").first.click()
        box = page.locator("#id_wording")
        box.fill("甲\n乙")
        box.evaluate("box => box.setSelectionRange(0, 3)")
        page.get_by_role("button", name="（一）列表").click()
        assert box.input_value() == "（一）甲\n（二）乙"
        box.evaluate("box => box.setSelectionRange(3, 4)")
        box.press("Control+b")
        assert box.input_value() == "（一）**甲**\n（二）乙"
        page.locator(".as-text .paper ol.as-typed").wait_for(state="attached")
        page.locator(".as-text summary").click()
        officer.looks()
        page.get_by_role("button", name="放大").click()
        assert "zoom-2" in page.locator(".sheets").get_attribute("class")
        asked = []
        page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.goto(officer.address + "/staff/")
        assert asked == ["beforeunload"]
    notice.refresh_from_db()
    assert (notice.draft_number, notice.wording) == (1, "")
