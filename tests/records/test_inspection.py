import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import inspection, office_files
from records.refusals import FileRefused
from tests.records import hostile


@pytest.mark.parametrize("name", hostile.GOOD)
def test_an_ordinary_file_is_taken_under_the_type_of_our_table(name):
    ending = name.rpartition(".")[2].lower()
    assert inspection.media_type(hostile.GOOD[name], name) == inspection.MEDIA_TYPES[ending]


@pytest.mark.parametrize("name", hostile.BAD_NAMES)
def test_a_hostile_name_is_refused_whatever_the_content(name):
    with pytest.raises(FileRefused):
        inspection.media_type(hostile.PDF, name)


@pytest.mark.parametrize("what", hostile.BAD_CONTENT)
def test_content_that_is_not_what_it_says_is_refused_readably(what):
    name, data = hostile.BAD_CONTENT[what]
    with pytest.raises(FileRefused, match=r"。$"):
        inspection.media_type(data, name)


def test_the_corpus_is_not_small():
    assert len(hostile.BAD_NAMES) + len(hostile.BAD_CONTENT) + len(hostile.GOOD) >= 60


def test_two_thousand_million_pixels_are_refused_before_they_are_decoded():
    data = hostile.BAD_CONTENT["2.5 thousand million pixels"][1]
    before = time.perf_counter()
    with pytest.raises(FileRefused, match="像素"):
        inspection.media_type(data, "a.png")
    assert len(data) < 2_000
    assert time.perf_counter() - before < 0.1


def test_many_modest_parts_together_are_refused_while_they_inflate():
    parts = [(f"word/{n}.xml", "0" * 1_040_000) for n in range(101)]
    data = hostile.office("docx", parts)
    with pytest.raises(FileRefused, match="解压"):
        inspection.media_type(data, "a.docx")


def test_the_ratio_leaves_room_for_real_tables():
    rows = "".join(f"<row r='{n}'><c><v>{n * 7919 % 10007}</v></c></row>" for n in range(60_000))
    data = hostile.office("xlsx", [("xl/worksheets/sheet1.xml", rows)])
    assert inspection.media_type(data, "a.xlsx")


def test_a_stored_part_is_bounded_too():
    data = hostile.office("docx", [("word/a.txt", "x")], compression=zipfile.ZIP_STORED)
    assert inspection.media_type(data, "a.docx")
    assert office_files.MOST_INFLATED < 2**27


@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.jpg", "a.png", "a.docx", "a.xlsx"]))
def test_noise_is_refused_and_never_breaks_the_inspector(noise, name):
    first = {"a.pdf": b"%PDF-", "a.jpg": b"\xff\xd8\xff", "a.png": b"\x89PNG\r\n\x1a\n"}
    for data in (noise, first.get(name, b"PK\x03\x04") + noise):
        with pytest.raises(FileRefused):
            inspection.media_type(data, name)
