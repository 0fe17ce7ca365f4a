"""What the pages of blacking out fetch: pictures of pages, and how far a file is."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from casework import making, redacting
from notices.models import Redaction
from records.refusals import Refusal
from requests_app.models import Application
from web.staff import redaction_rows as rows
from web.staff.redaction_progress import progress_of
from web.today import now

WHOLE = 1400  # pixels across a page


@never_cache
@require_GET
def redaction_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the file is: figures and the words of the page."""
    asked = making.latest(redaction_of(request, pk))
    if asked is None:
        raise Http404
    return JsonResponse(progress_of(asked, at=now()).as_json())


@never_cache
@require_GET
def redaction_picture(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """One page of the original, painted; the original itself does not travel."""
    found = redaction_of(request, pk)
    if "strip" in request.GET:
        return _picture(found, page, redacting.strip, first=page)
    return _picture(found, page, redacting.picture, page=page, width=WHOLE)


@never_cache
@require_GET
def redaction_result(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """One page of the file that was made."""
    found = redaction_of(request, pk)
    if found.attachment_id is None:
        raise Http404
    if "strip" in request.GET:
        return _picture(found, page, redacting.strip_of_result, first=page)
    return _picture(found, page, redacting.picture_of_result, page=page, width=WHOLE)


def redaction_of(request: HttpRequest, pk: int) -> Redaction:
    """One of a case this person sees, or 404."""
    visible = Application.objects.visible_to(request.user)
    found = Redaction.objects.filter(source__application__in=visible)
    related = ("source__file", "source__application__applicant", "attachment__file", "made_by")
    return get_object_or_404(found.select_related(*related), pk=pk)


def _picture(
    found: Redaction, number: int, paint: Callable[..., bytes], **how: int
) -> HttpResponse:
    sheets, _problem = rows.sheets_or_why_not(found)
    if not 1 <= number <= len(sheets):
        raise Http404
    try:
        content = paint(found, **how)
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response


urlpatterns = [
    path("redactions/<int:pk>/progress.json", redaction_progress, name="redaction_progress"),
    path("redactions/<int:pk>/pages/<int:page>.png", redaction_picture, name="redaction_picture"),
    path("redactions/<int:pk>/result/<int:page>.png", redaction_result, name="redaction_result"),
]
