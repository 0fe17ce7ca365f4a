"""疑似涉密: any file of a case or of a letter stopped by a button, listed, and used again."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casework import suspected
from casework.paper_files import PaperFile, files_of
from notices.kinds import KINDS
from web.refusals import carried_out
from web.staff import notice_page, stopped_page
from web.today import now


@require_safe
def stopped(request: HttpRequest) -> HttpResponse:
    """The files that are stopped, for whoever has to see to them."""
    if not stopped_page.may_look(request.user):
        raise PermissionDenied(_("停止使用的文件由保密审查员和信息公开办公室查看。"))
    return render(request, "staff/stopped.html", {"rows": stopped_page.rows(request.user)})


@require_safe
def paper_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """One file of a letter: what happens if it is stopped, or who stopped it."""
    found = _paper_file(request, pk, file)
    notice = found.notice
    context = {
        "paper": found, "notice": notice, "case": notice.application, "kind": KINDS[notice.kind],
        "stop": stopped_page.stop_of(found.file, request.user),
    }  # fmt: skip
    return render(request, "staff/paper_file.html", context)


@require_POST
def paper_file_stop(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Nobody gets this file any more. Open to everybody who sees the case."""
    found = _paper_file(request, pk, file)
    suspected.stop(found.notice.application, found.file, by=request.user, at=now())
    messages.success(request, _("已停止使用这份文件，并通知了保密审查员。"))
    return redirect("staff:paper_file", pk, file)


@require_POST
def paper_file_lift(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Let a stopped file be used again; the secrecy reviewer alone."""
    mark = suspected.standing_on(_paper_file(request, pk, file).file)
    if mark is not None:
        words = {"by": request.user, "at": now(), "reason": request.POST.get("reason", "")}
        lift = partial(suspected.lift, mark, **words)
        carried_out(request, lift, done=_("已解除，文件可以使用。"))
    return redirect("staff:paper_file", pk, file)


def _paper_file(request: HttpRequest, pk: int, file: int) -> PaperFile:
    notice = notice_page.notice_of(request, pk)
    found = next((each for each in files_of(notice) if each.file.pk == file), None)
    if found is None:
        raise Http404
    return found


urlpatterns = [
    path("stopped/", stopped, name="stopped"),
    path("notices/<int:pk>/files/<int:file>/", paper_file, name="paper_file"),
    path("notices/<int:pk>/files/<int:file>/stop/", paper_file_stop, name="paper_file_stop"),
    path("notices/<int:pk>/files/<int:file>/lift/", paper_file_lift, name="paper_file_lift"),
]
