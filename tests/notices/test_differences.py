"""Two versions of a text side by side."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from notices.differences import Piece, compared, in_characters

BEFORE = [
    "经审查，您申请公开的会议记录属于过程性信息。",
    "根据《条例》第十六条第二款的规定，不予公开。",
    "特此告知。",
]


def marked(pieces) -> str:
    return "".join(f"[{p.text}]" if p.changed else p.text for p in pieces)


def test_only_the_phrase_that_changed_is_marked():
    before, after = in_characters(
        "自收到之日起15个工作日内答复", "自收到之日起20个工作日内书面答复"
    )
    assert marked(before) == "自收到之日起[15]个工作日内答复"
    assert marked(after) == "自收到之日起[20]个工作日内[书面]答复"


def test_a_phrase_is_not_left_in_shreds():
    before, _after = in_characters("涉及商业秘密的内容", "涉及个业隐密的内容")
    assert marked(before) == "涉及[商业秘]密的内容"


def test_paragraphs_keep_their_partners_when_one_is_put_in_and_one_struck_out():
    after = ["新写的一段，说明检索经过。", BEFORE[0].replace("会议记录", "评审记录"), BEFORE[2]]
    rows = compared(BEFORE, after)
    assert [row.kind for row in rows] == ["added", "changed", "struck", "same"]
    assert marked(rows[1].before) == "经审查，您申请公开的[会议]记录属于过程性信息。"
    assert rows[2].before == (Piece(BEFORE[1], True),)
    assert rows[2].after == ()


def test_the_same_text_has_no_difference():
    assert {row.kind for row in compared(BEFORE, BEFORE)} == {"same"}
    assert compared([], []) == []


TEXTS = st.lists(st.text("甲乙丙丁，。12ab ", max_size=12), max_size=6)


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_each_side_reads_exactly_as_it_was(before, after):
    rows = compared(before, after)
    assert ["".join(p.text for p in r.before) for r in rows if r.before] == before
    assert ["".join(p.text for p in r.after) for r in rows if r.after] == after


def test_a_very_long_paragraph_is_compared_in_reasonable_time():
    old = "".join(f"根据有关规定，经研究，现就第{n}项答复如下。" for n in range(300))
    began = time.perf_counter()
    row = compared([old], [old.replace("第77项", "第七十七项")])[0]
    assert [p.text for p in row.after if p.changed] == ["七十七"]
    for repeated in ("甲" * 8000, "经研究，" * 2000):
        compared([repeated], [repeated + "完。"])
    assert time.perf_counter() - began < 5
