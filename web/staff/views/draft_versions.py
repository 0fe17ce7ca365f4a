"""The drafts of a notice: two of them side by side, and an earlier one taken up again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casework import paper, standing, suspected, versions
from notices.kinds import KINDS
from notices.models import DraftVersion, Notice
from records.refusals import Refusal
from web.fields import number_sent
from web.refusals import say
from web.staff import notice_page
from web.today import now


@require_safe
def draft_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Any two drafts compared; without a choice, the last two."""
    found = notice_page.notice_of(request, pk)
    if found.pdf is not None and suspected.is_stopped(found.pdf):
        messages.error(request, _("这份文书疑似涉密，已停止使用，由保密审查员处理。"))
        return redirect("staff:notice", pk)
    kept = list(found.versions.select_related("saved_by"))
    before, after = _chosen(request, kept)
    context = {
        "notice": found, "case": found.application, "kind": KINDS[found.kind], "kept": kept,
        "comparison": versions.compare(before, after) if before and after else None,
        "may_restore": found.is_draft and standing.may_draft(request.user, found.application),
        "whole": "whole" in request.GET,
    }  # fmt: skip
    return render(request, "staff/draft_versions.html", context)


def _chosen(
    request: HttpRequest, kept: list[DraftVersion]
) -> tuple[DraftVersion | None, DraftVersion | None]:
    by_number = {str(version.number): version for version in kept}
    before = by_number.get(request.GET.get("before", ""), kept[-2] if len(kept) > 1 else None)
    after = by_number.get(request.GET.get("after", ""), kept[-1] if kept else None)
    if before and after and before.number > after.number:
        return after, before
    return before, after


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take an earlier draft up again: it becomes the newest, and none is lost."""
    found = notice_page.notice_of(request, pk)
    notice_page.refuse_unless_drafting(request.user, found.application)
    version = get_object_or_404(found.versions, number=number)
    seen = number_sent(request, "seen")
    try:
        paper.restore(found, version, by=request.user, at=now(), seen=seen)
    except Refusal as refusal:
        say(request, refusal)
        return redirect(_address(found))
    words = {"old": number, "new": found.draft_number}
    messages.success(request, _("已把第%(old)s稿恢复为第%(new)s稿。") % words)
    return redirect("staff:notice_edit", pk)


def _address(found: Notice) -> str:
    return reverse("staff:draft_versions", args=[found.pk])


urlpatterns = [
    path("notices/<int:pk>/drafts/", draft_versions, name="draft_versions"),
    path("notices/<int:pk>/drafts/<int:number>/restore/", restore, name="restore_draft"),
]
