"""Taking down an application that came on paper, by telephone or at the counter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from casework import filing, paper
from office import institution
from office.roles import May
from records.refusals import Refusal
from requests_app.models import Application
from web.refusals import tell
from web.staff.access import require
from web.staff.forms import ApplicantForm, ApplicationForm
from web.today import now, today


@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """One page; after it the number and the query code to hand over."""
    require(request.user, May.REGISTER)
    default_law = institution.current().default_law
    asked = ApplicationForm(
        request.POST or None, request.FILES or None, default_law=default_law, prefix="a"
    )
    who = ApplicantForm(request.POST or None, prefix="p")
    if request.method == "POST" and asked.is_valid() & who.is_valid():
        earlier = Application.objects.filter(filing_key=asked.cleaned_data["filing_key"]).first()
        if earlier is not None:
            messages.info(request, _("这份来件已经登记为%(number)s。") % {"number": earlier.number})
            return redirect(earlier)
        filed = _registered(request, asked, who)
        if filed:
            return _told(request, filed)
    context = {"form": asked, "who": who, "failed": bool(who.errors)}
    return render(request, "staff/register.html", context)


def _registered(request: HttpRequest, asked: ApplicationForm, who: ApplicantForm):
    cleaned = dict(asked.cleaned_data)
    arrived_on, confirmed_on = cleaned.pop("arrived_on"), cleaned.pop("confirmed_on")
    uploads, at, on = cleaned.pop("uploads"), now(), today()
    try:
        filed = filing.register_paper(
            application=cleaned, applicant=who.cleaned_data, uploads=uploads,
            arrived_on=arrived_on, confirmed_on=confirmed_on, by=request.user, on=on, at=at,
        )  # fmt: skip
    except Refusal as refusal:
        tell(asked, refusal)
        return None
    if filed.application.received_on:
        _receive(request, filed.application, on=on, at=at)
    return filed


def _told(request: HttpRequest, filed: filing.Filed) -> HttpResponse:
    """The number and the code to hand over, and the receipt to print."""
    receipt = filed.application.notices.issued().filter(kind="acknowledgement").first()
    context = {"filed": filed, "receipt": receipt, "on": today()}
    return render(request, "staff/registered.html", context)


def _receive(request: HttpRequest, case, *, on, at) -> None:
    """Register what was received at once, and give the acknowledgement with it."""
    case.receive(by=request.user, on=on, at=at)
    try:
        paper.acknowledge(case, by=request.user, on=on, at=at)
    except Refusal as refusal:
        messages.warning(request, _("已登记；回执没有开出：%s") % refusal)
