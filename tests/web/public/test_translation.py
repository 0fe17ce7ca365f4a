"""The translation beside a notice, for its applicant."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from casework import paper, suspected
from notices.models import Notice
from records import disk
from tests.cast import at
from tests.notices.english_texts import name_in_english
from tests.notices.stories import FACTS
from tests.web.public.test_case import Case
from tests.web.public.test_case import case as case
from tests.web.public.test_case import clock as clock

WEDNESDAY = date(2026, 3, 4)


def issued(case: Case, cast, *, english: bool) -> Notice:
    name_in_english()
    notice = paper.draft(
        "refused", case.in_hand().row, by=cast.officer, on=WEDNESDAY, at=at(WEDNESDAY),
        facts=FACTS["refused"],
        translation=paper.Translation(english, {"items.0.reasons": "A draft."}),
    )  # fmt: skip
    paper.submit(notice, by=cast.officer, at=at(WEDNESDAY, 10))
    for who in (cast.department_head, cast.office_head, cast.leader):
        paper.approve(notice, by=who, on=WEDNESDAY, at=at(WEDNESDAY, 11))
    notice.refresh_from_db()
    return notice


def test_an_applicant_finds_the_translation_beside_the_notice(case, cast, clock):
    notice = issued(case, cast, english=True)
    clock.move_to("2026-03-04T15:00:00+08:00", tick=False)
    address = reverse("public:notice_english", args=[notice.pk])
    case.client.post("/track/", {"number": case.number, "code": case.code})
    assert address in case.page()
    answer = case.client.get(address)
    assert answer.content == paper.issued_translation(notice)
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    disk.remove(notice.english_pdf.path)
    assert "暂时打不开" in case.client.get(address, follow=True).content.decode()


@pytest.mark.full
def test_a_translation_that_is_stopped_sends_its_reader_back_with_the_reason(case, cast, clock):
    notice = issued(case, cast, english=True)
    suspected.stop(notice.application, notice.english_pdf, by=cast.officer, at=at(WEDNESDAY, 12))
    clock.move_to("2026-03-04T15:00:00+08:00", tick=False)
    case.client.post("/track/", {"number": case.number, "code": case.code})
    answer = case.client.get(reverse("public:notice_english", args=[notice.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("public:case"), 302)]
    assert "疑似涉密，已停止使用" in answer.content.decode()


def test_a_letter_suspected_of_a_secret_keeps_its_translation_back_too(
    case, cast, clock, monkeypatch
):
    notice = issued(case, cast, english=True)
    clock.move_to("2026-03-04T15:00:00+08:00", tick=False)
    suspected.stop(notice.application, notice.pdf, by=cast.officer, at=at(WEDNESDAY, 14))
    address = reverse("public:notice_english", args=[notice.pk])
    staff = reverse("staff:notice_english", args=[notice.pk])
    case.client.post("/track/", {"number": case.number, "code": case.code})
    assert "疑似涉密" in case.client.get(address, follow=True).content.decode()
    officer = Client()
    officer.force_login(cast.officer)
    assert "疑似涉密" in officer.get(staff, follow=True).content.decode()
    monkeypatch.setattr(suspected, "_letters", lambda hashes: iter(()))
    assert case.client.get(address).content == officer.get(staff).content


@pytest.mark.parametrize("whose", ["own", "other"])
def test_what_has_no_translation_or_is_anothers_is_not_there(case, cast, clock, whose):
    notice = issued(case, cast, english=whose == "other")
    clock.move_to("2026-03-04T15:00:00+08:00", tick=False)
    visitor = case if whose == "own" else Case(cast)
    visitor.client.post("/track/", {"number": visitor.number, "code": visitor.code})
    assert visitor.client.get(reverse("public:notice_english", args=[notice.pk])).status_code == 404
