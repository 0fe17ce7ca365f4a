"""What is inconsistent in the cases a period counts, each with the way to mend it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from office.roles import May
from reports.red_list import SHOWN, broken_sums, red_list
from requests_app.models import Application
from web.staff import figures_pieces as pieces
from web.staff.access import require
from web.staff.figures_scope import asked, frame
from web.today import today


def figures_red(request: HttpRequest) -> HttpResponse:
    require(request.user, May.REPORT)
    context = frame(asked(request), "figures_red")
    if "scope" in context:
        scope, on = context["scope"], today()
        found = red_list(scope)
        sums = [(one, _where(one, scope)) for one in broken_sums(scope, on=on)]
        context |= {
            "rules": [(one, [_line(one.rule.page, row) for row in one.first]) for one in found],
            "sums": sums, "shown": SHOWN, "total": sum(one.number for one in found) + len(sums),
        }  # fmt: skip
    return render(request, "staff/figures_red.html", context)


def _line(page: str, row: Any) -> tuple[str, Application, str]:
    """The address where it is mended, the case, and what names the row beside it."""
    if page == "dates":
        return reverse("staff:step", args=[row.number, "set_right"]), row, ""
    if page == "case":
        return row.get_absolute_url(), row, ""
    if page == "notice":
        return reverse("staff:serve", args=[row.pk]), row.application, row.number or ""
    return reverse("staff:remedy", args=[row.pk]), row.application, row.get_kind_display()


def _where(broken: Any, scope: Any) -> str:
    if broken.report is None:
        return f"{reverse('staff:figures')}?{pieces.query(scope)}"
    name = "report_show" if broken.report.is_published else "report_edit"
    return reverse(f"staff:{name}", args=[broken.report.pk])


urlpatterns = [path("figures/red/", figures_red, name="figures_red")]
