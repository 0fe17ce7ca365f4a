"""The bundle of a case: made anew each time it is asked for, and logged."""

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from casework import bundle as bundles
from office.roles import May
from records.files import FileDamaged
from records.refusals import Refusal
from web.files import file_response
from web.refusals import say
from web.staff import reauthentication
from web.staff.access import case_of, require
from web.staff.words import event_label
from web.today import now

log = logging.getLogger(__name__)


@never_cache
def bundle(request: HttpRequest, number: str) -> HttpResponse:
    """What the bundle holds; a POST makes it and hands out the PDF or the ZIP."""
    case = case_of(request, number)
    require(request.user, May.REMEDY)
    if request.method == "POST" and not reauthentication.fault(request):
        made = _made(request, case)
        if made is None:
            return redirect("staff:bundle", number)
        if request.POST.get("as") == "zip":
            name, content, kind = f"{number}卷宗.zip", made.archive, "application/zip"
        else:
            name, content, kind = f"{number}卷宗.pdf", made.pdf, "application/pdf"
        return file_response(content, name=name, media_type=kind)
    context = {
        "case": case, "notices": case.notices.issued().count(),
        "files": case.attachments.count(),
    }  # fmt: skip
    return render(request, "staff/bundle.html", context)


def _made(request: HttpRequest, case) -> bundles.Bundle | None:
    try:
        return bundles.make(case, by=request.user, at=now(), event_label=event_label)
    except FileDamaged:
        log.exception("the bundle of case %s could not be made", case.pk)
        messages.error(request, _("有文件与存入时的校验值不一致，卷宗没有制作，请告知系统管理员。"))
    except Refusal as refusal:
        say(request, refusal)
    return None


urlpatterns = [path("cases/<str:number>/bundle/", bundle, name="bundle")]
