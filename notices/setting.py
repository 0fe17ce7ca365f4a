"""What of a letter is reckoned before the press sets it: lines, sizes, places, the code."""

from typing import TYPE_CHECKING, Any

from notices import qr, titles
from notices.codes import grouped
from notices.signing_block import signing_block
from notices.templatetags.letters import chinese_date

if TYPE_CHECKING:
    from notices.letter import Letter

PITCH = 15.79  # points from one character to the next: 156 mm in 28 characters
TITLE_MOST = 20  # characters of 22 points in 156 mm
LETTERHEAD_WIDE = 480.0  # points: a little less than the 170 mm of the double lines
LETTERHEAD_SIZE, LETTERHEAD_STEP = 42.0, 48.0  # points of a character, and to the next
LETTERHEAD_ONE_LINE = 19  # characters; beyond it the name is in two lines


def setting(letter: "Letter") -> dict[str, Any]:
    """The template's context beside the letter itself."""
    waiting = letter.sealed or not letter.number  # a draft leaves room for the seal
    date = chinese_date(letter.on) or "2026年10月10日"
    block = signing_block(letter.signature, date, sealed=waiting)
    return {
        "head": _letterhead(letter.letterhead),
        "title_lines": titles.lines(letter.title, most=TITLE_MOST, whole=(letter.letterhead,)),
        "signing": block,
        "name_in": "" if block.name_in is None else _points(block.name_in),
        "date_in": _points(block.date_in),
        "verification": _verification(letter),
    }


def _letterhead(name: str) -> dict[str, Any]:
    """The name in one line as large as the double lines are wide, or in two."""
    count = 1 if titles.width(name) <= LETTERHEAD_ONE_LINE else 2
    most = titles.width(name) if count == 1 else titles.width(name) / 2 + 4
    lines = titles.lines(name, most=most)
    step = min(LETTERHEAD_STEP, LETTERHEAD_WIDE / max(titles.width(line) for line in lines))
    size = step * LETTERHEAD_SIZE / LETTERHEAD_STEP
    return {"lines": lines, "size": f"{size:.2f}", "space": f"{step - size:.2f}"}


def _points(characters: float) -> str:
    return f"{characters * PITCH:.2f}"


def _verification(letter: "Letter") -> dict[str, str] | None:
    if not letter.code:
        return None
    address = letter.address
    return {"code": grouped(letter.code), "address": address, "picture": qr.data_uri(address)}
