"""Blacking out: the original goes in, boxes are drawn page by page, a proved file comes out."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import making, redacting, released, standing
from notices.models import Making, Redaction
from notices.redaction.boxes import by_ground, fingerprint
from records.refusals import Refusal
from requests_app.models import Application
from web.staff import redaction_rows as rows
from web.staff.access import case_of
from web.staff.notice_forms import VowForm
from web.staff.notice_page import refuse_unless_drafting
from web.staff.redaction_progress import progress_of
from web.staff.views.redaction_pictures import redaction_of
from web.today import now, today

UNDO = "redaction_before"  # in the session: the boxes that stood before the last change


def redactions(request: HttpRequest, number: str) -> HttpResponse:
    """What is blacked out in this case, and a form for another original."""
    case = case_of(request, number)
    may_draft = standing.may_draft(request.user, case)
    asked = may_draft and not released.acknowledged(case, request.user)
    sent = request.POST if request.method == "POST" else None
    vow = VowForm(sent, label_suffix="") if asked else None
    if request.method == "POST":
        refuse_unless_drafting(request.user, case)
        begun = _begun(request, case, vow)
        if begun:
            return redirect("staff:redaction", begun.pk)
    found = Redaction.objects.filter(source__application=case).prefetch_related("makings")
    listed = found.select_related("source", "attachment", "made_by")
    context = {
        "case": case, "vow": vow, "may_draft": may_draft,
        "redactions": [(each, next(reversed(each.makings.all()), None)) for each in listed],
    }  # fmt: skip
    return render(request, "staff/redactions.html", context)


def redaction(request: HttpRequest, pk: int) -> HttpResponse:
    """All pages of one file with their boxes; searching, undoing, making the file."""
    found = redaction_of(request, pk)
    case = found.source.application
    if request.method == "POST":
        refuse_unless_drafting(request.user, case)
        return _acted(request, found)
    asked = making.latest(found)
    if asked and not asked.is_under_way:
        making.read(asked, by=request.user, at=now())
    sheets, problem = rows.sheets_or_why_not(found)
    law = case.statute_law
    choices = rows.ground_choices(law)
    grounds = by_ground(found.boxes)
    context = {
        "redaction": found, "case": case, "sheets": sheets, "problem": problem, "choices": choices,
        "attached": redacting.looked(found).attached if sheets else 0,
        "may_change": _may_change(request, found, asked), "seen": fingerprint(found.boxes),
        "progress": progress_of(asked, at=now()) if asked and asked.is_under_way else None,
        "refused": _refused(found, asked),
        "may_draft": standing.may_draft(request.user, case),
        "by_ground": [(rows.in_words(g, law), len(boxes)) for g, boxes in grounds.items()],
        "title": redacting.default_title(found), "last_ground": _last_ground(found),
        "undo": _before(request, found) is not None,
    }  # fmt: skip
    return render(request, "staff/redact.html", context)


def redaction_page(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """One page with its boxes: drawn with the mouse or a finger, or typed in millimetres."""
    found = redaction_of(request, pk)
    case = found.source.application
    refuse_unless_drafting(request.user, case)
    if not _may_change(request, found, making.latest(found)):
        return redirect("staff:redaction", pk)
    sheets, problem = rows.sheets_or_why_not(found)
    if problem:
        return redirect("staff:redaction", pk)
    if not 1 <= page <= len(sheets):
        raise Http404
    sheet, faults = sheets[page - 1], ()
    typed, seen = rows.rows_of(sheet.boxes), fingerprint(found.boxes)
    if request.method == "POST":
        typed = rows.posted(request.POST)
        try:
            _keep(request, found, page, typed)
        except Refusal as refusal:
            faults = refusal.reasons
            found.refresh_from_db()
            seen = fingerprint(found.boxes)
        else:
            return redirect(*_next_stop(request, pk, len(sheets)))
    context = {
        "redaction": found, "case": case, "sheet": sheet, "rows": typed, "faults": faults,
        "failed": bool(faults), "count": len(sheets), "seen": seen,
        "blank": rows.Row(rows.NEW), "pattern": rows.Row("__key__"),
        "choices": rows.ground_choices(case.statute_law), "last_ground": _last_ground(found),
        "before": page - 1, "after": page + 1 if page < len(sheets) else 0,
    }  # fmt: skip
    return render(request, "staff/redact_page.html", context)


def _may_change(request: HttpRequest, found: Redaction, asked: Making | None) -> bool:
    """Whether boxes may be drawn: there is no file of them, and none is being made."""
    if found.attachment_id is not None or (asked and asked.is_under_way):
        return False
    return standing.may_draft(request.user, found.source.application)


def _refused(found: Redaction, asked: Making | None) -> Making | None:
    """The last wish, if no file came of it and the boxes are still those it was refused with."""
    if asked is None or not asked.refused or found.attachment_id is not None:
        return None
    return asked if asked.seen == fingerprint(found.boxes) else None


def _begun(request: HttpRequest, case: Application, vow: VowForm | None) -> Redaction | None:
    upload = request.FILES.get("original")
    if upload is None:
        messages.error(request, _("请选择要遮盖的原件。"))
        return None
    if vow is not None and not vow.is_valid():
        return None
    try:
        begun = redacting.begin(case, upload, by=request.user, on=today(), at=now())
    except Refusal as refusal:
        _tell(request, refusal)
        return None
    released.acknowledge(case, by=request.user, at=now())
    return begun


def _acted(request: HttpRequest, found: Redaction) -> HttpResponse:
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        return act(request, found)
    except Refusal as refusal:
        _tell(request, refusal)
        return redirect("staff:redaction", found.pk)


def _find(request: HttpRequest, found: Redaction) -> HttpResponse:
    wanted = request.POST.get("wanted", "").strip()
    numbers = request.POST.get("act") == "numbers"
    if not wanted and not numbers:
        raise Refusal(_("请写要查找的文字。"))
    ground = request.POST.get("ground", "")
    new, silent = redacting.found(found, None if numbers else wanted, ground=ground)
    if new:
        _change(request, found, [*found.boxes, *new])
    words = {"n": len(new)}
    messages.success(request, ngettext("新遮盖%(n)s处。", "新遮盖%(n)s处。", len(new)) % words)
    if silent:
        pages = _("、").join(map(str, silent))
        messages.warning(
            request,
            _("第%(pages)s页没有文字层（如扫描件），查找不到，须逐页看。") % {"pages": pages},
        )
    return redirect("staff:redaction", found.pk)


def _undo(request: HttpRequest, found: Redaction) -> HttpResponse:
    before = _before(request, found)
    if before is None:
        raise Refusal(_("没有可以撤销的改动。"))
    _change(request, found, before)
    del request.session[UNDO]
    messages.success(request, _("已撤销上一次改动。"))
    return redirect("staff:redaction", found.pk)


def _make(request: HttpRequest, found: Redaction) -> HttpResponse:
    """Have the file made: at once if it is short, otherwise by the worker."""
    title, seen = request.POST.get("title", ""), request.POST.get("seen", "")
    asked = making.ask(found, title=title, by=request.user, at=now(), seen=seen)
    request.session.pop(UNDO, None)
    if making.is_short(asked):
        with suppress(Refusal):  # the page says why, and goes on saying it
            if making.run(asked, at=now()):
                messages.success(request, _("遮盖件已生成并逐页验过，已列入随答复提供的附件。"))
    return redirect("staff:redaction", found.pk)


def _cancel(request: HttpRequest, found: Redaction) -> HttpResponse:
    asked = making.latest(found)
    if asked is None:
        raise Http404
    making.call_off(asked, by=request.user, at=now())
    messages.success(request, _("已取消生成，可以再改遮盖。"))
    return redirect("staff:redaction", found.pk)


def _again(request: HttpRequest, found: Redaction) -> HttpResponse:
    begun = redacting.again(found, by=request.user, at=now())
    return redirect("staff:redaction", begun.pk)


def _discard(request: HttpRequest, found: Redaction) -> HttpResponse:
    number = found.source.application.number
    redacting.discard(found, by=request.user, at=now())
    messages.success(request, _("已放弃这份遮盖。"))
    return redirect("staff:redactions", number)


_ACTS: dict[str, Callable[[HttpRequest, Redaction], HttpResponse]] = {
    "find": _find, "numbers": _find, "undo": _undo, "make": _make, "cancel": _cancel,
    "again": _again, "discard": _discard,
}  # fmt: skip


def _keep(request: HttpRequest, found: Redaction, page: int, typed: list[rows.Row]) -> None:
    others = [box for box in found.boxes if box["page"] != page]
    _change(request, found, [*others, *rows.as_boxes(typed, page)])
    messages.success(request, _("第%(n)s页已保存。") % {"n": page})


def _change(request: HttpRequest, found: Redaction, boxes: list[Any]) -> None:
    before = redacting.keep(
        found, boxes, by=request.user, at=now(), seen=request.POST.get("seen", "")
    )
    request.session[UNDO] = {"redaction": found.pk, "boxes": before}


def _before(request: HttpRequest, found: Redaction) -> list[Any] | None:
    kept = request.session.get(UNDO) or {}
    return kept.get("boxes") if kept.get("redaction") == found.pk else None


def _next_stop(request: HttpRequest, pk: int, count: int) -> tuple[Any, ...]:
    go = request.POST.get("go", "")
    if go.isdecimal() and 1 <= int(go) <= count:
        return "staff:redaction_page", pk, int(go)
    return "staff:redaction", pk


def _last_ground(found: Redaction) -> str:
    return found.boxes[-1]["ground"] if found.boxes else ""


def _tell(request: HttpRequest, refusal: Refusal) -> None:
    for reason in refusal.reasons:
        messages.error(request, reason)


urlpatterns = [
    path("cases/<str:number>/redactions/", redactions, name="redactions"),
    path("redactions/<int:pk>/", redaction, name="redaction"),
    path("redactions/<int:pk>/pages/<int:page>/", redaction_page, name="redaction_page"),
]
