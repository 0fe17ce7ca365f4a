"""Remarks on a report's parts: made, and dealt with."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import comments, who
from reports.models import PartComment
from web.refusals import carried_out
from web.staff.report_forms import CommentForm
from web.staff.views import report_parts
from web.today import now


@require_POST
def report_comment(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Say something of a part. What cannot be kept is shown again as it was typed."""
    report, part = report_parts.part_of(request, pk, code)
    form = CommentForm(request.POST, people=who.readers(report, code))
    if not form.is_valid():
        return report_parts.editor_again(request, report, part, comment_form=form)

    def comment() -> None:
        comments.comment(
            report, code, form.cleaned_data["text"], to_act=form.cleaned_data["to_act"],
            by=request.user, at=now(),
        )  # fmt: skip

    carried_out(request, comment, done=_("意见已记下。"))
    return redirect("staff:report_part", pk, code)


@require_POST
def report_comment_resolve(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    said = get_object_or_404(PartComment.objects.select_related("report"), pk=comment, report_id=pk)
    if not who.may_read_part(request.user, said.report, said.part):
        raise Http404

    def resolve() -> None:
        comments.resolve(said, by=request.user, at=now())

    carried_out(request, resolve, done=_("已标为处理完毕。"))
    return redirect("staff:report_part", pk, said.part)


urlpatterns = [
    path("report/<int:pk>/parts/<slug:code>/comment/", report_comment, name="report_comment"),
    path(
        "report/<int:pk>/comments/<int:comment>/resolve/",
        report_comment_resolve,
        name="report_comment_resolve",
    ),
]
