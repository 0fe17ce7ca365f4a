"""Published reports as the public reads them: every version, and nothing that is a draft."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from reports import publication
from statute.periods import school_year
from tests.cast import at
from tests.reports import approved
from tests.reports.histories import Story, put

pytestmark = pytest.mark.django_db

TODAY = date(2025, 10, 20)
TEXTS = {"overview": "概述。", "proactive": "公开12项。", "evaluation": "良好。",
         "problems": "改进。"}  # fmt: skip


@pytest.fixture
def draft(cast):
    put([Story("business", "cn-university", date(2025, 6, 2), True, date(2025, 6, 20), "granted",
               "cn-university")])  # fmt: skip
    report = publication.begin(school_year(2024), by=cast.registrar, at=at(TODAY))
    publication.write(report, texts=TEXTS, edits=0, by=cast.registrar, at=at(TODAY))
    return report


def publish(report, cast):
    approved.publish(report, cast, on=TODAY, at=at(TODAY))


def get(name, *args, language="zh-hans"):
    client = Client()
    client.cookies["language"] = language
    return client.get(reverse(f"public:{name}", args=args))


def test_without_a_published_report_the_page_says_so(draft):
    assert "还没有公布的年度报告。" in get("reports").content.decode()


def test_a_draft_is_not_there_for_the_public(draft):
    assert get("report", draft.pk).status_code == 404
    assert get("report_pdf", draft.pk).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_published_report_is_read_and_taken_home(draft, cast, language):
    publish(draft, cast)
    assert (
        reverse("public:report", args=[draft.pk])
        in get("reports", language=language).content.decode()
    )
    html = get("report", draft.pk, language=language).content.decode()
    assert "示例大学2024-2025学年度信息公开工作报告" in html
    assert "学校新收信息公开申请1件" in html
    assert "未填" in html
    assert '<article class="report" lang="zh-CN">' in html
    response = get("report_pdf", draft.pk)
    assert response.content.startswith(b"%PDF-")
    assert 'filename="2024-2025.pdf"' in response["Content-Disposition"]


@pytest.mark.full
def test_both_versions_are_shown_and_say_which_holds(draft, cast):
    publish(draft, cast)
    second = publication.begin(draft.period, by=cast.registrar, at=at(TODAY), reason="评议有误")
    assert "已被更正" not in get("report", draft.pk).content.decode()
    publish(second, cast)
    listed = get("reports").content.decode()
    for report in (draft, second):
        assert reverse("public:report", args=[report.pk]) in listed
    assert "本版已被更正。" in get("report", draft.pk).content.decode()
    corrected = get("report", second.pk).content.decode()
    assert "评议有误" in corrected
    assert reverse("public:report", args=[draft.pk]) in corrected


def test_nothing_of_a_person_is_in_a_report(draft, cast):
    publish(draft, cast)
    html = get("report", draft.pk).content.decode()
    for said in ("某申请人", "某事", "周登记"):
        assert said not in html
