"""Where the issuing body's name and the date stand under a letter (GB/T 9704-2012, 7.3.5).

Sealed: the date four characters from the right edge, the name centred over it, the seal on both.
Unsealed: the name two characters from the right edge and the date beginning two characters after
it; a date longer than the name stands two characters from the edge itself and the name gives way.
"""

from dataclasses import dataclass

from notices import titles

DATE_IN, NAME_IN, STEP = 4, 2, 2  # characters


@dataclass(frozen=True)
class SigningBlock:
    """The name in one line or more; how far name and date end from the right edge, in characters.

    `name_in` is None where the name is centred over the date.
    """

    name: tuple[str, ...]
    name_in: float | None
    date_in: float


def signing_block(name: str, date: str, *, sealed: bool) -> SigningBlock:
    """Place a name and a date, both as they will be read."""
    wide = titles.width(date)
    if sealed:
        middle = DATE_IN + wide / 2
        return SigningBlock(tuple(titles.lines(name, most=int(middle * 2))), None, DATE_IN)
    lines = tuple(titles.lines(name, most=28 - NAME_IN - STEP))
    longest = max(titles.width(line) for line in lines)
    if wide > longest:
        return SigningBlock(lines, STEP + wide + STEP - longest, STEP)
    return SigningBlock(lines, NAME_IN, NAME_IN + longest - STEP - wide)
