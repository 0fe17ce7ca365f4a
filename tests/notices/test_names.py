"""Names come back from the paper as they went in; what cannot be printed is named."""

import io
import re
import unicodedata
from pathlib import Path

import pypdf
import pytest

from notices import pdf, printable
from notices.pdf import MissingGlyph
from tests.notices import pages, paper
from tests.sizes import some_quick

NAMES = (Path(__file__).parent / "names.txt").read_text(encoding="utf-8").splitlines()


def salutation(content: bytes) -> str:
    """Who the letter is to, as PDFium reads it."""
    found = paper.text(content)
    return found.split("答复书", 1)[1].split("：", 1)[0]


def test_there_are_300_different_names_rare_and_rarer():
    assert len(set(NAMES)) == len(NAMES) == 300
    characters = set("".join(NAMES))
    assert sum(ord(each) > 0xFFFF for each in characters) >= 130
    assert sum(0x3400 <= ord(each) < 0x4DC0 for each in characters) >= 40
    level_two = [c for c in characters if c.encode("gb2312", "ignore")[:1] >= b"\xd8"]
    assert len(level_two) >= 40


@pytest.fixture(scope="module")
def letter() -> bytes:
    """All of them in one letter."""
    return pdf.render(pages.issued("、".join(NAMES) + "。")).pdf


def test_all_300_names_come_back_from_one_letter(letter):
    read = re.sub("—[0-9]—", "", paper.text(letter))
    assert "、".join("".join(name.split()) for name in NAMES) in read


@pytest.mark.full
def test_another_reader_finds_the_same_names(letter):
    read = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(letter)).pages)
    read = re.sub("—[0-9]—", "", "".join(read.split()))
    assert "、".join("".join(name.split()) for name in NAMES) in read


@pytest.mark.parametrize("name", some_quick(NAMES[::25], 4))
def test_a_name_comes_back_from_the_salutation(name):
    assert salutation(pdf.render(pages.issued(name=name)).pdf) == "".join(name.split())


@pytest.mark.full
@pytest.mark.parametrize("name", NAMES)
def test_every_name_comes_back_from_the_salutation_of_its_letter(name):
    assert salutation(pdf.render(pages.issued(name=name)).pdf) == "".join(name.split())


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("王𠮷", "𠮷"), ("李𪚲", "𪚲"), ("张😀", "😀"), ("葛\ufe00某", "\ufe00"),
        ("葛\U000e0100某", "\U000e0100"), ("甲\u0301", "\u0301"), ("甲\u0007乙", "\u0007"),
        ("甲\0乙", "\0"), ("甲\u202e乙", "\u202e"), ("甲\u2066乙\u2069", "\u2066\u2069"),
        ("甲\u200d乙", "\u200d"), ("甲\ud800乙", "\ud800"), ("甲\u2028乙", "\u2028"),
        ("甲\ue000", "\ue000"), ("한국", "한국"), ("سلام", "سلام"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_refused_and_named(name, missing):
    with pytest.raises(MissingGlyph) as refused:
        pdf.render(pages.issued(name=name))
    assert set(refused.value.characters) == set(missing)
    for each in missing:
        assert f"U+{ord(each):04X}" in str(refused.value)


def test_a_refusal_does_not_itself_turn_the_writing_round():
    with pytest.raises(MissingGlyph) as refused:
        pdf.render(pages.issued(name="甲\u202e乙"))
    assert str(refused.value).isprintable()


@pytest.mark.full
def test_accents_typed_apart_are_printed_as_one_character():
    assert unicodedata.normalize("NFD", "é") == "e\u0301"
    assert salutation(pdf.render(pages.issued(name="Rene\u0301e")).pdf) == "Renée"
    assert printable.composed("﨑 葛\ufe00") == "﨑 葛\ufe00"


@pytest.mark.full
def test_what_prints_as_nothing_by_what_it_is_does_not_stop_a_letter():
    assert salutation(pdf.render(pages.issued(name="\ufeff张\u200b示\u00ad例")).pdf) == "张示例"
