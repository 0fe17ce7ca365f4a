"""The answers of a reply, one per item asked for: which grounds each may name, what each needs.

An answer is a row of the statutory table (`statute.answers`). Where one row covers cases that are
told apart in the letter, the ground tells them apart. What is granted in part has no ground of its
own: each part withheld has one (`notices.withheld`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from notices import withheld
from notices.printable import visible
from statute.answers import (
    ANSWERS,
    GRANTED,
    NOT_PROCESSED,
    PARTLY_GRANTED,
    REFUSED,
    RESULT_CODES,
    combine,
    family,
)
from statute.law import Law
from statute.text import Text

KEYS = ("asked_for", "answer", "ground", "reasons", "how_obtained")

SUPPLIED, ALREADY_PUBLIC = "supplied", "already_public"
NOT_EXISTING, NOT_THIS_BODY = "not_existing", "not_this_body"

REFUSALS = tuple(code for code in RESULT_CODES if family(code) == REFUSED)

# The grounds of an answer, where it has any: one must be chosen.
GROUNDS: dict[str, dict[str, Text]] = {
    "granted": {
        SUPPLIED: Text("现予提供", "Supplied with the reply"),
        ALREADY_PUBLIC: Text("已主动公开，告知获取途径", "Already public: where to find it"),
    },
    "refused_third_party": {
        "trade_secret": Text("商业秘密", "Trade secret"),
        "privacy": Text("个人隐私", "Personal privacy"),
    },
    "unavailable_not_held": {
        NOT_EXISTING: Text("经检索不存在", "Searched for, does not exist"),
        NOT_THIS_BODY: Text("不属于本机关负责公开", "Not for this body to disclose"),
    },
}


def needs_reasons(item: Mapping[str, Any]) -> bool:
    """Whether the letter has to say why: whatever is withheld, unavailable or not processed.

    “Not held” proves itself by the search record, “not this body” by naming the right one.
    """
    if item.get("answer") == "unavailable_not_held":
        return False
    return family(item["answer"]) in (REFUSED, NOT_PROCESSED) or item["answer"] in (
        "unavailable_needs_creation",
        "unavailable_still_unclear",
        "other",
    )


def needs_how(item: Mapping[str, Any]) -> bool:
    """Whether the letter has to say how to get the information (arts 36(1), 36(2), 37, 39(2))."""
    return family(item["answer"]) in (GRANTED, PARTLY_GRANTED) or item["answer"] in (
        "not_processed_publication",
        "refused_administrative_query",
    )


def releases(items: Iterable[Mapping[str, Any]]) -> bool:
    """Whether something not yet public leaves the house, which needs a secrecy review (art. 17)."""
    return any(
        item["answer"] == "partly_granted"
        or (item["answer"] == "granted" and item.get("ground") != ALREADY_PUBLIC)
        for item in items
    )


def withholds_for_third_party(items: Sequence[Mapping[str, Any]]) -> bool:
    """Whether something is kept back for a third party's sake (art. 15)."""
    kept_back = {item["answer"] for item in items}
    kept_back |= {withheld.row_of(ground) for ground in withheld.grounds_of(items)}
    return "refused_third_party" in kept_back


def result_of(items: Iterable[Mapping[str, Any]]) -> str:
    return combine([item["answer"] for item in items])


def cleaned(items: Any, law: Law | None = None) -> tuple[list[dict[str, Any]], list[str]]:
    """The items with exactly their keys, and what is wrong with them, sentence by sentence.

    One granted in part has `withheld` as well, and its ground and reasons stand there. With `law`,
    what is missing is asked for with the article that asks for it.
    """
    if not isinstance(items, list | tuple) or not items:
        return [], [_("请至少写出一个答复事项。")]
    kept, wrong = [], []
    for number, item in enumerate(items, start=1):
        tidy = {key: visible(str(item.get(key) or "")) for key in KEYS}
        faults = _faults(tidy, law)
        if tidy["answer"] == PARTLY_GRANTED:
            parts, amiss = withheld.cleaned(withheld.parts_of(item))
            tidy |= {"ground": "", "reasons": "", "withheld": parts}
            faults += amiss
        wrong += [_("第%(n)s项：%(what)s") % {"n": number, "what": w} for w in faults]
        kept.append(tidy)
    return kept, wrong


def article_in_brackets(answer: str, law: Law | None) -> str:
    """The article of an answer as the reason why something has to be filled in."""
    article = law.answers[answer].article if law else None
    if article is None or article.zh.startswith("—"):
        return ""
    english = (get_language() or "").startswith("en")
    return _("（依据：%(why)s）") % {"why": article.en if english else article.zh}


def _faults(item: Mapping[str, str], law: Law | None) -> list[str]:
    if item["answer"] not in ANSWERS:
        return [_("请选择答复。")]
    why = {"why": article_in_brackets(item["answer"], law)}
    found = []
    if not item["asked_for"]:
        found.append(_("请写明申请人要求的信息。"))
    choices = GROUNDS.get(item["answer"], {})
    if choices and item["ground"] not in choices:
        found.append(_("请选择具体情形。"))
    if not choices and item["ground"] and item["answer"] != PARTLY_GRANTED:
        found.append(_("这种答复没有可选的情形。"))
    if needs_reasons(item) and not item["reasons"]:
        found.append(_("请写明事实与理由%(why)s。") % why)
    if needs_how(item) and not item["how_obtained"]:
        found.append(_("请写明获取信息的方式、途径和时间%(why)s。") % why)
    return found
