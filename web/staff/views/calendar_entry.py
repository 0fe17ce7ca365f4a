"""Entering a holiday notice: its text, a file or clicked days; what it moves; the signature."""

import json
from hashlib import sha256

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from casework import settling
from casework.moving import Move, digest, what_moves
from office.calendars import as_notice, flips, missing_years, working_calendar
from office.models import CalendarNotice
from office.roles import May
from records.refusals import Refusal
from requests_app.steps import ChangedMeanwhile, NotPermitted
from web.refusals import tell
from web.staff import notice_entry
from web.staff.access import require
from web.staff.calendar_forms import HEADINGS, SignatureForm, rest_of
from web.staff.notice_entry import Entry
from web.staff.year_calendar import clickable_year, year_of
from web.today import now, today

READERS = ("text", "file", "days", "grid")


def calendar_enter(request: HttpRequest) -> HttpResponse:
    """Three ways in, one form to be confirmed: first what it would move, then for good."""
    require(request.user, May.CONFIGURE)
    on = today()
    year = next(iter(missing_years(on)), on.year)
    if request.method != "POST":
        return _page(request, notice_entry.blank(year))
    wanted = request.POST.get("read", "")
    if wanted == "grid":
        return _grid(request, year)
    if wanted in READERS:
        return _taken_in(request, wanted)
    return _confirmed(request, notice_entry.posted(request.POST))


def _taken_in(request: HttpRequest, wanted: str) -> HttpResponse:
    """Read what was given and show it; a text or file that will not do loses nothing typed."""
    data = request.POST
    try:
        if wanted == "text":
            entry = notice_entry.from_text(data.get("text", ""), came_as="text", data=data)
        elif wanted == "file":
            entry = notice_entry.from_file(request.FILES.get("file"), data=data)
        else:
            entry = notice_entry.from_days(data)
    except Refusal as refusal:
        return _page(request, notice_entry.posted(data), refused=refusal.reasons)
    return _page(request, entry, look=entry.is_valid)


def _grid(request: HttpRequest, year: int) -> HttpResponse:
    """The year to be clicked: each day a box that says it rests."""
    entry = notice_entry.posted(request.POST)
    try:
        year = notice_entry.wanted_year(request.POST) if "year" in request.POST else year
    except Refusal as refusal:
        return _page(request, entry, refused=refusal.reasons)
    context = {
        "wanted": year,
        "months": clickable_year(notice_entry.shown_for_clicking(entry, year), year),
        "published": year in working_calendar().published_years,
        "kept": {name: request.POST.get(name, "") for name in HEADINGS},
    }
    return render(request, "staff/calendar_click.html", context)


def _confirmed(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Show what it moves; save it when that was shown, is still so, and was signed."""
    if not entry.is_valid or "save" not in request.POST:
        return _page(request, entry, look=entry.is_valid)
    row = entry.form.row(rest_of(entry.rest))
    if request.POST.get("previewed") != _digest(row):
        return _page(request, entry, look=True)
    moves = _moves(entry, row)
    signature = SignatureForm(request.POST, moves=moves)
    if moves is None or not signature.is_valid():
        return _page(request, entry, look=True, signature=signature)
    return _enter(request, entry, row, signature)


def _enter(
    request: HttpRequest, entry: Entry, row: CalendarNotice, signature: SignatureForm
) -> HttpResponse:
    try:
        moves = settling.enter_calendar_notice(
            row, by=request.user, at=now(), seen=request.POST.get("seen", ""),
            remark=signature.cleaned_data["remark"],
            shortened=signature.cleaned_data["shortened"],
        )  # fmt: skip
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except ChangedMeanwhile as refusal:
        return _page(request, entry, look=True, refused=refusal.reasons)
    words = {"year": row.year, "n": len(moves)}
    messages.success(
        request, _("%(year)s年的放假安排已录入，%(n)s件办件的期限已重新计算并记入日志。") % words
    )
    return redirect("staff:calendar_year", row.year)


def _moves(entry: Entry, row: CalendarNotice) -> list[Move] | None:
    """What the notice would move; None, with the reasons in the form, if it cannot be entered."""
    try:
        calendar = settling.calendar_with(row)
    except Refusal as refusal:
        tell(entry.form, refusal)
        return None
    return what_moves(on=today(), calendar=calendar)


def _page(
    request: HttpRequest,
    entry: Entry,
    *,
    look: bool = False,
    refused: tuple[str, ...] = (),
    signature: SignatureForm | None = None,
) -> HttpResponse:
    context = {
        "form": entry.form, "rest": entry.rest, "found": entry.found, "refused": refused,
        "began": request.method == "POST",
    }  # fmt: skip
    if entry.found:
        context["understood"] = notice_entry.understood(entry.found)
    if look:
        context |= _looked_at(entry, signature)
    context["signature"] = context.get("signature", signature)
    failed = entry.form.is_bound and (entry.form.errors or any(entry.rest.errors))
    context["failed"] = bool(failed or refused or (signature and signature.errors))
    return render(request, "staff/calendar_enter.html", context)


def _looked_at(entry: Entry, signature: SignatureForm | None) -> dict:
    row = entry.form.row(rest_of(entry.rest))
    moves = _moves(entry, row)
    if moves is None:
        return {}
    calendar = settling.calendar_with(row)
    return {
        "previewed": _digest(row), "seen": digest(moves), "moves": moves,
        "year": year_of(calendar, row.year), "row": row,
        "flips": flips(working_calendar(), calendar, as_notice(row)),
        "signature": signature or SignatureForm(moves=moves),
    }  # fmt: skip


def _digest(row: CalendarNotice) -> str:
    """What was previewed: entering anything else asks for another look."""
    said = [
        row.year, row.kind, row.document, row.url, str(row.published_on), row.rest, row.work,
        row.work_for, row.basis, row.reason, row.sha256,
    ]  # fmt: skip
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


urlpatterns = [path("calendar/enter/", calendar_enter, name="calendar_enter")]
