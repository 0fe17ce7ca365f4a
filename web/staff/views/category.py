"""Choosing the heading of the list under which a case is counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework.categorising import categorise
from records.refusals import Refusal
from web.refusals import carried_out, say
from web.staff.access import case_of
from web.staff.category_form import CategoryForm
from web.today import now


@require_POST
def category(request: HttpRequest, number: str) -> HttpResponse:
    found = case_of(request, number)
    form = CategoryForm(request.POST, case=found)
    if not form.is_valid():
        say(request, Refusal(_("请从列出的公开类别中选择。")))
        return redirect(found)
    chosen, was = form.cleaned_data["category"], form.cleaned_data["was"]
    carried_out(
        request, lambda: categorise(found, chosen, was=was, by=request.user, at=now()),
        done=_("已保存公开类别。"),
    )  # fmt: skip
    return redirect(found)


urlpatterns = [path("cases/<str:number>/category/", category, name="category")]
