"""Signatures on paper: the form to print, putting its signatures in, and the scan afterwards."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from casework import approval_form, on_paper, suspected
from casework.foreseen import Unseen
from notices.kinds import KINDS
from notices.models import Notice
from records.inspection import MEDIA_TYPES
from records.models import Approval
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from web.files import file_response
from web.refusals import handed_out, say
from web.staff import notice_page, reauthentication
from web.staff.paper_forms import PaperForms
from web.today import now, today


def form_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The approval form of a draft that waits, to be printed and signed."""
    found = notice_page.notice_of(request, pk)
    try:
        content = approval_form.form_pdf(found, on=today())
    except Refusal as refusal:
        say(request, refusal)
        return redirect("staff:notice", pk)
    name = f"审签单{found.application.number}-{found.draft_number}.pdf"
    return file_response(content, name=name, media_type=MEDIA_TYPES["pdf"])


def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Put in what was signed on the form, with its scan; the last signature sends the paper out."""
    found = notice_page.notice_of(request, pk)
    if not on_paper.may_record(request.user, found):
        raise PermissionDenied(
            _("纸面签署由登记员或信息公开办公室负责人登记，起草人不能登记自己起草的。")
        )
    if not found.is_draft or found.submitted_at is None:
        return redirect("staff:notice", pk)
    forms = PaperForms(found, request.POST or None, request.FILES or None)
    unseen = False
    if request.method == "POST" and forms.is_valid() and not reauthentication.fault(request):
        try:
            return _recorded(request, found, forms)
        except Unseen:
            unseen = True
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refusal as refusal:
            forms.refuse(refusal.reasons)
    on = today()
    context = {
        "forms": forms, "notice": found, "case": found.application, "kind": KINDS[found.kind],
        "on": on, "card": notice_page.card_of(found, by=request.user, on=on), "unseen": unseen,
        "failed": forms.has_errors, "code": approval_form.code_of(found),
    }  # fmt: skip
    return render(request, "staff/paper_signatures.html", context)


def _recorded(request: HttpRequest, found: Notice, forms: PaperForms) -> HttpResponse:
    on_paper.record(
        found, forms.signed(), scan=forms.sheet.cleaned_data["scan"],
        code=forms.sheet.cleaned_data["code"], by=request.user, on=today(), at=now(),
        foreseen=request.POST.get("foreseen", ""),
    )  # fmt: skip
    found.refresh_from_db()
    said = notice_page.issued_words(found) if found.is_issued else _("纸面签署已登记。")
    messages.success(request, said)
    return redirect("staff:notice", found.pk)


def scan(request: HttpRequest, pk: int, given: int) -> HttpResponse:
    """The scan of a form, for whoever may see the case; not while it is being examined."""
    found = notice_page.notice_of(request, pk)
    approvals = Approval.objects.filter(subject=found.subject_key, scan__isnull=False)
    kept = get_object_or_404(approvals.select_related("scan"), pk=given)
    return handed_out(
        request, partial(suspected.content_of, kept.scan), name=kept.scan.original_name,
        media_type=kept.scan.media_type, back=reverse("staff:notice", args=[pk]),
    )  # fmt: skip


urlpatterns = [
    path("notices/<int:pk>/form/", form_pdf, name="approval_form"),
    path("notices/<int:pk>/on-paper/", record, name="on_paper"),
    path("notices/<int:pk>/on-paper/<int:given>/", scan, name="approval_scan"),
]
