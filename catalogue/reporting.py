"""The directory as others read it: a year's report, and the machine-readable files."""

from collections.abc import Iterable
from typing import Any

from catalogue.models import Item, ItemList


def items_for_report() -> list[Item]:
    """The list in use as the office has filled it in, with category, unit and links."""
    return list(Item.objects.for_list())


def as_data(
    items: Iterable[Item], *, institution: str, the_list: ItemList | None
) -> dict[str, Any]:
    """The directory as docs/schemas/catalogue.json says; what is not filled in is null."""
    return {
        "schema": "gongkai-catalogue/1",
        "institution": institution,
        "list": {"code": the_list.code, "title": the_list.title, "document": the_list.document}
        if the_list
        else None,
        "items": [_item(item) for item in items],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "number": item.number, "code": item.code, "category": item.category.title,
        "title": item.title, "title_en": item.title_en or None,
        "wording_verified": item.wording_verified,
        "unit": item.unit.name if item.unit else item.unit_name or None,
        "cycle": item.cycle or None,
        "updated_on": item.updated_on.isoformat() if item.updated_on else None,
        "links": [{"title": title or item.title, "url": url} for title, url in item.links],
    }  # fmt: skip
