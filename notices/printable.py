"""Characters that cannot stand on paper as they were typed, found before a page is set.

A font may have no shape for a character; that only the press finds out. But a control character, a
change of writing direction, half of a pair or a mark that would be drawn over its neighbour is no
character of ours whatever the font, and is named before anything is printed.
"""

import re
import unicodedata

SPACES = "\t\n\r"
SILENT = "\u00ad\u200b\u2060\ufeff"  # print as nothing, by what they are; come with pasted text
BARRED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Mn", "Me"})
WITH_MARKS = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff][\u0300-\u036f]+")


def visible(text: str) -> str:
    """What was typed or pasted without what cannot be seen: any space as a plain one."""
    return "".join(map(_visible, text.replace("\r\n", "\n"))).strip()


def _visible(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    return " " if character.isspace() else ""


def composed(text: str) -> str:
    """Latin letters with their accents as one character, as fonts have them."""
    return WITH_MARKS.sub(lambda found: unicodedata.normalize("NFC", found.group()), text)


def unprintable(text: str) -> str:
    """Each barred character once, in the order they come."""
    return "".join(dict.fromkeys(filter(_is_barred, text)))


def named(character: str) -> str:
    """A character as a message can name it: one that cannot be seen by its code alone."""
    code = f"U+{ord(character):04X}"
    return code if _is_barred(character) else f"“{character}”（{code}）"


def _is_barred(character: str) -> bool:
    if character < "\x7f":
        return character < " " and character not in SPACES
    return unicodedata.category(character) in BARRED and character not in SILENT
