"""A number in the prose is its cell: it cannot drift, and one that was typed is pointed out."""

import re
from datetime import date

import pytest

from records.refusals import Refusal
from reports import cells, publication, writing
from reports.cells import Given
from reports.document import Document, Piece, prose
from reports.frozen import published_document
from reports.prepared import prepare
from reports.statements import requests
from reports.typed import bound, typed_numbers
from reports.year import Year
from requests_app.models import Application
from statute.periods import school_year
from tests.cast import at
from tests.reports import approved
from tests.reports.histories import Story, put
from tests.reports.test_statements import FULL

YEAR = school_year(2024)
TODAY = date(2025, 10, 20)
NOW = at(TODAY)
TEXTS = {"overview": "全年收到申请{received}件。", "proactive": "公开{items}项。",
         "evaluation": "良好。", "problems": "改进。"}  # fmt: skip
CELLS = cells.of_year(FULL)


@pytest.fixture
def draft(cast):
    put([Story("business", "cn-university", date(2025, 6, 2), True, date(2025, 6, 20), "granted",
               "cn-university")])  # fmt: skip
    report = publication.begin(YEAR, by=cast.registrar, at=NOW)
    publication.write(report, texts=TEXTS, facts={"items": 3}, edits=0, by=cast.registrar, at=NOW)
    return report


# The cells


def test_every_number_of_the_tables_has_one_name():
    # 25 rows by 7 columns, 4 groups of several rows (refused, unavailable, not processed, other),
    # 6 channels, 7 numbers of time and fees, 5 kinds of remedy by 5 columns: 217.
    assert len(CELLS) == 25 * 7 + 4 + 6 + 7 + 25
    assert all(re.fullmatch(r"[a-z_]+", name) for name in CELLS)
    assert all(cell.name == name for name, cell in CELLS.items())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("received", 6), ("carried_in", 1), ("closed", 6), ("carried_out", 1), ("granted", 3),
        ("refused_total", 2), ("other_total", 1), ("received_business", 1), ("channel_online", 4),
        ("on_time_rate", "80.0%"), ("on_time", 4), ("review_total", 0), ("fees", "0.00"),
    ],
)  # fmt: skip
def test_a_cell_has_the_number_of_its_table(name, value):
    assert CELLS[name].value == value


@pytest.mark.parametrize(
    ("name", "query"),
    [("granted", "row=granted"), ("closed", "row=total"),
     ("received_business", "row=received&column=business"),
     ("review_upheld", "kind=review&column=upheld")],
)  # fmt: skip
def test_a_cell_opens_its_cases(name, query):
    assert cells.queries()[name] == query


def test_the_systems_own_sentences_are_bound_too():
    received = requests(FULL)[0]
    named = {piece.name: piece.text for piece in received.pieces if piece.name}
    assert named == {
        "received": "6", "carried_in": "1", "received_natural_person": "5",
        "received_business": "1", "channel_online": "4", "channel_post": "2",
    }  # fmt: skip
    assert "".join(piece.text for piece in received.pieces) == received.text


def test_a_text_is_cut_where_a_number_stands():
    [block] = prose("收到{received}件，{first}起。", {"received": 6, "first": "9月1日"},
                    {"received": "新收"})  # fmt: skip
    assert block.text == "收到6件，9月1日起。"
    assert block.pieces == (Piece("收到"), Piece("6", "received", "新收"), Piece("件，9月1日起。"))
    [plain] = prose("没有数字。", {"received": 6}, {"received": "新收"})
    assert plain.pieces == ()


def test_a_snapshot_from_before_numbers_were_bound_is_still_read():
    old = {
        "title": "x",
        "institution": "x",
        "period": "x",
        "preface": [],
        "sections": [
            {
                "code": "other",
                "number": "七",
                "title": "其他",
                "blocks": [
                    {
                        "kind": "paragraph",
                        "text": "无。",
                        "columns": [],
                        "rows": [],
                        "figures": False,
                    }
                ],
            }
        ],
    }
    assert Document.of_json(old).section("other").text() == ["无。"]


# No drift


@pytest.mark.django_db
def test_the_text_follows_the_figures(draft):
    said = publication.prepare(draft, on=TODAY).document.section("overview").text()
    assert said == ["全年收到申请1件。"]
    put([Story("business", "cn-university", date(2025, 6, 3))])
    said = publication.prepare(draft, on=TODAY).document.section("overview").text()
    assert said == ["全年收到申请2件。"]


@pytest.mark.full
@pytest.mark.django_db
def test_a_published_text_keeps_the_name_beside_the_value(draft, cast):
    approved.publish(draft, cast, on=TODAY, at=NOW)
    Application.objects.update(received_on=date(2024, 6, 3))
    [block] = published_document(draft).section("overview").blocks
    assert [piece for piece in block.pieces if piece.name] == [
        Piece("1", "received", "本年新收政府信息公开申请数量")
    ]
    assert published_document(draft).section("proactive").blocks[0].pieces[1].name == "items"


@pytest.mark.django_db
def test_nobody_puts_in_another_number_under_a_cells_name(draft, cast):
    for wrong in ({"received": 7}, {"parts": "x"}, {"catalogue_items": 3}):
        with pytest.raises(Refusal, match="系统统计的数据"):
            writing.write_facts(draft, wrong, edits=draft.edits, by=cast.registrar, at=NOW)
        with pytest.raises(Refusal, match="系统统计的数据"):
            publication.write(draft, texts={}, facts=wrong, edits=draft.edits, by=cast.registrar,
                              at=NOW)  # fmt: skip
    draft.facts = {"received": 7}  # as if it had been there before the cell was
    document = publication.prepare(draft, on=TODAY).document
    assert document.section("overview").text() == ["全年收到申请1件。"]


@pytest.mark.django_db
def test_numbers_the_units_reported_are_named_like_the_others(draft, cast):
    given = {"procurement_projects": Given(58, "政府采购项目", "采购与招标管理处 李某")}
    publication.write(draft, texts={"proactive": "完成采购{procurement_projects}项。"},
                      edits=draft.edits, by=cast.registrar, at=NOW)  # fmt: skip
    prepared = prepare(draft, on=TODAY, given=given)
    [block] = prepared.document.section("proactive").blocks
    assert block.text == "完成采购58项。"
    assert block.pieces[1] == Piece("58", "procurement_projects", "政府采购项目")
    assert prepared.cells["procurement_projects"].said_by == "采购与招标管理处 李某"


# Typed numbers


@pytest.mark.parametrize(
    ("text", "name", "typed", "agrees"),
    [
        ("全年共收到信息公开申请6件。", "received", "6", True),
        ("新收申请1,234件。", "received", "1,234", False),
        ("上年度结转2件。", "carried_in", "2", False),
        ("办结6件。", "closed", "6", True),
        ("结转下年度继续办理1件。", "carried_out", "1", True),
        ("其中予以公开3件", "granted", "3", True),
        ("不予公开2件", "refused_total", "2", True),
        ("不予处理1件", "not_processed_total", "1", False),
        ("通过网上提交4件", "channel_online", "4", True),
        ("行政复议1起", "review_total", "1", False),
    ],
)
def test_a_typed_number_is_held_against_its_cell(text, name, typed, agrees):
    [found] = typed_numbers(text, CELLS)
    assert (found.name, found.typed, found.agrees) == (name, typed, agrees)
    assert text[found.start : found.start + len(typed)] == typed


@pytest.mark.parametrize(
    "text",
    ["收到申请{received}件。", "走访3家单位。", "收到来信3封。", "办结率100%。", "2024年办结。"],
)
def test_what_is_bound_or_counts_something_else_is_left_alone(text):
    assert typed_numbers(text, CELLS) == []


def test_several_numbers_of_a_sentence_are_each_found_once():
    found = typed_numbers("收到申请6件，办结6件：予以公开3件，不予公开2件。", CELLS)
    assert [one.name for one in found] == ["received", "closed", "granted", "refused_total"]


def test_a_number_is_replaced_where_it_stands_and_only_there():
    text = "收到申请6件，又6件。"
    assert bound(text, start=4, typed="6", name="received") == "收到申请{received}件，又6件。"
    assert bound(text, start=5, typed="6", name="received") is None


@pytest.mark.django_db
def test_one_act_binds_a_typed_number(draft, cast):
    kept = writing.write_part(
        draft, "overview", "全年收到申请7件。", seen=1, by=cast.registrar, at=NOW
    )
    prepared = publication.prepare(draft, on=TODAY)
    assert any("写的是7件，与统计数1不一致" in text for text in prepared.warnings)
    writing.bind(draft, "overview", start=6, typed="7", name="received", seen=kept.number,
                 by=cast.registrar, at=NOW)  # fmt: skip
    assert draft.texts()["overview"] == "全年收到申请{received}件。"
    for wrong in ({"start": 6, "name": "received"}, {"start": 0, "name": "received"}):
        with pytest.raises(Refusal, match="已经没有这个数字"):
            writing.bind(draft, "overview", typed="7", seen=3, by=cast.registrar, at=NOW, **wrong)


def test_a_year_of_other_laws_has_the_same_names():
    empty = Year(YEAR, FULL.requests, FULL.remedies)
    assert set(cells.of_year(empty)) == set(CELLS) <= cells.system_names()
