"""The yearly report: begun, written, looked at, published, corrected."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from office.roles import May
from records.refusals import Refusal
from reports import publication
from reports.frozen import differences, published_document, published_pdf
from reports.models import AnnualReport
from requests_app.steps import ChangedMeanwhile, NotPermitted
from web.files import file_response
from web.refusals import carried_out, tell
from web.staff.access import require
from web.staff.report_forms import BeginForm, CorrectForm, TextsForm
from web.today import now, today


def report_list(request: HttpRequest) -> HttpResponse:
    """All reports, and the beginning of a new one."""
    require(request.user, May.REPORT)
    if request.method == "POST" and not publication.may_write(request.user):
        raise PermissionDenied(publication.NOT_ALLOWED)
    form = BeginForm(request.POST or None, on=today())
    if request.method == "POST" and form.is_valid():
        begun = _refused(request, form, lambda: publication.begin(
            form.chosen(), by=request.user, at=now()))  # fmt: skip
        if begun:
            return redirect("staff:report_edit", begun.pk)
    context = {
        "form": form, "reports": AnnualReport.objects.select_related("published_by"),
        "may_write": publication.may_write(request.user),
        "may_configure": request.user.may(May.CONFIGURE),
    }  # fmt: skip
    return render(request, "staff/report_list.html", context)


def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the parts, with what the system states and what is still missing beside them."""
    report = _report(request, pk)
    if report.is_published or not publication.may_write(request.user):
        return redirect("staff:report_show", pk)
    form = TextsForm(request.POST or None, report=report)
    if request.method == "POST" and form.is_valid():

        def write():
            publication.write(
                report, texts=form.texts(), facts=form.cleaned_data["facts"],
                edits=form.cleaned_data["edits"], by=request.user, at=now(),
            )  # fmt: skip
            return True

        if _refused(request, form, write):
            messages.success(request, _("已保存。"))
            return redirect("staff:report_edit", pk)
        report.refresh_from_db()
    prepared = publication.prepare(report, on=today())
    context = {
        "report": report, "form": form, "prepared": prepared,
        "may_configure": request.user.may(May.CONFIGURE),
    }  # fmt: skip
    return render(request, "staff/report_edit.html", context)


def report_show(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report: as it would be published, or as it was, with what changed since."""
    report = _report(request, pk)
    context = {
        "report": report, "correct": CorrectForm(),
        "may_configure": request.user.may(May.CONFIGURE),
    }  # fmt: skip
    if report.is_published:
        context |= {"document": published_document(report), "differences": differences(report)}
    else:
        prepared = publication.prepare(report, on=today())
        context |= {"document": prepared.document, "prepared": prepared}
    context |= {
        "may_write": publication.may_write(request.user),
        "may_publish": publication.may_publish(request.user),
    }
    return render(request, "staff/report_show.html", context)


@require_POST
def report_publish(request: HttpRequest, pk: int) -> HttpResponse:
    report = _report(request, pk)
    edits = request.POST.get("edits", "")
    words = {"edits": int(edits) if edits.isdigit() else -1, "by": request.user}
    publish = partial(publication.publish, report, **words, on=today(), at=now())
    carried_out(request, publish, done=_("已公布。"))
    return redirect("staff:report_show", pk)


@require_POST
def report_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the corrected version of a published report."""
    report = _report(request, pk)
    reason = request.POST.get("reason", "").strip()
    try:
        begun = publication.begin(report.period, by=request.user, at=now(), reason=reason)
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:report_show", pk)
    return redirect("staff:report_edit", begun.pk)


def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF as published."""
    report = _report(request, pk)
    if not report.is_published:
        messages.error(request, _("公布后才有PDF。"))
        return redirect("staff:report_show", pk)
    content = published_pdf(report)
    return file_response(content, name=f"{report.slug}.pdf", media_type="application/pdf")


def _report(request: HttpRequest, pk: int) -> AnnualReport:
    require(request.user, May.REPORT)
    return get_object_or_404(AnnualReport, pk=pk)


def _refused(request: HttpRequest, form, verb):
    """Do it and return what it gives; a refusal becomes the form's errors."""
    try:
        return verb()
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except ChangedMeanwhile as refusal:
        form.add_error(None, str(refusal))
    except Refusal as refusal:
        tell(form, refusal)
    return None


urlpatterns = [
    path("report/", report_list, name="report"),
    path("report/<int:pk>/", report_show, name="report_show"),
    path("report/<int:pk>/edit/", report_edit, name="report_edit"),
    path("report/<int:pk>/publish/", report_publish, name="report_publish"),
    path("report/<int:pk>/correct/", report_correct, name="report_correct"),
    path("report/<int:pk>/report.pdf", report_pdf, name="report_pdf"),
]
