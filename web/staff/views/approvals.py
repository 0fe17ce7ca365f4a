"""Signing and sending: what waits for this person, one notice's approval and issue."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework import paper
from casework.foreseen import Unseen
from notices.models import Notice
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from web.staff import notice_page
from web.today import now, today


def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for this person's signature, the most urgent first and open to be read."""
    related = ("application__applicant", "handling", "drafted_by")
    waiting = paper.waiting_for(request.user).select_related(*related)
    on = today()
    cards = [
        notice_page.card_of(found, on=on, full=not place)
        for place, found in enumerate(waiting.order_by("application__alarm_on", "pk"))
    ]
    return render(request, "staff/approvals.html", {"cards": cards, "on": on})


def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one notice and sign it; the last signature numbers it, seals it and sends it out."""
    found = notice_page.notice_of(request, pk)
    if not found.is_draft or found.submitted_at is None:
        return redirect("staff:notice", pk)
    notice_page.refuse_unless_signing(request.user, found)
    if request.method == "POST":
        return _sign(request, found)
    return _to_read(request, found)


def _to_read(request: HttpRequest, found: Notice, *, unseen: bool = False) -> HttpResponse:
    """The notice with all it changes; `unseen`: it would change something not shown before."""
    on = today()
    context = {
        "card": notice_page.card_of(found, on=on), "on": on, "unseen": unseen,
        "comment": request.POST.get("comment", ""),
    }  # fmt: skip
    return render(request, "staff/approve.html", context)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a draft to whoever wrote it; the reason is required."""
    found = notice_page.notice_of(request, pk)
    if not found.is_draft or found.submitted_at is None:
        return redirect("staff:notice", pk)
    notice_page.refuse_unless_signing(request.user, found)
    comment = request.POST.get("comment", "")
    try:
        paper.send_back(found, by=request.user, at=now(), comment=comment)
    except Refusal as refusal:
        return _refused(request, refusal, "staff:approve", pk)
    messages.success(request, _("已退回修改。"))
    return redirect("staff:approvals")


@require_POST
def notice_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Send out a notice that everybody signed but whose printing failed."""
    found = notice_page.notice_of(request, pk)
    try:
        paper.issue(
            found, by=request.user, on=today(), at=now(), foreseen=request.POST.get("foreseen", "")
        )
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        return _refused(request, refusal, "staff:notice", pk)
    messages.success(request, _issued_words(found))
    return redirect("staff:notice", pk)


def _sign(request: HttpRequest, found: Notice) -> HttpResponse:
    given = request.POST.get("seen", "")
    seen = int(given) if given.isdecimal() else 0
    comment = request.POST.get("comment", "").strip()
    try:
        paper.approve(
            found, by=request.user, on=today(), at=now(), comment=comment, seen=seen,
            foreseen=request.POST.get("foreseen", ""),
        )  # fmt: skip
    except Unseen:
        return _to_read(request, found, unseen=True)
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        return _refused(request, refusal, "staff:approve", found.pk)
    found.refresh_from_db()
    messages.success(request, _issued_words(found) if found.is_issued else _("已批准。"))
    return redirect("staff:approvals")


def _issued_words(found: Notice) -> str:
    if found.served_on:
        return _("已盖章发出%(number)s，并已网上送达。") % {"number": found.number}
    return _("已盖章发出%(number)s，请登记送达。") % {"number": found.number}


def _refused(request: HttpRequest, refusal: Refusal, to: str, pk: int) -> HttpResponse:
    for reason in refusal.reasons:
        messages.error(request, reason)
    return redirect(to, pk)


urlpatterns = [
    path("approvals/", approvals, name="approvals"),
    path("notices/<int:pk>/approve/", approve, name="approve"),
    path("notices/<int:pk>/send_back/", send_back, name="send_back"),
    path("notices/<int:pk>/issue/", notice_issue, name="notice_issue"),
]
