"""Titles broken into balanced lines, letterheads fitted, name and date placed."""

import pytest

from notices import titles
from notices.codes import grouped
from notices.setting import setting
from notices.signing_block import signing_block
from notices.templatetags.letters import ordinal
from tests.notices import pages

LONG = [
    "关于示例大学2025年度研究生招生复试录取工作会议记录的政府信息不予公开答复书",
    "关于征求《示例大学本科生转专业管理办法（试行）》有关信息公开意见的函",
    "示例理工职业技术大学马克思主义学院关于政府信息公开申请延期答复的告知书",
    "关于示例大学附属第三医院2025年第12次采购合同及验收记录等五项政府信息的部分公开答复书",
    "政府信息公开申请补正告知书（重新发出）关于某校区食堂经营情况及其他若干事项",
]


@pytest.mark.parametrize("title", LONG)
def test_a_title_is_broken_between_words_in_lines_that_fit(title):
    lines = titles.lines(title, most=20)
    assert "".join(lines) == title
    assert len(lines) == -(-int(titles.width(title) + 0.5) // 20)
    assert all(titles.width(line) <= 20 for line in lines)
    for line in lines[1:]:
        assert line[0] not in titles.NEVER_FIRST
    for line in lines[:-1]:
        assert line[-1] not in titles.NEVER_LAST
    joined = "|".join(lines)
    for word in titles.WORDS:
        for place in range(1, len(word)):
            assert f"{word[:place]}|{word[place:]}" not in joined


@pytest.mark.parametrize("title", LONG)
def test_the_lines_of_a_title_form_a_trapezoid_or_a_diamond(title):
    widths = [titles.width(line) for line in titles.lines(title, most=20)]
    assert max(widths) - min(widths) <= max(widths) * 0.45
    if len(widths) == 3:
        assert widths[1] >= min(widths[0], widths[2])


def test_a_short_title_stays_in_one_line():
    assert titles.lines("政府信息公开申请延期答复告知书", most=20) == [
        "政府信息公开申请延期答复告知书"
    ]


def test_the_title_as_it_is_broken():
    assert titles.lines(LONG[0], most=20) == [
        "关于示例大学2025年度研究生招生复试录取",
        "工作会议记录的政府信息不予公开答复书",
    ]


def test_an_institution_is_not_broken_before_what_kind_of_institution_it_is():
    name = "示例理工职业技术大学马克思主义学院"
    assert titles.lines(name, most=14) == ["示例理工职业技术大学", "马克思主义学院"]


def test_figures_with_their_unit_and_bracketed_words_stay_together():
    found = titles.lines("示" * 17 + "2026年3月" + "例" * 9, most=20)
    assert any("2026年3月" in line for line in found)


def test_a_text_without_end_is_still_set():
    lines = titles.lines("示" * 2000, most=20)
    assert [len(line) for line in lines] == [20] * 100
    assert "".join(titles.lines("a" * 500, most=20)) == "a" * 500


def test_a_sealed_letter_has_the_date_four_characters_in_and_the_name_over_it():
    block = signing_block("示例大学", "2026年3月27日", sealed=True)
    assert (block.name, block.name_in, block.date_in) == (("示例大学",), None, 4)


def test_an_unsealed_letter_has_the_name_two_in_and_the_date_two_after_its_beginning():
    """7.3.5.2: name of 10 characters ends 2 in; the date, 6.5 wide, begins 2 after it."""
    block = signing_block("示例理工职业技术大学", "2026年3月27日", sealed=False)
    assert block.name_in == 2
    assert block.date_in == 2 + 10 - 2 - 6.5


def test_an_unsealed_date_longer_than_the_name_is_two_in_itself():
    """The name of 4 begins 2 before the date of 6.5, which ends 2 in: 2 + 6.5 + 2 - 4."""
    block = signing_block("示例大学", "2026年3月27日", sealed=False)
    assert (block.date_in, block.name_in) == (2, 6.5)


@pytest.mark.parametrize("count", range(2, 40))
def test_a_letterhead_is_never_wider_than_the_double_lines(count):
    head = setting(_named(count))
    widest = max(titles.width(line) for line in head["head"]["lines"])
    assert widest * (float(head["head"]["size"]) + float(head["head"]["space"])) <= 482.1
    assert "".join(head["head"]["lines"]) == _named(count).letterhead


def _named(count: int):
    return pages.a_letter(
        letterhead=("示例理工职业技术大学马克思主义学院信息公开工作办公室" * 2)[:count]
    )


def test_a_code_is_shown_in_fours():
    assert grouped("7K3MQ9XW2RTA") == "7K3M-Q9XW-2RTA"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (99, "九十九"),
        (100, "一百"), (101, "一百零一"), (110, "一百一十"), (115, "一百一十五"),
        (1001, "一千零一"), (1010, "一千零一十"),
    ],
)  # fmt: skip
def test_headings_are_numbered_however_many_there_are(number, said):
    assert ordinal(number) == said
