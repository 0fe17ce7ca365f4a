"""A report on its way through the signatures, on the pages of those who sign and who wrote it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from reports import approving, publication
from reports.models import AnnualReport
from reports.writing import assign
from statute.periods import school_year
from tests.cast import at
from tests.reports.histories import Story, put
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db

TODAY = date(2025, 10, 20)
NOW = at(TODAY)
TEXTS = {"overview": "收到{received}件。", "proactive": "公开3项。", "evaluation": "良好。",
         "problems": "改进。"}  # fmt: skip


@pytest.fixture
def submitted(cast):
    put([Story("business", "cn-university", date(2025, 6, 2))])
    report = publication.begin(school_year(2024), by=cast.registrar, at=NOW)
    publication.write(report, texts=TEXTS, edits=0, by=cast.registrar, at=NOW)
    approving.submit(report, edits=report.edits, by=cast.registrar, on=TODAY, at=NOW)
    return report


def to_sign(report):
    return reverse("staff:report_approve", args=[report.pk])


def post(person, address, *, fresh=True, **sent):
    with on(TODAY):
        return desk(person, fresh=fresh).post(address, sent, follow=True)


def seen(person, report):
    with on(TODAY):
        return re.search(r'name="seen" value="(\w+)"', text(desk(person).get(to_sign(report))))[1]


def test_it_waits_in_the_inbox_of_whose_turn_it_is_and_is_counted(cast, submitted):
    for person, waits in ((cast.office_head, True), (cast.leader, False), (cast.registrar, False)):
        with on(TODAY):
            page = text(desk(person).get(reverse("staff:approvals")))
        assert (to_sign(submitted) in page) == waits
        assert ("审批（1）" in page) == waits


def test_who_has_nothing_to_sign_is_led_to_the_report(cast, submitted):
    with on(TODAY):
        assert desk(cast.leader).get(to_sign(submitted)).url == reverse(
            "staff:report_show", args=[submitted.pk]
        )
        assert desk(cast.officer).get(to_sign(submitted)).status_code == 403


def test_it_is_signed_with_a_fresh_password_only_and_what_was_typed_stays(cast, submitted):
    digest = seen(cast.office_head, submitted)
    sent = {"seen": digest, "comment": "好。"}
    said = text(post(cast.office_head, to_sign(submitted), fresh=False, **sent))
    assert "请再输入一次密码" in said
    assert "好。</textarea>" in said
    assert len(approving.missing(submitted, submitted.submitted_hash)) == 2
    said = text(post(cast.office_head, to_sign(submitted), **sent))
    assert "已批准。" in said
    assert [stage.code for stage in approving.missing(submitted, submitted.submitted_hash)] == [
        "leader"
    ]


def test_it_is_sent_back_with_a_reason_only(cast, submitted):
    address = reverse("staff:report_send_back", args=[submitted.pk])
    assert "退回时请写明理由。" in text(post(cast.office_head, address, comment=""))
    assert "已退回修改。" in text(post(cast.office_head, address, comment="第六部分太短。"))
    with on(TODAY):
        page = text(desk(cast.registrar).get(reverse("staff:report_show", args=[submitted.pk])))
    assert "第六部分太短。" in page
    assert reverse("staff:report_submit", args=[submitted.pk]) in page


def test_a_number_that_moved_is_told_and_cannot_be_signed(cast, submitted):
    digest = seen(cast.office_head, submitted)
    put([Story("business", "cn-university", date(2025, 6, 3))])
    said = text(post(cast.office_head, to_sign(submitted), seen=digest))
    assert "送审以后数字或者公开目录有变动，审批已经失效。" in said
    assert not approving.remarks(submitted)
    assert ">批准</button>" not in said


def test_the_writer_takes_it_back(cast, submitted):
    recall = reverse("staff:report_recall", args=[submitted.pk])
    assert post(cast.leader, recall).status_code == 403
    assert "已撤回" in text(post(cast.registrar, recall))
    submitted.refresh_from_db()
    assert not submitted.is_submitted


# The file of an own form may be taken away


def test_a_report_whose_form_is_gone_is_named_and_fails_no_page(cast, submitted):
    approving_page, listing = reverse("staff:approvals"), reverse("staff:report")
    whole = [reverse(f"staff:{name}", args=[submitted.pk])
             for name in ("report_show", "report_edit", "report_approve")]  # fmt: skip
    assign(submitted, "overview", cast.officer, by=cast.registrar, at=NOW)
    AnnualReport.objects.update(form="own-2")
    with on(TODAY):
        for address in (listing, approving_page):
            page = desk(cast.office_head).get(address)
            assert page.status_code == 200
            assert "格式“own-2”的文件不在" in text(page)
        assert "own-2" not in text(desk(cast.officer).get(approving_page))
        for address in whole:
            refused = desk(cast.office_head).get(address)
            assert refused.status_code == 403
            assert "own-2" in text(refused)
        part = reverse("staff:report_part", args=[submitted.pk, "overview"])
        assert desk(cast.officer).get(part).status_code == 404


def test_a_part_to_write_of_a_report_without_its_form_fails_no_page(cast, submitted):
    approving.recall(submitted, by=cast.registrar, at=NOW)
    assign(submitted, "overview", cast.officer, by=cast.registrar, at=NOW)
    AnnualReport.objects.update(form="own-2")
    for person, named in ((cast.officer, False), (cast.office_head, True)):
        with on(TODAY):
            page = desk(person).get(reverse("staff:approvals"))
        assert page.status_code == 200
        assert ("own-2" in text(page)) == named
