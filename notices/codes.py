"""The verification code of a notice (核验码): printed on it, and by it found again by anybody.

Twelve Crockford base-32 characters, sixty bits from `secrets`: it says nothing of the notice and
cannot be guessed.
"""

import secrets
import unicodedata

from django.conf import settings
from django.db import IntegrityError, transaction

from notices.models import Notice

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
BITS = 5  # of one character
LENGTH = 12
GROUP = 4
LONGEST_TYPED = 60
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_LEFT_OUT = frozenset(" \t\r\n-\u2010\u2011\u2012\u2013\u2014\u2212")  # spaces, hyphens, dashes
MOST_DRAWS = 20  # a clash is one chance in 2**60 for each notice there is


def new_code() -> str:
    """Return a fresh code as it is kept: twelve characters."""
    drawn = secrets.randbits(BITS * LENGTH)
    return "".join(ALPHABET[drawn >> BITS * place & 31] for place in range(LENGTH))


def normal(typed: str) -> str:
    """The code as it is kept; empty if what was typed cannot be one.

    Full width, case, spaces, hyphens and look-alikes are forgiven. Nothing else is: a code with a
    stray character in it is not the code.
    """
    if len(typed) > LONGEST_TYPED:
        return ""
    shown = unicodedata.normalize("NFKC", typed).upper().translate(_READ_AS)
    kept = "".join(character for character in shown if character not in _LEFT_OUT)
    return kept if len(kept) == LENGTH and set(kept) <= set(ALPHABET) else ""


def grouped(code: str) -> str:
    """As printed and read out: 7KQM-3TXP-9WHD."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def address_of(code: str) -> str:
    """The page that the printed square opens. Paper outlives sites: this address never changes."""
    return f"{settings.PUBLIC_ADDRESS}/verify/{code}/"


def reserve(notice: Notice) -> str:
    """The code this notice bears: its own from an earlier try to issue it, or a fresh one.

    Taken in a short transaction of its own, before the page is set.
    """
    with transaction.atomic():
        own = Notice.objects.select_for_update().get(pk=notice.pk).code
        notice.code = own or _taken(notice)
    return notice.code


def _taken(notice: Notice) -> str:
    """One that no other notice has: the database decides, and a clash is drawn again."""
    for draws_left in reversed(range(MOST_DRAWS)):
        drawn = new_code()
        try:
            with transaction.atomic():
                Notice.objects.filter(pk=notice.pk).update(code=drawn)
        except IntegrityError:
            if not draws_left:
                raise
        else:
            break
    return drawn
