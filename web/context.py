"""What every page knows: the institution it speaks for and how the visitor wants to read it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from office import institution as office_institution
from office.models import Institution
from web.dates import in_english
from web.display import chosen


@dataclass(frozen=True)
class Face:
    """The institution in the page's language; Chinese where no English was entered."""

    name: str
    site_name: str
    office_name: str
    address: str
    hours: str
    postcode: str
    phone: str
    fax: str
    email: str
    row: Institution


def face(row: Institution, *, english: bool) -> Face:
    def of(chinese: str, translated: str) -> str:
        return translated if english and translated else chinese

    name = of(row.name, row.name_en)
    return Face(
        name=name,
        site_name=_("%(institution)s信息公开") % {"institution": name},
        office_name=of(row.office_name, row.office_name_en),
        address=of(row.address, row.address_en),
        hours=of(row.hours, row.hours_en),
        postcode=row.postcode,
        phone=row.phone,
        fax=row.fax,
        email=row.email,
        row=row,
    )


def _current() -> Face:
    """A template shows nothing for a row that does not exist: that must not pass unseen."""
    try:
        row = office_institution.current()
    except Institution.DoesNotExist as missing:
        raise ImproperlyConfigured("No institution yet: run `manage.py set_up`.") from missing
    return face(row, english=in_english())


def institution(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `institution`, read only by pages that show it, and `display`."""
    return {
        "institution": SimpleLazyObject(_current),
        "display": chosen(request),
        "demonstration": settings.DEMONSTRATION,
    }
