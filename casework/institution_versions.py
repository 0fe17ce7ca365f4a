"""The versions of the institution's own facts: which there were, and what changed between two."""

from dataclasses import dataclass
from typing import Any

from office.models import Institution

OF_THE_ROW = ("id", "version", "changed_at", "changed_by")


@dataclass(frozen=True)
class Change:
    """One fact that two versions have differently. `name` is its field, or `law:setting`."""

    name: str
    label: Any
    was: Any
    now: Any


def changes(before: Institution, after: Institution) -> list[Change]:
    """What the later version has differently, field by field, law settings one by one."""
    found = []
    for field in Institution._meta.concrete_fields:
        was, now = getattr(before, field.name), getattr(after, field.name)
        if field.name in OF_THE_ROW or was == now:
            continue
        if field.name == "law_settings":
            found += _settings(was, now)
        else:
            found.append(Change(field.name, field.verbose_name, was, now))
    return found


def _settings(was: dict[str, dict], now: dict[str, dict]) -> list[Change]:
    found = []
    for law in sorted({*was, *now}):
        before, after = was.get(law, {}), now.get(law, {})
        names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
        found += [
            Change(f"{law}:{name}", name, before.get(name), after.get(name)) for name in names
        ]
    return found
