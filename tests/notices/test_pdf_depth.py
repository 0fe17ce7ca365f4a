"""Files whose objects lead on and on are not copied: qpdf would end the process doing so."""

import io
import subprocess
import sys

import pikepdf
import pytest

from notices import assembly
from notices.assembly import CannotBeAssembled, refuse_to_append, refuse_to_draw
from notices.pdf_depth import DEEPEST, too_deep_to_append, too_deep_to_draw
from tests.notices.outgoing.pdf_made import deep

BESIDE = b"/Resources<<>>"
COPIES = """
import io, sys, pikepdf
with pikepdf.open(io.BytesIO(sys.stdin.buffer.read())) as found, pikepdf.new() as made:
    made.pages.extend(found.pages)
"""


def measured(content: bytes) -> tuple[bool, bool]:
    with pikepdf.open(io.BytesIO(content)) as found:
        return too_deep_to_append(found), too_deep_to_draw(found)


@pytest.mark.parametrize(
    ("by", "above", "deep_to"),
    [
        (b"/Resources<</ProcSet 5 0 R>>", b"", (True, True)),
        (b"", b"/Resources<</ProcSet 5 0 R>>", (True, True)),  # had from the node above
        (BESIDE + b"/Group 5 0 R", b"", (True, True)),
        (BESIDE + b"/PieceInfo 5 0 R", b"", (True, False)),  # which is not drawn with
        (BESIDE, b"/PieceInfo 5 0 R", (False, False)),  # which no page has
    ],
)
def test_what_a_page_brings_along_is_measured(by, above, deep_to):
    assert measured(deep(DEEPEST + 50, by=by, above=above)) == deep_to
    assert measured(deep(DEEPEST - 50, by=by, above=above)) == (False, False)


def test_what_was_reached_another_way_is_followed_as_it_is_copied():
    """The links of the chain are listed before it, last first: where they are copied too."""
    length = DEEPEST + 50
    last_first = b" ".join(b"%d 0 R" % number for number in range(length + 4, 4, -1))
    content = deep(length, by=BESIDE[:-2] + b"/ProcSet 5 0 R>>/Annots[%s]" % last_first)
    assert measured(content) == (False, True)


@pytest.mark.full
def test_it_is_not_bound_and_not_merged():
    content = deep(DEEPEST + 50)
    with pytest.raises(CannotBeAssembled, match="过深"):
        refuse_to_draw(content)
    with assembly.opened(content) as document, pytest.raises(CannotBeAssembled, match="过深"):
        refuse_to_append(document)
    with assembly.opened(deep(100)) as document:
        refuse_to_append(document)


@pytest.mark.full
def test_whoever_copies_it_all_the_same_dies():
    """The negative control, in a process of its own."""
    done = [
        subprocess.run([sys.executable, "-c", COPIES], input=deep(length)).returncode
        for length in (DEEPEST - 50, 80_000)
    ]
    assert done[0] == 0
    assert done[1] < 0
