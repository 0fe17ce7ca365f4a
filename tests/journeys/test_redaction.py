"""Parts of a paper are blacked out in the browser: drawn and moved, or typed without a script."""

from datetime import date

import pytest
import time_machine

from casework import making
from notices.models import Redaction
from tests.cast import at, in_hand
from tests.notices import redaction_papers as papers
from tests.notices.redaction_papers import SECRET

pytestmark = [
    pytest.mark.browser, pytest.mark.full, pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("workbench"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def one_day(institution):
    with time_machine.travel(at(date(2026, 3, 4)), tick=True):
        yield


def uploaded(visitor, cast, tmp_path, *, content=None, **how):
    case = in_hand(cast)
    original = tmp_path / "list.pdf"
    original.write_bytes(content or papers.plain(SECRET))
    officer = visitor(**how)
    officer.signs_in("wu").goes_to(f"/staff/cases/{case.number}/redactions/")
    officer.page.set_input_files("#original", str(original))
    return officer.ticks("我确认写入和上传的内容不涉及国家秘密、工作秘密").presses("上传并开始遮盖")


def finished(officer) -> Redaction:
    officer.page.get_by_role("button", name="生成遮盖件").click()
    officer.looks()
    assert officer.reads("遮盖件已生成")
    return Redaction.objects.get()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_box_is_drawn_moved_by_the_keyboard_undone_and_drawn_again(
    visitor, cast, tmp_path, width
):
    officer = uploaded(visitor, cast, tmp_path, width=width).follows("第1页")
    page, sheet = officer.page, officer.page.locator("[data-sheet]")
    sheet.scroll_into_view_if_needed()
    frame = sheet.bounding_box()

    def drawn() -> None:
        page.mouse.move(frame["x"] + frame["width"] * 0.2, frame["y"] + frame["height"] * 0.3)
        page.mouse.down()
        page.mouse.move(frame["x"] + frame["width"] * 0.4, frame["y"] + frame["height"] * 0.4)
        page.mouse.move(frame["x"] + frame["width"] * 0.7, frame["y"] + frame["height"] * 0.5)
        page.mouse.up()

    drawn()
    rows = page.locator("[data-rows] [data-row]")
    assert rows.count() == 1
    page.get_by_role("button", name="撤销").click()
    assert rows.count() == 0
    sheet.scroll_into_view_if_needed()
    frame = sheet.bounding_box()
    drawn()
    left = float(rows.first.locator("[name^=x-]").input_value())
    page.keyboard.press("ArrowRight")
    assert float(rows.first.locator("[name^=x-]").input_value()) == pytest.approx(left + 1)
    page.keyboard.press("Shift+ArrowDown")
    rows.first.locator("select").select_option("privacy")
    officer.presses("保存")
    (box,) = finished(officer).boxes
    assert box["x"] == pytest.approx(papers.SIZE[0] * papers.IN_MM * 0.2 + 1, abs=0.6)
    assert box["ground"] == "privacy"


def test_without_a_script_positions_are_typed(visitor, cast, tmp_path):
    officer = uploaded(visitor, cast, tmp_path, script=False).follows("第1页")
    page = officer.page
    page.locator("summary", has_text="写尺寸加一处").click()
    for name, value in (("x", "20"), ("y", "20"), ("width", "50"), ("height", "12")):
        page.locator(f"#{name}-new").fill(value)
    page.locator("#ground-new").select_option("privacy")
    officer.presses("保存")
    (box,) = finished(officer).boxes
    assert (box["x"], box["width"]) == (20, 50)


@pytest.mark.parametrize("script", [True, False])
def test_a_long_file_is_waited_for_or_left_and_found_again(
    visitor, cast, tmp_path, monkeypatch, script
):
    monkeypatch.setattr(making, "SHORT", 0)
    officer = uploaded(visitor, cast, tmp_path, script=script)
    page = officer.page
    page.fill("#wanted", SECRET)
    officer.presses("遮盖每一处").presses("生成遮盖件")
    assert officer.reads("正在生成遮盖件")
    again = page.get_by_role("link", name="看最新进度")
    assert again.is_visible() is not script  # no worker runs: a page with a script asks for itself
    making.make_waiting(at=at(date(2026, 3, 4), 1))
    if not script:
        again.click()
    page.get_by_text("遮盖件已生成").wait_for()
    officer.looks()
    assert officer.reads("各页没有文字、字体、批注和附件")


def test_small_pages_are_fetched_as_they_come_into_view_each_strip_once(visitor, cast, tmp_path):
    pdf = papers.new()
    for _page in range(149):
        papers.add(pdf)
    officer = uploaded(visitor, cast, tmp_path, content=papers.saved(pdf))
    page, asked = officer.page, []
    page.on("request", lambda request: asked.append(request.url) if "strip" in request.url else 0)
    page.reload(wait_until="load")
    page.wait_for_timeout(500)
    at_first = len(asked)
    assert 0 < at_first < 13
    last = page.locator(".thumbs img").last
    last.scroll_into_view_if_needed()
    page.wait_for_function("(img) => img.complete && img.naturalHeight", arg=last.element_handle())
    assert len(asked) == len(set(asked)) > at_first
