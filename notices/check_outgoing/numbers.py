"""Personal numbers in text: resident IDs (GB 11643-1999), mobile phones, bank cards (Luhn).

A number is found however it is written: in full-width digits, in groups, one digit to a box, broken
over a line. It is never quoted whole: `shown` is its first and its last character.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from notices.check_outgoing.finding import Findings

RESIDENT, RESIDENT_15 = "resident_number", "resident_number_15"
MOBILE, CARD = "mobile_phone", "bank_card"

_NUMBERED = (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55))
SHORTEST = 11
PROVINCES = frozenset(map(str, (*_NUMBERED, *range(61, 66), 71, 81, 82, 83, 91)))
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"

# What may stand between the digits of one number: spaces, hyphens, the edges of boxes.
_SPACES = r" \u00a0\u2000-\u200a\u202f\u3000\-\u2010-\u2015\u200b-\u200d\u2060\ufeff"
GAP = rf"[\t\n\r|{_SPACES}]{{0,3}}"
BETWEEN = rf"[{_SPACES}]?"
ALONE, ENDS = r"(?<![0-9A-Za-z])(?<![0-9][.,])", r"(?![0-9A-Za-z])"
# A check character of its own tells an eighteen-figure number, letters beside it or not.
_RESIDENT = re.compile(
    rf"(?<![0-9])(?<![0-9][.,])(?=([0-9](?:{GAP}[0-9]){{16}}{GAP}[0-9Xx]"
    r"|[0-9]{6}[./·_][0-9]{8}[./·_][0-9]{3}[0-9Xx])(?![0-9]))"
)
_RESIDENT_15 = re.compile(rf"{ALONE}([0-9]{{15}}){ENDS}(?!\.[0-9])")
_MOBILE = re.compile(
    rf"(?i:{ALONE}|(?<=tel)|(?<=phone)|(?<=mobile)|(?<=\+86)|(?<=0086)|(?<=(?<![0-9A-Za-z])86))"
    rf"(1[3-9][0-9](?:{BETWEEN}[0-9]{{4}}){{2}}){ENDS}"
    r"(?!\.[0-9])(?![ ]?(?:[万亿美]?元|RMB|CNY|USD|yuan))"
)
_FOURS = rf"[0-9]{{4}}(?:{BETWEEN}[0-9]{{4}}){{3}}"
_CARD = re.compile(rf"{ALONE}(?=({_FOURS}){ENDS})")
_CARD_LONG = re.compile(rf"{ALONE}(?=({_FOURS}{BETWEEN}[0-9]{{1,3}}){ENDS})")
_IN_ROW = re.compile(r"[0-9][ \t\u00a0]$"), re.compile(r"^[ \t\u00a0][0-9]")
_CALL = re.compile(r"(?i)(?:电话|手机|号码|联系|致电|tel|phone|mobile)[^0-9]{0,8}$")
_MONEY = re.compile(r"[¥￥$€]\s?$")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")  # full-width ones first of all
_LETTERS = str.maketrans("Ｘｘ＋－", "Xx+-")
_BREAK = re.compile(r"(?<=[0-9])[ ]*[\r\n]+[ ]*(?=[0-9Xx])")
_DIGITS = re.compile(r"[^0-9X]")
_ENOUGH = re.compile(r"(?:[0-9][^0-9]{0,3}){10}[0-9]")  # below eleven digits nothing is a number


class Number(NamedTuple):
    """A personal number found: its rule, and all of it that may be shown."""

    code: str
    shown: str


def numbers_in(text: str, *, lines_broken: bool = False) -> Iterator[Number]:
    """The personal numbers of a text, each once.

    `lines_broken`: the ends of lines are those of a page, so that a number may go on in the next.
    """
    if len(text) < SHORTEST:
        return
    plain = text
    if not text.isascii():
        plain = text.translate(_LETTERS)
        plain = _FOREIGN_DIGIT.sub(lambda m: str(unicodedata.digit(m[0])), plain)
    if not _ENOUGH.search(plain):
        return
    seen: set[tuple[str, str]] = set()
    for version in (plain, _BREAK.sub("", plain)) if lines_broken else (plain,):
        for code, digits in _found(version):
            if (code, digits) not in seen:
                seen.add((code, digits))
                yield Number(code, f"{digits[0]}…{digits[-1]}")


def scan(text: str, found: Findings, *, lines_broken: bool = False, **place: str | int) -> None:
    """Add what a text holds to the findings."""
    for number in numbers_in(text, lines_broken=lines_broken):
        found.asks(number.code, **place, shown=number.shown)


def scan_value(value: str, found: Findings, **place: str | int) -> None:
    """A cell's stored number. A spreadsheet keeps fifteen digits, so the last ones may be zeros."""
    if len(value) < 5 or (len(value) < SHORTEST and "e" not in value.lower()):
        return
    try:
        exact = Decimal(value)
    except InvalidOperation:
        return
    if not Decimal(10**10) <= exact < Decimal(10**19) or exact != exact.to_integral_value():
        return
    digits = str(int(exact))
    code = _of_rounded(digits)
    if code:
        found.asks(code, **place, shown=f"{digits[0]}…{digits[-1]}")
    else:
        scan(digits, found, **place)


def scan_cells(cells: Sequence[str], found: Findings, **place: str | int) -> None:
    """Cells side by side, or below each other: a resident number cut into two or three of them."""
    for size in (2, 3, 18):
        for at in range(len(cells) - size + 1):
            whole = "".join(cells[at : at + size]).upper()
            if re.fullmatch("[0-9]{17}[0-9X]", whole) and is_resident_number(whole):
                found.asks(RESIDENT, **place, shown=f"{whole[0]}…{whole[-1]}")


def _of_rounded(digits: str) -> str | None:
    if len(digits) == 18 and _is_born(digits[6:14]) and digits[:2] in PROVINCES:
        return RESIDENT
    if len(digits) >= 16 and digits[15:].strip("0") == "" and _issues_cards(digits):
        return CARD
    return None


def _found(text: str) -> Iterator[tuple[str, str]]:
    taken: list[tuple[int, int]] = []
    for match in _RESIDENT.finditer(text):
        digits = _DIGITS.sub("", match[1].upper())
        if is_resident_number(digits):
            taken.append(match.span(1))
            yield RESIDENT, digits
    for code, pattern, holds in (
        (CARD, _CARD_LONG, is_bank_card),
        (CARD, _CARD, is_bank_card), (RESIDENT_15, _RESIDENT_15, is_old_resident_number),
        (MOBILE, _MOBILE, bool),
    ):  # fmt: skip
        for match in pattern.finditer(text):
            digits = _DIGITS.sub("", match[1])
            inside = any(a <= match.start(1) < b for a, b in taken)
            in_table = code == MOBILE and _is_figures(match, text)
            if not (inside or in_table) and holds(digits):
                yield code, digits


def _is_figures(match: re.Match[str], text: str) -> bool:
    """Whether it is an amount of money, or some of the figures in a row of a table."""
    before, after = text[max(0, match.start(1) - 20) : match.start(1)], text[match.end(1) :][:3]
    if _MONEY.search(before):
        return True
    in_row = _IN_ROW[0].search(before) or _IN_ROW[1].search(after)
    return bool(" " in match[1] and in_row and not _CALL.search(before))


def is_resident_number(digits: str) -> bool:
    """Eighteen characters: a province, a day that was, and the check character of GB 11643."""
    if digits[:2] not in PROVINCES or not _is_born(digits[6:14]):
        return False
    total = sum(int(d) * w for d, w in zip(digits[:17], WEIGHTS, strict=True))
    return digits[17] == CHECKS[total % 11]


def is_old_resident_number(digits: str) -> bool:
    """Fifteen digits, as given out until 1999: a province and a day of the twentieth century."""
    return digits[:2] in PROVINCES and digits[2:4] != "00" and _is_born("19" + digits[6:12])


def is_bank_card(digits: str) -> bool:
    """A length that cards with this beginning have, and the check digit of ISO/IEC 7812."""
    if not _issues_cards(digits):
        return False
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _issues_cards(digits: str) -> bool:
    if digits.startswith("62"):
        return len(digits) in (16, 17, 18, 19)
    if digits.startswith("9558"):
        return len(digits) == 19
    return (len(digits) == 16 and digits[0] in "45") or (len(digits) == 16 and digits[:2] == "35")


def _is_born(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100
