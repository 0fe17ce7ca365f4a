"""Applicants nobody could be: names that say so, and numbers of a region that does not exist.

The check characters are right (GB 11643, GB 32100), so that forms take the numbers.
"""

from typing import Any

from web.demonstration.script import read

NOWHERE = "999999"  # not a code of GB/T 2260
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def applicant(key: str) -> dict[str, Any]:
    """The fields of `Applicant` for one of applicants.toml."""
    people = read("applicants.toml")
    if key in people["persons"]:
        position = list(people["persons"]).index(key) + 1
        return _person(people["persons"][key], position)
    position = list(people["organisations"]).index(key) + 1
    return _organisation(*people["organisations"][key], position)


def _person(name: str, position: int) -> dict[str, Any]:
    born = f"19{60 + position}{1 + position % 12:02}{1 + position % 28:02}"
    return {
        "kind": "natural_person",
        "name": name,
        "identity_kind": "resident_card",
        "identity_number": resident_number(f"{NOWHERE}{born}{position:03}"),
        "phone": f"130{position:08}",
        "email": f"applicant{position}@example.com",
        "address": f"湖北省示例市示例路{position}号",
        "postcode": "430000",
    }


def _organisation(kind: str, name: str, head: str, position: int) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": name,
        "identity_kind": "credit_code",
        "identity_number": credit_code(f"91{NOWHERE}MA00000{position:02}"[:17]),
        "legal_representative": head,
        "contact_name": f"联系人{position}",
        "phone": f"0000-100000{position}",
        "email": f"organisation{position}@example.com",
        "address": f"湖北省示例市产业路{position}号",
        "postcode": "430000",
    }


def resident_number(first: str) -> str:
    """Complete the first seventeen digits of a resident identity number (GB 11643-1999)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first))
    return first + "10X98765432"[total % 11]


def credit_code(first: str) -> str:
    """Complete the first seventeen characters of a unified social credit code (GB 32100-2015)."""
    total = sum(_CREDIT.index(sign) * pow(3, place, 31) for place, sign in enumerate(first))
    return first + _CREDIT[(31 - total % 31) % 31]
