"""Whether a document keeps a JSON Schema of ours: the words of Draft 2020-12 that ours uses.

The schema is docs/schemas/annual-report.json. A word that is not known here is an error of ours,
never passed over; the tests hold this against a full validator. Stricter than that one in one
point: a count written as 1.0 is no integer.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

PATH = settings.BASE_DIR / "docs" / "schemas" / "annual-report.json"
SILENT = {"$schema", "$defs", "title", "description"}
TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    return json.loads(PATH.read_text(encoding="utf-8"))


def breaches(document: Any) -> list[str]:
    """What breaks the schema of a published report, each with its place in the document."""
    return list(_breaches(document, schema(), "$"))


def _breaches(value: Any, rules: Mapping[str, Any], place: str) -> Iterator[str]:
    if named := rules.get("$ref"):
        yield from _breaches(value, schema()["$defs"][named.removeprefix("#/$defs/")], place)
    if "type" in rules and not _is_one_of(value, rules["type"]):
        yield f"{place} is not of type {rules['type']}"
        return
    for word, told in rules.items():
        if word not in SILENT | {"type", "$ref"}:
            yield from WORDS[word](value, told, place, rules)


def _is_one_of(value: Any, kinds: str | list[str]) -> bool:
    return any(TYPES[kind](value) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _const(value: Any, told: Any, place: str, _rules: Any) -> Iterator[str]:
    if value != told:
        yield f"{place} is not {told!r}"


def _enum(value: Any, told: list[Any], place: str, _rules: Any) -> Iterator[str]:
    if value not in told:
        yield f"{place} is {value!r}, which is none of those allowed"


def _pattern(value: Any, told: str, place: str, _rules: Any) -> Iterator[str]:
    if isinstance(value, str) and not re.search(told, value):
        yield f"{place} is {value!r}, which is not like {told}"


def _minimum(value: Any, told: int, place: str, _rules: Any) -> Iterator[str]:
    if isinstance(value, int) and value < told:
        yield f"{place} is {value}, which is less than {told}"


def _at_least(value: Any, told: int, place: str, _rules: Any) -> Iterator[str]:
    if isinstance(value, str | list) and len(value) < told:
        yield f"{place} has {len(value)}, fewer than {told}"


def _at_most(value: Any, told: int, place: str, _rules: Any) -> Iterator[str]:
    if isinstance(value, list) and len(value) > told:
        yield f"{place} has {len(value)}, more than {told}"


def _required(value: Any, told: list[str], place: str, _rules: Any) -> Iterator[str]:
    yield from (f"{place}.{name} is missing" for name in told if name not in value)


def _properties(value: Any, told: Mapping[str, Any], place: str, _rules: Any) -> Iterator[str]:
    for name, rules in told.items():
        if name in value:
            yield from _breaches(value[name], rules, f"{place}.{name}")


def _others(value: Any, told: Any, place: str, rules: Mapping[str, Any]) -> Iterator[str]:
    for name in value:
        if name in rules.get("properties", {}):
            continue
        if told is False:
            yield f"{place}.{name} has no place here"
        else:
            yield from _breaches(value[name], told, f"{place}.{name}")


def _items(value: Any, told: Mapping[str, Any], place: str, _rules: Any) -> Iterator[str]:
    for number, item in enumerate(value):
        yield from _breaches(item, told, f"{place}[{number}]")


WORDS: dict[str, Callable[[Any, Any, str, Mapping[str, Any]], Iterator[str]]] = {
    "const": _const, "enum": _enum, "pattern": _pattern, "minimum": _minimum,
    "minItems": _at_least, "minLength": _at_least, "maxItems": _at_most, "required": _required,
    "properties": _properties, "additionalProperties": _others, "items": _items,
}  # fmt: skip
