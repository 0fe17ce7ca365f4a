"""The acts on a logged remedy, each a page with its form; what was typed stays if it is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from casework import remedy_course, remedy_courts, remedy_orders, remedy_rightings, suspected
from office.roles import May
from records.refusals import Refusal
from remedies.models import Cost, Document, Instance, Level, Order, Party, Remedy, Stage
from web.fields import number_sent
from web.refusals import handed_out, tell
from web.staff.access import require
from web.staff.remedy_course_forms import (
    CostForm,
    CourseForm,
    DocumentForm,
    InstanceForm,
    OrderForm,
    OrderRightForm,
    PartyForm,
    ReasonForm,
    RetrialRightForm,
    StageForm,
)
from web.staff.remedy_forms import SetRightForm
from web.staff.remedy_page import reads_in_full
from web.staff.views.remedies import remedy_of
from web.today import now, today


@dataclass(frozen=True)
class Act:
    """One act: its form, what it does, its title. `dated`: it asks what day it is."""

    title: str | Promise
    form: type[CourseForm]
    do: Callable[..., Any]
    dated: bool = True


ACTS = {
    "stage": Act(_("登记进程"), StageForm, remedy_course.add_stage),
    "instance": Act(_("登记二审或者再审"), InstanceForm, remedy_courts.lodge_instance),
    "order": Act(_("登记责令重新作出"), OrderForm, remedy_orders.order_anew),
    "cost": Act(_("登记费用"), CostForm, remedy_course.add_cost),
    "party": Act(_("登记当事人"), PartyForm, remedy_course.add_party, dated=False),
    "document": Act(_("加入材料"), DocumentForm, remedy_course.add_document, dated=False),
}
ENTRIES = {"party": Party, "document": Document, "cost": Cost, "stage": Stage}


def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Add something to a remedy: a stage, a court, an order, a person, a paper, a cost."""
    found, chosen = remedy_of(request, pk), ACTS.get(name)
    require(request.user, May.REMEDY)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        when = {"at": now()} | ({"on": today()} if chosen.dated else {})
        do = partial(chosen.do, found, by=request.user, **when, **form.facts())
        if _done(request, form, do):
            return redirect("staff:remedy", pk)
    return _page(request, found, chosen.title, form)


def strike(request: HttpRequest, pk: int, name: str, entry: int) -> HttpResponse:
    """Strike one entry of a remedy, with the reason."""
    found, model = remedy_of(request, pk), ENTRIES.get(name)
    require(request.user, May.REMEDY)
    if model is None:
        raise Http404
    row = get_object_or_404(model, pk=entry, remedy=found)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb = remedy_course.strike_stage if model is Stage else remedy_course.strike
        if _done(request, form, partial(verb, row, by=request.user, at=now(), **form.facts())):
            return redirect("staff:remedy", pk)
    return _page(request, found, _("划去一条误记"), form)


def set_right(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the facts of a logged remedy right; the old ones are kept."""
    found = remedy_of(request, pk)
    require(request.user, May.REMEDY)
    form = SetRightForm(request.POST or None, remedy=found)
    if request.method == "POST" and form.is_valid():
        do = partial(
            remedy_rightings.set_right, Remedy(pk=pk), by=request.user, on=today(), at=now(),
            **form.cleaned_data,
        )  # fmt: skip
        if _done(request, form, do):
            return redirect("staff:remedy", pk)
        form.data = _with_news(request, pk)
    return _page(request, remedy_of(request, pk), _("更正登记"), form)


def set_row_right(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Set right what was logged of the retrial or of the order."""
    found = remedy_of(request, pk)
    require(request.user, May.REMEDY)
    model, form_class = {"order": (Order, OrderRightForm), "retrial": (Instance, RetrialRightForm)}[
        name
    ]
    level = {} if model is Order else {"level": Level.RETRIAL}
    row = get_object_or_404(model, remedy=found, **level)
    shown = set(form_class.base_fields) - {"reason", "edits"}
    first = {field: getattr(row, field) for field in shown} | {"edits": found.edits}
    form = form_class(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        do = partial(
            remedy_rightings.set_row_right, row, by=request.user, on=today(), at=now(),
            **form.facts(),
        )  # fmt: skip
        if _done(request, form, do):
            return redirect("staff:remedy", pk)
        form.data = _with_news(request, pk)
    return _page(request, found, _("更正登记"), form)


def annul(request: HttpRequest, pk: int) -> HttpResponse:
    """Annul a wrong entry: it is in no table any more, and stays readable."""
    found = remedy_of(request, pk)
    require(request.user, May.REMEDY)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        do = partial(
            remedy_rightings.annul, found, by=request.user, at=now(),
            edits=number_sent(request, "edits"), **form.facts(),
        )  # fmt: skip
        if _done(request, form, do):
            return redirect("staff:remedy", pk)
    found = remedy_of(request, pk)
    return _page(request, found, _("作废登记"), form, edits=found.edits)


def document(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """A file of this remedy, and of no other, for whoever may read the names in it."""
    found = remedy_of(request, pk)
    if not reads_in_full(request.user):
        require(request.user, May.REVEAL)
    row = get_object_or_404(Document, pk=entry, remedy=found)
    return handed_out(
        request, partial(suspected.content_of, row.file), name=row.file.original_name,
        media_type=row.file.media_type, back=reverse("staff:remedy", args=[pk]),
    )  # fmt: skip


def _done(request: HttpRequest, form: Any, do: Callable[[], object]) -> bool:
    try:
        do()
    except Refusal as refusal:
        tell(form, refusal)
        return False
    messages.success(request, _now("已登记。"))
    return True


def _with_news(request: HttpRequest, pk: int) -> Any:
    """What was typed, with the number of the entry as it now is: told, it may be sent again."""
    data = request.POST.copy()
    data["edits"] = Remedy.entries.values_list("edits", flat=True).get(pk=pk)
    return data


def _page(
    request: HttpRequest, found: Remedy, title: Any, form: Any, edits: int | None = None
) -> HttpResponse:
    context = {
        "remedy": found, "case": found.application, "title": title, "form": form, "edits": edits,
    }  # fmt: skip
    return render(request, "staff/remedy_act.html", context)


urlpatterns = [
    path("remedies/<int:pk>/set-right/", set_right, name="remedy_set_right"),
    path(
        "remedies/<int:pk>/set-right/order/",
        set_row_right,
        {"name": "order"},
        name="remedy_order_right",
    ),
    path(
        "remedies/<int:pk>/set-right/retrial/",
        set_row_right,
        {"name": "retrial"},
        name="remedy_retrial_right",
    ),
    path("remedies/<int:pk>/annul/", annul, name="remedy_annul"),
    path("remedies/<int:pk>/documents/<int:entry>/", document, name="remedy_document"),
    path("remedies/<int:pk>/add/<slug:name>/", act, name="remedy_act"),
    path("remedies/<int:pk>/strike/<slug:name>/<int:entry>/", strike, name="remedy_strike"),
]
