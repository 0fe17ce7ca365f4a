"""Every table of the pages of figures as CSV and XLSX, and the statutory ones as JSON."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from records.csv_file import csv_bytes
from reports import sheets
from reports.compared import compared
from reports.figures import figures
from reports.scope import Scope
from reports.sheets import Sheet
from web.files import file_response
from web.staff.figures_forms import YearsForm
from web.staff.figures_scope import like_for_like, scope_of
from web.today import today


def _statutory(scope: Scope, _request: HttpRequest) -> list[Sheet]:
    return sheets.statutory(figures(scope))


def _breakdowns(scope: Scope, _request: HttpRequest) -> list[Sheet]:
    return sheets.breakdown_sheets(scope)


def _compared(scope: Scope, request: HttpRequest) -> list[Sheet]:
    form = YearsForm(request.GET)
    if not form.is_valid():
        raise Http404
    return [sheets.compared_sheet(compared(like_for_like(scope, on=today()), form.years()))]


PAGES = {"figures": _statutory, "breakdowns": _breakdowns, "compared": _compared}


def _asked(request: HttpRequest, page: str) -> tuple[Scope, list[Sheet], str]:
    scope = scope_of(request)
    if page not in PAGES:
        raise Http404
    name = f"{page}-{scope.period.first}-{scope.period.last}"
    return scope, PAGES[page](scope, request), name


def figures_csv(request: HttpRequest, page: str = "figures") -> HttpResponse:
    scope, found, name = _asked(request, page)
    content = csv_bytes(sheets.as_rows(scope, found))
    return file_response(content, name=f"{name}.csv", media_type="text/csv")


def figures_xlsx(request: HttpRequest, page: str) -> HttpResponse:
    scope, found, name = _asked(request, page)
    content = sheets.workbook(scope, found, made_on=today())
    return file_response(content, name=f"{name}.xlsx", media_type=sheets.MEDIA_TYPE)


def figures_json(request: HttpRequest) -> HttpResponse:
    """The same as `manage.py figures --format json`."""
    counted = figures(scope_of(request))
    name = f"figures-{counted.scope.period.first}-{counted.scope.period.last}.json"
    content = json.dumps(counted.as_json(), ensure_ascii=False, indent=1).encode()
    return file_response(content, name=name, media_type="application/json")


urlpatterns = [
    path("figures/figures.csv", figures_csv, name="figures_csv"),
    path("figures/figures.json", figures_json, name="figures_json"),
    path("figures/<slug:page>.csv", figures_csv, name="figures_page_csv"),
    path("figures/<slug:page>.xlsx", figures_xlsx, name="figures_page_xlsx"),
]
