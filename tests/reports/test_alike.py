"""How much of a report stood in last year's already."""

import pytest

from reports.alike import likeness, sentences

BEFORE = (
    "学校高度重视信息公开工作，成立了领导小组。本年度收到申请12件，全部按期答复。"
    "各单位明确了责任人。下一步将加强培训，提高工作人员的业务水平。"
)


def test_the_same_text_is_the_same_and_another_is_not():
    assert likeness(BEFORE, BEFORE) == 1.0
    assert (
        likeness(BEFORE, "今年新建了平台，开通了网上申请的渠道，并且首次公布了招生计划的说明。" * 3)
        < 0.2
    )


def test_a_sentence_that_was_moved_or_has_other_figures_still_counts_as_repeated():
    text = (
        "本年度收到申请{received}件，全部按期答复。"
        "学校高度重视信息公开工作，成立了领导小组。今年新建了平台。"
    )
    assert [one.repeated for one in sentences(text, BEFORE)] == [True, True, False]
    assert "".join(one.text for one in sentences(text, BEFORE)) == text


def test_headings_are_not_marked():
    before = "（一）制度机制建设情况\n" + BEFORE
    marked = [one.repeated for one in sentences("（一）制度机制建设情况\n" + BEFORE, before)]
    assert marked == [False, True, True, True, True]


def test_part_of_a_text_repeated_is_told_as_a_share():
    half = BEFORE + "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥" * 3
    assert 0.4 < likeness(BEFORE, half) < 0.6


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("甲" * 80, "甲" * 80, 1.0), ("甲" * 80, "乙" * 80, 0.0), ("同样", "同样", 0.0)],
)
def test_short_texts_are_not_held_against_each_other(one, other, alike):
    assert likeness(one, other) == alike


def test_a_long_text_takes_no_longer_than_its_length():
    long = "".join(chr(0x4E00 + n * 7 % 20000) for n in range(200_000))
    assert likeness(long, long) == 1.0
