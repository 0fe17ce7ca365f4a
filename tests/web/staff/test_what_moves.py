"""What moves is on the page before it moves: for steps, and for whoever signs a letter."""

import re
from datetime import date

import pytest
from django.urls import reverse

from casework import issuing, paper
from casework.trial import foresee_notice
from notices.models import Notice
from records import approval, log
from records.log import SYSTEM
from requests_app.models import Application
from requests_app.who import actor_of
from tests.cast import MONDAY, at, in_hand
from tests.notices.desk import FRIDAY, submitted
from tests.web.staff.people_at_desks import desk, on, text
from web.staff.words import moves_in_words


def acknowledged(cast) -> Application:
    case = in_hand(cast)
    issuing.acknowledge(case, by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))
    return case


def righted(cast, case: Application, **typed):
    address = reverse("staff:step", args=[case.number, "set_right"])
    given = {
        "state": "in_hand", "received_on": "2026-02-27", "approved_by": cast.leader.pk,
        "reason": "签收单为证", "on": "2026-03-06", "version": case.version, "seen": "",
    }  # fmt: skip
    with on(FRIDAY, 10):
        return desk(cast.office_head).post(address, given | typed)


def test_every_limit_that_moves_and_every_letter_made_untrue_is_on_the_page(cast):
    case = acknowledged(cast)
    html = text(righted(cast, case))
    assert "这样办会改变期限，并使已发出的文书与事实不符，还没有办理。" in html
    for moved in ("2026-03-30", "2026-03-26", "2026-03-11", "2026-03-09"):
        assert moved in html
    number = case.notices.get().number
    assert number in html
    assert "写的收到申请之日是2026年3月2日，改后为2026年2月27日" in html
    assert "写的答复的最后一日是2026年3月30日，改后为2026年3月26日" in html
    assert "用“更正告知书”告诉申请人" in html
    assert Application.objects.get(pk=case.pk).received_on == MONDAY


def test_pressed_again_it_is_done_logged_and_the_log_reads_in_words(cast):
    case = acknowledged(cast)
    form = righted(cast, case).context["form"]
    response = righted(cast, case, seen=form.data["seen"])
    assert response.status_code == 302
    with on(FRIDAY, 11):
        html = text(desk(cast.office_head).get(case.get_absolute_url()))
    assert "答复期限：2026-03-30 → 2026-03-26" in html
    assert f"与事实不符的文书：{case.notices.get().number}" in html


@pytest.mark.full
def test_what_happened_meanwhile_is_shown_anew(cast):
    case = acknowledged(cast)
    seen = righted(cast, case).context["form"].data["seen"]
    case.extend(by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 8), by_days=15, reason="汇集数据")
    case.refresh_from_db()
    response = righted(cast, case, seen=seen, version=case.version)
    assert response.status_code == 200
    assert "还没有办理" in text(response)
    # 26 March and fifteen more: 27, 30-31, 1-3 April, 7-10, 13-17.
    assert "2026-04-17" in text(response)


def approving(cast, notice: Notice, **given):
    address = reverse("staff:approve", args=[notice.pk])
    with on(FRIDAY, 12):
        return desk(cast.office_head).post(address, {"seen": notice.draft_number} | given)


def test_the_approver_sees_what_moves_and_signs_that(cast):
    notice = submitted(cast, "extension")
    with on(FRIDAY, 12):
        page = desk(cast.office_head).get(reverse("staff:approve", args=[notice.pk]))
    html = text(page)
    assert "2026-03-30" in html
    assert "2026-04-21" in html
    foreseen = page.context["card"].foreseen.seen
    assert approving(cast, notice, foreseen=foreseen).status_code == 302
    notice.refresh_from_db()
    assert notice.is_issued
    entry = log.entries(notice.application.chain).get(event="notice_approved")
    assert entry.payload["moved"][0]["becomes"] == "2026-04-21"


def test_an_approval_sent_without_having_seen_it_signs_nothing_and_keeps_the_comment(cast):
    notice = submitted(cast, "extension")
    response = approving(cast, notice, foreseen="", comment="同意，请尽快答复")
    html = text(response)
    assert response.status_code == 200
    assert "还没有签署" in html
    assert "同意，请尽快答复" in html
    notice.refresh_from_db()
    assert not notice.is_issued
    assert not paper.stages(notice)[0].approval


@pytest.mark.full
def test_a_draft_shows_its_writer_what_it_would_move(cast):
    notice = submitted(cast, "third_party_consultation")
    with on(FRIDAY, 12):
        html = text(desk(cast.officer).get(reverse("staff:notice", args=[notice.pk])))
    assert foresee_notice(notice, on=FRIDAY).reply.becomes > date(2026, 3, 30)
    assert "会改变的日期" in html
    assert "发出后起草征求意见告知书" not in html  # no letter to the applicant states a date yet


@pytest.mark.full
def test_a_letter_that_tells_of_the_change_itself_says_so(cast):
    notice = submitted(cast, "extension")
    issuing.acknowledge(notice.application, by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))
    with on(FRIDAY, 12):
        html = text(desk(cast.office_head).get(reverse("staff:approve", args=[notice.pk])))
    assert "已发出的文书会与事实不符" in html
    assert "本文书即告知申请人期限的变化" in html


@pytest.mark.full
def test_a_letter_fully_signed_but_not_printed_is_issued_only_as_shown(cast):
    """The printing failed after the last signature: sent again, it is shown again."""
    notice = submitted(cast, "correction")
    foreseen = foresee_notice(notice, on=FRIDAY).seen
    address = reverse("staff:notice_issue", args=[notice.pk])
    _signed_only(cast, notice)
    with on(FRIDAY, 13):
        desk(cast.office_head).post(address, {"foreseen": ""})
    notice.refresh_from_db()
    assert not notice.is_issued
    with on(FRIDAY, 13):
        desk(cast.office_head).post(address, {"foreseen": foreseen})
    notice.refresh_from_db()
    assert notice.is_issued


def _signed_only(cast, notice: Notice) -> None:
    """The signature as `approve` leaves it when the press refuses afterwards."""
    approval.approve(
        notice.subject_key, stage="office", by=actor_of(cast.office_head), at=at(FRIDAY, 11),
        content_hash=notice.content_hash, comment="", not_by=notice.drafters,
    )  # fmt: skip


def test_every_limit_that_may_move_has_its_name_in_the_log(cast):
    codes = ("reply", "correction", "payment", "review", "suit", "suit_after_review", "defence")
    moved = [
        {"limit": code, "was": "2026-08-17", "becomes": None, "provisional": False}
        for code in (*codes, "review_reply", "correction_notice", "third_party", "alarm")
    ]
    for said in moves_in_words({"moved": moved}):
        assert not re.search(r"[a-z]", said), said
