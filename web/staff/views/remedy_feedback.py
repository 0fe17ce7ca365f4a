"""Which grounds, units and kinds of notice are overturned most, and the remedies behind each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from office.roles import May
from remedies import feedback
from requests_app.models import Application
from web.staff.access import require
from web.staff.feedback_lines import YEARS, lines, since
from web.today import today

TABLES = {
    feedback.GROUND: _("按理由"),
    feedback.UNIT: _("按承办单位"),
    feedback.KIND: _("按文书种类"),
}
SPANS = (1, YEARS, 5, 10)
MOST = 200  # remedies behind one line: more are found by the list


def remedy_feedback(request: HttpRequest) -> HttpResponse:
    """Three tables; each line opens the remedies behind it."""
    require(request.user, May.SEE_ALL)
    years, on = _years(request), today()
    first = since(on, years)
    tables = [
        (sort, title, lines(sort, first=first, last=on)) for sort, title in TABLES.items()
    ]  # fmt: skip
    context = {"tables": tables, "years": years, "spans": SPANS, "first": first, "last": on}
    return render(request, "staff/remedy_feedback.html", context)


def remedies_behind(request: HttpRequest, sort: str, key: str) -> HttpResponse:
    """The remedies that one line counts, as far as this person sees their cases."""
    require(request.user, May.SEE_ALL)
    years, on = _years(request), today()
    first = since(on, years)
    line = next((each for each in lines(sort, first=first, last=on) if str(each.found.key) == key),
                None) if sort in TABLES else None  # fmt: skip
    if line is None:
        raise Http404
    found = feedback.remedies_of(sort, line.found.key, since=first, until=on)
    seen = found.against(Application.objects.visible_to(request.user))
    context = {
        "line": line, "title": TABLES[sort], "first": first, "last": on, "years": years,
        "remedies": seen.select_related("application", "notice")[:MOST],
    }  # fmt: skip
    return render(request, "staff/remedy_behind.html", context)


def _years(request: HttpRequest) -> int:
    asked = request.GET.get("years", "")
    return int(asked) if asked.isdecimal() and int(asked) in SPANS else YEARS


urlpatterns = [
    path("remedies/feedback/", remedy_feedback, name="remedy_feedback"),
    path("remedies/feedback/<slug:sort>/<str:key>/", remedies_behind, name="remedies_behind"),
]
