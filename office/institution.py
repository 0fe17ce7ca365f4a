"""The institution as it stands, and the laws as it has settled their open points."""

from datetime import date
from functools import cache

from office.models import Institution
from statute.law import Law, load_law, version_of


def current() -> Institution:
    """Return the newest version. Raises Institution.DoesNotExist before `manage.py set_up` ran."""
    return Institution.objects.earliest("-version")


def law(code: str, institution: Institution | None = None, *, on: date | None = None) -> Law:
    """Return the law with this institution's settings for what the law leaves open.

    With `on`, as it was in force on that day: of an older version nothing is left to be settled.
    """
    if on is not None and on < load_law(code).in_force_from:
        return version_of(code, on)
    settled = (institution or current()).law_settings.get(code, {})
    return _configured(code, tuple(sorted(settled.items())))


@cache
def _configured(code: str, settled: tuple[tuple[str, object], ...]) -> Law:
    return load_law(code).configured(dict(settled))
