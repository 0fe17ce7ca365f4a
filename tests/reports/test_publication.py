"""A report on its way to the public, and what cannot happen to it afterwards (F-28)."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from catalogue.models import Item
from records import log
from records.files import FileDamaged
from records.refusals import Refusal
from reports import publication, table_two
from reports.document import Document, prose
from reports.frozen import differences, published_document, published_pdf
from reports.models import AnnualReport
from requests_app.models import Application, Handling
from requests_app.steps import ChangedMeanwhile, NotPermitted
from statute.periods import school_year
from tests.cast import at
from tests.reports import approved
from tests.reports.histories import Challenge, Story, put

pytestmark = pytest.mark.django_db

YEAR = school_year(2024)
TODAY = date(2025, 10, 20)
NOW = at(TODAY)
TEXTS = {
    "overview": "（一）制度机制建设情况\n学校设信息公开办公室。",
    "proactive": "全年公开{items}项。",
    "evaluation": "师生评议良好。",
    "problems": "培训不够，将加强。",
}
STORIES = [
    Story("natural_person", "cn-university", date(2024, 10, 8), True, date(2024, 10, 25),
          "granted", "cn-university"),
    Story("business", "cn-university", date(2025, 8, 25),
          challenges=[Challenge("complaint", date(2025, 8, 30))]),
]  # fmt: skip


@pytest.fixture
def draft(cast):
    put(STORIES)
    report = publication.begin(YEAR, by=cast.registrar, at=NOW)
    write(report, cast, TEXTS, {"items": 12})
    return report


def write(report, cast, texts, facts=None):
    publication.write(
        report, texts=texts, facts=facts, edits=report.edits, by=cast.registrar, at=NOW
    )


def publish(report, cast, on=TODAY):
    approved.publish(report, cast, on=on, at=at(on))


def prepared(report):
    return publication.prepare(report, on=TODAY)


# A draft


def test_a_draft_is_composed_of_what_people_wrote_and_what_the_system_states(draft):
    document = prepared(draft).document
    assert document.title == "示例大学2024-2025学年度信息公开工作报告"
    assert "示例大学信息公开办公室（电话：0000-1234567）" in document.preface[0]
    assert document.section("proactive").text() == ["全年公开12项。"]
    assert document.section("other").text() == ["无。"]
    assert document.section("requests").text()[0].startswith("本学年度，学校新收信息公开申请2件")
    assert (
        document.section("remedies").text()[0].startswith("本学年度，学校因信息公开工作受到举报1件")
    )
    assert not prepared(draft).blocks


def test_every_version_of_a_text_is_kept_and_only_changes_are(draft, cast):
    write(draft, cast, TEXTS | {"evaluation": "评议有褒有贬。"})
    assert draft.texts()["evaluation"] == "评议有褒有贬。"
    assert [row.text for row in draft.part_texts.filter(part="evaluation")] == [
        "师生评议良好。", "评议有褒有贬。"
    ]  # fmt: skip
    assert draft.part_texts.filter(part="overview").count() == 1
    assert draft.facts == {"items": 12}


def test_the_log_says_who_wrote_which_part_and_not_what(draft):
    entry = log.entries(draft.chain).last()
    assert entry.event == "report_written"
    assert entry.payload["parts"] == ["evaluation", "overview", "proactive", "problems"]
    assert "师生" not in str(entry.payload)


def test_two_people_do_not_overwrite_each_other(draft, cast):
    seen = draft.edits
    write(draft, cast, {"other": "一。"})
    with pytest.raises(ChangedMeanwhile):
        publication.write(draft, texts={"other": "二。"}, edits=seen, by=cast.office_head, at=NOW)
    assert draft.texts()["other"] == "一。"
    approved.sign(draft, cast, on=TODAY, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        publication.publish(draft, edits=seen, by=cast.office_head, on=TODAY, at=NOW)


def test_there_is_one_draft_of_a_period(draft, cast):
    with pytest.raises(Refusal, match="已有正在编制的报告"):
        publication.begin(YEAR, by=cast.registrar, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReport.objects.create(first=YEAR.first, last=YEAR.last, version=2, reason="x",
                                    begun_at=NOW)  # fmt: skip


def test_who_may_write_and_who_may_publish(draft, cast):
    people = cast.everyone()
    writers = {name for name, who in people.items() if publication.may_write(who)}
    publishers = {name for name, who in people.items() if publication.may_publish(who)}
    assert writers == {"registrar", "office_head"}
    assert publishers == {"office_head", "leader"}
    for name, who in people.items():
        if name not in writers:
            with pytest.raises(NotPermitted):
                publication.write(draft, texts={}, edits=draft.edits, by=who, at=NOW)
            with pytest.raises(NotPermitted):
                publication.begin(school_year(2023), by=who, at=NOW)
        if name not in publishers:
            with pytest.raises(NotPermitted):
                publication.publish(draft, edits=draft.edits, by=who, on=TODAY, at=NOW)


# What is checked


def test_a_part_not_written_blocks(draft, cast):
    write(draft, cast, {"evaluation": " "})
    assert prepared(draft).blocks == ["第四部分“对信息公开的评议情况”还没有写。"]
    with pytest.raises(Refusal, match="第四部分"):
        publish(draft, cast)


def test_a_name_that_stands_for_nothing_blocks_and_stays_visible(draft, cast):
    write(draft, cast, {"evaluation": "收到{letters}封来信。"})
    assert prepared(draft).blocks == ["正文中的{letters}没有对应的数据。"]
    assert prepared(draft).document.section("evaluation").text() == ["收到{letters}封来信。"]


def test_a_year_that_is_not_over_cannot_be_published(draft):
    early = publication.prepare(draft, on=YEAR.last)
    assert early.blocks == ["报告期尚未结束，数字还会变化。"]
    assert not publication.prepare(draft, on=date(2025, 9, 1)).blocks


def test_a_number_in_the_text_that_the_table_does_not_have_is_pointed_out(draft, cast):
    write(draft, cast, {"overview": "全年共收到信息公开申请7件，办结申请1件。"})
    assert (
        "第一部分的“本年新收政府信息公开申请数量”写的是7件，与统计数2不一致。"
        in prepared(draft).warnings
    )
    write(draft, cast, {"overview": "全年共收到信息公开申请{received}件，办结申请1件。"})
    assert not any("不一致" in text for text in prepared(draft).warnings)
    assert (
        prepared(draft)
        .document.section("overview")
        .text()[0]
        .startswith("全年共收到信息公开申请2件")
    )


def test_a_case_whose_dates_contradict_each_other_blocks(draft):
    case = Application.objects.get(received_on=date(2024, 10, 8))
    Handling.objects.filter(application=case).update(closed_on=date(2024, 10, 7))
    assert prepared(draft).blocks == [
        f"办件{case.number}的日期互相矛盾，不能判断是否按期答复，请先更正。"
    ]


def test_links_not_filled_in_are_pointed_out(draft):
    assert "公开目录有50项没有填写链接，报告中将显示“未填”。" in prepared(draft).warnings
    Item.objects.update(link="https://example.edu.cn/")
    assert not prepared(draft).warnings


def test_the_identities_of_the_tables_are_among_what_is_checked(draft):
    held = prepared(draft).held
    for said in ("一加二等于三（七）加四", "各申请人之和等于总计"):
        assert said in held


# Published


def test_a_published_report_is_frozen_and_says_what_changed_since(draft, cast):
    publish(draft, cast)
    before, document = published_pdf(draft), published_document(draft)
    assert draft.pdf_sha256 == draft.pdf.sha256
    assert document.section("requests").text()[0].startswith("本学年度，学校新收信息公开申请2件")
    assert PdfReader(BytesIO(before)).metadata.title == document.title
    assert log.entries(draft.chain).last().event == "report_published"
    assert differences(draft) == []

    with pytest.raises(Refusal, match="已经公布"):
        write(draft, cast, {"other": "补充。"})
    with pytest.raises(Refusal, match="已经公布"):
        publish(draft, cast)

    Application.objects.filter(law="cn-university", received_on=date(2024, 10, 8)).update(
        received_on=date(2024, 8, 30)
    )
    assert published_document(draft) == document
    assert published_pdf(draft) == before
    found = {(d.row, d.column): (d.published, d.live) for d in differences(draft)}
    assert found["received", "natural_person"] == (1, 0)
    assert found["carried_in", "total"] == (0, 1)
    assert ("granted", "total") not in found
    labels = {str(d.label) for d in differences(draft)}
    assert "一、本年新收政府信息公开申请数量（总计）" in labels
    assert "按渠道收到的件数" in labels


@pytest.mark.full
def test_what_happens_after_the_year_changes_nothing_in_it(draft, cast):
    publish(draft, cast)
    open_case = Handling.objects.get(application__received_on=date(2025, 8, 25))
    open_case.closed_on, open_case.result = date(2025, 10, 21), "granted"
    open_case.closed_under = "cn-university"
    open_case.save()
    assert differences(draft) == []


@pytest.mark.full
def test_a_correction_is_a_new_version_with_its_reason_and_both_stay(draft, cast):
    publish(draft, cast)
    before = published_pdf(draft)
    with pytest.raises(Refusal, match="须写明理由"):
        publication.begin(YEAR, by=cast.registrar, at=NOW)
    second = publication.begin(YEAR, by=cast.registrar, at=NOW, reason="评议部分有误")
    assert (second.version, second.reason, second.slug) == (2, "评议部分有误", "2024-2025-v2")
    assert (second.texts(), second.facts) == (draft.texts(), draft.facts)
    write(second, cast, {"evaluation": "评议有褒有贬。"})
    publish(second, cast)
    assert list(AnnualReport.objects.published()) == [second, draft]
    assert published_pdf(draft) == before
    assert published_document(draft).section("evaluation").text() == ["师生评议良好。"]
    assert published_document(second).section("evaluation").text() == ["评议有褒有贬。"]


@pytest.mark.full
def test_a_changed_snapshot_or_file_is_noticed(draft, cast):
    publish(draft, cast)
    draft.snapshot["numbers"]["requests"]["received"][-1] = 3
    with pytest.raises(FileDamaged):
        published_document(draft)
    draft.refresh_from_db()
    assert published_document(draft)
    draft.pdf_sha256 = "0" * 64
    with pytest.raises(FileDamaged):
        published_pdf(draft)


@pytest.mark.full
def test_next_year_is_held_against_what_was_published(draft, cast):
    long_text = "学校高度重视信息公开工作，" * 8
    write(draft, cast, {"overview": long_text})
    publish(draft, cast)
    following = publication.begin(school_year(2025), by=cast.registrar, at=NOW)
    write(following, cast, TEXTS | {"overview": long_text + "今年也是。"}, {"items": 3})
    found = publication.prepare(following, on=date(2026, 10, 20))
    assert "上年的四等于本年的二" in found.held
    assert any(text.startswith("第一部分与上年报告有9") for text in found.warnings)
    assert not any(text.startswith("第二部分") for text in found.warnings)

    Application.objects.filter(received_on=date(2025, 8, 25)).update(received_on=date(2025, 9, 1))
    found = publication.prepare(following, on=date(2026, 10, 20))
    assert any("上年公布的结转数1与本年“上年结转”0不一致" in text for text in found.warnings)


@pytest.mark.parametrize(
    "broken",
    [
        {"published_on": TODAY},
        {"snapshot": {"document": {}}},
        {"pdf_sha256": "0" * 64},
        {"last": date(2024, 8, 31)},
        {"version": 2},
    ],
)
def test_the_database_keeps_a_publication_whole(draft, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReport.objects.filter(pk=draft.pk).update(**broken)
    AnnualReport.objects.filter(pk=draft.pk).update(version=2, reason="更正")


# The parts it is made of


def test_a_document_comes_back_from_its_snapshot_the_same(draft):
    document = prepared(draft).document
    assert Document.of_json(document.as_json()) == document


def test_lines_are_paragraphs_and_numbered_short_lines_are_headings():
    blocks = prose("（一）情况\n\n  一段。 \n（二）" + "很长" * 30 + "\n{x}和{y}", {"x": 5})
    assert [(block.kind, block.text[:6]) for block in blocks] == [
        ("heading", "（一）情况"), ("paragraph", "一段。"), ("paragraph", "（二）很长很"),
        ("paragraph", "5和{y}"),
    ]  # fmt: skip


# The command, from the cases


@pytest.mark.full
def test_the_command_makes_the_report_of_a_year_from_the_cases(draft, tmp_path, capsys):
    call_command("annual_report", "2024-2025", out=tmp_path)
    html = (tmp_path / "2024-2025.html").read_text(encoding="utf-8")
    assert "学校新收信息公开申请2件" in html
    assert "全年公开12项。" in html
    assert "草稿，未公布。" in html
    assert (tmp_path / "2024-2025.pdf").read_bytes().startswith(b"%PDF-")
    assert "示例大学2024-2025学年度信息公开工作报告" in capsys.readouterr().out


@pytest.mark.full
def test_a_year_nobody_wrote_of_still_has_its_figures(institution, tmp_path, capsys):
    put(STORIES)
    call_command("annual_report", "2024-2025", out=tmp_path)
    html = (tmp_path / "2024-2025.html").read_text(encoding="utf-8")
    assert "<title>示例大学2024-2025学年度信息公开工作报告（草稿）</title>" in html
    assert "学校新收信息公开申请2件" in html


@pytest.mark.full
def test_a_calendar_year_nobody_wrote_of_has_its_own_form_and_table_two(cast, tmp_path, capsys):
    put(STORIES)
    numbers = dict.fromkeys(table_two.FIELDS, 0) | {"permits": 37}
    table_two.fill_in(2025, numbers=numbers, edits=0, by=cast.registrar, at=NOW)
    call_command("annual_report", "2025", out=tmp_path)
    html = (tmp_path / "2025.html").read_text(encoding="utf-8")
    assert "<title>示例大学2025年政府信息公开工作年度报告（草稿）</title>" in html
    assert "本年度新收政府信息公开申请1件" in html
    assert re.search(r"行政许可.{0,80}>37<", html, re.DOTALL)
