"""The list itself, as it ships: ten headings and fifty matters (教办函〔2014〕23号)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps as installed
from django.db import transaction

LIST = Path(__file__).parent / "data" / "items-50.toml"


@dataclass(frozen=True)
class Heading:
    number: int
    title: str
    title_en: str


@dataclass(frozen=True)
class Matter:
    number: int
    heading: Heading
    title: str
    title_en: str
    verified: bool


@cache
def matters(path: Path = LIST) -> tuple[Matter, ...]:
    """Every matter of the list, in order."""
    found = []
    for category in tomllib.loads(path.read_text(encoding="utf-8"))["categories"]:
        heading = Heading(category["number"], *category["title"])
        found += [
            Matter(item["number"], heading, *item["title"], item.get("verified", True))
            for item in category["items"]
        ]
    return tuple(found)


@transaction.atomic
def load(category_model: type[Any], item_model: type[Any]) -> int:
    """Bring the wording of the list into the tables; what the office filled in stays. Return how
    many matters were new."""
    new = 0
    for matter in matters():
        heading = matter.heading
        category, _made = category_model.objects.update_or_create(
            number=heading.number,
            defaults={"title": heading.title, "title_en": heading.title_en},
        )
        _item, made = item_model.objects.update_or_create(
            number=matter.number,
            defaults={
                "category": category, "title": matter.title, "title_en": matter.title_en,
                "wording_verified": matter.verified,
            },
        )  # fmt: skip
        new += made
    return new


def load_if_empty(apps: Any = installed, **_signal: Any) -> None:
    """After each migration or flush: an empty database begins with the list."""
    try:
        category, item = (apps.get_model("catalogue", name) for name in ("Category", "Item"))
    except LookupError:  # migrated back to before this package had tables
        return
    if not item.objects.exists():
        item.objects.bulk_create(_rows(category, item))


def _rows(category_model: type[Any], item_model: type[Any]) -> list[Any]:
    headings = dict.fromkeys(matter.heading for matter in matters())
    categories = category_model.objects.bulk_create(
        category_model(number=h.number, title=h.title, title_en=h.title_en) for h in headings
    )
    of = dict(zip(headings, categories, strict=True))
    return [
        item_model(
            number=m.number, category=of[m.heading], title=m.title, title_en=m.title_en,
            wording_verified=m.verified,
        )
        for m in matters()
    ]  # fmt: skip
