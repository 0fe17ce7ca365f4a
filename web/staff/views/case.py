"""One case on one page: facts, clock with its explanation, notices, log, next steps."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from casework import filing, paper, suspected
from office.roles import May
from requests_app.models import Applicant, Attachment
from web.refusals import handed_out
from web.staff import reauthentication
from web.staff.access import case_of, require
from web.staff.case_page import case_page, fetch_whole
from web.staff.forms import RevealForm
from web.today import now, today


def case(request: HttpRequest, number: str) -> HttpResponse:
    found = case_of(request, number)
    fetch_whole(found)
    return render(request, "staff/case.html", case_page(found, request.user, on=today(), at=now()))


def drafting(request: HttpRequest, number: str) -> HttpResponse:
    """Which letter to write: what is open, with when to use it, and why the rest is not."""
    found = case_of(request, number)
    choices = paper.kinds_open_to(found, request.user)
    context = {
        "case": found,
        "open": [choice for choice in choices if choice.is_open],
        "barred": [choice for choice in choices if not choice.is_open],
    }
    return render(request, "staff/drafting.html", context)


@never_cache
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show personal data in full, once, for a reason that is logged before anything is read."""
    found, shown = case_of(request, number), []
    require(request.user, May.REVEAL)
    form = RevealForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not reauthentication.fault(request):
        at, reason = now(), form.cleaned_data["reason"]
        for field in form.cleaned_data["fields_to_show"]:
            value = filing.reveal(found, field, by=request.user, reason=reason, at=at)
            shown.append((Applicant._meta.get_field(field).verbose_name, value))
    context = {"case": found, "form": form, "shown": shown}
    return render(request, "staff/reveal.html", context)


@never_cache
@require_POST
def new_code(request: HttpRequest, number: str) -> HttpResponse:
    """Give the applicant a new query code after their identity was checked."""
    found = case_of(request, number)
    require(request.user, May.REGISTER)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("请写明怎样核对了申请人身份。"))
        return redirect(found)
    code = filing.reissue_code(found, by=request.user, reason=reason, at=now())
    return render(request, "staff/new_code.html", {"case": found, "code": code})


def attachment(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A file of this case, and of no other."""
    found = get_object_or_404(Attachment, pk=pk, application=case_of(request, number))
    return handed_out(
        request, partial(suspected.content_of, found.file), name=found.title,
        media_type=found.file.media_type, back=reverse("staff:case", args=[number]),
    )  # fmt: skip
