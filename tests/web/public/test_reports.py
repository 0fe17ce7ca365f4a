"""Published reports as the public reads them: every version, and nothing that is a draft."""

import hashlib
import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import publication
from statute.periods import calendar_year, school_year
from tests.cast import at
from tests.reports import approved
from tests.reports.histories import Story, put

pytestmark = pytest.mark.django_db

TODAY = date(2025, 10, 20)
TEXTS = {"overview": "概述。", "proactive": "公开12项。", "evaluation": "良好。",
         "problems": "改进。"}  # fmt: skip
REQUEST = Story("business", "cn-university", date(2025, 6, 2), True, date(2025, 6, 20), "granted",
                "cn-university")  # fmt: skip


@pytest.fixture
def draft(cast):
    put([REQUEST])
    return drafted(school_year(2024), cast)


def drafted(period, cast):
    report = publication.begin(period, by=cast.registrar, at=at(TODAY))
    publication.write(report, texts=TEXTS, edits=0, by=cast.registrar, at=at(TODAY))
    return report


def publish(report, cast):
    approved.publish(report, cast, on=TODAY, at=at(TODAY))
    report.refresh_from_db()


def corrected(report, cast, reason="评议有误"):
    """The next version, with another evaluation."""
    begun = publication.begin(report.period, by=cast.registrar, at=at(TODAY), reason=reason)
    publication.write(begun, texts={"evaluation": f"{reason}，改为尚可。"}, edits=begun.edits,
                      by=cast.registrar, at=at(TODAY))  # fmt: skip
    publish(begun, cast)
    return begun


def get(name, *args, language="zh-hans", **headers):
    client = Client()
    client.cookies["language"] = language
    return client.get(reverse(f"public:{name}", args=args), headers=headers)


def html(name, *args, **words):
    return get(name, *args, **words).content.decode()


def words(page):
    """What a page says, without its marks and spaces."""
    return re.sub(r"<[^>]+>|\s", "", page)


def test_without_a_published_report_the_page_says_so(draft):
    assert "还没有公布的年度报告。" in html("reports")


def test_a_draft_is_not_there_for_the_public(draft):
    assert get("report", draft.slug).status_code == 404
    assert get("report", draft.pk).status_code == 404
    for name in ("report.pdf", "report.json", "requests.csv"):
        assert get("report_file", draft.slug, name).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_published_report_is_read_and_taken_home(draft, cast, language):
    publish(draft, cast)
    assert "/reports/2024-2025/" in html("reports", language=language)
    page = html("report", "2024-2025", language=language)
    assert "示例大学2024-2025学年度信息公开工作报告" in page
    assert "学校新收信息公开申请1件" in page
    assert "未填" in page
    assert '<article class="report" lang="zh-CN">' in page
    assert draft.snapshot_sha256 in page
    assert draft.pdf_sha256 in page
    response = get("report_file", "2024-2025", "report.pdf")
    assert response.content.startswith(b"%PDF-")
    assert 'filename="2024-2025-report.pdf"' in response["Content-Disposition"]


def test_every_file_of_the_page_is_there_with_its_type_and_the_size_it_says(draft, cast):
    publish(draft, cast)
    page = html("report", "2024-2025")
    addresses = set(re.findall(r'href="(/reports/2024-2025/[^"]+)"', page))
    types = {
        "report.html": "text/html", "report.pdf": "application/pdf",
        "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "report.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "report.json": "application/json", "snapshot.json": "application/json",
        "requests.csv": "text/csv", "remedies.csv": "text/csv", "channels.csv": "text/csv",
        "figures.csv": "text/csv", "catalogue.csv": "text/csv",
    }  # fmt: skip
    assert {address.rpartition("/")[2] for address in addresses} == set(types)
    for address in addresses:
        response = Client().get(address)
        assert response.status_code == 200
        assert response["Content-Type"].split(";")[0] == types[address.rpartition("/")[2]]
        assert response["X-Content-Type-Options"] == "nosniff"
    assert Client().get("/reports/2024-2025/other.csv").status_code == 404


def test_a_program_finds_the_data_from_the_page(draft, cast):
    publish(draft, cast)
    linked = re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)">',
                        html("report", "2024-2025"))  # fmt: skip
    assert linked == [
        ("application/json", "/reports/2024-2025/report.json"),
        ("text/csv", "/reports/2024-2025/requests.csv"),
        ("application/pdf", "/reports/2024-2025/report.pdf"),
    ]


def test_the_snapshot_given_out_has_the_hash_that_is_shown(draft, cast):
    publish(draft, cast)
    content = get("report_file", "2024-2025", "snapshot.json").content
    assert hashlib.sha256(content).hexdigest() == draft.snapshot_sha256
    data = json.loads(get("report_file", "2024-2025", "report.json").content)
    assert data["sha256"] == draft.snapshot_sha256


def test_a_file_is_kept_by_others_and_not_sent_twice(draft, cast):
    publish(draft, cast)
    first = get("report_file", "2024-2025", "report.json")
    assert first["Cache-Control"] == "public, max-age=3600"
    assert first["Last-Modified"] == "Mon, 20 Oct 2025 01:00:00 GMT"
    again = get("report_file", "2024-2025", "report.json", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]
    other = get("report_file", "2024-2025", "report.json", **{"If-None-Match": '"another"'})
    assert (other.status_code, other.content) == (200, first.content)
    since = {"If-Modified-Since": first["Last-Modified"]}
    assert get("report_file", "2024-2025", "report.json", **since).status_code == 304


def test_the_old_address_leads_to_the_one_by_year(draft, cast):
    publish(draft, cast)
    response = get("report", draft.pk)
    assert (response.status_code, response["Location"]) == (301, "/reports/2024-2025/")


@pytest.mark.parametrize("slug", ["0000", "0000-0001", "2024-0000", "2024-2025-v0", "٢٠٢٤"])
def test_a_year_that_cannot_be_is_not_found(draft, cast, slug):
    for address in (f"/reports/{slug}/", f"/reports/{slug}/report.pdf"):
        assert Client().get(address).status_code == 404


def test_a_calendar_year_has_its_own_address(cast):
    report = drafted(calendar_year(2024), cast)
    publish(report, cast)
    assert get("report", "2024").status_code == 200
    for slug in ("2024-2025", "2024-v2", "2024-2024", "2025", "2024-v1"):
        assert get("report", slug).status_code == 404


@pytest.mark.full
def test_both_versions_are_shown_and_say_which_holds(draft, cast):
    publish(draft, cast)
    assert "更正" not in html("report", draft.slug)
    second = corrected(draft, cast)
    third = corrected(draft, cast, "又有误")
    listed = html("reports")
    for report in (draft, second, third):
        assert f'href="/reports/{report.slug}/"' in listed
    first_page = words(html("report", draft.slug))
    assert "本版已被2025年10月20日公布的第2版更正。更正理由：评议有误" in first_page
    assert "看现行的第3版" in first_page
    second_page = words(html("report", second.slug))
    assert "这是第2版，更正第1版。更正理由：评议有误" in second_page
    assert "本版已被2025年10月20日公布的第3版更正。" in second_page
    assert "本版已被" not in html("report", third.slug)
    latest = get("report_file", draft.slug, "report.json")["Link"]
    assert latest == '</reports/2024-2025-v3/report.json>; rel="latest-version"'
    assert "Link" not in get("report_file", third.slug, "report.json")


@pytest.mark.full
def test_what_a_correction_changed_is_listed(draft, cast):
    publish(draft, cast)
    put([REQUEST])
    second = corrected(draft, cast)
    page = html("report", second.slug)
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>',
                      page.partition('id="changes"')[2])  # fmt: skip
    marks = re.compile(r"</?(?:ins|del|div|span)[^>]*>")
    said = [tuple(marks.sub("", cell).replace("<br>", " ") for cell in row) for row in rows]
    assert ("统计数字 一、本年新收政府信息公开申请数量（总计）", "1", "2") in said
    assert ("统计数字 按渠道收到的件数（网上提交）", "1", "2") in said
    evaluation = [row[1:] for row in said if row[0] == "四、对信息公开的评议情况"]
    assert sorted(evaluation) == [("—", "评议有误，改为尚可。"), ("良好。", "—")]
    assert not any(part.startswith("一、信息公开工作概述") for part, *_rest in said)
    assert f"更正了{len(said)}处" in page


@pytest.mark.full
def test_a_correction_costs_the_list_no_more_queries(draft, cast):
    publish(draft, cast)
    with CaptureQueriesContext(connection) as before:
        get("reports")
    corrected(draft, cast)
    with CaptureQueriesContext(connection) as after:
        get("reports")
    assert len(after) == len(before)


def test_nothing_of_a_person_is_in_a_report(draft, cast):
    publish(draft, cast)
    for content in (html("report", draft.slug),
                    html("report_file", draft.slug, "snapshot.json")):  # fmt: skip
        for said in ("某申请人", "某事", "周登记"):
            assert said not in content
