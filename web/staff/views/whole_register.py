"""The register of applications: read and searched, taken along as a file, brought in as one."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path

from casework import register_export
from casework.register_export import CSV, FORMATS
from casework.register_template import template
from office.roles import May
from records.xlsx_file import MEDIA_TYPE
from remedies.models import Remedy
from requests_app.models import Application
from statute.answers import ANSWERS
from web.files import file_response, stream_response
from web.staff import reauthentication
from web.staff.access import require
from web.staff.register_filter import RegisterFilter
from web.staff.views import register_import
from web.today import now, today

PER_PAGE = 50
MEDIA_TYPES = {CSV: "text/csv", register_export.XLSX: MEDIA_TYPE}


def whole_register(request: HttpRequest) -> HttpResponseBase:
    """Every case legally received; by a POST what was searched for, as a file."""
    require(request.user, May.SEE_ALL)
    visible = register_export.received(Application.objects.visible_to(request.user))
    chosen = RegisterFilter(request.GET, queryset=visible)
    if request.method == "POST" and not reauthentication.fault(request):
        return _as_file(request, chosen)
    found = chosen.qs.select_related("applicant", "unit_in_charge").prefetch_related("handlings")
    page = Paginator(found.order_by("-received_on", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "filter": chosen, "page": page, "said": chosen.in_words(), "lines": _lines(page),
        "may_import": request.user.may(May.REGISTER), "masked": _masks_names(request),
    }  # fmt: skip
    return render(request, "staff/whole_register.html", context)


def _lines(page) -> list[tuple]:
    """Each case with its first handling, which the register tells of, and how that ended."""
    firsts = [(case, next(iter(case.handlings.all()), None)) for case in page]
    return [(case, first, ANSWERS.get(first.result) if first else None) for case, first in firsts]


def _masks_names(request: HttpRequest) -> bool:
    return not request.user.may(May.REVEAL)


def _as_file(request: HttpRequest, chosen: RegisterFilter) -> HttpResponseBase:
    """Without a valid search nothing is narrowed, on the page as in the file."""
    form = request.POST.get("format", "")
    form = form if form in FORMATS else CSV
    kind, at = request.POST.get("table", ""), now()
    if kind == "remedies":
        remedies = Remedy.objects.filter(application__in=chosen.qs.order_by().values("pk"))
        pieces = register_export.remedies_as(form, remedies, by=request.user, at=at)
        name = f"remedies-{today()}.{form}"
    else:
        pieces = register_export.cases_as(
            form, chosen.qs, masks_names=_masks_names(request), by=request.user, at=at
        )
        name = f"register-{today()}.{form}"
    return stream_response(pieces, name=name, media_type=MEDIA_TYPES[form])


def register_template(request: HttpRequest) -> HttpResponse:
    """The empty workbook to fill in."""
    require(request.user, May.REGISTER)
    return file_response(template(at=now()), name="register-template.xlsx", media_type=MEDIA_TYPE)


urlpatterns = [
    path("register/all/", whole_register, name="whole_register"),
    path("register/all/template.xlsx", register_template, name="register_template"),
    path("register/all/import/", register_import.register_import, name="register_import"),
]
