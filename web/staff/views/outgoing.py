"""A file of a case: what the check found, letting it go, stopping it; the whole package."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework import letting_through, merged, outgoing, package, paper, standing, suspected
from notices.kinds import KINDS
from notices.models import Notice
from records.files import FileDamaged
from records.inspection import MEDIA_TYPES
from records.refusals import Refusal
from requests_app.models import Application, Attachment
from web.files import file_response, stream_response
from web.refusals import carried_out, say, say_damaged
from web.staff import stopped_page
from web.staff.access import case_of
from web.staff.notice_page import notice_of
from web.staff.outgoing_page import FileRow
from web.today import now, today


def file_page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Everything about one file, and what may be done with it."""
    case, found = _file(request, number, pk)
    row, user = FileRow(found), request.user
    is_released, is_open = found.kind == Attachment.Kind.RELEASED, not outgoing.is_out(found)
    context = {
        "case": case, "row": row, "is_released": is_released,
        "stop": stopped_page.stop_of(found.file, user),
        "may_check": is_released and is_open and standing.may_draft(user, case),
        "may_answer": is_released and is_open and letting_through.may_answer(user, case),
    }  # fmt: skip
    return render(request, "staff/file_page.html", context)


@require_POST
def file_check(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Look into the file again."""
    case, found = _file(request, number, pk)
    if not standing.may_draft(request.user, case) or found.kind != Attachment.Kind.RELEASED:
        raise PermissionDenied(_("附件由承办本件的人员管理。"))
    try:
        checked = outgoing.check_at_once(found, at=now())
    except FileDamaged:
        say_damaged(request)
    except Refusal as refusal:
        say(request, refusal)
    else:
        later = _("这份文件要检查较久，由后台程序接着检查，请稍后刷新本页。")
        messages.success(request, _("已重新检查。") if checked else later)
    return redirect("staff:file", number, pk)


@require_POST
def file_let_through(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Answer by name for what was asked."""
    _case, found = _file(request, number, pk)
    check = FileRow(found).check
    if check is None:
        messages.error(request, _("这份文件还没有按现行规则检查，请先重新检查。"))
        return redirect("staff:file", number, pk)
    words = {"by": request.user, "at": now(), "reason": request.POST.get("reason", "")}
    let_through = partial(
        letting_through.let_through, check, **words, seen=request.POST.get("seen", "")
    )
    carried_out(request, let_through, done=_("已放行，记入办理记录。"))
    return redirect("staff:file", number, pk)


@require_POST
def file_stop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """疑似涉密: nobody gets this file any more. Open to everybody who sees the case."""
    case, found = _file(request, number, pk)
    suspected.stop(case, found.file, by=request.user, at=now())
    messages.success(request, _("已停止使用这份文件，并通知了保密审查员。"))
    return redirect("staff:file", number, pk)


@require_POST
def file_lift(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let a stopped file be used again; the secrecy reviewer alone."""
    _case, found = _file(request, number, pk)
    mark = suspected.standing_on(found.file)
    if mark is None:
        return redirect("staff:file", number, pk)
    words = {"by": request.user, "at": now(), "reason": request.POST.get("reason", "")}
    carried_out(request, partial(suspected.lift, mark, **words), done=_("已解除，文件可以使用。"))
    return redirect("staff:file", number, pk)


def package_of(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """What the applicant gets with this reply, whole: as issued, or as it would be for a draft."""
    notice = notice_of(request, pk)
    if not KINDS[notice.kind].encloses_files:
        raise Http404
    try:
        whole = _package(notice)
        package.refuse_unfit(whole)
        name = f"{whole.number}.{kind}"
        if kind == "zip":
            return stream_response(package.zipped(whole), name=name, media_type="application/zip")
        return file_response(merged.merged(whole), name=name, media_type=MEDIA_TYPES["pdf"])
    except FileDamaged:
        say_damaged(request)
    except Refusal as refusal:
        say(request, refusal)
    return redirect("staff:notice", pk)


def _package(notice: Notice) -> package.Package:
    if notice.is_issued:
        return package.of_case(notice.application)
    return package.preview(notice, paper.draft_pdf(notice, on=today()), on=today())


def _file(request: HttpRequest, number: str, pk: int) -> tuple[Application, Attachment]:
    case = case_of(request, number)
    related = ("file", "outgoing_check__overridden_by", "application")
    found = get_object_or_404(Attachment.objects.select_related(*related), pk=pk, application=case)
    return case, found


urlpatterns = [
    path("cases/<str:number>/files/<int:pk>/about/", file_page, name="file"),
    path("cases/<str:number>/files/<int:pk>/check/", file_check, name="file_check"),
    path(
        "cases/<str:number>/files/<int:pk>/let-through/", file_let_through, name="file_let_through"
    ),
    path("cases/<str:number>/files/<int:pk>/stop/", file_stop, name="file_stop"),
    path("cases/<str:number>/files/<int:pk>/lift/", file_lift, name="file_lift"),
    path("notices/<int:pk>/package.zip", package_of, {"kind": "zip"}, name="package_zip"),
    path("notices/<int:pk>/package.pdf", package_of, {"kind": "pdf"}, name="package_pdf"),
]
