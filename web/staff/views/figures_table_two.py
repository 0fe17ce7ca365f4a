"""Table II of a calendar year: what the office types in, and who changed what."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from office.roles import May
from records import log
from records.refusals import Refusal
from reports import publication, table_two
from reports.models import TableTwo
from web.refusals import tell
from web.staff.access import require
from web.staff.figures_forms import TableTwoForm
from web.today import now, today

EARLIEST = 2008  # the Regulations came into force on 1 May 2008


def figures_table_two(request: HttpRequest, year: int) -> HttpResponse:
    require(request.user, May.REPORT)
    if not EARLIEST <= year <= today().year:
        raise Http404
    may_write = publication.may_write(request.user)
    if request.method == "POST" and not may_write:
        raise PermissionDenied(publication.NOT_ALLOWED)
    table = table_two.of_year(year)
    form = TableTwoForm(request.POST or None, instance=table_two.of_year(year))
    if request.method == "POST" and form.is_valid() and _filled(request, form, year):
        return redirect("staff:figures_table_two", year)
    context = {
        "year": year, "form": form, "table": table, "groups": table_two.groups(table),
        "may_write": may_write, "history": _history(table),
    }  # fmt: skip
    return render(request, "staff/figures_table_two.html", context)


def _filled(request: HttpRequest, form: TableTwoForm, year: int) -> bool:
    try:
        table_two.fill_in(
            year, numbers=form.numbers(), edits=form.cleaned_data["edits"], by=request.user,
            at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        tell(form, refusal)
        return False
    messages.success(request, _("已保存。"))
    return True


def _history(table: TableTwo) -> list[tuple]:
    """The newest first: who, when, and each number as it was and became."""
    names = {field.name: field.verbose_name for field in TableTwo._meta.fields}
    return [
        (entry, [(names[name], *pair) for name, pair in entry.payload["changed"].items()])
        for entry in reversed(log.entries(table.chain))
    ]


urlpatterns = [
    path("figures/table-two/<int:year>/", figures_table_two, name="figures_table_two"),
]
