"""The figures of any period, and the cases behind every number."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from office.roles import May
from records.csv_file import csv_bytes
from reports import table_two
from reports.figures import figures
from reports.publication import may_write
from statute.answers import ANSWERS
from web.files import file_response
from web.staff import figures_pieces as pieces
from web.staff import reauthentication
from web.staff.access import require
from web.staff.figures_cells import cell
from web.staff.figures_scope import asked, frame, scope_of
from web.staff.views import (
    catalogue,
    figures_breakdowns,
    figures_files,
    figures_red,
    figures_runs,
    figures_table_two,
    report_approval,
    report_comments,
    report_parts,
    yearly_report,
)
from web.today import today

PER_PAGE = 50


def figures_page(request: HttpRequest) -> HttpResponse:
    """The statutory tables, whether they balance, and how cases ended."""
    require(request.user, May.REPORT)
    context = frame(asked(request), "figures")
    if "scope" in context:
        scope = context["scope"]
        counted = figures(scope)
        table = table_two.of_period(scope.period, scope.law)
        context |= {
            "counted": counted, "requests": pieces.requests_table(counted),
            "remedies": pieces.remedies_table(counted), "chart": pieces.results_chart(counted),
            "sums": pieces.sums(counted), "table_two": table,
            "groups": table_two.groups(table) if table else [],
            "may_write": may_write(request.user),
        }  # fmt: skip
    return render(request, "staff/figures.html", context)


def figures_cases(request: HttpRequest) -> HttpResponse:
    """What one number counts: cases, which a POST takes away, or complaints, reviews, lawsuits."""
    scope = scope_of(request)
    try:
        found, title, kind = cell(scope, request.GET, request.user)
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


urlpatterns = [
    path("figures/", figures_page, name="figures"),
    path("figures/cases/", figures_cases, name="figures_cases"),
    *figures_breakdowns.urlpatterns,
    *figures_files.urlpatterns,
    *figures_red.urlpatterns,
    *figures_runs.urlpatterns,
    *figures_table_two.urlpatterns,
    *yearly_report.urlpatterns,
    *report_parts.urlpatterns,
    *report_comments.urlpatterns,
    *report_approval.urlpatterns,
    *catalogue.urlpatterns,
]
