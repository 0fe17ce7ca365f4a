"""Filters for the text of letters, which is Chinese whatever language the screen is in."""

import re
from datetime import date

from django import template
from django.utils.safestring import SafeString

from notices.rich_text import Block, parse
from statute.text import day_text

register = template.Library()

ORDINALS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")


@register.filter
def chinese_date(day: date | str | None) -> str:
    """2026年3月9日, as GB/T 9704 writes dates: Arabic figures, no leading zero."""
    if not day:
        return ""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{on.year}年{on.month}月{on.day}日"


@register.filter
def ordinal(number: int) -> str:
    """1 → 一, 12 → 十二, 21 → 二十一, 110 → 一百一十, 101 → 一百零一 (up to 9999)."""
    said, gap = "", False
    for unit, digit in zip(reversed(UNITS), f"{number:04d}", strict=True):
        if digit == "0":
            gap = bool(said)
            continue
        said += ("零" if gap else "") + ORDINALS[int(digit)] + unit
        gap = False
    return said.removeprefix("一") if said.startswith("一十") else said


@register.filter
def lines(text: str | None) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


@register.filter
def rich(text: str | None) -> list[Block]:
    """Own wording as blocks, for `notices/rich_text.html`."""
    return parse(text or "")


@register.filter
def sentence(text: str | None) -> str:
    """The text on one line, closed by a full stop."""
    joined = "".join(lines(text))
    return joined if not joined or joined[-1] in "。！？；：" else f"{joined.rstrip('.，,')}。"


@register.filter
def clause(text: str | None) -> str:
    """The text on one line without its full stop, to go on after it."""
    return "".join(lines(text)).rstrip("。.；;，,")


@register.filter
def examined(text: str | None) -> str:
    """What was found, after 经审查; a finding that begins with how it was found stands alone."""
    found = sentence(text)
    return found if found.startswith("经") else f"经审查，{found}"


@register.filter
def english_date(day: date | str | None) -> str:
    """9 March 2026."""
    if not day:
        return ""
    return day_text(date.fromisoformat(day) if isinstance(day, str) else day).en


@register.filter
def english_sentence(text: str | None) -> str:
    """The text on one line, closed by a full stop."""
    joined = " ".join(lines(text))
    return joined if not joined or joined[-1] in ".!?:;。！？" else f"{joined.rstrip(',')}."


@register.filter
def english_clause(text: str | None) -> str:
    """The text on one line without its full stop, to go on after it."""
    return " ".join(lines(text)).rstrip(".;,。；，")


@register.filter
def english_examined(text: str | None, then: str) -> str:
    """What was found, after “On examination”; `then` is the word that goes on after it.

    A finding that begins with how it was found stands alone.
    """
    found = english_sentence(text)
    if not found:
        return f"On examination, {then}"
    begun = found if found.startswith(("On ", "After ", "Upon ")) else f"On examination: {found}"
    return f"{begun} {then[0].upper()}{then[1:]}"


class Tight(template.Node):
    """The block without the line breaks and indents of its source, which print as gaps."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        return SafeString(re.sub(r"[ \t]*\n[ \t]*", "", self.nodelist.render(context)))


@register.tag
def tight(parser: template.base.Parser, token: template.base.Token) -> Tight:
    nodelist = parser.parse(("endtight",))
    parser.delete_first_token()
    return Tight(nodelist)
