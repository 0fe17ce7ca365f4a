"""The deadline calculator: asked by address, so that what it answers can be sent on and printed."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from office import institution
from web.calendars import calendars_in_force
from web.public.deadline_answer import answer
from web.public.deadline_forms import Count, Due, Worked
from web.today import today

ROWS = "rows"
MOST_ROWS = 8  # suspensions on one page
EXAMPLE = "received=2026-02-11"  # over the Spring Festival and its two make-up days


@login_not_required
@require_safe
def deadline(request: HttpRequest) -> HttpResponse:
    """Three questions on one page. Nothing is kept: dates alone name nobody."""
    filled = _filled(request.GET)
    if len(filled) < len(request.GET):
        return redirect(f"{request.path}?{filled.urlencode()}")
    forms = _forms(filled)
    asked = next((form for form in forms.values() if form.is_bound), None)
    found = asked is not None and asked.is_valid()
    due = forms["form"]
    context = forms | {
        "today": today(),
        "found": asked if found else None,
        "failed": asked is not None and not found,
        "answer": answer(due) if found and asked is due else None,
        "next_row": len(due.rows) + 1 if len(due.rows) < MOST_ROWS else None,
        "example": f"?law={due.initial['law']}&{EXAMPLE}",
        "program": _program(filled) if found else "",
        "json": json.dumps(asked.question, ensure_ascii=False, indent=1) if found else "",
        "address": settings.PUBLIC_ADDRESS + request.get_full_path(),
    }
    status = 422 if context["failed"] else 200
    return render(request, "public/deadline.html", context, status=status)


def _filled(asked: QueryDict) -> QueryDict:
    """What was really filled in: an empty field makes no part of an address sent on."""
    filled = QueryDict(mutable=True)
    filled.update({name: value for name, value in asked.items() if value.strip()})
    return filled


def _forms(filled: QueryDict) -> dict[str, Any]:
    """The three forms by their names on the page; the one that was sent is bound."""
    find, row = calendars_in_force(), institution.current()
    which = filled.get("ask") or ("due" if {"law", "received"} & filled.keys() else "")
    usual = {"law": row.default_law}
    typed = usual | filled.dict()
    adding = ROWS in filled
    return {
        "form": Due(
            typed if which == "due" and not adding else None,
            initial=typed if adding else usual,
            count=_rows(filled), row=row, find=find,
        ),
        "count": Count(filled if which == "count" else None, find=find, auto_id="id_count_%s"),
        "worked": Worked(filled if which == "day" else None, find=find, auto_id="id_day_%s"),
    }  # fmt: skip


def _program(filled: QueryDict) -> str:
    """Where a program asks what this page answered; nowhere while the endpoint is closed."""
    if not settings.DEADLINE_API_PER_MINUTE:
        return ""
    command = {"count": "count", "day": "day"}.get(filled.get("ask", ""), "due")
    return settings.PUBLIC_ADDRESS + reverse("api:ask", args=[command])


def _rows(filled: QueryDict) -> int:
    """How many suspensions to show: as many as are filled in, and one more where it was asked."""
    numbers = range(1, MOST_ROWS + 1)
    used = [n for n in numbers if any(name.startswith(f"s{n}-") for name in filled)]
    wanted = [n for n in numbers if str(n) == filled.get(ROWS)]
    return max(used + wanted, default=1)
