"""Colours of letters and of the ground they stand on: can the one be told from the other?"""

import re

WHITE, BLACK = "FFFFFF", "000000"
NEAR = 24  # of 255 in each of red, green and blue: nearer colours cannot be told apart
PALE = 235  # from which a colour looks white
_HEX = re.compile(r"[0-9A-Fa-f]{6}")


def is_hex(colour: str) -> bool:
    return _HEX.fullmatch(colour) is not None


def is_white(colour: str) -> bool:
    return is_hex(colour) and min(_parts(colour)) >= PALE


def is_same(letters: str, ground: str) -> bool:
    """Whether nobody can tell them apart. A colour only its program knows equals only itself."""
    if not (is_hex(letters) and is_hex(ground)):
        return bool(letters) and letters == ground
    pairs = zip(_parts(letters), _parts(ground), strict=True)
    return all(abs(one - other) < NEAR for one, other in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue
