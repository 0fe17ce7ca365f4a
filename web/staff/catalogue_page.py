"""What the directory's pages show: the rows that were asked for, and an item's history in words."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import catalogue
from casework.catalogue_state import Flaw, Row, Standing
from catalogue.models import Item
from catalogue.models.items import Cycle, ItemQuerySet
from office.models import User
from office.roles import May
from records import log
from records.models import LogEntry
from web.staff.catalogue_forms import NOBODY, RETIRED

SHOWN = 50  # entries of an item's history
EVENTS: dict[str, Promise] = {
    "catalogue_filled": gettext_lazy("填写"),
    "catalogue_proposed": gettext_lazy("单位提出更新"),
    "catalogue_proposal_confirmed": gettext_lazy("确认单位的更新"),
    "catalogue_proposal_returned": gettext_lazy("退回单位的更新"),
}


def require_directory(user: User) -> bool:
    """Whether it is the office that looks; raises PermissionDenied for whoever has no items."""
    office = user.may(May.CONFIGURE)
    if not office and not user.unit_ids():
        raise PermissionDenied(_("公开目录由信息公开办公室填写，各单位可以查看自己负责的事项。"))
    return office


def asked_for(user: User, chosen: dict[str, str]) -> ItemQuerySet:
    """The items a person looks after, narrowed by all filters but the one by flaw."""
    found = catalogue.seen_by(user)
    found = found.filter(retired_at__isnull=chosen["show"] != RETIRED)
    if chosen["unit"] == NOBODY:
        found = found.filter(unit=None, unit_name="")
    elif chosen["unit"]:
        found = found.filter(unit=chosen["unit"])
    if chosen["category"]:
        found = found.filter(category=chosen["category"])
    return found.matching(chosen["q"]).for_list()


def listed(standing: Standing, show: str) -> list[Row]:
    """The rows with the flaw asked for; what is due first comes first."""
    rows = standing.rows
    if show in Flaw.values:
        rows = [row for row in rows if show in row.flaws]
    return sorted(rows, key=lambda row: (not row.is_overdue, row.item.number))


@dataclass(frozen=True)
class Change:
    label: Any
    was: str
    becomes: str


@dataclass(frozen=True)
class Line:
    """One entry of an item's history."""

    entry: LogEntry
    what: Any
    changes: list[Change]
    reason: str


def history_of(item: Item) -> list[Line]:
    """Who changed what and when, the newest first, from the log."""
    entries = log.entries(catalogue.CHAIN).filter(payload__code=item.code)
    return [_line(entry) for entry in entries.order_by("-sequence")[:SHOWN]]


def _line(entry: LogEntry) -> Line:
    changes = entry.payload.get("changes") or {
        name: ["", entry.payload[name]]
        for name in ("link", "changed_on", "updated_on")
        if entry.payload.get(name)
    }
    shown = [
        Change(_label(name), _in_words(name, was), _in_words(name, becomes))
        for name, (was, becomes) in changes.items()
    ]
    what = EVENTS.get(entry.event, entry.event)
    return Line(entry, what, shown, entry.payload.get("reason", ""))


def _label(name: str) -> Any:
    if name == "more_links":
        return _("其他链接")
    return Item._meta.get_field(name).verbose_name


def _in_words(name: str, value: Any) -> str:
    if name == "cycle" and value:
        return str(Cycle(value).label)
    if name == "more_links":
        return _("；").join(f"{title} {url}" for title, url in value or [])
    return str(value or "")
