"""Collecting the year's data: the office prepares, opens, follows and ends it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from office.roles import May
from reports import collection_rounds as rounds
from reports import collection_sheet as sheets
from reports import due, reminder_rules
from reports.collection import lines
from reports.models import Ask, CollectionRound, ReportReminderRules
from reports.publication import may_write
from web.files import file_response
from web.refusals import carried_out
from web.staff.access import require
from web.staff.collection_forms import (
    BeginForm,
    RemindersForm,
    WhyForm,
)
from web.staff.collection_page import attempt, require_writer, round_of, sent
from web.today import now, today

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def collection(request: HttpRequest) -> HttpResponse:
    """Every collection for those who see the report; what was asked for the people of units."""
    user = request.user
    mine = Ask.objects.asked().filter(
        round__opened_at__isnull=False, unit__in=user.unit_ids()
    ).select_related("round", "unit").order_by("-round__first", "unit__name")  # fmt: skip
    if not user.unit_ids():
        require(user, May.REPORT)
    context = {
        "mine": Paginator(mine, PER_PAGE).get_page(request.GET.get("mine")), "on": today(),
        "may_write": may_write(user),
    }  # fmt: skip
    if user.may(May.REPORT):
        found = Paginator(CollectionRound.objects.all(), PER_PAGE)
        owed = due.owed_here(on=today())
        context |= {
            "rounds": found.get_page(request.GET.get("page")), "owed": owed,
            "owed_published": due.is_published(owed.period) if owed else False,
        }  # fmt: skip
    return render(request, "staff/collection.html", context)


def collection_begin(request: HttpRequest) -> HttpResponse:
    require_writer(request)
    form = BeginForm(request.POST or None, on=today())
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: rounds.begin(
            form.chosen(), due_on=form.cleaned_data["due_on"], note=form.cleaned_data["note"],
            by=request.user, on=today(), at=now(),
        ))  # fmt: skip
        if made:
            return redirect("staff:collection_round", made.pk)
    return render(request, "staff/collection_begin.html", {"form": form})


def collection_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands: which units, and each question with what it comes to."""
    found = round_of(request, pk)
    asks = list(found.asks.select_related("unit", "round", "handed_in_by", "confirmed_by"))
    shown = lines(found)
    context = {
        "round": found, "asks": asks, "lines": shown, "on": today(),
        "missing": [ask for ask in asks if ask.state in ("open", "handed_in")],
        "confirmed": sum(ask.state == "confirmed" for ask in asks),
        "late": [ask for ask in asks if _is_late(ask)],
        "may_write": may_write(request.user), "why": WhyForm(),
    }  # fmt: skip
    return render(request, "staff/collection_round.html", context)


def _is_late(ask: Ask) -> bool:
    return ask.state in ("open", "handed_in") and ask.due_on < today()


def collection_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Units by questions: counts, amounts, dates and whether a text is there."""
    found = round_of(request, pk)
    context = {"round": found, "table": sheets.table(lines(found))}
    return render(request, "staff/collection_table.html", context)


def collection_answers(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One question: who said what, against last year, and who did not."""
    found = round_of(request, pk)
    line = next((one for one in lines(found) if one.collected.code == code), None)
    if line is None:
        raise Http404
    cells = Paginator(line.cells, PER_PAGE).get_page(request.GET.get("page"))
    context = {"round": found, "line": line, "cells": cells}
    return render(request, "staff/collection_answers.html", context)


@require_POST
def collection_open(request: HttpRequest, pk: int) -> HttpResponse:
    found = round_of(request, pk)
    carried_out(request, lambda: rounds.open_(found, on=today(), **sent(request)),
                done=_("填报已发出，各单位会收到提醒。"))  # fmt: skip
    return redirect("staff:collection_round", pk)


@require_POST
def collection_close(request: HttpRequest, pk: int) -> HttpResponse:
    found = round_of(request, pk)
    carried_out(request, lambda: rounds.close(found, **sent(request)), done=_("填报已截止。"))
    return redirect("staff:collection_round", pk)


@require_POST
def collection_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, rounds.reopen, _("已重新开放填报。"))


@require_POST
def collection_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, rounds.withdraw, _("数据收集已作废。"))


def _with_reason(
    request: HttpRequest, pk: int, verb: Callable[..., None], done: str
) -> HttpResponse:
    found = round_of(request, pk)
    why = request.POST.get("why", "")[:500]
    carried_out(request, lambda: verb(found, why=why, **sent(request)), done=done)
    return redirect("staff:collection_round", pk)


def collection_csv(request: HttpRequest, pk: int) -> HttpResponse:
    found = round_of(request, pk)
    content = sheets.as_csv(lines(found))
    return file_response(content, name=_name(found, "csv"), media_type="text/csv; charset=utf-8")


def collection_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    found = round_of(request, pk)
    content = sheets.as_xlsx(lines(found))
    return file_response(content, name=_name(found, "xlsx"), media_type=XLSX)


def _name(found: CollectionRound, ending: str) -> str:
    return f"collection-{found.first.isoformat()}-{found.last.isoformat()}.{ending}"


def collection_rules(request: HttpRequest) -> HttpResponse:
    """How early people are reminded of the report."""
    require(request.user, May.CONFIGURE)
    form = RemindersForm(request.POST or None, instance=ReportReminderRules.current())
    if request.method == "POST" and form.is_valid():
        reminder_rules.change(form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("已保存。"))
        return redirect("staff:collection_rules")
    return render(request, "staff/collection_rules.html", {"form": form})


_AT = "collection/<int:pk>/"
urlpatterns = [
    path("collection/", collection, name="collection"),
    path("collection/new/", collection_begin, name="collection_begin"),
    path("collection/reminders/", collection_rules, name="collection_rules"),
    path(_AT, collection_round, name="collection_round"),
    path(f"{_AT}table/", collection_table, name="collection_table"),
    path(f"{_AT}answers/<slug:code>/", collection_answers, name="collection_answers"),
    path(f"{_AT}open/", collection_open, name="collection_open"),
    path(f"{_AT}close/", collection_close, name="collection_close"),
    path(f"{_AT}reopen/", collection_reopen, name="collection_reopen"),
    path(f"{_AT}withdraw/", collection_withdraw, name="collection_withdraw"),
    path(f"{_AT}answers.csv", collection_csv, name="collection_csv"),
    path(f"{_AT}answers.xlsx", collection_xlsx, name="collection_xlsx"),
]  # fmt: skip
