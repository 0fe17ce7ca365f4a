"""Revoking a notice by the pages: from the notice that was wrong to the one that says so."""

from datetime import date

import pytest
from django.urls import reverse

from casework import issuing
from notices.models import Notice
from records.log import SYSTEM
from tests.cast import MONDAY, at, in_hand
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
