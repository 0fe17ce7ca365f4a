"""The report on the office's pages: begun, written, published, corrected; and who may."""

import re
from datetime import date

import pytest
from django.urls import reverse

from reports import publication
from reports.models import AnnualReport
from statute.periods import school_year
from tests.cast import at
from tests.reports.histories import Story, put
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db

YEAR = school_year(2024)
TODAY = date(2025, 10, 20)
TEXTS = {"overview": "概述。", "proactive": "公开{items}项。", "evaluation": "良好。",
         "problems": "改进。"}  # fmt: skip
READERS = {"registrar", "office_head", "leader", "inspector"}
WRITERS = {"registrar", "office_head"}
PUBLISHERS = {"office_head", "leader"}


@pytest.fixture
def draft(cast):
    put([Story("business", "cn-university", date(2025, 6, 2), True, date(2025, 6, 20), "granted",
               "cn-university")])  # fmt: skip
    report = publication.begin(YEAR, by=cast.registrar, at=at(TODAY))
    publication.write(report, texts=TEXTS, facts={"items": 3}, edits=0, by=cast.registrar,
                      at=at(TODAY))  # fmt: skip
    return report


def statuses(cast, method, name, *args, **data):
    address = reverse(f"staff:{name}", args=args)
    with on(TODAY):
        return {
            who: getattr(desk(user), method)(address, data).status_code
            for who, user in cast.everyone().items()
        }


def test_who_may_read_a_draft_and_who_is_led_to_write_it(cast, draft):
    shown = statuses(cast, "get", "report_show", draft.pk)
    assert shown == {who: 200 if who in READERS else 403 for who in shown}
    edited = statuses(cast, "get", "report_edit", draft.pk)
    assert edited == {
        who: 200 if who in WRITERS else 302 if who in READERS else 403 for who in edited
    }


def test_only_the_head_and_the_leader_publish(cast, draft):
    found = statuses(cast, "post", "report_publish", draft.pk, edits="-1")
    assert found == {who: 302 if who in PUBLISHERS else 403 for who in found}
    draft.refresh_from_db()
    assert not draft.is_published  # nobody had seen the newest draft


@pytest.mark.full
def test_only_those_who_write_begin_and_correct(cast, draft):
    asked = {"period": "school_year-2023"}
    found = statuses(cast, "post", "report", **asked)
    opened = {who for who, status in found.items() if status in (200, 302)}
    assert opened == WRITERS
    assert AnnualReport.objects.filter(first=date(2023, 9, 1)).count() == 1
    found = statuses(cast, "post", "report_correct", draft.pk, reason="x")
    assert {who for who, status in found.items() if status == 302} == WRITERS


@pytest.mark.full
def test_from_beginning_to_publication_by_links_and_buttons(cast):
    put([Story("business", "cn-university", date(2025, 6, 2))])
    with on(TODAY):
        registrar, head = desk(cast.registrar), desk(cast.office_head)
        begun = registrar.post(reverse("staff:report"), {"period": "school_year-2024"})
        report = AnnualReport.objects.get()
        assert begun.url == reverse("staff:report_edit", args=[report.pk])
        page = text(registrar.get(begun.url))
        assert "第一部分“信息公开工作概述”还没有写。" in page
        assert "本学年度，学校新收信息公开申请1件" in page
        saved = registrar.post(
            begun.url, TEXTS | {"facts": "items = 3\n", "edits": "0"}, follow=True
        )
        assert "已保存。" in text(saved)
        assert "还没有写" not in text(saved)
        show = reverse("staff:report_show", args=[report.pk])
        whole = text(head.get(show))
        assert "公开3项。" in whole
        edits = re.search(r'name="edits" value="(\d+)"', whole)[1]
        done = head.post(
            reverse("staff:report_publish", args=[report.pk]), {"edits": edits}, follow=True
        )
        assert "已公布。" in text(done)
        assert "与公布时相同。" in text(done)
        pdf = head.get(reverse("staff:report_pdf", args=[report.pk]))
        assert pdf.content.startswith(b"%PDF-")
        again = registrar.post(
            reverse("staff:report_correct", args=[report.pk]), {"reason": "补充链接"}
        )
        second = AnnualReport.objects.get(version=2)
        assert again.url == reverse("staff:report_edit", args=[second.pk])
    assert second.reason == "补充链接"


def test_what_blocks_publication_is_said_and_nothing_is_published(cast, draft):
    publication.write(draft, texts={"evaluation": ""}, edits=draft.edits, by=cast.registrar,
                      at=at(TODAY))  # fmt: skip
    with on(TODAY):
        response = desk(cast.leader).post(
            reverse("staff:report_publish", args=[draft.pk]), {"edits": draft.edits}, follow=True
        )
    assert "第四部分“对信息公开的评议情况”还没有写。" in text(response)
    draft.refresh_from_db()
    assert not draft.is_published


def test_somebody_else_saved_meanwhile_and_what_was_typed_stays(cast, draft):
    seen = draft.edits
    publication.write(draft, texts={"other": "一。"}, edits=seen, by=cast.office_head, at=at(TODAY))
    with on(TODAY):
        response = desk(cast.registrar).post(
            reverse("staff:report_edit", args=[draft.pk]),
            TEXTS | {"other": "我写的二。", "edits": seen, "facts": "items = 3"},
        )
    assert "报告已被他人修改" in text(response)
    assert "我写的二。" in text(response)
    assert "<title>错误：" in text(response)
    assert draft.texts()["other"] == "一。"


@pytest.mark.parametrize("line", ["项目 = 3", "items", "items =", "Items = 3", "a b = 3"])
def test_a_fact_that_is_not_a_name_and_a_value_is_refused(cast, draft, line):
    with on(TODAY):
        response = desk(cast.registrar).post(
            reverse("staff:report_edit", args=[draft.pk]),
            TEXTS | {"edits": draft.edits, "facts": line},
        )
    assert "应写成名称 = 数据" in text(response)
    draft.refresh_from_db()
    assert draft.facts == {"items": 3}


def test_a_draft_has_no_pdf(cast, draft):
    with on(TODAY):
        response = desk(cast.leader).get(reverse("staff:report_pdf", args=[draft.pk]))
    assert response.url == reverse("staff:report_show", args=[draft.pk])


@pytest.mark.full
def test_text_that_looks_like_html_is_text(cast, draft):
    publication.write(draft, texts={"other": "<script>alert(1)</script>"}, edits=draft.edits,
                      by=cast.registrar, at=at(TODAY))  # fmt: skip
    with on(TODAY):
        html = text(desk(cast.leader).get(reverse("staff:report_show", args=[draft.pk])))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
