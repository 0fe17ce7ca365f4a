"""The translations: which texts there are, which lack their English, and the compiled catalogue.

Texts in code and templates are Chinese; `locale/en` holds the English. Babel reads and writes the
catalogues, so no GNU gettext is needed.
"""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import template as django_template

PACKAGES = (
    "office", "records", "catalogue", "requests_app", "notices", "remedies", "casework", "reports",
    "web", "config",
)  # fmt: skip
KEYWORDS = {
    "_": None, "_now": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
CREATED = datetime(2026, 11, 24, tzinfo=UTC)  # fixed, so that the file changes only with its texts
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def catalogue_file() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"


def texts() -> Iterator[tuple[str, object, str | None]]:
    """Every translatable text: (where, singular or (singular, plural), context or None)."""
    base = Path(settings.BASE_DIR)
    for path in sorted(p for name in PACKAGES for p in (base / name).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        yield from _in_python(path.read_bytes(), str(path.relative_to(base)))
    for folder in [base / "templates", *(base / name / "templates" for name in PACKAGES)]:
        for path in sorted(folder.rglob("*.*")):
            source = django_template.templatize(path.read_text(encoding="utf-8"), str(path))
            yield from _in_python(source.encode(), str(path.relative_to(base)), template=True)


def _in_python(source: bytes, where: str, *, template: bool = False):
    if template:
        source = re.sub(rb"(?m)^[^\S\n]+", b"", source)
        source = b"\n".join(_CALL.findall(source))
    for _line, function, message, _comments in extract_python(
        BytesIO(source), list(KEYWORDS), [], {"encoding": "utf-8"}
    ):
        parts = message if isinstance(message, tuple) else (message,)
        if any(not isinstance(part, str) for part in parts if part is not None):
            continue
        parts = tuple(part for part in parts if part is not None)
        context = parts[0] if function.lstrip("n").startswith("pgettext") else None
        parts = parts[1:] if context else parts
        if parts and parts[0]:
            yield where, parts if function.startswith(("n", "np")) else parts[0], context


_STRING = rb"""(?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(
    rb"\b(?:gettext|ngettext|pgettext|npgettext|_)\(\s*" + _STRING + rb"(?:\s*,\s*(?:"
    + _STRING + rb"|count))*\s*\)"
)  # fmt: skip


def read() -> Catalog:
    path = catalogue_file()
    if not path.exists():
        return Catalog(locale="en", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def update() -> Catalog:
    """The catalogue with every text that is used now, and none that is not; translations kept."""
    kept = read()
    made = Catalog(
        locale="en", charset="utf-8", fuzzy=False, header_comment="# The English of every text.",
        project="Gongkai", version="0.1", msgid_bugs_address="-", last_translator="-",
        language_team="English", creation_date=CREATED, revision_date=CREATED,
    )  # fmt: skip
    for where, text, context in texts():
        made.add(text, locations=[(where, None)], context=context)
    for message in made:
        singular = message.id[0] if isinstance(message.id, tuple | list) else message.id
        old = kept.get(singular, message.context) if singular else None
        if old is not None:
            message.string = old.string
    return made


def write(catalogue: Catalog) -> None:
    catalogue_file().parent.mkdir(parents=True, exist_ok=True)
    with catalogue_file().open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)


def compile_catalogue() -> Path:
    """Write the .mo beside the .po, whole or not at all."""
    path = catalogue_file().with_suffix(".mo")
    beside = path.with_name(f"{os.getpid()}.mo")
    with beside.open("wb") as file:
        write_mo(file, read())
    return beside.replace(path)


def is_compiled() -> bool:
    """Whether the .mo is there and not older than its .po."""
    source, made = catalogue_file(), catalogue_file().with_suffix(".mo")
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def faults() -> list[str]:
    """What is missing or wrong, a line each; empty if every text has its English."""
    made, found = update(), []
    for message in made:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if not all(strings):
            found.append(f"no English: {ids[0]!r} ({message.locations[0][0]})")
        elif set(PLACEHOLDER.findall(ids[-1])) != set(PLACEHOLDER.findall(strings[-1])):
            found.append(f"placeholders differ: {ids[0]!r}")
        elif any(_says_it_twice(text) for text in strings):
            found.append(f"says the same thing twice: {ids[0]!r}")
    used = {(m.id if isinstance(m.id, str) else m.id[0], m.context) for m in made if m.id}
    for message in read():
        singular = message.id if isinstance(message.id, str) else message.id[0]
        if message.id and (singular, message.context) not in used:
            found.append(f"no longer used: {singular!r}")
    return found


def _says_it_twice(text: str) -> bool:
    """Whether a sentence is there twice over, as joining two catalogues by hand leaves it."""
    half, odd = divmod(len(text), 2)
    return half > 10 and not odd and text[:half] == text[half:]
