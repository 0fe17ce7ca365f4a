"""The working calendar of a year, in any version it had, and the notices that made it."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from office import reading
from office.calendars import Version, missing_years, versions, working_calendar
from office.models import CalendarNotice
from office.roles import May
from requests_app.models import Application
from web.staff.year_calendar import FIRST_YEAR, year_of
from web.today import today


def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """A year at a glance: what rests, what is worked, how many days, by which notice."""
    on, known = today(), working_calendar()
    shown = year or on.year
    last = max(*known.published_years, on.year) + 1
    if not FIRST_YEAR <= shown <= last:
        raise Http404
    had = versions(shown)
    chosen = _chosen(request, had)
    context = {
        "calendar": known, "on": on, "versions": had[::-1], "chosen": chosen,
        "year": year_of(chosen.calendar if chosen else known, shown),
        "before": shown - 1 if shown > FIRST_YEAR else None,
        "after": shown + 1 if shown < last else None,
        "may_enter": request.user.may(May.CONFIGURE),
    } | _missing(request, on)  # fmt: skip
    return render(request, "staff/calendar.html", context)


def _chosen(request: HttpRequest, had: list[Version]) -> Version | None:
    """The earlier version that is looked at; None for the one in force."""
    wanted = request.GET.get("version", "")
    if not wanted:
        return None
    found = next((version for version in had if str(version.number) == wanted), None)
    if found is None:
        raise Http404
    return None if found is had[-1] else found


def _missing(request: HttpRequest, on: date) -> dict:
    missing = missing_years(on)
    if not missing:
        return {}
    visible = Application.objects.visible_to(request.user)
    return {
        "missing": missing[-1],
        "provisional": visible.clock_running().filter(due_provisional=True).count(),
    }


def calendar_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice as it was entered: text, hash, who, and what it changed; to be printed."""
    row = get_object_or_404(CalendarNotice.objects.select_related("entered_by"), pk=pk)
    version = next(had for had in versions(row.year) if had.row and had.row.pk == pk)
    rest = [(name, date.fromisoformat(a), date.fromisoformat(b)) for name, a, b in row.rest]
    names = row.work_for or [""] * len(row.work)
    work = [
        (date.fromisoformat(on), name) for on, name in zip(row.work, names, strict=True)
    ]  # fmt: skip
    context = {"row": row, "version": version, "rest": rest, "work": work}
    return render(request, "staff/calendar_notice.html", context)


def calendar_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice as a file that another office can take in."""
    row = get_object_or_404(CalendarNotice, pk=pk)
    response = JsonResponse(
        reading.exported(row), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = f'attachment; filename="calendar-{row.year}-{row.pk}.json"'
    return response


urlpatterns = [
    path("calendar/", calendar, name="calendar"),
    path("calendar/<int:year>/", calendar, name="calendar_year"),
    path("calendar/notices/<int:pk>/", calendar_notice, name="calendar_notice"),
    path("calendar/notices/<int:pk>/export/", calendar_export, name="calendar_export"),
]
