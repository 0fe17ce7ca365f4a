"""Where the time went: working days of the limit by whose hands the case was in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from requests_app.models import Application
from statute.clock import Clock


@dataclass(frozen=True)
class Spell:
    """A stretch of counted days in one pair of hands; `left` is what is still ahead."""

    hands: str
    first: date
    last: date
    days: int
    left: bool = False


@dataclass(frozen=True)
class Bar:
    """One piece of the bar, in the drawing's units."""

    spell: Spell
    x: float
    width: float
    shade: str


WIDTH = 300.0


def spent_by(case: Application, clock: Clock | None, *, on: date) -> list[Spell]:
    """The counted days of the running limit, grouped by hands, then what is left."""
    if clock is None or not clock.days:
        return []
    end = min(filter(None, [on, case.closed_on]))
    assignments = list(case.assignments.select_related("unit"))
    told = [
        (_hands(assignments, day.date) if day.date <= end else _("剩余"), day)
        for day in clock.days
        if day.counted
    ]
    return list(_grouped(told, end))


def _grouped(told, end: date) -> Iterator[Spell]:
    for hands, group in groupby(told, key=lambda pair: pair[0]):
        days = [day.date for _hands, day in group]
        yield Spell(hands, days[0], days[-1], len(days), left=days[0] > end)


def _hands(assignments, day: date) -> str:
    for assignment in assignments:
        if assignment.since < day and (assignment.until is None or day <= assignment.until):
            return assignment.unit.name
    return _("信息公开办公室")


def bars(spells: list[Spell]) -> list[Bar]:
    """The spells as pieces of a bar 300 units wide."""
    total = sum(spell.days for spell in spells) or 1
    drawn, x = [], 0.0
    for n, spell in enumerate(spells):
        width = WIDTH * spell.days / total
        shade = "c" if spell.left else "ab"[n % 2]
        drawn.append(Bar(spell, round(x, 1), round(max(width - 1, 1), 1), shade))
        x += width
    return drawn
