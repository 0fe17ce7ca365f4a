"""Complaints, appeals, reviews and lawsuits: listed, logged, answered, decided."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from casework.remedies import decide_remedy, log_remedy, reply_to_remedy
from office.calendars import working_calendar
from office.roles import May
from records.refusals import Refusal
from remedies.models import Remedy
from requests_app.models import Application
from web.refusals import tell
from web.staff.access import case_of, require
from web.staff.remedy_filter import RemedyFilter, in_order, rows_of
from web.staff.remedy_forms import DecideForm, RemedyForm, ReplyForm
from web.staff.remedy_page import remedy_page
from web.today import now, today

PER_PAGE = 30


def remedies(request: HttpRequest) -> HttpResponse:
    """All of them, what is due first."""
    require(request.user, May.SEE_ALL)
    seen = Remedy.entries.against(Application.objects.visible_to(request.user))
    calendar = working_calendar()
    chosen = RemedyFilter(request.GET, queryset=seen, calendar=calendar)
    page = Paginator(in_order(chosen.qs, calendar), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen, "said": chosen.in_words(), "page": page, "on": today(),
        "rows": rows_of(page.object_list, calendar),
    }  # fmt: skip
    return render(request, "staff/remedies.html", context)


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
    """One challenge: what it obliges the office to, by when, its course, and how it ended."""
    found = remedy_of(request, pk)
    forms = {"reply": ReplyForm(prefix="reply", label_suffix=""),
             "decide": DecideForm(prefix="decide", label_suffix="")}  # fmt: skip
    if request.method == "POST":
        require(request.user, May.REMEDY)
        act = "decide" if "decide" in request.POST else "reply"
        forms[act] = type(forms[act])(request.POST, prefix=act, label_suffix="")
        if forms[act].is_valid() and _done(request, found, act, forms[act]):
            return redirect("staff:remedy", pk)
    context = remedy_page(found, request.user, on=today()) | {"forms": forms, "at": now()}
    return render(request, "staff/remedy.html", context)


def remedy_of(request: HttpRequest, pk: int) -> Remedy:
    """A remedy of a case this person sees, the annulled among them; 404 otherwise."""
    seen = Application.objects.visible_to(request.user)
    related = ("application__applicant", "follows", "notice", "annulled_by")
    return get_object_or_404(Remedy.entries.against(seen).select_related(*related), pk=pk)


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
    path("remedies/", remedies, name="remedies"),
    path("cases/<str:number>/remedies/", remedy_add, name="remedy_add"),
    path("remedies/<int:pk>/", remedy, name="remedy"),
]
