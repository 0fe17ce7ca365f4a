"""The code that opens one case to its applicant, together with the case's number.

Sixteen Crockford base-32 characters, 80 bits from `secrets`; only a slow salted hash is kept.
"""

import secrets
import unicodedata

from django.contrib.auth.hashers import check_password, make_password

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_NOBODY: list[str] = []


def new_code() -> str:
    """Return a fresh code in four groups: 7KQM-3TXP-9WHD-2BVA."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(drawn[i : i + 4] for i in range(0, 16, 4))


def normal(code: str) -> str:
    """The code as hashed: full width, hyphens, spaces, case and look-alikes forgiven."""
    kept = unicodedata.normalize("NFKC", code).upper().translate(_READ_AS)
    return "".join(character for character in kept if character in ALPHABET)


def hashed(code: str) -> str:
    return make_password(normal(code))


def opens(code: str, stored_hash: str | None) -> bool:
    """Whether `code` opens the case. Takes as long for a case that does not exist (None)."""
    if not stored_hash:
        check_password(normal(code), _nobodys_hash())
        return False
    return check_password(normal(code), stored_hash)


def _nobodys_hash() -> str:
    if not _NOBODY:
        _NOBODY.append(hashed(new_code()))
    return _NOBODY[0]
