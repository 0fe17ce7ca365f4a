"""Figures that were kept, and two of them compared: which cases entered, left, moved, and why."""

import logging
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from office.roles import May
from records.refusals import Refusal
from reports import runs
from reports.models import FigureRun
from reports.runs import Cell, Change, RunDamaged
from requests_app.models import Application
from statute.annual import CARRIED_OUT, RECEIVED
from statute.answers import ANSWERS
from statute.text import Text
from web.refusals import say
from web.staff.access import require
from web.staff.figures_forms import KeepForm
from web.staff.figures_scope import asked, frame
from web.staff.words import event_label
from web.today import now, today

logger = logging.getLogger(__name__)

PER_PAGE = 50
NOW = "now"


def figures_runs(request: HttpRequest) -> HttpResponse:
    """Every run that was kept, the newest first; a POST keeps the figures of this scope."""
    require(request.user, May.REPORT)
    context = frame(asked(request), "figures_runs")
    keep_form = KeepForm(request.POST or None)
    if request.method == "POST" and "scope" in context and keep_form.is_valid():
        label = keep_form.cleaned_data["label"]
        run = runs.keep(context["scope"], by=request.user, at=now(), label=label)
        messages.success(request, _("已留存第%(n)s次统计。") % {"n": run.pk})
        return redirect(f"{reverse('staff:figures_runs')}?{context['query']}")
    kept = FigureRun.objects.select_related("made_by").defer("cells", "totals")
    page = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    context |= {"keep_form": keep_form, "page": page}
    return render(request, "staff/figures_runs.html", context)


def figures_runs_compared(request: HttpRequest) -> HttpResponse:
    """Two runs, or one and the figures of this moment."""
    require(request.user, May.REPORT)
    one, other = request.GET.get("one", ""), request.GET.get("other", NOW)
    earlier = _run(one)
    try:
        before = runs.side_of(earlier)
        after = runs.side_now(earlier.scope, at=now()) if other == NOW else _side(other)
        compared = runs.compare(before, after)
    except RunDamaged:
        logger.exception("%s: a kept run is not what was kept", request.path)
        messages.error(request, _("留存的统计与当时的校验值不一致，不能比较，请告知系统管理员。"))
        return redirect("staff:figures_runs")
    except Refusal as refusal:
        say(request, refusal)
        return redirect("staff:figures_runs")
    page = Paginator(compared.pks, PER_PAGE).get_page(request.GET.get("page"))
    seen = Application.objects.visible_to(request.user).filter(pk__in=page.object_list)
    allowed = tuple(seen.order_by("pk").values_list("pk", flat=True))
    context = {
        "compared": compared, "page": page, "run": earlier, "other": other,
        "changes": [_shown(change) for change in compared.changes(allowed)],
        "numbers": [(kind, label, compared.number(kind)) for kind, label in _kinds().items()],
        "on": today(),
    }  # fmt: skip
    return render(request, "staff/figures_runs_compared.html", context)


def _run(pk: str) -> FigureRun:
    if not (pk.isascii() and pk.isdecimal()):
        raise Http404
    return get_object_or_404(FigureRun, pk=int(pk))


def _side(pk: str) -> runs.Side:
    return runs.side_of(_run(pk))


def _kinds() -> dict[str, str]:
    return {"entered": _("新列入"), "left": _("不再列入"), "moved": _("改列他处")}


def _shown(change: Change) -> dict[str, Any]:
    return {
        "case": change.case, "kind": _kinds()[change.kind],
        "was": _cell(change.was), "becomes": _cell(change.becomes),
        "why": [(entry, event_label(entry.event)) for entry in change.why],
    }  # fmt: skip


def _cell(cell: Cell | None) -> Text:
    if cell is None:
        return Text("不在表中", "not in the table")
    came = Text("本期新收", "received") if cell.came == RECEIVED else Text("上期结转", "carried in")
    went = Text("结转下期", "carried out")
    if cell.went != CARRIED_OUT:
        went = ANSWERS[cell.went].label
    return Text(f"{came.zh}，{went.zh}", f"{came.en}, {went.en}")


urlpatterns = [
    path("figures/runs/", figures_runs, name="figures_runs"),
    path("figures/runs/compared/", figures_runs_compared, name="figures_runs_compared"),
]
