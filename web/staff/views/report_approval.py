"""A report sent for approval, read and signed, sent back, taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.refusals import Refusal
from reports import approving, publication
from reports.approving import Waiting
from reports.models import AnnualReport
from requests_app.steps import NotPermitted
from web.fields import number_sent
from web.refusals import carried_out, say
from web.staff import reauthentication
from web.staff.report_shown import shown
from web.staff.views.yearly_report import report_of
from web.today import now, today


@require_POST
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_of(request, pk)
    edits = number_sent(request, "edits")

    def submit() -> None:
        approving.submit(report, edits=edits, by=request.user, on=today(), at=now())

    carried_out(request, submit, done=_("已送审。"))
    return redirect("staff:report_show", pk)


@require_POST
def report_recall(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_of(request, pk)

    def recall() -> None:
        approving.recall(report, by=request.user, at=now())

    carried_out(request, recall, done=_("已撤回，可以继续修改。"))
    return redirect("staff:report_show", pk)


def report_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report to be read, and signed or sent back."""
    report = report_of(request, pk)
    waiting = _waiting(request, report)
    if waiting is None:
        return redirect("staff:report_show", pk)
    if request.method == "POST" and not reauthentication.fault(request):
        seen = request.POST.get("seen", "")
        comment = request.POST.get("comment", "").strip()
        try:
            approving.approve(
                report, seen=seen, by=request.user, on=today(), at=now(), comment=comment
            )
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refusal as refusal:
            say(request, refusal)
            report.refresh_from_db()
        else:
            messages.success(request, _("已批准。"))
            return redirect("staff:report_show", pk)
    return _to_read(request, report, waiting)


@require_POST
def report_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return it to those who write it; the reason is required."""
    report = report_of(request, pk)
    waiting = _waiting(request, report)
    if waiting is None:
        return redirect("staff:report_show", pk)
    comment = request.POST.get("comment", "")
    try:
        approving.send_back(report, comment=comment, by=request.user, on=today(), at=now())
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        say(request, refusal)
        return _to_read(request, report, waiting)
    messages.success(request, _("已退回修改。"))
    return redirect("staff:report_show", pk)


def _to_read(request: HttpRequest, report: AnnualReport, waiting: Waiting) -> HttpResponse:
    prepared = publication.prepare(report, on=today())
    context = {
        "report": report, "waiting": waiting, "prepared": prepared,
        "document": prepared.document,
        "sections": shown(prepared.document, report, to=request.user),
        "signatures": approving.signatures(report, report.submitted_hash),
        "moved": prepared.digest != report.submitted_hash,
        "remarks": approving.remarks(report), "comment": request.POST.get("comment", ""),
        "open_comments": report.comments.open().count(),
    }  # fmt: skip
    return render(request, "staff/report_approve.html", context)


def _waiting(request: HttpRequest, report: AnnualReport) -> Waiting | None:
    found = approving.inbox(request.user, on=today())
    return next((one for one in found if one.report == report), None)


urlpatterns = [
    path("report/<int:pk>/submit/", report_submit, name="report_submit"),
    path("report/<int:pk>/recall/", report_recall, name="report_recall"),
    path("report/<int:pk>/approve/", report_approve, name="report_approve"),
    path("report/<int:pk>/send_back/", report_send_back, name="report_send_back"),
]
