"""The first page of the day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from web.staff.agenda import agenda_of
from web.today import today as local_today


def today(request: HttpRequest) -> HttpResponse:
    on = local_today()
    return render(request, "staff/today.html", {"agenda": agenda_of(request.user, on=on), "on": on})
