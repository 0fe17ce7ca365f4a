"""The period, law and day a page of figures was asked for, and the rest it says with them."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from office.roles import May
from reports.scope import Scope
from web.staff import figures_pieces as pieces
from web.staff.access import require
from web.staff.figures_forms import ScopeForm, usual
from web.today import today


def asked(request: HttpRequest) -> ScopeForm:
    """The form as the address fills it; the reporting period that is running without one."""
    on = today()
    given = request.GET.copy()
    if not any(given.get(name) for name in ("period", "first", "last")):
        given["period"] = usual(on)
    elif "period" not in given:
        given["period"] = ""
    return ScopeForm(given, on=on)


def scope_of(request: HttpRequest) -> Scope:
    """For files and lists: an address that asks for no scope leads nowhere."""
    require(request.user, May.REPORT)
    form = asked(request)
    if not form.is_valid():
        raise Http404
    return form.scope()


def frame(form: ScopeForm, page: str) -> dict[str, Any]:
    """What every page of figures shows; without `scope` the form says what is wrong with it."""
    if not form.is_valid():
        return {"form": form, "page_name": page, "tabs": pieces.tabs("")}
    scope, on = form.scope(), today()
    query = pieces.query(scope)
    return {
        "form": form, "scope": scope, "on": on, "known_until": min(scope.known_until, on),
        "query": query, "page_name": page, "tabs": pieces.tabs(query),
    }  # fmt: skip


def like_for_like(scope: Scope, *, on: date) -> Scope:
    """A period that is not over is compared as at today, so that earlier years stop there too."""
    if scope.as_at is None and scope.period.first <= on < scope.period.last:
        return replace(scope, as_at=on)
    return scope
