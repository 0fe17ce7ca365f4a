"""The layout of GB/T 9704-2012, letter form, measured on the page in millimetres."""

from itertools import chain, pairwise

import pytest

from notices import pdf
from notices.letter import page
from tests.notices import pages, paper

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0  # the type area: 156 x 225 from 37 and 28
EVEN_RIGHT = 182.0  # on even pages the wider margin, for binding, is on the right
PITCH = 156 / 28
LINE = 225 / 22


@pytest.fixture(scope="module")
def long_letter() -> bytes:
    """Three pages."""
    return pdf.render(pages.issued(*[pages.WORDS] * 9)).pdf


@pytest.fixture(scope="module")
def short_letter() -> bytes:
    return pdf.render(pages.issued(pages.WORDS)).pdf


def said(line) -> str:
    return "".join(glyph.character for glyph in line)


def line_with(content: bytes, words: str, page_number: int = 0):
    return next(line for line in paper.lines(content, page_number) if words in said(line))


def test_the_sheet_is_a4(long_letter):
    for width, height in paper.sizes(long_letter):
        assert (width, height) == pytest.approx((210, 297), abs=0.1)


def test_the_letterhead_begins_thirty_millimetres_down_in_the_middle(short_letter):
    head = paper.lines(short_letter)[0]
    assert said(head) == "示例大学"
    assert head[0].top == pytest.approx(30, abs=1.5)
    assert (head[0].left + head[-1].right) / 2 == pytest.approx(105, abs=1.5)


def test_the_number_stands_under_the_double_line_at_the_right_edge(short_letter):
    number = line_with(short_letter, "22号")
    assert said(number) == "示例大学信公不〔2026〕22号"
    assert number[-1].right == pytest.approx(RIGHT, abs=0.5)


def test_text_stands_in_lines_of_28_characters(short_letter):
    full = line_with(short_letter, "形成的讨论记录。")
    assert full[0].left == pytest.approx(LEFT, abs=0.3)
    steps = [b.left - a.left for a, b in pairwise(full)]
    assert sum(steps) / len(steps) == pytest.approx(PITCH, abs=0.12)
    assert len(full) in (27, 28)


def test_lines_are_flush_at_the_right_edge(long_letter):
    body = [line for line in paper.lines(long_letter, 1) if len(line) > 25]
    full = [line for line in body if not said(line).endswith("不予公开。")]
    assert len(full) > 15
    for line in full:
        assert line[-1].right == pytest.approx(EVEN_RIGHT, abs=0.3), said(line)


def test_a_page_holds_22_lines(long_letter):
    body = [line for line in paper.lines(long_letter, 1) if line[0].bottom < BOTTOM + 2]
    assert len(body) == 22
    middles = [(line[0].top + line[0].bottom) / 2 for line in body]
    steps = [b - a for a, b in pairwise(middles)]
    assert sum(steps) / 21 == pytest.approx(LINE, abs=0.05)
    assert middles[0] == pytest.approx(TOP + LINE / 2, abs=1)


def test_a_paragraph_begins_two_characters_in(short_letter):
    first = line_with(short_letter, "经审查")
    assert first[0].left == pytest.approx(LEFT + 2 * PITCH, abs=0.4)


def test_the_salutation_is_flush_left_and_ends_in_a_full_width_colon(short_letter):
    salutation = line_with(short_letter, "张示例")
    assert said(salutation) == "张示例："
    assert salutation[0].left == pytest.approx(LEFT, abs=0.3)


def test_page_numbers_stand_on_the_outer_edge_and_not_on_the_first_page(long_letter):
    assert "—1—" not in said(chain(*paper.lines(long_letter, 0)))
    even, odd = line_with(long_letter, "—2—", 1), line_with(long_letter, "—3—", 2)
    assert even[0].left == pytest.approx(26 + 4.94, abs=1)
    assert odd[-1].right == pytest.approx(RIGHT - 4.94, abs=1)
    for line in (even, odd):
        assert line[0].top > BOTTOM + 5


def test_the_date_stands_four_characters_in_and_the_name_is_centred_over_it(short_letter):
    date = line_with(short_letter, "2026年3月27日")
    name = [line for line in paper.lines(short_letter) if said(line) == "示例大学"][-1]
    assert date[-1].right == pytest.approx(RIGHT - 4 * PITCH, abs=0.6)
    middle = (date[0].left + date[-1].right) / 2
    assert (name[0].left + name[-1].right) / 2 == pytest.approx(middle, abs=0.6)


def test_a_long_name_stays_centred_over_the_date_on_one_line():
    content = pdf.render(pages.issued(letterhead="示例理工职业技术大学马克思学院")).pdf
    name = [line for line in paper.lines(content) if "马克思学院" in said(line)][-1]
    assert said(name).startswith("示例理工")
    assert name[-1].right < RIGHT


def test_the_signature_is_never_alone_on_a_page():
    for count in range(1, 6):
        for extra in ("", "补充说明。" * 12, "补充说明。" * 20):
            content = pdf.render(pages.issued(*[pages.WORDS] * count, extra or "完。")).pdf
            pages_of = len(paper.sizes(content))
            last = "".join(said(line) for line in paper.lines(content, pages_of - 1))
            assert "特此告知。" in last
            before = last.split("特此告知。")[0].removeprefix("—")
            assert before, (count, extra)


def test_a_draft_says_so_in_its_margin_and_has_neither_seal_nor_number():
    draft = paper.text(pdf.render(page(pages.a_letter())).pdf)
    assert "草" in draft
    assert "文号发出时编定" in draft
    assert "专用章" not in draft
    issued = paper.text(pdf.render(pages.issued()).pdf)
    assert "草" not in issued
    assert "信息公开专用章" in issued


def test_a_seal_in_demonstration_data_says_so(settings):
    assert "示范" not in paper.text(pdf.render(pages.issued()).pdf)
    settings.DEMONSTRATION = True
    assert "示范" in paper.text(pdf.render(pages.issued()).pdf)


def test_the_press_says_how_many_pages_and_where_the_seal_stands():
    made = pdf.render(pages.issued(*[pages.WORDS] * 5))
    last = len(paper.sizes(made.pdf)) - 1
    assert made.pages == last + 1 == 2
    seal, date = made.seal, line_with(made.pdf, "2026年3月27日", last)
    assert seal.page == last
    assert (seal.right - seal.left, seal.top - seal.bottom) == pytest.approx((119.06, 119.06), 0.01)
    middle = (date[0].left + date[-1].right) / 2 * paper.MM
    assert (seal.left + seal.right) / 2 == pytest.approx(middle, abs=2)
    height = 297 * paper.MM
    assert seal.bottom < height - date[0].bottom * paper.MM < seal.top
    assert pdf.render(page(pages.a_letter())).seal is None
