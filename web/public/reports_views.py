"""The annual reports that were published; an empty list until there are any."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def reports(request: HttpRequest) -> HttpResponse:
    return render(request, "public/reports.html", {"reports": ()})


@login_not_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
