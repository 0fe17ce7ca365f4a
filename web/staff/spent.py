"""Where the time went: working days of the limit by whose hands the case was in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_app.models import Application
from statute.clock import Clock

Told = tuple[str, date]


@dataclass(frozen=True)
class Spell:
    """A stretch of working days in one pair of hands; `left` is what is still ahead."""

    hands: str
    first: date
    last: date
    days: int
    left: bool = False


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


def spent_by(case: Application, clock: Clock | None, *, on: date) -> list[Spell]:
    """The counted days of the running limit by hands, any days after it, then what is left."""
    if clock is None or not clock.days:
        return []
    end = min(filter(None, [on, case.closed_on]))
    assignments = list(case.assignments.select_related("unit"))
    used = [day.date for day in clock.days if day.counted and day.date <= end]
    used += _after_the_limit(clock, end)
    told = [(_hands(assignments, day), day) for day in used]
    if case.closed_on is None:
        ahead = [day.date for day in clock.days if day.counted and day.date > end]
        told += [(_("剩余"), day) for day in ahead]
    return list(_grouped(told, end))


def _after_the_limit(clock: Clock, end: date) -> Iterator[date]:
    if clock.due_on is None:
        return
    day = clock.due_on + timedelta(days=1)
    while day <= end:
        if clock.calendar.is_working(day):
            yield day
        day += timedelta(days=1)


def _grouped(told: list[Told], end: date) -> Iterator[Spell]:
    for hands, group in groupby(told, key=lambda pair: pair[0]):
        days = [day for _name, day in group]
        yield Spell(hands, days[0], days[-1], len(days), left=days[0] > end)


def _hands(assignments, day: date) -> str:
    """The unit that had the case on a day; the day of handing over is still the giver's."""
    for assignment in assignments:
        if assignment.since < day and (assignment.until is None or day <= assignment.until):
            return str(assignment.unit)
    return _("信息公开办公室")


def in_words(spells: list[Spell]) -> str:
    """How many working days are used and left."""
    used = sum(spell.days for spell in spells if not spell.left)
    left = sum(spell.days for spell in spells if spell.left)
    said = ngettext("已用%(n)s个工作日", "已用%(n)s个工作日", used) % {"n": used}
    if left:
        said += ngettext("，剩%(n)s个", "，剩%(n)s个", left) % {"n": left}
    return said + _("。")


def _width(text: str) -> float:
    return sum(CHARACTER if ord(character) > 0xFF else CHARACTER / 2 for character in text)


def bars(spells: list[Spell]) -> list[Bar]:
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
