"""The segregation record (区分处理记录): what part is withheld, on which ground, and why (art. 37).

Where the parts are kept one by one the ground and the reasons stand with each. A draft saved
before that has one ground and one set of reasons for all, which is one part without a name.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from notices.printable import visible
from statute.answers import ANSWERS, REFUSED, RESULT_CODES, family
from statute.text import Text

KEYS = ("part", "ground", "reasons")
MOST = 40

# Third parties' rights are two cases that the letter tells apart.
VARIANTS: dict[str, str] = {
    "trade_secret": "refused_third_party",
    "privacy": "refused_third_party",
}
GROUNDS: dict[str, Text] = {code: ANSWERS[code].label for code in RESULT_CODES
                            if family(code) == REFUSED} | {
    "trade_secret": Text("商业秘密", "Trade secret"),
    "privacy": Text("个人隐私", "Personal privacy"),
}  # fmt: skip
# What a part may newly rest on: of a row that covers two cases, which of them it is (art. 15 as
# much as 29号令 art. 10 tells them apart). Drafts and boxes of before may have the row itself.
OFFERED = tuple(ground for ground in GROUNDS if ground not in VARIANTS.values())


def row_of(ground: str) -> str:
    """The row of the table, and so the law's answer, that a ground belongs to."""
    return VARIANTS.get(ground, ground)


def as_answer(ground: str) -> dict[str, str]:
    """A ground as the answer it would be if everything were withheld on it."""
    return {"answer": row_of(ground), "ground": ground if ground in VARIANTS else ""}


def parts_of(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts withheld of an item granted in part, whatever the age of the draft."""
    if item.get("answer") != "partly_granted":
        return []
    parts = item.get("withheld") or []
    if not parts and (item.get("ground") or item.get("reasons")):
        parts = [{"part": "", "ground": item.get("ground"), "reasons": item.get("reasons")}]
    return list(parts)


def grounds_of(items: Iterable[Mapping[str, Any]]) -> list[str]:
    """Every ground on which something is withheld in part, each once."""
    return list(dict.fromkeys(part["ground"] for item in items for part in parts_of(item)))


def cleaned(parts: Any) -> tuple[list[dict[str, str]], list[str]]:
    """The parts with exactly their keys, and what is wrong with them."""
    if not isinstance(parts, list | tuple) or not parts:
        return [], [_("请至少写出一处不予公开的部分，以及依据和理由。")]
    kept, wrong = [], []
    for number, part in enumerate(parts, start=1):
        tidy = {key: visible(str(part.get(key) or "")) for key in KEYS}
        faults = list(_faults(tidy, alone=len(parts) == 1))
        wrong += [_("第%(n)s处：%(what)s") % {"n": number, "what": w} for w in faults]
        kept.append(tidy)
    if len(kept) > MOST:
        wrong.append(_("不予公开的部分不能超过%(most)s处，请合并。") % {"most": MOST})
    return kept, wrong


def _faults(part: Mapping[str, str], *, alone: bool) -> Iterable[str]:
    if not part["part"] and not alone:
        yield _("请写明是哪一部分。")
    if part["ground"] not in GROUNDS:
        yield _("请选择不予公开的依据。")
    if not part["reasons"]:
        yield _("请写明事实与理由。")
