"""Writing a report's parts on their pages: saved, looked at, taken up again, remarked upon."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import comments, publication, writing
from statute.periods import school_year
from tests.cast import at
from tests.reports import approved
from tests.reports.histories import Story, put
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db

TODAY = date(2025, 10, 20)
NOW = at(TODAY)
READERS = {"registrar", "office_head", "leader", "inspector"}


@pytest.fixture
def draft(cast):
    put([Story("business", "cn-university", date(2025, 6, 2), True, date(2025, 6, 20), "granted",
               "cn-university")])  # fmt: skip
    return publication.begin(school_year(2024), by=cast.registrar, at=NOW)


def page(report, part="overview", name="report_part"):
    return reverse(f"staff:{name}", args=[report.pk, part])


def get(person, address):
    with on(TODAY):
        return text(desk(person).get(address))


def post(person, address, **sent):
    with on(TODAY):
        return desk(person).post(address, sent, follow=True)


def test_a_part_is_there_for_those_who_may_read_it(cast, draft):
    writing.assign(draft, "proactive", cast.officer, by=cast.registrar, at=NOW)
    for part, readers in (("overview", READERS), ("proactive", READERS | {"officer"})):
        for name, person in cast.everyone().items():
            with on(TODAY):
                found = desk(person).get(page(draft, part)).status_code
            assert found == (200 if name in readers else 404), (part, name)
    assert "part-form" not in get(cast.leader, page(draft))
    with on(TODAY):
        assert desk(cast.registrar).get(page(draft, "epilogue")).status_code == 404


def test_the_author_in_a_unit_is_asked_and_writes(cast, draft):
    writing.assign(draft, "proactive", cast.officer, by=cast.registrar, at=NOW)
    assert page(draft, "proactive") in get(cast.officer, reverse("staff:approvals"))
    said = post(cast.officer, page(draft, "proactive"), text="公开12项。", seen="0")
    assert "已保存。" in text(said)
    assert draft.texts()["proactive"] == "公开12项。"
    assert post(cast.leader, page(draft), text="我也写。", seen="0").status_code == 403


def test_the_office_head_assigns_a_part_on_the_overview(cast, draft):
    address = page(draft, "proactive", "report_part_assign")
    said = post(cast.office_head, address, author=cast.officer.pk)
    assert "“主动公开情况”的执笔人：吴起草。" in text(said)
    assert "请从名单中选择执笔人。" in text(post(cast.office_head, address, author=cast.leader.pk))
    assert draft.authors.get().author == cast.officer
    assert post(cast.leader, address, author="").status_code == 403


def test_somebody_else_saved_meanwhile_both_texts_are_shown_and_nothing_is_lost(cast, draft):
    writing.write_part(draft, "other", "郑审核写的一。", seen=0, by=cast.office_head, at=NOW)
    response = post(cast.registrar, page(draft, "other"), text="我写的二。", seen="0")
    html = text(response)
    assert "这一部分已被他人修改" in html
    assert "<title>错误：" in html
    assert "两个人都改了这一部分" in html
    assert "郑审核" in html
    assert re.search(r"<textarea[^>]*>\s*我写的二。</textarea>", html)
    assert 'name="seen" value="1"' in html
    assert draft.texts()["other"] == "郑审核写的一。"
    post(cast.registrar, page(draft, "other"), text="我写的二。", seen="1")
    assert draft.texts()["other"] == "我写的二。"
    assert draft.part_texts.filter(part="other").count() == 2


def test_a_preview_shows_what_was_typed_and_saves_nothing(cast, draft):
    html = text(post(cast.registrar, page(draft), text="收到{received}件。", seen="0", preview="1"))
    assert "预览（还没有保存）" in html
    assert re.search(r'<a class="bound"[^>]*><data value="received">1</data></a>件。', html)
    assert draft.texts() == {}


def test_a_number_is_chosen_from_the_list_without_typing_its_name(cast, draft):
    html = get(cast.registrar, page(draft))
    assert '<button class="textbtn" form="part-form" name="insert" value="received">' in html
    said = text(post(cast.registrar, page(draft), text="收到", seen="0", insert="received"))
    assert re.search(r"<textarea[^>]*>\s*收到\{received\}</textarea>", said)
    assert draft.texts() == {}


def test_a_typed_number_is_pointed_out_and_bound_by_one_click(cast, draft):
    writing.write_part(draft, "overview", "收到申请5件。", seen=0, by=cast.registrar, at=NOW)
    html = get(cast.registrar, page(draft))
    assert "写的是5，统计数是1。" in html
    sent = dict(re.findall(r'name="(start|typed|name|seen)" value="([^"]*)"', html))
    assert sent["name"] == "received"
    said = post(cast.registrar, page(draft, name="report_part_bind"), **sent)
    assert "已改为引用统计数" in text(said)
    assert draft.texts()["overview"] == "收到申请{received}件。"
    again = post(cast.registrar, page(draft, name="report_part_bind"), **sent)
    assert "已经没有这个数字" in text(again)


def test_versions_are_compared_and_an_earlier_one_is_taken_up_again(cast, draft):
    writing.write_part(draft, "overview", "第一稿的话。", seen=0, by=cast.registrar, at=NOW)
    writing.write_part(draft, "overview", "第二稿的话。", seen=1, by=cast.office_head, at=NOW)
    html = get(cast.registrar, page(draft, name="report_part_versions"))
    assert "第1稿与第2稿对照" in html
    assert "<del>" in html
    restore = reverse("staff:report_part_restore", args=[draft.pk, "overview", 1])
    assert restore in html
    assert "已恢复第1稿。" in text(post(cast.registrar, restore, seen="2"))
    assert draft.texts()["overview"] == "第一稿的话。"
    assert "恢复自第1稿" in get(cast.registrar, page(draft, name="report_part_versions"))
    assert restore not in get(cast.leader, page(draft, name="report_part_versions"))
    assert post(cast.leader, restore, seen="3").status_code == 403
    with on(TODAY):
        missing = reverse("staff:report_part_restore", args=[draft.pk, "overview", 9])
        assert desk(cast.registrar).post(missing).status_code == 404


def test_a_part_not_written_yet_has_no_versions(cast, draft):
    assert "这一部分还没有写。" in get(cast.registrar, page(draft, name="report_part_versions"))


@pytest.mark.full
def test_sentences_of_last_year_are_marked(cast):
    long_text = "学校高度重视信息公开工作，成立了领导小组。" * 8
    texts = {"overview": long_text, "proactive": "公开。", "evaluation": "好。", "problems": "改。"}
    last = publication.begin(school_year(2023), by=cast.registrar, at=NOW)
    publication.write(last, texts=texts, edits=0, by=cast.registrar, at=NOW)
    approved.publish(last, cast, on=TODAY, at=NOW)
    report = publication.begin(school_year(2024), by=cast.registrar, at=NOW)
    writing.write_part(report, "overview", long_text + "今年新建了网上平台。", seen=0,
                       by=cast.registrar, at=NOW)  # fmt: skip
    html = get(cast.registrar, page(report))
    assert html.count('<mark class="again">') == 8
    assert "今年新建了网上平台。" in html.split('id="last"')[1].split("</section>")[0]
    assert "第一部分与上年报告有9" in html


def test_a_remark_is_made_shown_to_who_must_act_and_dealt_with(cast, draft):
    address = page(draft, name="report_comment")
    sent = {"comment-text": "请补充培训次数。", "comment-to_act": cast.registrar.pk}
    assert "意见已记下。" in text(post(cast.leader, address, **sent))
    said = draft.comments.get()
    assert "请补充培训次数。" in get(cast.registrar, reverse("staff:approvals"))
    overview = get(cast.office_head, reverse("staff:report_edit", args=[draft.pk]))
    assert "有1条意见没有处理。" in overview
    resolve = reverse("staff:report_comment_resolve", args=[draft.pk, said.pk])
    assert post(cast.officer, resolve).status_code == 404
    assert "已标为处理完毕。" in text(post(cast.registrar, resolve))
    assert "请补充培训次数。" not in get(cast.registrar, reverse("staff:approvals"))


def test_an_empty_remark_is_refused_on_the_page(cast, draft):
    html = text(post(cast.leader, page(draft, name="report_comment"), **{"comment-text": ""}))
    assert "<title>错误：" in html
    assert not draft.comments.exists()


def test_a_published_report_has_no_parts_to_write(cast, draft):
    texts = dict.fromkeys(("overview", "proactive", "evaluation", "problems"), "有。")
    publication.write(draft, texts=texts, edits=draft.edits, by=cast.registrar, at=NOW)
    approved.sign(draft, cast, on=TODAY, at=NOW)
    html = get(cast.registrar, page(draft))
    assert "报告已经送审。改动任何文字或者数据，签署即失效" in html
    post(cast.registrar, page(draft, "other"), text="改。", seen="0")
    draft.refresh_from_db()
    assert not draft.is_submitted


def test_the_pages_take_the_same_queries_however_much_is_written(cast, draft):
    pages = [
        (cast.registrar, page(draft)),
        (cast.registrar, page(draft, name="report_part_versions")),
        (cast.registrar, reverse("staff:report_edit", args=[draft.pk])),
        (cast.leader, reverse("staff:approvals")),
    ]
    _write_and_remark(cast, draft, times=2)
    few = [queries(*one) for one in pages]
    _write_and_remark(cast, draft, times=15)
    assert [queries(*one) for one in pages] == few


def queries(person, address):
    with on(TODAY), CaptureQueriesContext(connection) as taken:
        assert desk(person).get(address).status_code == 200
    return len(taken)


def _write_and_remark(cast, report, *, times):
    for n in range(times):
        newest = writing.newest(report, "overview")
        seen = newest.number if newest else 0
        writing.write_part(report, "overview", f"{n}。" * 9, seen=seen, by=cast.registrar, at=NOW)
        comments.comment(report, "overview", "看看。", to_act=cast.leader, by=cast.office_head,
                         at=NOW)  # fmt: skip
