"""The versions of the institution's facts: a list, one of them, what changed between two."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _

from casework.institution_versions import Change, changes
from notices.models import Notice
from office.models import Institution
from office.roles import May
from statute.law import load_law
from web.staff.access import require
from web.staff.settings_labels import SETTINGS, VALUES
from web.templatetags.words import said


class Row(NamedTuple):
    label: str
    was: Any
    now: Any


def versions(request: HttpRequest) -> HttpResponse:
    """Every version with who changed it and when, and the two that are laid side by side."""
    require(request.user, May.CONFIGURE)
    rows = list(Institution.objects.select_related("changed_by"))
    by_number = {row.version: row for row in rows}
    after = by_number.get(_number(request, "to"), rows[0])
    before = by_number.get(_number(request, "from"), by_number.get(after.version - 1))
    context = {
        "versions": rows, "before": before, "after": after,
        "changes": [_shown(one) for one in changes(before, after)] if before else [],
    }  # fmt: skip
    return render(request, "staff/institution_versions.html", context)


def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version as it stood: what the letters made from it say of the institution."""
    require(request.user, May.CONFIGURE)
    row = get_object_or_404(Institution.objects.select_related("changed_by"), version=number)
    letters = Notice.objects.issued().filter(institution_version=number).count()
    shown = [_shown(one) for one in changes(Institution(), row)]
    context = {"row": row, "facts": shown, "letters": letters}
    return render(request, "staff/institution_version.html", context)


def _number(request: HttpRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 9 else 0


def _shown(change: Change) -> Row:
    law, _colon, setting = change.name.rpartition(":")
    if not law:
        return Row(change.label, _plain(change.was), _plain(change.now))
    label = SETTINGS.get(setting, setting)
    default = load_law(law).facts[setting].value
    was, now = (default if value is None else value for value in (change.was, change.now))
    return Row(f"{said(load_law(law).short)} {label}", _plain(was), _plain(now))


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if value in (None, "", {}):
        return _("没有填写")
    return VALUES.get(value, value) if isinstance(value, str) else value


urlpatterns = [
    path("institution/versions/", versions, name="institution_versions"),
    path("institution/versions/<int:number>/", version, name="institution_version"),
]
