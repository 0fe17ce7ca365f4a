"""The yearly report: begun, looked at, published, corrected."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from office.roles import May
from records.refusals import Refusal
from reports import approving, publication
from reports.frozen import differences, published_document, published_pdf
from reports.models import AnnualReport
from requests_app.steps import NotPermitted
from web.files import file_response
from web.refusals import carried_out, say, tell
from web.staff import reauthentication
from web.staff.access import require
from web.staff.report_forms import BeginForm, CorrectForm
from web.staff.report_shown import shown
from web.today import now, today


def report_list(request: HttpRequest) -> HttpResponse:
    """All reports, and the beginning of a new one."""
    require(request.user, May.REPORT)
    if request.method == "POST" and not publication.may_write(request.user):
        raise PermissionDenied(publication.NOT_ALLOWED)
    form = BeginForm(request.POST or None, on=today())
    if request.method == "POST" and form.is_valid():
        of, period = form.report()
        try:
            begun = publication.begin(period, by=request.user, at=now(), of=of.code)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("staff:report_edit", begun.pk)
    reports = AnnualReport.objects.select_related("published_by").defer("snapshot")
    context = {
        "form": form, "may_write": publication.may_write(request.user), "on": today(),
        "reports": [(report, _due_on(report)) for report in reports],
        "may_configure": request.user.may(May.CONFIGURE),
    }  # fmt: skip
    return render(request, "staff/report_list.html", context)


def report_show(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report: as it would be published, or as it was, with what changed since."""
    report = report_of(request, pk)
    if report.is_published:
        document, prepared = published_document(report), None
        context = {"differences": differences(report), "correct": CorrectForm()}
    else:
        prepared = publication.prepare(report, on=today())
        document = prepared.document
        context = {"prepared": prepared, "signatures": approving.signatures(
            report, report.submitted_hash or prepared.digest)}  # fmt: skip
        context["ready"] = report.is_submitted and not approving.missing(report, prepared.digest)
        context["moved"] = report.is_submitted and report.submitted_hash != prepared.digest
        context["open_comments"] = report.comments.open().count()
    context |= {
        "report": report, "document": document,
        "sections": shown(document, report, to=request.user),
        "remarks": approving.remarks(report), "versions": _versions(report),
        "may_write": publication.may_write(request.user),
        "may_publish": publication.may_publish(request.user),
        "may_configure": request.user.may(May.CONFIGURE),
    }  # fmt: skip
    return render(request, "staff/report_show.html", context)


def _versions(report: AnnualReport) -> list[AnnualReport]:
    """All versions of the report on this period; none where there is only one."""
    same = AnnualReport.objects.filter(first=report.first, last=report.last).defer("snapshot")
    found = list(same.order_by("version"))
    return found if len(found) > 1 else []


@require_POST
def report_publish(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_of(request, pk)
    edits = request.POST.get("edits", "")
    if publication.may_publish(request.user) and (fault := reauthentication.fault(request)):
        messages.error(request, fault)
        return redirect("staff:report_show", pk)

    def publish() -> None:
        publication.publish(
            report, edits=int(edits) if edits.isdigit() else -1, by=request.user, on=today(),
            at=now(),
        )  # fmt: skip

    carried_out(request, publish, done=_("已公布。"))
    return redirect("staff:report_show", pk)


@require_POST
def report_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the corrected version of a published report."""
    report = report_of(request, pk)
    reason = request.POST.get("reason", "").strip()
    try:
        begun = publication.begin(report.period, by=request.user, at=now(), reason=reason)
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        say(request, refusal)
        return redirect("staff:report_show", pk)
    return redirect("staff:report_edit", begun.pk)


def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF as published."""
    report = report_of(request, pk)
    if not report.is_published:
        messages.error(request, _("公布后才有PDF。"))
        return redirect("staff:report_show", pk)
    content = published_pdf(report)
    return file_response(content, name=f"{report.slug}.pdf", media_type="application/pdf")


def report_of(request: HttpRequest, pk: int) -> AnnualReport:
    """For pages of the whole report; a draft whose form is gone has none until it is back."""
    require(request.user, May.REPORT)
    report = get_object_or_404(AnnualReport, pk=pk)
    if not report.is_published and not report.has_form:
        raise PermissionDenied(publication.FORMLESS % {"form": report.form})
    return report


def _due_on(report: AnnualReport) -> date | None:
    return report.of_form.due_on(report.period) if report.has_form else None


urlpatterns = [
    path("report/", report_list, name="report"),
    path("report/<int:pk>/", report_show, name="report_show"),
    path("report/<int:pk>/publish/", report_publish, name="report_publish"),
    path("report/<int:pk>/correct/", report_correct, name="report_correct"),
    path("report/<int:pk>/report.pdf", report_pdf, name="report_pdf"),
]
