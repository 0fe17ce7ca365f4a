"""Signing and sending: what waits for this person, one notice's approval and issue."""

from collections import Counter
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework import paper
from casework.foreseen import Unseen
from casework.signing import Capacity
from notices.models import Notice
from office.models import User
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from web.fields import number_sent
from web.refusals import say
from web.staff import approval_page, notice_page, reauthentication
from web.staff.approval_lines import Line, lines_of
from web.staff.notice_page import Card
from web.staff.report_waiting import reports_waiting
from web.staff.views import paper_signatures
from web.staff.waiting import waiting_of
from web.today import now, today

PER_PAGE = 20


def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for this person's signature, the most urgent first and open to be read.

    `?as=own` and `?as=deputy` show one's own and those signed for somebody who is away. There is
    no button for several at once, on purpose: whoever signs has the one paper before them.
    """
    on, waiting, chosen = today(), waiting_of(request), request.GET.get("as", "")
    shown = [one for one in waiting if chosen in ("", _right_of(one))]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    counts = Counter(map(_right_of, waiting))
    reports = reports_waiting(request)
    context = {
        "page": page, "cards": _cards(list(page), by=request.user, on=on), "on": on,
        "chosen": chosen, "own": counts["own"],
        "deputy": counts["deputy"], "all": len(waiting),
        "signed_for": approval_page.signed_for(request.user), "reports": reports,
        "total": len(waiting) + len(reports.to_sign),
    }  # fmt: skip
    return render(request, "staff/approvals.html", context)


def _cards(shown: list[paper.Waiting], *, by: User, on: date) -> list[Card | Line]:
    """The first open to be read, the others as lines."""
    if not shown:
        return []
    first, *others = shown
    opened = notice_page.card_of(first.notice, by=by, on=on, right=first.capacity)
    return [opened, *lines_of(others, by=by, on=on)]


def _right_of(waiting: paper.Waiting) -> str:
    return "deputy" if waiting.capacity.instead_of else "own"


def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one notice and sign it; the last signature numbers it, seals it and sends it out."""
    found = notice_page.notice_of(request, pk)
    if not found.is_draft or found.submitted_at is None:
        return redirect("staff:notice", pk)
    right = notice_page.refuse_unless_signing(request.user, found, on=today())
    if request.method == "POST":
        return _sign(request, found, right)
    return _to_read(request, found, right)


def _to_read(
    request: HttpRequest, found: Notice, right: Capacity, *, unseen: bool = False
) -> HttpResponse:
    """The notice with all it changes; `unseen`: it would change something not shown before."""
    on = today()
    context = {
        "card": notice_page.card_of(found, by=request.user, on=on, right=right), "on": on,
        "unseen": unseen, "comment": request.POST.get("comment", ""),
        "others": sum(one.notice != found for one in waiting_of(request)),
    }  # fmt: skip
    return render(request, "staff/approve.html", context)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a draft to whoever wrote it; the reason is required."""
    found = notice_page.notice_of(request, pk)
    if not found.is_draft or found.submitted_at is None:
        return redirect("staff:notice", pk)
    right = notice_page.refuse_unless_signing(request.user, found, on=today())
    comment = request.POST.get("comment", "")
    try:
        paper.send_back(found, by=request.user, at=now(), comment=comment)
    except Refusal as refusal:
        return _refused_here(request, found, right, refusal)
    messages.success(request, _("已退回修改。"))
    return _onward(request)


@require_POST
def notice_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Send out a notice that everybody signed but whose printing failed."""
    found = notice_page.notice_of(request, pk)
    if fault := reauthentication.fault(request):
        messages.error(request, fault)
        return redirect("staff:notice", pk)
    try:
        paper.issue(
            found, by=request.user, on=today(), at=now(), foreseen=request.POST.get("foreseen", "")
        )
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        return _refused(request, refusal, "staff:notice", pk)
    messages.success(request, notice_page.issued_words(found))
    return redirect("staff:notice", pk)


def _sign(request: HttpRequest, found: Notice, right: Capacity) -> HttpResponse:
    seen = number_sent(request, "seen")
    comment = request.POST.get("comment", "").strip()
    if reauthentication.fault(request):
        return _to_read(request, found, right)
    try:
        paper.approve(
            found, by=request.user, on=today(), at=now(), comment=comment, seen=seen,
            foreseen=request.POST.get("foreseen", ""),
        )  # fmt: skip
    except Unseen:
        return _to_read(request, found, right, unseen=True)
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        return _refused_here(request, found, right, refusal)
    found.refresh_from_db()
    said = notice_page.issued_words(found) if found.is_issued else _("已批准。")
    messages.success(request, said)
    return _onward(request)


def _onward(request: HttpRequest) -> HttpResponse:
    """To the next paper that waits for this person; to the list once there is none."""
    following = paper.inbox(request.user, on=today())
    if following:
        return redirect("staff:approve", following[0].notice.pk)
    return redirect("staff:approvals")


def _refused_here(
    request: HttpRequest, found: Notice, right: Capacity, refusal: Refusal
) -> HttpResponse:
    """The paper once more with the reasons; what was typed is still there."""
    say(request, refusal)
    found.refresh_from_db()
    if not found.is_draft or found.submitted_at is None or _passed_on(request, found):
        return redirect("staff:notice", found.pk)
    return _to_read(request, found, right)


def _passed_on(request: HttpRequest, found: Notice) -> bool:
    """Whether the next signature is no longer this person's: it was kept, or somebody gave it."""
    return all(one.notice != found for one in paper.inbox(request.user, on=today()))


def _refused(request: HttpRequest, refusal: Refusal, to: str, pk: int) -> HttpResponse:
    say(request, refusal)
    return redirect(to, pk)


urlpatterns = [
    path("approvals/", approvals, name="approvals"),
    path("notices/<int:pk>/approve/", approve, name="approve"),
    path("notices/<int:pk>/send_back/", send_back, name="send_back"),
    path("notices/<int:pk>/issue/", notice_issue, name="notice_issue"),
    *paper_signatures.urlpatterns,
]
