"""Revoking a notice by the pages: from the notice that was wrong to the one that says so."""

import re
from datetime import date

import pytest
from django.urls import reverse

from casework import issuing, paper
from notices.models import Notice
from records.log import SYSTEM
from tests.cast import MONDAY, at, in_hand
from tests.notices import stories
from tests.notices.stories import issued
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 3, 5)


@pytest.fixture
def notice(cast) -> Notice:
    return issuing.acknowledge(in_hand(cast), by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))


def read(user, address: str) -> str:
    with on(THURSDAY):
        return text(desk(user).get(address))


def of(notice: Notice) -> str:
    return reverse("staff:notice", args=[notice.pk])


def test_the_page_of_a_notice_leads_to_the_one_that_revokes_it(cast, notice):
    html = read(cast.officer, of(notice))
    address = reverse("staff:draft", args=[notice.application.number, "notice_withdrawn"])
    assert f'href="{address}?taken_back=' in html
    assert f'href="/verify/{notice.code}/"' in html
    form = read(cast.officer, f"{address}?taken_back={notice.number}")
    assert f'value="{notice.number}"' in form
    assert "checked" in form
    assert "办件的状态、日期和期限不因此改变" in form
    assert "更正告知书" in form


def test_who_does_not_draft_is_not_led_there(cast, notice):
    assert "taken_back" not in read(cast.inspector, of(notice))


def test_a_number_that_was_not_offered_is_refused_at_the_field(cast, notice):
    address = reverse("staff:draft", args=[notice.application.number, "notice_withdrawn"])
    data = {"taken_back": "别的号", "reason": "有误", "consequence": "无", "no_secrets": "on"}
    with on(THURSDAY):
        html = text(desk(cast.officer).post(address, data))
    assert not Notice.objects.drafts().exists()
    assert "别的号" in html
    assert 'aria-invalid="true"' in html


@pytest.mark.full
def test_revoked_it_says_so_on_every_page_and_is_revoked_no_more(cast, notice):
    facts = {"taken_back": notice.number, "reason": "日期有误。", "consequence": "另行出具。"}
    letter = issued(notice.application, cast, "notice_withdrawn", facts)
    html = read(cast.officer, of(notice))
    assert "已撤销" in html
    assert of(letter) in html
    assert "taken_back" not in html
    assert of(notice) in read(cast.officer, of(letter))
    assert "<b>已撤销</b>" in read(cast.officer, notice.application.get_absolute_url())
    drafting = reverse("staff:draft", args=[notice.application.number, "correction"])
    form = read(cast.officer, drafting)
    assert "替代已撤销的文书" in form
    assert f'value="{notice.number}"' in form


@pytest.mark.full
def test_where_nothing_was_revoked_there_is_nothing_to_replace(cast, notice):
    address = reverse("staff:draft", args=[notice.application.number, "correction"])
    assert "替代已撤销的文书" not in read(cast.officer, address)


@pytest.mark.full
def test_a_letter_to_a_party_leads_to_the_one_that_ends_the_consultation_and_shows_what_moves(cast):
    asked = issued(in_hand(cast), cast, "third_party_consultation")
    number = asked.application.number
    address = reverse("staff:draft", args=[number, "consultation_withdrawn"])
    assert f'href="{address}?taken_back=' in read(cast.officer, of(asked))
    assert "征求意见终止" in read(cast.officer, f"{address}?taken_back={asked.number}")
    data = {
        "taken_back": asked.number, "reason": "误发。", "consequence": "不必答复。",
        "no_secrets": "on",
    }  # fmt: skip
    with on(THURSDAY):
        desk(cast.officer).post(address, data)
    draft = Notice.objects.drafts().get()
    paper.submit(draft, by=cast.officer, at=at(THURSDAY, 8))
    page = reverse("staff:approve", args=[draft.pk])
    html = read(cast.office_head, page)
    assert "2026-04-28" in html  # the limit as it was
    assert "2026-03-31" in html  # and as it becomes
    seen = re.search(r'name="foreseen" value="([^"]+)"', html)[1]
    with on(THURSDAY):
        client = desk(cast.office_head)
        client.post(page, {"seen": draft.draft_number, "foreseen": "another"})
        assert asked.application.consultations.get().is_open
        client.post(page, {"seen": draft.draft_number, "foreseen": seen})
    assert not asked.application.consultations.get().is_open
    case = read(cast.officer, asked.application.get_absolute_url())
    assert "征求意见书已撤销" in case


@pytest.mark.full
def test_an_override_on_which_a_reply_rests_is_not_revoked_and_the_page_says_why(cast):
    case = stories.ready(cast, "third_party_override")
    facts = stories.facts_for("third_party_override", case)
    letter = issued(case, cast, "third_party_override", facts)
    case.refresh_from_db()
    case.answer(by=cast.leader, on=THURSDAY, at=at(THURSDAY, 8), items=[stories.SUPPLIED])
    address = reverse("staff:draft", args=[case.number, "override_withdrawn"])
    assert "答复已经作出，须先撤销答复" in read(
        cast.officer, f"{address}?taken_back={letter.number}"
    )
