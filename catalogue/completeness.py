"""What an item lacks, and how complete the directory is, in all and for each unit."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.models import Item

# What every item is asked for, by the name of its field.
ASKED: dict[str, Promise] = {
    "unit": _("责任单位"),
    "link": _("网址链接"),
    "cycle": _("更新周期"),
    "updated_on": _("更新日期"),
}


def lacks(item: Item) -> list[Promise]:
    """The names of what is asked for and not there, in the order of the form."""
    given = {
        "unit": item.answerable, "link": item.link, "cycle": item.cycle,
        "updated_on": item.updated_on,
    }  # fmt: skip
    return [label for name, label in ASKED.items() if not given[name]]


@dataclass
class Complete:
    """How many of the things asked for are there, over some items."""

    items: int = 0
    given: int = 0
    linked: int = 0

    @property
    def asked(self) -> int:
        return self.items * len(ASKED)

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down: 100 means that nothing is missing."""
        return 100 * self.given // self.asked if self.asked else 100

    def add(self, item: Item) -> None:
        self.items += 1
        self.given += len(ASKED) - len(lacks(item))
        self.linked += bool(item.link)


def of(items: Iterable[Item]) -> Complete:
    whole = Complete()
    for item in items:
        whole.add(item)
    return whole


def by_unit(items: Iterable[Item]) -> dict[str, Complete]:
    """Each unit by its name, the one with most to do first; "" are items without one."""
    found: dict[str, Complete] = {}
    for item in items:
        found.setdefault(item.answerable, Complete()).add(item)
    return dict(sorted(found.items(), key=lambda pair: (pair[1].percent, pair[0])))
