"""Certificates of service: issued on demand from the page of a letter."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from casework import certifying
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from web.refusals import say
from web.staff import notice_page
from web.today import now, today


@require_POST
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the certificate that goes with this letter, or show the one there is."""
    found = notice_page.notice_of(request, pk)
    try:
        made = certifying.certify(found, by=request.user, on=today(), at=now())
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        say(request, refusal)
        return redirect("staff:notice", pk)
    return redirect("staff:notice", made.pk)


urlpatterns = [path("notices/<int:pk>/certificate/", certificate, name="certificate")]
