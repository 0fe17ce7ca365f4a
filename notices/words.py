"""The words a letter uses under each law: what it calls us, the information, the addressee."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from notices import items
from statute.law import Law


@dataclass(frozen=True)
class LetterWords:
    us: str  # how the issuing body speaks of itself
    info: str  # what is applied for
    heading: str  # the same in titles
    office_rule: str  # cited where the law has no article of its own


BY_LAW = {
    "cn-university": LetterWords("本校", "学校信息", "信息", "本校有关制度"),
    "cn-regulation": LetterWords("本机关", "政府信息", "政府信息", "本机关有关制度"),
}

# One row of the table covers two cases that the letter tells apart, each with its own article.
VARIANTS: dict[tuple[str, str], tuple[str, str]] = {
    ("cn-regulation", items.ALREADY_PUBLIC): (
        "根据《中华人民共和国政府信息公开条例》第三十六条第（一）项的规定",
        "您申请公开的政府信息已经主动公开，现告知您获取该信息的方式、途径。",
    ),
    ("cn-regulation", items.SUPPLIED): (
        "根据《中华人民共和国政府信息公开条例》第三十六条第（二）项的规定",
        "您申请公开的政府信息可以公开，现予提供。",
    ),
    ("cn-regulation", items.NOT_EXISTING): (
        "根据《中华人民共和国政府信息公开条例》第三十六条第（四）项的规定",
        "您申请公开的政府信息本机关没有制作或者获取，该信息不存在。",
    ),
    ("cn-regulation", items.NOT_THIS_BODY): (
        "根据《中华人民共和国政府信息公开条例》第三十六条第（五）项的规定",
        "您申请公开的信息不属于本机关负责公开。",
    ),
    ("cn-regulation", "trade_secret"): (
        "根据《中华人民共和国政府信息公开条例》第十五条、第三十六条第（三）项的规定",
        "您申请公开的政府信息涉及商业秘密，公开会对第三方合法权益造成损害，不予公开。",
    ),
    ("cn-regulation", "privacy"): (
        "根据《中华人民共和国政府信息公开条例》第十五条、第三十六条第（三）项的规定",
        "您申请公开的政府信息涉及个人隐私，公开会对第三方合法权益造成损害，不予公开。",
    ),
    ("cn-university", items.ALREADY_PUBLIC): (
        "根据《高等学校信息公开办法》第十八条第（一）项的规定",
        "您申请公开的信息已经主动公开，现告知您获取该信息的方式、途径。",
    ),
    ("cn-university", items.SUPPLIED): (
        "根据《高等学校信息公开办法》第十八条第（一）项的规定",
        "您申请公开的信息属于公开范围，现予提供。",
    ),
    ("cn-university", items.NOT_EXISTING): (
        "根据《高等学校信息公开办法》第十八条第（三）项的规定",
        "您申请公开的信息不存在。",
    ),
    ("cn-university", items.NOT_THIS_BODY): (
        "根据《高等学校信息公开办法》第十八条第（三）项的规定",
        "您申请公开的信息不属于本校职责范围。",
    ),
    ("cn-university", "trade_secret"): (
        "根据《高等学校信息公开办法》第十条第（二）项、第十八条第（二）项的规定",
        "您申请公开的信息涉及商业秘密，不予公开。",
    ),
    ("cn-university", "privacy"): (
        "根据《高等学校信息公开办法》第十条第（三）项、第十八条第（二）项的规定",
        "您申请公开的信息涉及个人隐私，不予公开。",
    ),
}


def words_of(law: Law) -> LetterWords:
    return BY_LAW[law.code]


def basis_and_finding(law: Law, item: Mapping[str, Any], *, you: str) -> tuple[str, str]:
    """The legal basis and the decision for one item, in the law's words."""
    variant = VARIANTS.get((law.code, item["ground"]))
    if item["answer"] == "other":  # the law's own words under this row are those of a withdrawal
        return "", ""
    answer = law.answers[item["answer"]]
    basis, finding = variant if variant else (answer.basis, answer.finding)
    return basis, finding.removeprefix("经检索，").replace("您", you)


def short_article(law: Law, item: Mapping[str, Any]) -> str:
    """The first article its basis names, without the law: what is short enough for a box."""
    basis, _finding = basis_and_finding(law, item, you="您")
    articles = basis.partition("》")[2].removesuffix("的规定")
    return re.split("[、，和]", articles)[0]
