"""The segregation record: part by part, which ground and why, in the letter and in the case."""

from datetime import date

import pytest

from casework import paper
from notices import items, letter, withheld
from notices.facts import FactsRefused, cleaned
from notices.kinds import KINDS
from office import institution
from requests_app.models import WithheldPart
from statute.law import load_law
from tests.cast import at, in_hand
from tests.notices import stories
from tests.notices.desk import FRIDAY, refusal_of
from web.staff.withheld_forms import ground_choices

OLD = stories.item(
    "partly_granted", "refused_process", reasons="会议讨论记录。", how_obtained="见附件。"
)


def composed(cast, *parts, law="cn-regulation") -> str:
    case = stories.ready(cast, "partly_granted", law=law)
    kind = KINDS["partly_granted"]
    plain, _sealed = cleaned(kind, {"items": [stories.in_part(*parts)]})
    made = letter.compose(
        kind, case, plain, institution=institution.current(), law=case.statute_law,
        on=date(2026, 3, 12),
    )  # fmt: skip
    return str(made.body)


def test_the_letter_names_each_part_with_its_basis_and_reasons_in_order(cast):
    body = composed(cast, stories.PRIVATE, stories.DRAFTS)
    first = body.index("（一）学生姓名、学号。其中学生姓名、学号涉及个人隐私")
    second = body.index("（二）第3页讨论记录。该页是学校研究资助名额过程中形成的讨论记录。")
    assert first < body.index("第十五条、第三十六条第（三）项") < second
    assert second < body.index("第十六条第二款、第三十六条第（三）项")
    assert "该部分信息" in body


def test_the_university_measures_are_cited_where_they_govern(cast):
    body = composed(cast, ("姓名", "privacy", "涉及隐私。"), law="cn-university")
    assert "第十条第（三）项" in body
    assert "不予公开的部分：姓名。涉及隐私。根据《高等学校信息公开办法》" in body


@pytest.mark.parametrize(
    ("grounds", "first"),
    [
        (["privacy"], True),
        (["refused_administrative_query"], False),
        (["refused_administrative_query", "trade_secret"], True),
        (["refused_administrative_query", "refused_internal_affairs"], True),
    ],
)
def test_review_comes_first_if_any_part_rests_on_articles_14_to_16(cast, grounds, first):
    body = composed(cast, *[(f"第{n}页", ground, "理由。") for n, ground in enumerate(grounds, 1)])
    assert ("对行政复议决定不服的" in body) is first
    assert ("或者自收到本答复之日起6个月内" in body) is not first


def test_a_draft_of_before_is_one_part_without_a_name(cast):
    kept, wrong = items.cleaned([OLD])
    assert wrong == []
    assert kept[0]["withheld"] == [
        {"part": "", "ground": "refused_process", "reasons": "会议讨论记录。"}
    ]
    assert (kept[0]["ground"], kept[0]["reasons"]) == ("", "")
    assert items.cleaned(kept) == (kept, [])


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], "请至少写出一处不予公开的部分"),
        ([("", "privacy", "理由"), ("姓名", "privacy", "理由")], "第1处：请写明是哪一部分。"),
        ([("姓名", "", "理由")], "第1处：请选择不予公开的依据。"),
        ([("姓名", "granted", "理由")], "第1处：请选择不予公开的依据。"),
        ([("姓名", "privacy", "")], "第1处：请写明事实与理由。"),
        ([("姓名", "privacy", "理由")] * 41, "不能超过40处"),
    ],
)
def test_faults_of_parts_are_named_one_by_one(parts, said):
    with pytest.raises(FactsRefused, match=said):
        cleaned(KINDS["partly_granted"], {"items": [stories.in_part(*parts)]})


def test_the_case_keeps_the_parts_in_their_order(cast):
    case = in_hand(cast)
    item = stories.in_part(stories.PRIVATE, stories.DRAFTS)
    case.answer(by=cast.leader, on=FRIDAY, at=at(FRIDAY), items=[item])
    kept = WithheldPart.objects.filter(item__decision__handling__application=case)
    assert list(kept.values_list("position", "part", "ground")) == [
        (1, "学生姓名、学号", "privacy"), (2, "第3页讨论记录", "refused_process"),
    ]  # fmt: skip
    (row,) = case.standing_decision().items.all()
    assert row.grounds == ["privacy", "refused_process"]


def test_a_decision_of_before_keeps_its_one_ground(cast):
    case = in_hand(cast)
    case.answer(by=cast.leader, on=FRIDAY, at=at(FRIDAY), items=[OLD])
    (row,) = case.standing_decision().items.all()
    assert row.grounds == ["refused_process"]
    assert not row.withheld.exists()


def test_own_wording_names_the_article_of_every_part(cast):
    case = stories.ready(cast, "partly_granted")
    facts = {"items": [stories.in_part(stories.PRIVATE, stories.DRAFTS)]}
    words = "根据《中华人民共和国政府信息公开条例》第三十七条的规定，部分公开。"
    notice = paper.draft(
        "partly_granted", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=facts,
        wording=words,
    )  # fmt: skip
    said = refusal_of(paper.submit, notice, by=cast.officer, at=at(FRIDAY))
    assert "第十五条" in said
    assert "第十六条第二款" in said


def test_every_ground_is_a_refusal_of_the_table_or_a_variant_of_one():
    assert set(map(withheld.row_of, withheld.GROUNDS)) == set(items.REFUSALS)


def test_a_new_part_says_which_right_of_a_third_party_it_is_and_an_old_one_is_still_read(cast):
    law = load_law("cn-regulation")
    offered = [code for code, _label in ground_choices(law)]
    assert "refused_third_party" not in offered
    assert {"trade_secret", "privacy"} <= set(offered)
    assert "商业秘密或者个人隐私" not in composed(cast, stories.PRIVATE)
    assert "商业秘密或者个人隐私" in composed(cast, ("名单", "refused_third_party", "理由。"))
