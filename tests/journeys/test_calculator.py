"""Anyone works out a deadline, with a script or without, on a desk or a telephone."""

from datetime import date

import pytest
import time_machine

from tests.cast import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def one_day(institution):
    with time_machine.travel(at(date(2026, 3, 4)), tick=True):
        yield


@pytest.mark.full
@pytest.mark.parametrize(
    ("width", "script"),
    [(360, True), (1280, True), (360, False)],
)
def test_a_deadline_is_worked_out_changed_and_sent_on(visitor, width, script):
    reader = visitor(width, script=script)
    reader.goes_to("/guide/").follows("算一算您的申请")
    reader.presses("算出最后一日")
    assert reader.reads("请填写收到申请之日")
    reader.fills("收到申请之日", "2026-03-02").presses("算出最后一日")
    # 3-6 March: 4; 9-13: 9; 16-20: 14; Monday 23: 15.
    assert reader.heading == "最后一日：2026年3月23日（星期一）"

    reader.presses("再加一段不计入的时间")
    reader.page.locator("#id_s2-since").fill("2026-03-10")
    reader.page.locator("#id_s2-until").fill("2026-03-12")
    reader.presses("算出最后一日")
    # 11 and 12 March are left out: Wednesday 25.
    assert reader.heading == "最后一日：2026年3月25日（星期三）"

    friend = visitor(width)
    friend.goes_to(reader.page.url.removeprefix(reader.address))
    assert friend.heading == reader.heading


@pytest.mark.full
def test_on_paper_stand_the_sentence_the_days_and_the_address(visitor):
    reader = visitor()
    reader.goes_to("/deadline/?law=cn-university&received=2026-02-11")
    reader.page.emulate_media(media="print")
    for words in (
        "自次日起数15个工作日",
        "春节调休上班",
        "2026年3月4日打印",
        "received=2026-02-11",
    ):
        assert reader.page.locator(f"text={words} >> visible=true").count()
    for hidden in ("算出最后一日", "打印", "数一数"):
        assert not reader.page.get_by_role("button", name=hidden).first.is_visible()
