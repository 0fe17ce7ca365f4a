"""What a university's report says besides the statutory tables; the same period of other years."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from office.roles import May
from reports.breakdowns import BREAKDOWNS
from reports.compared import compared
from web.staff import figures_pieces as pieces
from web.staff import figures_shown as shown
from web.staff.access import require
from web.staff.figures_forms import YearsForm
from web.staff.figures_scope import asked, frame, like_for_like
from web.today import today


def figures_breakdowns(request: HttpRequest) -> HttpResponse:
    """By channel, applicant, subject, answer and month; how long it took and what it cost."""
    require(request.user, May.REPORT)
    context = frame(asked(request), "figures_breakdowns")
    if "scope" in context:
        scope = context["scope"]
        sections = [shown.breakdown_section(scope, code) for code in BREAKDOWNS]
        sections += [
            shown.replies_section(scope), shown.days_section(scope), shown.acts_section(scope),
        ]  # fmt: skip
        context["sections"] = sections
    return render(request, "staff/figures_breakdowns.html", context)


def figures_compared(request: HttpRequest) -> HttpResponse:
    """Two to five years side by side: number, change and per cent."""
    require(request.user, May.REPORT)
    context = frame(asked(request), "figures_compared")
    years_form = YearsForm(request.GET)
    if "scope" in context and years_form.is_valid():
        scope = like_for_like(context["scope"], on=today())
        years = compared(scope, years_form.years())
        context |= {
            "years": years, "lines": shown.years_table(years),
            "charts": list(shown.years_charts(years)),
            "running": scope.end < scope.period.last,
            "years_query": f"{pieces.query(context['scope'])}&years_shown={years_form.years()}",
        }  # fmt: skip
        years_form = YearsForm({"years_shown": years_form.years()})
    context["years_form"] = years_form
    return render(request, "staff/figures_compared.html", context)


urlpatterns = [
    path("figures/breakdowns/", figures_breakdowns, name="figures_breakdowns"),
    path("figures/compared/", figures_compared, name="figures_compared"),
]
