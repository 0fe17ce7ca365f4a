"""What a screen reader is told of a file joined from many."""

import io

import pikepdf
import pytest
from pikepdf import Name, NumberTree

from notices import assembly, conformance, pdf
from notices.conformance import tables, tags
from notices.joined_tags import JoinedTags
from notices.picture_page import picture_as_page
from tests.notices.outgoing import pdf_made

LETTER = """<html lang="zh"><title>甲</title><h1>答复书</h1><p>第一段，<a href="#b">见表</a>。</p>
<table id="b"><thead><tr><th scope="col">项目</th></tr></thead>
<tbody><tr><td>人数</td></tr></tbody></table></html>"""
TAGS = (*tags.RULES, *tables.RULES)


@pytest.fixture(scope="module")
def letter() -> bytes:
    return pdf.render(LETTER).pdf


def joined(*parts: tuple[str, bytes, bool]) -> bytes:
    with pikepdf.new() as whole:
        found = JoinedTags(whole)
        for title, content, is_picture in parts:
            found.append(assembly.opened(content), title, is_picture=is_picture)
        found.finish()
        return assembly.written(whole, title="合并", starts=())


def told(element) -> list[str]:
    """The roles of all elements below one, as a reader comes to them."""
    kids = element.get("/K", [])
    roles = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            roles += [str(kid.S)[1:], *told(kid)]
    return roles


@pytest.mark.full
def test_the_tags_of_two_letters_stand_one_after_the_other(letter):
    with pikepdf.open(io.BytesIO(letter)) as one:
        alone = told(one.Root.StructTreeRoot)
    content = joined(("甲", letter, False), ("乙", letter, False))
    with pikepdf.open(io.BytesIO(content)) as both:
        root = both.Root.StructTreeRoot
        assert told(root) == ["Document", "Part", *alone, "Part", *alone]
        assert [str(part.T) for part in root.K[0].K] == ["甲", "乙"]
        owners = NumberTree(root.ParentTree)
        for page in both.pages:
            assert owners[int(page.obj.StructParents)][0].Pg.objgen == page.obj.objgen
            for link in page.obj.Annots:
                assert owners[int(link.StructParent)].Pg.objgen == page.obj.objgen
    assert [fault for fault in conformance.faults(content) if fault.rule in TAGS] == []


@pytest.mark.full
def test_numbers_that_are_not_moved_would_lead_to_the_wrong_letter(letter, monkeypatch):
    """The negative control of the test above."""
    monkeypatch.setattr("notices.joined_tags._renumber", lambda source, free: None)
    with pikepdf.open(io.BytesIO(joined(("甲", letter, False), ("乙", letter, False)))) as both:
        owners, page = NumberTree(both.Root.StructTreeRoot.ParentTree), both.pages[1].obj
        assert owners[int(page.StructParents)][0].Pg.objgen != page.objgen


def test_what_has_no_tags_is_told_page_by_page():
    plain = pdf_made.saved(pdf_made.new(pdf_made.line("One"), pdf_made.line("Two")))
    content = joined(("纪要", plain, False), ("照片", picture_as_page(pdf_made.jpeg()), True))
    with pikepdf.open(io.BytesIO(content)) as whole:
        root = whole.Root.StructTreeRoot
        assert told(root) == ["Document", "Part", "P", "P", "Part", "Figure"]
        assert str(root.K[0].K[1].K[0].Alt) == "照片"
        assert NumberTree(root.ParentTree)[2][0].Pg.objgen == whole.pages[2].obj.objgen
        drawn = [str(each.operator) for each in pikepdf.parse_content_stream(whole.pages[0])]
        assert (drawn[0], drawn[-1]) == ("BDC", "EMC")


def test_a_number_without_a_tree_is_not_taken_for_one_of_ours():
    with pikepdf.open(io.BytesIO(pdf_made.saved(pdf_made.new(pdf_made.line("One"))))) as odd:
        odd.pages[0].obj.StructParents = 7
        odd.pages[0].obj.Annots = odd.make_indirect(pikepdf.Array([odd.make_indirect(
            pikepdf.Dictionary(Subtype=Name.Text, StructParent=0))]))  # fmt: skip
        file = io.BytesIO()
        odd.save(file)
    with pikepdf.open(io.BytesIO(joined(("甲", file.getvalue(), False)))) as whole:
        assert whole.pages[0].obj.StructParents == 0
        assert "/StructParent" not in whole.pages[0].obj.Annots[0]
