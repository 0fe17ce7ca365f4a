"""The report on the office's pages: begun, written, signed, published, corrected; and who may."""

import re
from datetime import date

import pytest
from django.urls import reverse

from reports import publication, writing
from reports.models import AnnualReport
from statute.periods import school_year
from tests.cast import at
from tests.reports import approved
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
    asked = {"chosen": "university-8:2023"}
    found = statuses(cast, "post", "report", **asked)
    opened = {who for who, status in found.items() if status in (200, 302)}
    assert opened == WRITERS
    assert AnnualReport.objects.filter(first=date(2023, 9, 1)).count() == 1
    found = statuses(cast, "post", "report_correct", draft.pk, reason="x")
    assert {who for who, status in found.items() if status == 302} == WRITERS


def test_the_list_offers_each_form_with_its_own_kind_of_year(cast):
    with on(TODAY):
        registrar = desk(cast.registrar)
        page = text(registrar.get(reverse("staff:report")))
        assert 'value="university-8:2024"' in page
        assert 'value="regulation-6:2024"' in page
        begun = registrar.post(reverse("staff:report"), {"chosen": "regulation-6:2024"})
        report = AnnualReport.objects.get()
        assert (report.form, report.first) == ("regulation-6", date(2024, 1, 1))
        assert reverse("staff:figures_table_two", args=[2024]) in text(registrar.get(begun.url))
        # 31 January 2025 is long past on 20 October 2025.
        assert "已逾期" in text(registrar.get(reverse("staff:report")))
        refused = registrar.post(reverse("staff:report"), {"chosen": "regulation-6:2024"})
        assert "已有正在编制的报告" in text(refused)


@pytest.mark.full
def test_from_beginning_to_publication_by_links_and_buttons(cast):
    put([Story("business", "cn-university", date(2025, 6, 2))])
    with on(TODAY):
        registrar, head = desk(cast.registrar), desk(cast.office_head)
        begun = registrar.post(reverse("staff:report"), {"chosen": "university-8:2024"})
        report = AnnualReport.objects.get()
        assert begun.url == reverse("staff:report_edit", args=[report.pk])
        page = text(registrar.get(begun.url))
        assert "第一部分“信息公开工作概述”还没有写。" in page
        registrar.post(begun.url, {"facts": "items = 3\n", "edits": "0"})
        for part, said in TEXTS.items():
            address = reverse("staff:report_part", args=[report.pk, part])
            assert address in page
            saved = registrar.post(address, {"text": said, "seen": "0"}, follow=True)
            assert "已保存。" in text(saved)
        show = reverse("staff:report_show", args=[report.pk])
        whole = text(registrar.get(show))
        assert 'title="items">3</data>' in whole
        assert "还没有写" not in whole
        edits = re.search(r'name="edits" value="(\d+)"', whole)[1]
        sent = registrar.post(reverse("staff:report_submit", args=[report.pk]), {"edits": edits})
        assert sent.url == show
        approve = reverse("staff:report_approve", args=[report.pk])
        for person in (cast.office_head, cast.leader):
            signer = desk(person)
            assert approve in text(signer.get(reverse("staff:approvals")))
            seen = re.search(r'name="seen" value="(\w+)"', text(signer.get(approve)))[1]
            assert "已批准。" in text(signer.post(approve, {"seen": seen}, follow=True))
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
        both = text(registrar.get(reverse("staff:report_show", args=[second.pk])))
    assert second.reason == "补充链接"
    assert show in both
    assert "更正理由：补充链接" in both


def test_what_blocks_is_said_and_nothing_is_sent(cast, draft):
    writing.write_part(draft, "evaluation", "", seen=1, by=cast.registrar, at=at(TODAY))
    with on(TODAY):
        response = desk(cast.registrar).post(
            reverse("staff:report_submit", args=[draft.pk]), {"edits": draft.edits}, follow=True
        )
    assert "第四部分“对信息公开的评议情况”还没有写。" in text(response)
    draft.refresh_from_db()
    assert not draft.is_submitted


@pytest.mark.parametrize("line", ["项目 = 3", "items", "items =", "Items = 3", "a b = 3"])
def test_a_fact_that_is_not_a_name_and_a_value_is_refused(cast, draft, line):
    with on(TODAY):
        response = desk(cast.registrar).post(
            reverse("staff:report_edit", args=[draft.pk]), {"edits": draft.edits, "facts": line}
        )
    assert "应写成名称 = 数据" in text(response)
    draft.refresh_from_db()
    assert draft.facts == {"items": 3}


def test_a_fact_under_the_name_of_a_figure_is_refused_and_stays_in_the_form(cast, draft):
    with on(TODAY):
        response = desk(cast.registrar).post(
            reverse("staff:report_edit", args=[draft.pk]),
            {"edits": draft.edits, "facts": "received = 700"},
        )
    assert "{received}是系统统计的数据，不能另填。" in text(response)
    assert "received = 700" in text(response)


def test_a_draft_has_no_pdf(cast, draft):
    with on(TODAY):
        response = desk(cast.leader).get(reverse("staff:report_pdf", args=[draft.pk]))
    assert response.url == reverse("staff:report_show", args=[draft.pk])


def test_a_number_of_the_text_opens_its_cases(cast, draft):
    writing.write_part(draft, "overview", "收到{received}件，复议{review_total}件。", seen=1,
                       by=cast.registrar, at=at(TODAY))  # fmt: skip
    with on(TODAY):
        leader = desk(cast.leader)
        page = text(leader.get(reverse("staff:report_show", args=[draft.pk])))
        link = re.search(r'<a class="bound" href="([^"]+row=received)" title="([^"]+)">', page)
        assert link[2] == "本年新收政府信息公开申请数量"
        cases = text(leader.get(link[1].replace("&amp;", "&")))
    assert "某事" in cases
    assert '<data class="bound" value="review_total"' in page  # 0 has no cases to open


def test_a_part_not_signed_cannot_be_published_from_the_page(cast, draft):
    with on(TODAY):
        leader = desk(cast.leader)
        page = text(leader.get(reverse("staff:report_show", args=[draft.pk])))
        assert "全部签署以后才能公布。" in page
        response = leader.post(
            reverse("staff:report_publish", args=[draft.pk]), {"edits": draft.edits}, follow=True
        )
    assert "没有送审" in text(response)


def test_before_publishing_the_password_must_be_fresh(cast, draft):
    approved.sign(draft, cast, on=TODAY, at=at(TODAY))
    with on(TODAY):
        response = desk(cast.leader, fresh=False).post(
            reverse("staff:report_publish", args=[draft.pk]), {"edits": draft.edits}, follow=True
        )
    assert "请再输入一次密码" in text(response)
    draft.refresh_from_db()
    assert not draft.is_published


@pytest.mark.full
def test_text_that_looks_like_html_is_text(cast, draft):
    writing.write_part(draft, "other", "<script>alert(1)</script>{received}", seen=0,
                       by=cast.registrar, at=at(TODAY))  # fmt: skip
    with on(TODAY):
        html = text(desk(cast.leader).get(reverse("staff:report_show", args=[draft.pk])))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
