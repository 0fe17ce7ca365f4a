"""Paper: one notice and its PDF; what is done with it is in modules of its own."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from casework import on_paper, paper, signing, standing, suspected
from casework.certifying import certificates_of, may_certify
from casework.paper_files import files_of
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from office.roles import May
from records.approval import Stage
from records.inspection import MEDIA_TYPES
from web.refusals import handed_out
from web.staff import approval_page, notice_page
from web.staff.views import approvals, certificates, draft_preview, draft_versions, drafts, service
from web.staff.words import event_label
from web.today import today


def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: the letter, who signed, what happened to it, and what may be done with it."""
    found, user, on = notice_page.notice_of(request, pk), request.user, today()
    kind, coming = KINDS[found.kind], standing.next_stage(found)
    waiting = found.is_draft and found.submitted_at is not None
    context = notice_page.draft_context(found, found.application, kind, on) | {
        "files": files_of(found),
        "stopped": found.pdf is not None and suspected.is_stopped(found.pdf),
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
    label = KINDS[found.kind].label.zh
    return handed_out(
        request, partial(notice_page.pdf_of, found, on=today()),
        name=f"{found.number or label + found.application.number}.pdf",
        media_type=MEDIA_TYPES["pdf"], back=reverse("staff:notice", args=[pk]),
    )  # fmt: skip


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
