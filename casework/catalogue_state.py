"""How the directory stands on a day: what is overdue, dead, never filled in, unit by unit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework import catalogue, catalogue_proposals
from catalogue import completeness, health
from catalogue.completeness import Complete
from catalogue.due import Due, next_due
from catalogue.health import Health, State
from catalogue.models import Item
from office import institution
from office.calendars import working_calendar
from office.models import User
from office.roles import May

LAW = "cn-university"  # the list is of universities: 29号令 art. 17; 清单 二


class Flaw(TextChoices):
    """What somebody has to see to."""

    OVERDUE = "overdue", _("逾期未更新")
    DEAD = "dead", _("链接失效")
    UNFILLED = "unfilled", _("没有链接")
    MOVED = "moved", _("链接已移到别处")
    INCOMPLETE = "incomplete", _("内容不全")


@dataclass
class Row:
    """One item with its date, what it lacks and how its links are."""

    item: Item
    due: Due | None
    lacks: list[Promise]
    links: list[tuple[str, str, Health]]
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def is_overdue(self) -> bool:
        return Flaw.OVERDUE in self.flaws


@dataclass
class Standing:
    """The directory, or a unit's part of it, on a day."""

    on: date
    rows: list[Row]

    def count(self, flaw: Flaw) -> int:
        return sum(flaw in row.flaws for row in self.rows)

    @property
    def counts(self) -> list[tuple[Flaw, int]]:
        return [(flaw, self.count(flaw)) for flaw in Flaw]

    @property
    def complete(self) -> Complete:
        return completeness.of(row.item for row in self.rows)

    @property
    def units(self) -> dict[str, Complete]:
        return completeness.by_unit(row.item for row in self.rows)


def standing(items: Iterable[Item], *, on: date) -> Standing:
    """Judge these items, fetched with `for_list`: a fixed number of queries for any number."""
    items = list(items)
    law, calendar = institution.law(LAW), working_calendar()
    states = health.of_addresses(health.addresses(items))
    rows = []
    for item in items:
        due = next_due(item, law=law, calendar=calendar)
        links = [(title, url, states[url]) for title, url in item.links]
        row = Row(item, due, completeness.lacks(item), links)
        row.flaws = list(_flaws(row, on))
        rows.append(row)
    return Standing(on, rows)


def _flaws(row: Row, on: date) -> Iterable[Flaw]:
    states = {one.state for _title, _url, one in row.links}
    if row.due and row.due.is_over(on):
        yield Flaw.OVERDUE
    if State.DEAD in states:
        yield Flaw.DEAD
    if not row.item.link:
        yield Flaw.UNFILLED
    if State.MOVED in states:
        yield Flaw.MOVED
    if row.lacks:
        yield Flaw.INCOMPLETE


@dataclass(frozen=True)
class ToDo:
    """What waits for one person in the directory."""

    overdue: int = 0
    dead: int = 0
    proposals: int = 0

    def __bool__(self) -> bool:
        return bool(self.overdue or self.dead or self.proposals)


def to_do(user: User, *, on: date) -> ToDo:
    """For the day's page: the office's whole directory, or a unit's own items."""
    office = user.may(May.CONFIGURE)
    if not office and not user.unit_ids():
        return ToDo()
    held = catalogue.seen_by(user).filter(retired_at=None).exclude(link="", changed_on=None)
    items = list(held.for_list())
    found = standing(items, on=on) if items else Standing(on, [])
    proposals = catalogue_proposals.waiting().count() if office else 0
    return ToDo(found.count(Flaw.OVERDUE), found.count(Flaw.DEAD), proposals)
