"""The layout of GB/T 9704-2012, letter form, measured on the page in millimetres."""

from dataclasses import replace
from datetime import date
from itertools import chain, pairwise

import pytest
from django.utils.safestring import SafeString

from notices import pdf
from notices.letter import dated, page
from tests.notices import pages, paper
from tests.notices.bare import bare
from tests.notices.paint import red_bands
from tests.sizes import some_quick

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0  # the type area: 156 x 225 from 37 and 28
EVEN_LEFT, EVEN_RIGHT = 26.0, 182.0  # on even pages the wider margin, for binding, is on the right
PITCH = 156 / 28
LINE = 225 / 22
GONE_OUT = date(2026, 3, 27)


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


def test_a_page_holds_22_lines_of_28_characters_at_their_places():
    """Tolerances: 0.3 mm for edges, 0.02 mm for the step between characters and between lines."""
    content = pdf.render(pages.issued("示" * 28 * 60)).pdf
    body = [line for line in paper.lines(content, 1) if line[0].bottom < BOTTOM + 2]
    assert [len(line) for line in body] == [28] * 22
    for line in body:
        assert line[0].left == pytest.approx(EVEN_LEFT, abs=0.3)
        assert line[-1].right == pytest.approx(EVEN_RIGHT, abs=0.3)
        steps = [b.left - a.left for a, b in pairwise(line)]
        assert sum(steps) / 27 == pytest.approx(PITCH, abs=0.02)
        assert max(steps) - min(steps) < 0.1
    middles = [(line[0].top + line[0].bottom) / 2 for line in body]
    steps = [b - a for a, b in pairwise(middles)]
    assert sum(steps) / 21 == pytest.approx(LINE, abs=0.02)
    assert middles[0] == pytest.approx(TOP + LINE / 2, abs=0.6)
    assert middles[-1] == pytest.approx(BOTTOM - LINE / 2, abs=0.6)


@pytest.mark.full
def test_the_first_page_begins_on_the_same_lines():
    """Letterhead, number, title and salutation take seven of the 22 lines."""
    content = pdf.render(pages.issued("示" * 28 * 60)).pdf
    body = [line for line in paper.lines(content, 0) if len(line) > 25]
    middles = [(line[0].top + line[0].bottom) / 2 for line in body]
    assert len(body) == 15
    assert middles[0] == pytest.approx(TOP + 7.5 * LINE, abs=0.6)
    assert middles[-1] == pytest.approx(BOTTOM - LINE / 2, abs=0.6)


@pytest.mark.full
def test_the_red_double_lines_are_170_millimetres_wide_and_the_right_way_round(short_letter):
    """GB/T 9704-2012, 10.1: thick over thin under the letterhead, thin over thick below."""
    bands = red_bands(short_letter)
    head = line_with(short_letter, "示例大学")
    upper = [band for band in bands if band.top < 60 and band.width > 165]
    lower = [band for band in bands if band.top > 270]
    assert len(upper) == len(lower) == 2
    for band in upper + lower:
        assert band.left == pytest.approx(20, abs=0.2)
        assert band.width == pytest.approx(170, abs=0.3)
    assert upper[0].height > 2 * upper[1].height
    assert lower[1].height > 2 * lower[0].height
    assert upper[0].top == pytest.approx(30 + 42 / paper.MM + 4, abs=0.5)
    assert lower[1].top + lower[1].height == pytest.approx(297 - 20, abs=0.2)
    assert head[0].top < upper[0].top


@pytest.mark.full
def test_two_blank_lines_over_the_title_and_one_under_it(short_letter):
    number, title = line_with(short_letter, "22号"), line_with(short_letter, "答复书")
    salutation = line_with(short_letter, "张示例：")
    assert title[0].top - number[0].bottom == pytest.approx(2 * LINE, abs=1)
    assert salutation[0].top - title[0].bottom > LINE


def test_a_long_title_stands_in_balanced_lines():
    title = "关于示例大学2025年度研究生招生复试录取工作会议记录的政府信息不予公开答复书"
    content = pdf.render(pages.issued(title=title)).pdf
    found = [line for line in paper.lines(content) if 24 < line[0].top - 37 < 80][:3]
    lines = [said(line) for line in paper.lines(content)]
    first = next(n for n, line in enumerate(lines) if line.startswith("关于"))
    assert "".join(lines[first : first + 2]) == title
    assert found
    for line in paper.lines(content)[first : first + 2]:
        assert line[0].left > LEFT
        assert line[-1].right < RIGHT
        assert (line[0].left + line[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)


@pytest.mark.parametrize("count", some_quick([4, 12, 19, 30], {19}))
def test_a_long_letterhead_stays_within_the_double_lines(count):
    name = "示例理工职业技术大学马克思主义学院信息公开工作办公室与档案馆"[:count]
    content = pdf.render(pages.issued(letterhead=name)).pdf
    head = [line for line in paper.lines(content) if line[0].top < 52]
    assert "".join(said(line) for line in head).startswith(name)
    for line in head[: 1 if count < 20 else 2]:
        assert line[0].left >= 20 - 0.5
        assert line[-1].right <= 190 + 0.5


VARIED = (
    "根据《中华人民共和国政府信息公开条例》（国务院令第711号）第三十六条，经检索“OA系统”（Office"
    " Automation）与教务处档案柜，共得2025年3月1日至2026年12月31日形成的材料1,234份，占12.5%；其中①"
    "会议纪要、②请示——报告……均属过程性信息，见GB/T 9704-2012及张䶮、𬱖某与Renée的说明。"
)


def test_lines_of_all_sorts_of_text_are_flush_at_the_right_edge():
    """Kinsoku, figures, Latin, emphasis and rare characters: no full line off by over 0.3 mm."""
    marked = pages.body(VARIED * 2).replace("会议纪要", "<strong>会议纪要</strong>")
    marked = SafeString(marked.replace("请示", "<em>请示</em>"))
    paragraphs = [pages.body("补" * shift + VARIED) for shift in range(14)]
    body = SafeString(marked + "".join(paragraphs))
    made = pdf.render(pages.issued(body=body))
    ends, measured = ("说明。", "特此告知。"), 0
    for number in range(made.pages):
        right = EVEN_RIGHT if number % 2 else RIGHT
        for line in paper.lines(made.pdf, number):
            inside = line[0].top > TOP and line[0].bottom < BOTTOM + 1 and len(line) > 14
            if inside and not said(line).endswith(ends) and "示例大学信公" not in said(line):
                assert line[-1].right == pytest.approx(right, abs=0.3), said(line)
                measured += 1
    assert measured > 60


def test_without_our_justification_the_same_lines_are_ragged():
    """Negative control: what WeasyPrint does by itself."""
    content = bare(pages.issued(*[VARIED] * 4))
    full = [line for line in paper.lines(content, 1) if len(line) > 20]
    off = [RIGHT - 2 - line[-1].right for line in full if not said(line).endswith("说明。")]
    assert max(off) > 3


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
    day = line_with(short_letter, "2026年3月27日")
    name = [line for line in paper.lines(short_letter) if said(line) == "示例大学"][-1]
    assert day[-1].right == pytest.approx(RIGHT - 4 * PITCH, abs=0.6)
    middle = (day[0].left + day[-1].right) / 2
    assert (name[0].left + name[-1].right) / 2 == pytest.approx(middle, abs=0.6)


@pytest.mark.full
def test_a_name_too_long_to_be_centred_over_the_date_stands_in_two_lines():
    made = pdf.render(pages.issued(letterhead="示例理工职业技术大学马克思主义学院"))
    lines = paper.lines(made.pdf)
    closing = line_with(made.pdf, "特此告知。")
    signed = [line for line in lines if line[0].top > closing[0].bottom][:-1]
    of_the_text = pytest.approx(16 / paper.MM, abs=0.01)  # the seal's characters are not
    name = [g for line in signed for g in line if g.right - g.left == of_the_text]
    assert said(name) == "示例理工职业技术大学马克思主义学院"
    assert max(glyph.right for glyph in name) < RIGHT


def signature_keeps_company(text: str, attachments: tuple[str, ...] = ()) -> None:
    """On the page of the signature at least two lines of the letter stand above it."""
    made = pdf.render(pages.issued(text, attachments=attachments))
    lines = [said(line) for line in paper.lines(made.pdf, made.pages - 1)]
    above = lines[: lines.index("示例大学", 1 if made.pages == 1 else 0)]
    assert len(above) >= 2, (len(text), lines)
    assert made.seal.page == made.pages - 1


@pytest.mark.parametrize("lines", some_quick([8, 9, 10, 11, 12, 31, 32, 33], 3))
def test_the_signature_is_never_alone_on_a_page(lines):
    signature_keeps_company("示" * (28 * lines - 10))


@pytest.mark.full
@pytest.mark.parametrize("lines", range(1, 61))
@pytest.mark.parametrize("attachments", [(), ("名单",), ("名单", "通知"), ("名单",) * 12])
def test_the_signature_is_never_alone_at_any_length(lines, attachments):
    signature_keeps_company("示" * (28 * lines - 10), attachments)


@pytest.mark.full
def test_lines_are_set_closer_where_that_saves_a_page():
    made = [pdf.render(pages.issued("示" * (28 * lines - 10))).pages for lines in (10, 11, 12)]
    assert made == [1, 1, 2]


@pytest.mark.full
def test_attachments_hang_from_their_own_first_character():
    """附件 one blank line below the text, two characters in; what is left of a title under it."""
    titles = ("名单", "关于印发示例大学本科生转专业管理办法和示例大学本科生学籍管理规定的通知")
    content = pdf.render(pages.issued(attachments=titles)).pdf
    closing = line_with(content, "特此告知。")
    first, second = line_with(content, "名单"), line_with(content, "关于印发")
    rest = line_with(content, "的通知")
    assert said(first) == "附件：1.名单"
    assert said(second).startswith("2.关于印发")
    assert first[0].left == pytest.approx(LEFT + 2 * PITCH, abs=0.3)
    assert first[0].top - closing[0].bottom == pytest.approx(LINE + 4.6, abs=0.6)
    assert rest[0].left == pytest.approx(second[2].left, abs=0.3)
    assert first[3].left == pytest.approx(second[0].left, abs=0.3)


@pytest.mark.full
def test_twelve_attachments_stand_in_one_column():
    content = pdf.render(pages.issued(attachments=("名单",) * 12)).pdf
    lines = list(chain(*(paper.lines(content, number) for number in range(2))))
    lefts = [line[-2].left for line in lines if said(line).endswith("名单")]
    assert len(lefts) == 12
    assert {round(left - lefts[0]) for left in lefts} <= {0, -2}  # even pages begin 2 mm earlier


@pytest.mark.full
def test_an_unsealed_letter_is_signed_two_characters_in():
    """GB/T 9704-2012, 7.3.5.2: the date is longer than the name here, and stands two in itself."""
    letter = replace(dated(pages.a_letter(), number="示〔2026〕1号", on=GONE_OUT), sealed=False)
    made = pdf.render(page(letter))
    assert made.seal is None
    day = line_with(made.pdf, "2026年3月27日")
    name = [line for line in paper.lines(made.pdf) if said(line) == "示例大学"][-1]
    assert day[-1].right == pytest.approx(RIGHT - 2 * PITCH, abs=0.5)
    assert name[0].left == pytest.approx(day[0].left - 2 * PITCH, abs=0.5)


def test_a_draft_says_so_in_its_margin_and_has_neither_seal_nor_number():
    draft = paper.text(pdf.render(page(pages.a_letter())).pdf)
    assert "草" in draft
    assert "文号发出时编定" in draft
    assert "专用章" not in draft
    issued = paper.text(pdf.render(pages.issued()).pdf)
    assert "草" not in issued
    assert "信息公开专用章" in issued


@pytest.mark.full
def test_a_seal_in_demonstration_data_says_so(settings):
    assert "示范" not in paper.text(pdf.render(pages.issued()).pdf)
    settings.DEMONSTRATION = True
    assert "示范" in paper.text(pdf.render(pages.issued()).pdf)


@pytest.mark.full
def test_the_press_says_how_many_pages_and_where_the_seal_stands():
    made = pdf.render(pages.issued(*[pages.WORDS] * 5))
    last = len(paper.sizes(made.pdf)) - 1
    assert made.pages == last + 1 == 2
    seal, day = made.seal, line_with(made.pdf, "2026年3月27日", last)
    assert seal.page == last
    assert (seal.right - seal.left, seal.top - seal.bottom) == pytest.approx((119.06, 119.06), 0.01)
    middle = (day[0].left + day[-1].right) / 2 * paper.MM
    assert (seal.left + seal.right) / 2 == pytest.approx(middle, abs=2)
    height = 297 * paper.MM
    assert seal.bottom < height - day[0].bottom * paper.MM < seal.top
    assert pdf.render(page(pages.a_letter())).seal is None
