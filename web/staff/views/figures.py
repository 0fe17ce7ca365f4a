"""The figures of any period, and the cases behind every number."""

import json

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from office.roles import May
from reports.csv_file import csv_bytes
from reports.figures import cases_of, figures, remedies_of
from reports.scope import Scope
from requests_app.models import Application
from statute.annual import TOTAL
from statute.answers import ANSWERS
from web.files import file_response
from web.staff import figures_pieces as pieces
from web.staff import reauthentication
from web.staff.access import require
from web.staff.figures_forms import ScopeForm, usual
from web.staff.views import (
    catalogue,
    report_approval,
    report_comments,
    report_parts,
    yearly_report,
)
from web.today import today

PER_PAGE = 50


def figures_page(request: HttpRequest) -> HttpResponse:
    """The two tables, whether they balance, and how cases ended."""
    require(request.user, May.REPORT)
    on = today()
    form = _asked(request)
    if not form.is_valid():
        return render(request, "staff/figures.html", {"form": form})
    scope = form.scope()
    counted = figures(scope)
    context = {
        "form": form, "scope": scope, "counted": counted, "on": on,
        "known_until": min(scope.known_until, on), "query": pieces.query(scope),
        "requests": pieces.requests_table(counted), "remedies": pieces.remedies_table(counted),
        "bars": pieces.chart(counted), "sums": pieces.sums(counted),
    }  # fmt: skip
    return render(request, "staff/figures.html", context)


def _asked(request: HttpRequest) -> ScopeForm:
    on = today()
    given = request.GET.copy()
    if not any(given.get(name) for name in ("period", "first", "last")):
        given["period"] = usual(on)
    elif "period" not in given:
        given["period"] = ""
    return ScopeForm(given, on=on)


def _scope(request: HttpRequest) -> Scope:
    require(request.user, May.REPORT)
    form = _asked(request)
    if not form.is_valid():
        raise Http404
    return form.scope()


def figures_cases(request: HttpRequest) -> HttpResponse:
    """What one number counts: cases, which a POST takes away, or complaints, reviews, lawsuits."""
    scope = _scope(request)
    kind = request.GET.get("kind", "")
    column = request.GET.get("column", TOTAL)
    try:
        if kind:
            found, title = _remedies(request, scope, kind, column)
        else:
            row = request.GET.get("row", "")
            found, title = _cases(request, scope, row, column)
    except KeyError as unknown:
        raise Http404 from unknown
    if request.method == "POST" and not kind and not reauthentication.fault(request):
        return _cases_csv(found)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "scope": scope, "page": page, "title": title, "kind": kind,
        "rows": [] if kind else [(case, ANSWERS.get(case.ended_as)) for case in page],
        "query": pieces.query(scope), "known_until": min(scope.known_until, today()),
        "today": today(),
    }  # fmt: skip
    return render(request, "staff/figures_cases.html", context)


def _cases(request: HttpRequest, scope: Scope, row: str, column: str):
    visible = Application.objects.visible_to(request.user).order_by()
    found = cases_of(scope, row, column).filter(pk__in=visible)
    found = found.select_related("applicant", "unit_in_charge")
    return (
        found.annotate(ended_on=F("first__closed_on"), ended_as=F("first__result")),
        pieces.cell_title(row, column),
    )


def _remedies(request: HttpRequest, scope: Scope, kind: str, column: str):
    visible = Application.objects.visible_to(request.user).order_by()
    found = remedies_of(scope, kind, column).filter(application__in=visible)
    return found.select_related("application"), pieces.remedy_title(kind, column)


def _cases_csv(found) -> HttpResponse:
    """The list without the applicants' names: it leaves the house."""
    head = [_("编号"), _("申请内容"), _("申请人类别"), _("收到"), _("办结"), _("结果")]
    rows = [
        [
            case.number, case.subject, case.applicant.get_kind_display(), case.received_on,
            case.ended_on, ANSWERS[case.ended_as].label.zh if case.ended_as else "",
        ]
        for case in found
    ]  # fmt: skip
    return file_response(csv_bytes([head, *rows]), name="cases.csv", media_type="text/csv")


def figures_csv(request: HttpRequest) -> HttpResponse:
    counted = figures(_scope(request))
    name = f"figures-{counted.scope.period.first}-{counted.scope.period.last}.csv"
    content = csv_bytes(pieces.csv_rows(counted))
    return file_response(content, name=name, media_type="text/csv")


def figures_json(request: HttpRequest) -> HttpResponse:
    """The same as `manage.py figures --format json`."""
    counted = figures(_scope(request))
    name = f"figures-{counted.scope.period.first}-{counted.scope.period.last}.json"
    content = json.dumps(counted.as_json(), ensure_ascii=False, indent=1).encode()
    return file_response(content, name=name, media_type="application/json")


urlpatterns = [
    path("figures/", figures_page, name="figures"),
    path("figures/cases/", figures_cases, name="figures_cases"),
    path("figures/figures.csv", figures_csv, name="figures_csv"),
    path("figures/figures.json", figures_json, name="figures_json"),
    *yearly_report.urlpatterns,
    *report_parts.urlpatterns,
    *report_comments.urlpatterns,
    *report_approval.urlpatterns,
    *catalogue.urlpatterns,
]
