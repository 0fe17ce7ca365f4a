"""The page as it will print beside the form: drawn from what is typed, and kept nowhere."""

import base64
import io
import re

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from PIL import Image

from casework import paper
from notices import pdf
from tests.cast import at, in_hand
from tests.notices.english_texts import name_in_english
from tests.notices.odd_pages import odd_pages
from tests.notices.stories import allow_everything, ready
from tests.web.staff.people_at_desks import desk, on, text
from tests.web.staff.test_paper_pages import WEDNESDAY, begun, form_of
from web.staff import notice_page

PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')


@pytest.fixture(autouse=True)
def _nobody_has_previewed():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def fast_press(monkeypatch):
    """One page set once, for tests that do not look at it."""
    kept = {}

    def render(html):
        kept["html"] = html
        return kept.setdefault("page", _press(html))

    _press = pdf.render
    monkeypatch.setattr(pdf, "render", render)
    return kept


def pictures(html: str) -> list[Image.Image]:
    return [Image.open(io.BytesIO(base64.b64decode(found))) for found in PICTURE.findall(html)]


def rows() -> dict[str, list]:
    """Every row of every table but the sessions."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in apps.get_models()
        if model is not Session
    }


def shown(client, address, sent):
    with on(WEDNESDAY, 11):
        return client.post(address, sent)


def test_what_is_typed_is_drawn_as_it_will_print_and_nothing_is_saved(cast):
    notice = begun(cast)
    address = reverse("staff:preview_edit", args=[notice.pk])
    client, before = desk(cast.officer), rows()
    sent = form_of("refused", seen=1) | {"items-0-reasons": "正在写的理由。", "submit": "1"}
    answer = shown(client, address, sent)
    assert rows() == before
    html = text(answer)
    (page,) = pictures(html)
    assert page.width / page.height == pytest.approx(210 / 297, abs=0.01)
    assert len(page.convert("RGB").getcolors(1 << 20)) > 8
    assert "正在写的理由" in html
    assert '<article class="paper" lang="zh-CN">' in html
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.full
def test_a_notice_not_saved_yet_is_drawn_too(cast, fast_press):
    case = in_hand(cast)
    address = reverse("staff:preview_new", args=[case.number, "refused"])
    client, before = desk(cast.officer), rows()
    html = text(shown(client, address, form_of("refused")))
    assert rows() == before
    assert len(pictures(html)) == 1


def test_a_missing_text_is_a_gap_and_named(cast, fast_press):
    case = in_hand(cast)
    address = reverse("staff:preview_new", args=[case.number, "refused"])
    html = text(shown(desk(cast.officer), address, form_of("refused") | {"items-0-reasons": ""}))
    assert "请写明事实与理由。" in html
    assert "〔待填：事实与理由〕" in html
    assert "〔待填：事实与理由〕" in fast_press["html"]
    assert len(pictures(html)) == 1


@pytest.mark.full
def test_of_several_items_those_that_can_be_read_are_drawn(cast, fast_press):
    case = in_hand(cast)
    address = reverse("staff:preview_new", args=[case.number, "partly_granted"])
    sent = form_of("partly_granted") | {
        "items-TOTAL_FORMS": "3", "items-1-asked_for": "食堂合同", "items-1-answer": "",
        "items-2-asked_for": "会议记录", "items-2-answer": "refused_process",
        "items-2-reasons": "讨论记录。", "items-2-DELETE": "on",
    }  # fmt: skip
    html = text(shown(desk(cast.officer), address, sent))
    assert "第2项：请选择答复。" in html
    assert "隐去姓名、学号后的名单见附件。" in fast_press["html"]
    assert "讨论记录" not in html


@pytest.mark.full
@pytest.mark.parametrize("days", ["", "ten", "99"])
def test_a_number_that_cannot_be_read_is_named_and_no_letter_drawn(cast, days, fast_press):
    allow_everything()
    case = ready(cast, "correction")
    address = reverse("staff:preview_new", args=[case.number, "correction"])
    html = text(shown(desk(cast.officer), address, form_of("correction") | {"days": days}))
    assert "补正期限（工作日）" in html
    assert not pictures(html)
    assert "改正之后才能排出来看。" in html


@pytest.mark.full
def test_a_character_no_font_has_is_named(cast):
    case = in_hand(cast)
    address = reverse("staff:preview_new", args=[case.number, "refused"])
    sent = form_of("refused") | {"items-0-reasons": "字\U000e0041。", "wording": ""}
    html = text(shown(desk(cast.officer), address, sent | {"wording": "根据\U0010ffff"}))
    assert "字库中没有" in html
    assert not pictures(html)


@pytest.mark.full
def test_the_translation_is_drawn_after_the_letter(cast, fast_press):
    name_in_english()
    case = in_hand(cast)
    address = reverse("staff:preview_new", args=[case.number, "refused"])
    sent = form_of("refused") | {"english": "on", "english.items.0.reasons": "A draft."}
    html = text(shown(desk(cast.officer), address, sent))
    assert "译文第1页" in html
    assert "A draft." in fast_press["html"]


@pytest.mark.full
def test_parts_and_items_that_cannot_be_read_take_only_their_own_english_with_them(
    cast, fast_press
):
    name_in_english()
    case = in_hand(cast)
    address = reverse("staff:preview_new", args=[case.number, "partly_granted"])
    sent = form_of("partly_granted") | {
        "items-0-withheld-1-part": "第2页", "items-0-withheld-2-ground": "refused_process",
        "items-0-withheld-2-reasons": "讨论记录。", "items-TOTAL_FORMS": "3",
        "items-1-asked_for": "食堂合同", "items-1-answer": "", "items-2-asked_for": "会议记录",
        "items-2-answer": "refused_process", "items-2-reasons": "讨论记录。", "english": "on",
        "english.items.0.withheld.0.part": "Names", "english.items.0.withheld.1.part": "Page 2",
        "english.items.0.withheld.2.reasons": "A discussion.",
        "english.items.1.asked_for": "Canteen contract", "english.items.2.asked_for": "Minutes",
    }  # fmt: skip
    html = text(shown(desk(cast.officer), address, sent))
    english = fast_press["html"]
    assert "请选择不予公开的依据。" in html
    assert "〔待填：不予公开的部分〕" in html
    assert "(1) Names" in english
    assert "A discussion." in english
    assert "Page 2" not in english
    assert "2. On &quot;Minutes&quot;" in english
    assert "Canteen" not in english


@pytest.mark.full
def test_one_preview_at_a_time_and_not_too_many_a_minute(cast, fast_press, monkeypatch):
    notice = begun(cast)
    address, sent = reverse("staff:preview_edit", args=[notice.pk]), form_of("refused", seen=1)
    client = desk(cast.officer)
    inside = []
    make = pdf.render

    def render(html):
        if not inside:
            inside.append(shown(client, address, sent).status_code)
        return make(html)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(pdf, "render", render)
        assert shown(client, address, sent).status_code == 200
    assert inside == [429]
    monkeypatch.setattr("web.staff.views.draft_preview.MOST_A_MINUTE", 2)
    assert shown(client, address, sent).status_code == 200
    assert shown(client, address, sent).status_code == 429
    assert shown(desk(cast.office_head), address, sent).status_code == 200


@pytest.mark.full
def test_a_count_that_is_lost_begins_anew(cast, fast_press, monkeypatch):
    notice = begun(cast)
    address, sent = reverse("staff:preview_edit", args=[notice.pk]), form_of("refused", seen=1)
    forgets = cache.set

    def forget(key, *args, **kwargs):  # as a cache that is full may at any moment
        forgets(key, *args, **kwargs)
        cache.delete(key)

    monkeypatch.setattr(cache, "set", forget)
    client = desk(cast.officer)
    assert [shown(client, address, sent).status_code for _n in range(2)] == [200, 200]


def test_only_who_may_draft_gets_a_preview_and_only_of_a_draft(cast, fast_press):
    notice = begun(cast)
    address, sent = reverse("staff:preview_edit", args=[notice.pk]), form_of("refused", seen=1)
    assert shown(desk(cast.outsider), address, sent).status_code == 404
    assert shown(desk(cast.leader), address, sent).status_code == 403
    with on(WEDNESDAY, 11):
        assert desk(cast.officer).get(address).status_code == 405
    new = reverse("staff:preview_new", args=[notice.application.number, "acknowledgement"])
    assert shown(desk(cast.officer), new, {}).status_code == 404
    paper.discard(notice, by=cast.officer, at=at(WEDNESDAY, 12), reason="不用")
    assert shown(desk(cast.officer), address, sent).status_code == 404


@pytest.mark.full
def test_without_script_the_same_pages_come_as_one_picture(cast):
    notice = begun(cast)
    with on(WEDNESDAY, 11):
        html = text(desk(cast.officer).get(reverse("staff:notice_edit", args=[notice.pk])))
        address = reverse("staff:notice_pages", args=[notice.pk])
        assert f'<noscript><img class="strip" src="{address}?draft=1"' in html
        answer = desk(cast.officer).get(address)
        assert desk(cast.outsider).get(address).status_code == 404
    assert answer.headers["Content-Type"] == "image/png"
    assert "no-store" in answer.headers["Cache-Control"]
    assert Image.open(io.BytesIO(answer.content)).height > 1000


@pytest.mark.full
def test_of_a_long_paper_the_first_pages_are_painted_one_picture_at_a_time(cast, monkeypatch):
    notice = begun(cast)
    address, painted = reverse("staff:notice_pages", args=[notice.pk]), []
    long, client = odd_pages(), desk(cast.officer)

    def fetch(found, *, on):
        painted.append(client.get(address).status_code if not painted else 0)
        return long

    monkeypatch.setattr(notice_page, "pdf_of", fetch)
    heights = []
    with on(WEDNESDAY, 11):
        for most in (1, 2):
            monkeypatch.setattr("web.staff.views.draft_preview.MOST_PAGES", most)
            heights.append(Image.open(io.BytesIO(client.get(address).content)).height)
    assert heights[0] < heights[1]
    assert painted[0] == 429
