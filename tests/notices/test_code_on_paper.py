"""The square and the code on the first page, by which a letter is verified."""

from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from notices import conformance, pdf, qr
from notices.letter import dated, page
from records.refusals import Refusal
from tests.notices import pages, paper
from tests.notices.paint import MM, picture

LEFT, TOP, SIZE = 28.0, 37 + 226.3, 10.5  # millimetres
CODE, SITE = "7K3MQ9XW2RTA", "https://xxgk.example.edu.cn"
ADDRESS = f"{SITE}/verify/{CODE}/"


def coded(*paragraphs: str, **changes):
    letter = pages.a_letter(*paragraphs, **changes)
    issued = dated(letter, number="示例大学信公不〔2026〕22号", on=date(2026, 3, 27), code=CODE)
    return replace(issued, address=ADDRESS)


@pytest.fixture(scope="module")
def letter() -> bytes:
    return pdf.render(page(coded())).pdf


def modules(content: bytes, count: int, left: float = LEFT) -> list[list[int]]:
    """The square as it is seen: dark or light at the middle of each of its modules."""
    painted = picture(content).convert("L")
    step = SIZE / count
    return [
        [
            int(painted.getpixel((int((left + (x + 0.5) * step) * MM),
                                  int((TOP + (y + 0.5) * step) * MM))) < 128)
            for x in range(count)
        ]
        for y in range(count)
    ]  # fmt: skip


def test_the_square_on_paper_is_the_code_of_the_address(letter):
    expected = [list(row) for row in qr.code_of(ADDRESS).matrix]
    assert modules(letter, len(expected)) == expected


def test_another_address_gives_another_square(letter):
    """Negative control: the comparison above can fail."""
    other = [list(row) for row in qr.code_of(ADDRESS.replace("7K", "8K")).matrix]
    assert modules(letter, len(other)) != other


def test_the_square_has_four_modules_of_quiet_around_it(letter):
    painted = picture(letter).convert("L")
    quiet = 4 * SIZE / len(qr.code_of(ADDRESS).matrix)
    for x, y in ((-quiet, 5), (SIZE + quiet, 5), (5, -quiet), (5, SIZE + quiet)):
        pixels = int((LEFT + x) * MM), int((TOP + y) * MM)
        assert painted.getpixel(pixels) > 200, (x, y)


@pytest.mark.full
def test_code_and_address_stand_under_the_type_area_and_above_the_lower_line(letter):
    found = paper.lines(letter)
    said = {"".join(glyph.character for glyph in line): line for line in found}
    for words in ("核验码7K3M-Q9XW-2RTA", ADDRESS):
        line = said[words]
        assert line[0].top > 262
        assert line[0].bottom < 275.05
        assert line[0].left > LEFT + SIZE
        assert line[-1].right < 184


@pytest.mark.full
def test_the_address_is_a_link_with_a_name_and_the_square_has_words(letter, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(letter)
    with pikepdf.open(path) as opened:
        link = next(a for a in opened.pages[0].Annots if a.Subtype == "/Link")
        assert str(link.A.URI) == str(link.Contents) == ADDRESS
        words = [str(e.Alt) for e in opened.objects if isinstance(e, pikepdf.Dictionary)
                 and e.get("/S") == "/Figure"]  # fmt: skip
    assert f"核验二维码：{ADDRESS}" in words
    assert [str(fault) for fault in conformance.faults(letter)] == []


@pytest.mark.full
def test_it_moves_nothing_of_the_letter():
    with_code = pdf.render(page(coded(*[pages.WORDS] * 4))).pdf
    without = pdf.render(page(replace(coded(*[pages.WORDS] * 4), code=""))).pdf
    for number in range(2):
        kept = [line for line in paper.lines(with_code, number) if line[0].top < 262]
        assert kept == [line for line in paper.lines(without, number) if line[0].top < 262]


@pytest.mark.full
def test_a_full_page_and_a_seal_low_down_leave_it_readable():
    content = pdf.render(page(coded("示" * 270))).pdf
    expected = [list(row) for row in qr.code_of(ADDRESS).matrix]
    assert modules(content, len(expected)) == expected


def test_a_draft_shows_none_of_it():
    assert "核验" not in paper.text(pdf.render(page(pages.a_letter())).pdf)


def test_an_address_too_long_to_be_read_from_paper_is_refused():
    letter = replace(coded(), address="https://" + "long." * 20 + f"example.edu.cn/verify/{CODE}/")
    assert len(letter.address) > 130
    with pytest.raises(Refusal, match="网站地址过长"):
        page(letter)
