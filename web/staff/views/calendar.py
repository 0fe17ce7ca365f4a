"""The working calendar of a year, and entering the State Council's notice of one."""

import json
from hashlib import sha256

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from casework import settling
from casework.moving import what_moves
from office.calendars import working_calendar
from office.models import CalendarNotice
from office.roles import May
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.steps import NotPermitted
from web.staff.access import require
from web.staff.settings_forms import FESTIVALS, RestFormSet, YearNoticeForm, rest_of
from web.staff.year_calendar import FIRST_YEAR, year_of
from web.today import now, today


def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """A year at a glance: what rests, what is worked, how many days, by which notice."""
    on, known = today(), working_calendar()
    shown = year or on.year
    last = max(*known.published_years, on.year) + 1
    if not FIRST_YEAR <= shown <= last:
        raise Http404
    entered = CalendarNotice.objects.filter(year=shown).select_related("entered_by")
    context = {
        "calendar": known, "year": year_of(known, shown), "on": on,
        "before": shown - 1 if shown > FIRST_YEAR else None,
        "after": shown + 1 if shown < last else None,
        "entered": entered.order_by("-entered_at"), "missing": _missing(on),
        "may_enter": request.user.may(May.CONFIGURE),
    }  # fmt: skip
    if context["missing"]:
        visible = Application.objects.visible_to(request.user)
        context["provisional"] = visible.clock_running().filter(due_provisional=True).count()
    return render(request, "staff/calendar.html", context)


def _missing(on) -> int | None:
    """Next year, if its notice is not entered; asked for from 1 October (notices come by then)."""
    following = on.year + 1
    if on.month >= 10 and following not in working_calendar().published_years:
        return following
    return None


def calendar_enter(request: HttpRequest) -> HttpResponse:
    """Enter a year's notice: first what it would move, then, by the same form, for good."""
    require(request.user, May.CONFIGURE)
    on = today()
    wanted = _missing(on) or on.year
    form = YearNoticeForm(request.POST or None, initial={"year": wanted})
    rest = RestFormSet(
        request.POST or None, prefix="rest", initial=[{"name": name} for name in FESTIVALS]
    )
    context = {"form": form, "rest": rest, "on": on, "failed": False}
    if request.method == "POST" and form.is_valid() and rest.is_valid():
        row = _row(form, rest)
        if request.POST.get("previewed") == _digest(row) and "save" in request.POST:
            return _enter(request, row)
        try:
            hypothetical = settling.calendar_with(row)
        except Refusal as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            context |= {
                "previewed": _digest(row), "moves": what_moves(on=on, calendar=hypothetical),
                "year": year_of(hypothetical, row.year),
            }  # fmt: skip
    context["failed"] = bool(form.is_bound and (form.errors or any(rest.errors)))
    return render(request, "staff/calendar_enter.html", context)


def _row(form: YearNoticeForm, rest) -> CalendarNotice:
    row = form.save(commit=False)
    row.rest, row.work = rest_of(rest), form.cleaned_data["work"]
    return row


def _digest(row: CalendarNotice) -> str:
    """What was previewed: entering anything else asks for another look."""
    said = [row.year, row.document, row.url, str(row.published_on), row.rest, row.work]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _enter(request: HttpRequest, row: CalendarNotice) -> HttpResponse:
    try:
        moves = settling.enter_calendar_notice(row, by=request.user, at=now())
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    words = {"year": row.year, "n": len(moves)}
    messages.success(
        request, _("%(year)s年的放假安排已录入，%(n)s件办件的期限已重新计算并记入日志。") % words
    )
    return redirect("staff:calendar_year", row.year)


urlpatterns = [
    path("calendar/", calendar, name="calendar"),
    path("calendar/enter/", calendar_enter, name="calendar_enter"),
    path("calendar/<int:year>/", calendar, name="calendar_year"),
]
