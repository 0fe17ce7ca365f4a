"""Where the time went, drawn: the spells as words and as pieces of a bar."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.time_spent import Spell, TimeSpent


@dataclass(frozen=True)
class Bar:
    """One piece of the bar, in the drawing's units; `label` where there is room for it."""

    spell: Spell
    x: float
    width: float
    shade: str
    label: str


WIDTH = 300.0
CHARACTER = 13.0  # width of a Chinese character in the drawing's units; a Latin one has half


def in_words(spent: TimeSpent) -> str:
    """How many working days have passed, how many count, how many are left."""
    words = {"n": spent.elapsed, "counted": spent.counted}
    said = ngettext(
        "在办%(n)s个工作日，其中%(counted)s个计入现在的期限",
        "在办%(n)s个工作日，其中%(counted)s个计入现在的期限",
        spent.elapsed,
    )
    said %= words
    if spent.left:
        said += ngettext("，剩%(n)s个", "，剩%(n)s个", spent.left) % {"n": spent.left}
    return said + _("。")


def sum_in_words(spent: TimeSpent) -> str:
    """The days in each pair of hands, and that they come to the days that passed."""
    parts = [f"{hands}{_('：')}{days}" for hands, days in spent.by_hands.items()]
    return _("%(parts)s。合计%(n)s个工作日。") % {"parts": _("，").join(parts), "n": spent.elapsed}


def _width(text: str) -> float:
    return sum(CHARACTER if ord(character) > 0xFF else CHARACTER / 2 for character in text)


def bars(spells: Sequence[Spell]) -> list[Bar]:
    """The spells as pieces of a bar 300 units wide."""
    total = sum(spell.days for spell in spells) or 1
    drawn, x = [], 0.0
    for n, spell in enumerate(spells):
        width = WIDTH * spell.days / total
        shade = "c" if spell.left else "ab"[n % 2]
        label = spell.hands if _width(spell.hands) < width else ""
        drawn.append(Bar(spell, round(x, 1), round(max(width - 1, 1), 1), shade, label))
        x += width
    return drawn
