"""Citations of Chinese law in English, made from the Chinese ones a letter prints.

《…条例》第十六条第二款、第三十六条第（三）项 becomes “Articles 16(2) and 36(3) of the …”,
so that a translation never cites another article than its original.
"""

import re

LAWS = {
    "中华人民共和国政府信息公开条例": "the Regulations on Open Government Information",
    "政府信息公开条例": "the Regulations on Open Government Information",
    "高等学校信息公开办法": (
        "the Measures for Information Disclosure by Institutions of Higher Education"
    ),
    "政府信息公开信息处理费管理办法": (
        "the Measures on Information Processing Fees for Open Government Information"
    ),
    "信息处理费管理办法": (
        "the Measures on Information Processing Fees for Open Government Information"
    ),
    "行政复议法": "the Administrative Reconsideration Law",
    "行政诉讼法": "the Administrative Litigation Law",
    "民事诉讼法": "the Civil Procedure Law",
}
OWN_RULES = {
    "本校有关制度": "this university's own rules",
    "本机关有关制度": "this body's own rules",
}

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
NUMERAL = r"[零一二三四五六七八九十百]+"
PLACE = re.compile(
    rf"第({NUMERAL})条(?:第({NUMERAL})款)?(?:第（?({NUMERAL})）?项)?|第（?({NUMERAL})）?([款项])"
)
NAMED = re.compile(r"《([^》]+)》([^《]*)")


class NoEnglish(LookupError):
    """A citation whose law has no English name here; `args[0]` is the Chinese one."""


def number(numeral: str) -> int:
    """三十六 → 36, 一百零五 → 105."""
    total = digit = 0
    for character in numeral:
        if character == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif character == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = DIGITS[character]
    return total + digit


def citation(chinese: str) -> str:
    """The citation in English. Raises NoEnglish for a law that is not listed here."""
    for own, english in OWN_RULES.items():
        if own in chinese and "《" not in chinese:
            return english
    found = [_of_one_law(name, rest) for name, rest in NAMED.findall(chinese)]
    if not found:
        raise NoEnglish(chinese)
    return " and ".join(found)


def _of_one_law(name: str, rest: str) -> str:
    law = LAWS.get(name.removeprefix("中华人民共和国")) or LAWS.get(name)
    if law is None:
        raise NoEnglish(f"《{name}》")
    places = articles(rest)
    if not places:
        return f"the relevant provisions of {law}" if "有关规定" in rest else law
    return f"{'Articles' if len(places) > 1 else 'Article'} {_listed(places)} of {law}"


def articles(text: str) -> list[str]:
    """The articles named, as 36(3) or 29(2)(1), each once, in their order."""
    found: list[str] = []
    article = ""
    for match in PLACE.finditer(text):
        whole, *parts = match.groups()[:3]
        if whole:
            article = str(number(whole))
            found.append(article + "".join(f"({number(part)})" for part in parts if part))
        elif article:  # 第十条第（二）项、第（三）项: the article goes on
            found.append(f"{article}({number(match.group(4))})")
    return list(dict.fromkeys(found))


def short(chinese: str) -> str:
    """The articles alone, as the law's own tables have them: art. 36(2), arts. 15, 36(3)."""
    places = articles(chinese)
    return f"{'arts.' if len(places) > 1 else 'art.'} {', '.join(places)}"


def _listed(parts: list[str]) -> str:
    if len(parts) < 3:
        return " and ".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
