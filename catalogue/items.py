"""The list in the tables: the one that ships, or another that takes its place.

Items are matched by their code. One that the new list leaves out is retired, with all it held;
one that comes back is in use again.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps as installed
from django.db import transaction
from django.db.models import ProtectedError

from catalogue.item_file import LIST, ListOfMatters, Matter, shipped
from catalogue.models import Category, Item, ItemList
from records import log

__all__ = ["LIST", "Loaded", "load", "load_if_empty", "matters"]

CHAIN = "catalogue"
WORDS = ("number", "title", "title_en", "wording_verified", "category_id", "retired_at")


def matters() -> tuple[Matter, ...]:
    """Every matter of the list that ships, in order."""
    return shipped().matters


@dataclass
class Loaded:
    """What a list changed, by the items' codes."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)  # retired, and had a link

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.retired or self.again)


@transaction.atomic
def load(the_list: ListOfMatters, *, at: datetime) -> Loaded:
    """Put a list in use; what the office filled in stays with its items. Logged if it changes
    anything."""
    ItemList.objects.select_for_update().first()
    done = Loaded()
    rows = {item.code: item for item in Item.every.select_for_update()}
    wanted = {matter.code: matter for matter in the_list.matters}
    for code, item in rows.items():
        if code not in wanted and item.retired_at is None:
            _retire(item, at=at)
            done.retired.append(code)
            done.held += [code] if item.link else []
    _out_of_the_way(rows, wanted)
    for code, matter in wanted.items():
        _bring_in(rows.get(code), matter, done)
    _drop_headings()
    _keep_version(the_list, done, at=at)
    return done


def _retire(item: Item, *, at: datetime) -> None:
    item.retired_at = at
    item.save(update_fields=["retired_at"])


def _out_of_the_way(rows: dict[str, Item], wanted: dict[str, Matter]) -> None:
    """Numbers that will change are set aside first: two items may be about to swap theirs."""
    moving = [
        item
        for code, item in rows.items()
        if code in wanted and item.number != wanted[code].number and item.retired_at is None
    ]
    aside = max((item.number for item in rows.values()), default=0)
    for place, item in enumerate(moving, start=1):
        Item.every.filter(pk=item.pk).update(number=aside + len(wanted) + place)


def _bring_in(item: Item | None, matter: Matter, done: Loaded) -> None:
    heading = matter.heading
    category, _made = Category.objects.update_or_create(
        number=heading.number, title=heading.title, defaults={"title_en": heading.title_en}
    )
    words = {
        "number": matter.number, "title": matter.title, "title_en": matter.title_en,
        "wording_verified": matter.verified, "category_id": category.pk, "retired_at": None,
    }  # fmt: skip
    if item is None:
        Item.every.create(code=matter.code, **words)
        done.new.append(matter.code)
        return
    was = {name: getattr(item, name) for name in WORDS}
    if was == words:
        return
    (done.again if item.retired_at else done.changed).append(matter.code)
    Item.every.filter(pk=item.pk).update(**words)


def _drop_headings() -> None:
    """Headings without items go, except those under which cases are counted."""
    for heading in Category.objects.filter(items=None):
        with suppress(ProtectedError), transaction.atomic():
            heading.delete()


def _keep_version(the_list: ListOfMatters, done: Loaded, *, at: datetime) -> None:
    newest = ItemList.objects.current()
    if not done and newest is not None and newest.sha256 == the_list.sha256:
        return
    ItemList.objects.create(loaded_at=at, **_as_row(the_list))
    log.append(
        CHAIN, "catalogue_list_loaded", actor=log.SYSTEM, at=at,
        payload={"list": the_list.code, "sha256": the_list.sha256, **vars(done)},
    )  # fmt: skip


def _as_row(the_list: ListOfMatters) -> dict[str, Any]:
    return {
        "code": the_list.code, "title": the_list.title, "title_en": the_list.title_en,
        "document": the_list.document, "sha256": the_list.sha256, "content": the_list.content,
    }  # fmt: skip


def load_if_empty(apps: Any = installed, **_signal: Any) -> None:
    """After each migration or flush: an empty database begins with the list that ships."""
    try:
        names = ("Category", "Item", "ItemList")
        category, item, item_list = (apps.get_model("catalogue", name) for name in names)
    except LookupError:  # migrated back to before this package had tables
        return
    if not item._base_manager.exists():
        item._base_manager.bulk_create(_rows(category, item))
    if not item_list._base_manager.exists():
        item_list._base_manager.create(**_as_row(shipped()))


def _rows(category_model: type[Any], item_model: type[Any]) -> list[Any]:
    headings = dict.fromkeys(matter.heading for matter in matters())
    categories = category_model.objects.bulk_create(
        category_model(number=h.number, title=h.title, title_en=h.title_en) for h in headings
    )
    of = dict(zip(headings, categories, strict=True))
    return [
        item_model(
            number=m.number, category=of[m.heading], title=m.title, title_en=m.title_en,
            wording_verified=m.verified, code=m.code,
        )
        for m in matters()
    ]  # fmt: skip
