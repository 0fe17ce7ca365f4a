"""The first page of the day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework import catalogue_state
from web.staff import stopped_page
from web.staff.agenda import agenda_of
from web.today import today as local_today


def today(request: HttpRequest) -> HttpResponse:
    on, user = local_today(), request.user
    looks = stopped_page.may_look(user)
    context = {
        "agenda": agenda_of(user, on=on), "on": on, "directory": catalogue_state.to_do(user, on=on),
        "stopped": stopped_page.marks_for(user).count() if looks else 0,
    }  # fmt: skip
    return render(request, "staff/today.html", context)
