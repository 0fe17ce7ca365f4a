"""The look into files before they leave: what must be found, and what must not be."""

import io
import sys
from functools import partial

import pypdfium2
import pytest
from django.utils.translation import override

from notices import check_outgoing
from notices.check_outgoing import BLOCKS, Finding, NotYet, findings_of, pdf, pdf_page, words
from notices.check_outgoing.child import look_into
from notices.check_outgoing.finding import Findings
from tests.notices.outgoing import corpus
from tests.notices.outgoing import office_made as o
from tests.notices.outgoing import pdf_made as p
from tests.notices.outgoing.corpus import BROKEN, CLEAN, PDF, XLSX
from tests.sizes import some_quick


def looked_into(made: corpus.Made) -> dict[str, str]:
    return {f.code: f.severity for f in look_into(made.make(), "附件", made.media_type)}


@pytest.mark.parametrize("name", some_quick(BROKEN, 40))
def test_what_a_file_hides_is_found_and_nothing_else(name):
    assert looked_into(BROKEN[name]) == BROKEN[name].breaks


@pytest.mark.parametrize("name", some_quick(CLEAN, 8))
def test_a_clean_file_may_leave(name):
    assert looked_into(CLEAN[name]) == {}


def test_every_rule_has_a_file_that_nothing_but_it_stops(monkeypatch):
    """The negative control: with the one rule off, that file would have left."""
    alone = {}
    for made in BROKEN.values():
        if len(made.breaks) == 1:
            alone.setdefault(next(iter(made.breaks)), made)
    assert set(alone) == set(words.RULES_SAID) - {"too_much"}
    add = Findings.add
    for code, made in alone.items():
        monkeypatch.setattr(
            Findings, "add",
            lambda self, c, severity, _off=code, **place: (
                None if c == _off else add(self, c, severity, **place)
            ),
        )  # fmt: skip
        assert looked_into(made) == {}, code


# Text on pages


def copied(content: bytes) -> str:
    """What anybody gets who selects everything and copies it."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    said = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return said


@pytest.mark.parametrize(
    "name", [n for n, made in BROKEN.items() if made.breaks == {"covered_text": BLOCKS}]
)
def test_what_a_box_covers_is_there_for_anybody_who_copies_it(name):
    """The attack itself: without the check this name would have gone out."""
    assert "Zhang" in copied(BROKEN[name].make())


@pytest.mark.parametrize("size", some_quick([4, 6, 9, 36], {4}))
@pytest.mark.parametrize("share", [0.6, 0.8, 1.0])
def test_a_box_that_leaves_the_edges_of_letters_still_counts_as_covering(size, share):
    height = size * 0.75
    over = p.box(70, round(700 + height * (1 - share)), 400, round(height * share) + 2)
    found = looked_into(corpus.pages(corpus.nothing, p.line("HIDDEN", size=size) + over, breaks={}))
    assert found == {"covered_text": BLOCKS}


def test_letters_of_every_grey_are_seen_and_those_of_white_are_asked_about():
    for grey in range(0, 10):
        page = p.line("Grey words", colour=f"{grey / 10} g")
        assert looked_into(corpus.pages(corpus.nothing, page, breaks={})) == {}, grey
    white = corpus.pages(corpus.nothing, p.line("White words", colour="1 g"), breaks={})
    assert looked_into(white) == {"white_text": "ask"}


def test_a_page_is_named_with_its_number():
    content = p.saved(p.new(p.line("One"), p.line("Two") + p.box(60, 690, 200, 30)))
    (found,) = look_into(content, "附件", PDF)
    assert found.where == ({"page": 2},)


# What is written of it


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("code", some_quick(words.RULES_SAID, 20))
def test_every_finding_says_where_and_how_to_mend_it_in_both_languages(code, language):
    found = Finding(code, BLOCKS, ({"sheet": "人员", "cell": "B2"}, {"page": 3}), 9)
    with override(language):
        said = words.sentence(found)
    assert "人员" in said
    assert "9" in said
    assert len(said) > len(words.what(found))


def test_a_number_is_never_quoted_whole():
    for name in ("xlsx: resident number in a hidden column", "docx: number over several runs"):
        made = BROKEN[name]
        for found in look_into(made.make(), corpus.RESIDENT, made.media_type):
            assert corpus.RESIDENT[1:-1] not in words.sentence(found)
            assert corpus.RESIDENT[3:9] not in str(found.as_row())


def test_a_rule_broken_a_thousand_times_is_one_finding():
    rows = "".join(f'<row r="{n}" hidden="1"/>' for n in range(1, 1001))
    (found,) = look_into(o.xlsx(o.sheet(rows)), "附件", XLSX)
    assert (found.code, found.count, len(found.where)) == ("hidden_rows", 1000, 5)


# Limits


def test_the_check_runs_in_a_process_of_its_own_and_says_the_same():
    made = BROKEN["pdf: black box"]
    found = findings_of(made.make(), "a.pdf", made.media_type)
    assert [(f.code, f.severity) for f in found] == [("covered_text", BLOCKS)]
    assert findings_of(CLEAN["plain page"].make(), "a.pdf", PDF) == []


def test_a_file_that_takes_too_long_or_too_much_cannot_be_checked_and_does_not_leave(caplog):
    content = CLEAN["plain page"].make()
    assert findings_of(content, "a.pdf", PDF, timeout=0.01) == [Finding("too_much", BLOCKS)]
    # Starved, the process may fall before it can say so itself: the answer is the same.
    (starved,) = findings_of(content, "a.pdf", PDF, memory=8 * 1024 * 1024)
    assert (starved.code, starved.severity) == ("unreadable", BLOCKS)
    assert "a.pdf" not in caplog.text


@pytest.mark.full
def test_whoever_waits_a_moment_only_is_told_that_nothing_is_known_yet():
    with pytest.raises(NotYet):
        findings_of(CLEAN["plain page"].make(), "a.pdf", PDF, waits=0.01)


@pytest.mark.full
@pytest.mark.parametrize(
    ("name", "known"), [("SIGTERM", False), ("SIGINT", False), ("SIGKILL", True)]
)
def test_a_child_ended_with_the_machine_says_nothing_of_the_file(
    monkeypatch, tmp_path, name, known
):
    child = tmp_path / "child"
    # Not the shell's own `kill`: in the background it would find SIGINT ignored.
    lines = ("import os, signal, sys", "sys.stdin.buffer.read()", f"number = signal.{name}",
             "number == signal.SIGKILL or signal.signal(number, signal.SIG_DFL)",
             "os.kill(os.getpid(), number)")  # fmt: skip
    child.write_text("\n".join((f"#!{sys.executable}", *lines)))
    child.chmod(0o700)
    monkeypatch.setattr(check_outgoing.sys, "executable", str(child))
    if known:
        assert findings_of(b"", "a.pdf", PDF) == [Finding("unreadable", BLOCKS)]
    else:
        with pytest.raises(NotYet):
            findings_of(b"", "a.pdf", PDF)


def test_more_pages_and_more_letters_than_can_be_looked_at_block(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 9)
    assert looked_into(CLEAN["ten pages"]) == {"too_much": BLOCKS}
    monkeypatch.setattr(pdf_page, "MOST_CHARACTERS", 3)
    assert looked_into(CLEAN["plain page"]) == {"too_much": BLOCKS}


@pytest.mark.parametrize("kept", [3, 4])
def test_more_bookmarks_than_can_be_looked_at_block(monkeypatch, kept):
    """Also where they go in a ring, or hold no words."""
    ring = partial(p.numbered, [
        b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length 0>>stream\n\nendstream",
        b"<</Type/Outlines/First 6 0 R/Last 7 0 R>>", b"<</Next 7 0 R>>",
        b"<</Title(b)/Next 6 0 R>>" if kept == 4 else b"<</Title(b)>>",
    ])  # fmt: skip
    monkeypatch.setattr(pdf, "MOST_BOOKMARKS", kept)
    blocked = {"too_much": BLOCKS} if kept == 4 else {}
    assert looked_into(corpus.Made(PDF, ring)) == blocked
    monkeypatch.setattr(pdf, "MOST_BOOKMARKS", 2)
    assert looked_into(corpus.Made(PDF, ring)) == {"too_much": BLOCKS}


@pytest.mark.full
def test_a_bomb_and_an_endless_form_are_no_documents():
    bomb = o.xlsx(more={"xl/media/image1.png": b"\0" * 150 * 1024 * 1024})
    assert look_into(bomb, "附件", XLSX) == [Finding("unreadable", BLOCKS, ({},))]
    assert looked_into(corpus.pages(p.form_in_itself, breaks={}))["unreadable"] == BLOCKS
