"""The institution as it stands, and the laws as it has settled their open points."""

from functools import cache

from office.models import Institution
from statute.law import Law, load_law


def current() -> Institution:
    """Return the newest version. Raises Institution.DoesNotExist before `manage.py set_up` ran."""
    return Institution.objects.earliest("-version")


def law(code: str, institution: Institution | None = None) -> Law:
    """Return the law with this institution's settings for what the law leaves open."""
    settled = (institution or current()).law_settings.get(code, {})
    return _configured(code, tuple(sorted(settled.items())))


@cache
def _configured(code: str, settled: tuple[tuple[str, object], ...]) -> Law:
    return load_law(code).configured(dict(settled))
