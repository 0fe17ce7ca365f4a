"""Complaints, appeals, reviews and lawsuits: logged, answered, decided."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from casework.remedies import decide_remedy, log_remedy, reply_to_remedy
from office.calendars import working_calendar
from office.roles import May
from records.refusals import Refusal
from remedies.duties import duty_of
from remedies.models import Remedy
from requests_app.models import Application
from web.refusals import tell
from web.staff.access import case_of, require
from web.staff.remedy_forms import DecideForm, RemedyForm, ReplyForm
from web.today import now, today


def remedy_add(request: HttpRequest, number: str) -> HttpResponse:
    """Log what reached the office against this case."""
    found = case_of(request, number)
    require(request.user, May.REMEDY)
    form = RemedyForm(request.POST or None, case=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = log_remedy(found, by=request.user, on=today(), at=now(), **form.cleaned_data)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("已登记：%(kind)s。") % {"kind": made.get_kind_display()})
            return redirect("staff:remedy", made.pk)
    return render(request, "staff/remedy_add.html", {"case": found, "form": form})


def remedy(request: HttpRequest, pk: int) -> HttpResponse:
    """One challenge: what it obliges the office to, by when, and how it ended."""
    found = _remedy_of(request, pk)
    may_change = request.user.may(May.REMEDY) and found.is_pending
    forms = {"reply": ReplyForm(prefix="reply"), "decide": DecideForm(prefix="decide")}
    if request.method == "POST":
        require(request.user, May.REMEDY)
        act = "decide" if "decide" in request.POST else "reply"
        forms[act] = type(forms[act])(request.POST, prefix=act)
        if forms[act].is_valid() and _done(request, found, act, forms[act]):
            return redirect("staff:remedy", pk)
    context = {
        "remedy": found, "case": found.application, "may_change": may_change, "on": today(),
        "duty": duty_of(found, calendar=working_calendar()), "forms": forms,
    }  # fmt: skip
    return render(request, "staff/remedy.html", context)


def _remedy_of(request: HttpRequest, pk: int) -> Remedy:
    seen = Application.objects.visible_to(request.user)
    return get_object_or_404(
        Remedy.objects.against(seen).select_related("application", "follows"), pk=pk
    )


def _done(request: HttpRequest, found: Remedy, act: str, form) -> bool:
    verb = {"reply": reply_to_remedy, "decide": decide_remedy}[act]
    try:
        verb(found, by=request.user, on=today(), at=now(), **form.cleaned_data)
    except Refusal as refusal:
        tell(form, refusal)
        return False
    messages.success(request, _("已登记。"))
    return True


urlpatterns = [
    path("cases/<str:number>/remedies/", remedy_add, name="remedy_add"),
    path("remedies/<int:pk>/", remedy, name="remedy"),
]
