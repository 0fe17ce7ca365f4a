"""Check digits of the numbers applicants give: a slip of the finger is caught before filing."""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from requests_app.states import IdentityKind

RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def normal(number: str) -> str:
    """Full width, spaces, hyphens and lower case forgiven."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", number)).upper()


def is_resident_card(number: str) -> bool:
    """Eighteen characters with a real date and the check character of GB 11643-1999."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(n) * weight for n, weight in zip(number, RESIDENT_WEIGHTS, strict=False))
    return born.year >= 1900 and RESIDENT_CHECKS[total % 11] == number[-1]


def is_credit_code(number: str) -> bool:
    """Eighteen characters with the check character of GB 32100-2015."""
    if len(number) != 18 or set(number) - set(CREDIT_ALPHABET):
        return False
    total = sum(
        CREDIT_ALPHABET.index(c) * weight for c, weight in zip(number, CREDIT_WEIGHTS, strict=False)
    )
    return CREDIT_ALPHABET[(31 - total % 31) % 31] == number[-1]


def looks_like_a_document(number: str) -> bool:
    """Passports, permits and other papers have no common check digit: five to twenty signs."""
    return re.fullmatch(r"[0-9A-Z()（）/.]{5,20}", number) is not None


def fault_of(kind: str, number: str) -> str:
    """What is wrong with a number of this kind of paper, as a sentence; empty if nothing is."""
    if kind == IdentityKind.RESIDENT_CARD and not is_resident_card(number):
        return _("这个居民身份证号码不对，请逐位核对（18位，末位可能是X）")
    if kind == IdentityKind.CREDIT_CODE and not is_credit_code(number):
        return _("这个统一社会信用代码不对，请逐位核对（18位）")
    if not looks_like_a_document(number):
        return _("证件号码应为5至20位数字和字母")
    return ""
