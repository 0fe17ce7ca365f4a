"""Paper: one notice and its PDF; what is done with it is in modules of its own."""

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from casework import on_paper, paper, signing, standing
from casework.certifying import certificates_of, may_certify
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from office.roles import May
from records import files
from records.approval import Stage
from records.inspection import MEDIA_TYPES
from records.refusals import Refusal
from web.files import file_response
from web.refusals import say
from web.staff import approval_page, notice_page
from web.staff.views import approvals, certificates, draft_preview, draft_versions, drafts, service
from web.staff.words import event_label
from web.today import today

logger = logging.getLogger(__name__)


def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: the letter, who signed, what happened to it, and what may be done with it."""
    found, user, on = notice_page.notice_of(request, pk), request.user, today()
    kind, coming = KINDS[found.kind], standing.next_stage(found)
    waiting = found.is_draft and found.submitted_at is not None
    context = notice_page.draft_context(found, found.application, kind, on) | {
        "stages": paper.stages(found),
        "history": [(event_label(e.event), e) for e in notice_page.history_of(found)],
        "may_draft": found.is_draft and standing.may_draft(user, found.application),
        "may_sign": waiting and coming is not None and _may_sign(user, coming, found),
        "thread": approval_page.thread_of(found),
        "may_record": waiting and coming is not None and on_paper.may_record(user, found),
        "waiting": waiting,
        "unissued": waiting and coming is None,
        "may_certify": may_certify(user, found),
        "may_configure": user.may(May.CONFIGURE),
        "certificates": certificates_of(found),
        "may_serve": found.is_in_force and notice_page.may_serve(user, found),
        "services": notice_page.services_of(found) if found.is_issued else [],
    }
    return render(request, "staff/notice.html", context)


def _may_sign(user: User, coming: Stage, found: Notice) -> bool:
    return signing.capacity(user, coming, found, on=today()) is not None


def notice_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes that were issued, their hash checked; a draft as it would print, marked 草稿."""
    found = notice_page.notice_of(request, pk)
    try:
        content = paper.issued_pdf(found) if found.is_issued else paper.draft_pdf(found, on=today())
    except files.FileDamaged:
        logger.exception("notice %s does not match what was issued", found.pk)
        messages.error(request, _("文件与发出时的校验值不一致，已停止下载，请告知系统管理员。"))
        return redirect("staff:notice", pk)
    except Refusal as refusal:
        say(request, refusal)
        return redirect("staff:notice", pk)
    label = KINDS[found.kind].label.zh
    name = f"{found.number or label + found.application.number}.pdf"
    return file_response(content, name=name, media_type=MEDIA_TYPES["pdf"])


urlpatterns = [
    path("notices/<int:pk>/", notice, name="notice"),
    path("notices/<int:pk>/pdf/", notice_pdf, name="notice_pdf"),
    *approvals.urlpatterns,
    *certificates.urlpatterns,
    *draft_preview.urlpatterns,
    *draft_versions.urlpatterns,
    *drafts.urlpatterns,
    *service.urlpatterns,
]
