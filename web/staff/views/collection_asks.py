"""What one unit is asked: its people fill it in, its head confirms, the office helps."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from office.roles import May
from records.refusals import Refusal
from reports import collection_answers as answering
from reports.collection import typed
from reports.collection_questions import Question
from reports.models import Answer, Ask, AskState
from reports.models.collection import heads
from reports.publication import may_write
from requests_app.steps import ChangedMeanwhile, NotPermitted
from web.fields import number_sent
from web.refusals import carried_out, tell
from web.staff.ask_form import AskForm
from web.staff.collection_forms import ExtendForm, WhyForm
from web.today import now, today


@dataclass
class Opened:
    """The page of an ask while it is written: the form, and what others saved meanwhile."""

    form: AskForm
    edits: int
    meanwhile: Mapping[str, Answer]


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions to one unit with its answers: a form for those who may write now."""
    found = _ask(request, pk)
    user = request.user
    own = answering.is_of(user, found)
    writes = answering.may_answer(user, found) and (own or "enter" in request.GET)
    opened = _opened(request, found, for_unit=not own) if writes else None
    if opened and request.method == "POST" and opened.form.is_valid():
        done = _written(request, found, opened)
        if done:
            return redirect("staff:ask", pk) if own else redirect(
                "staff:collection_round", found.round_id)  # fmt: skip
    return render(request, "staff/ask.html", _context(request, found, opened))


def _opened(request: HttpRequest, found: Ask, *, for_unit: bool) -> Opened:
    form = AskForm(
        request.POST or None, questions=answering.of_unit(found),
        answers=answering.answers_to(found), before=answering.last_year(found),
        for_unit=for_unit,
    )  # fmt: skip
    sent = number_sent(request, "edits") if request.method == "POST" else found.edits
    return Opened(form, sent, {})


def _written(request: HttpRequest, found: Ask, opened: Opened) -> bool:
    """Whether it was kept; if not, the form says why and what others saved."""
    form, hand_in = opened.form, request.POST.get("act") == "hand_in"
    try:
        answering.write(
            found, form.given(), edits=opened.edits, by=request.user, at=now(),
            said=form.said(), hand_in=hand_in,
        )  # fmt: skip
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except ChangedMeanwhile as refusal:
        form.add_error(None, str(refusal))
        found.refresh_from_db()
        fresh = answering.answers_to(found)
        opened.meanwhile = {c: a for c, a in fresh.items() if a.edit > opened.edits}
        opened.edits = found.edits
        return False
    except Refusal as refusal:
        tell(form, refusal)
        found.refresh_from_db()
        return False
    messages.success(request, _said(found, hand_in))
    return True


def _said(found: Ask, hand_in: bool) -> str:
    if not hand_in:
        return _("已保存，还没有提交。")
    if found.confirmed_at:
        return _("已报送信息公开办公室。")
    return _("已提交，待本单位负责人确认。")


def _context(request: HttpRequest, found: Ask, opened: Opened | None) -> dict[str, object]:
    user = request.user
    office, state = may_write(user), found.state
    live = found.round.is_open and not found.excused_at
    in_hands = state in (AskState.HANDED_IN, AskState.CONFIRMED)
    head = heads(user, found.unit_id)
    answers = answering.answers_to(found)
    return {
        "ask": found, "opened": opened, "on": today(), "own": answering.is_of(user, found),
        "rows": opened.form.rows(opened.meanwhile) if opened else None,
        "shown": [_shown(q, answers.get(q.code)) for q in answering.of_unit(found)],
        "history": found.answers.select_related("saved_by").order_by("-pk")[:200],
        "is_head": head, "reads_all": user.may(May.REPORT),
        "may_enter": office and answering.may_answer(user, found) and not opened,
        "may_send_back": live and in_hands and (office or (head and not found.confirmed_at)),
        "may_extend": live and office and state != AskState.CONFIRMED,
        "send_back": WhyForm(auto_id="back_%s"), "extend": ExtendForm(auto_id="extend_%s"),
    }  # fmt: skip


def _shown(question: Question, answer: Answer | None) -> tuple[Question, Answer | None, object]:
    """A question, the answer that counts, and its value as the page writes it."""
    value = typed(question.kind, answer.value) if answer and answer.value else None
    return question, answer, value


@require_POST
def ask_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = _ask(request, pk)
    why = request.POST.get("why", "")[:500]
    carried_out(request, lambda: answering.send_back(found, why=why, by=request.user, at=now()),
                done=_("已退回，单位会收到提醒。"))  # fmt: skip
    return redirect("staff:ask", pk)


@require_POST
def ask_extend(request: HttpRequest, pk: int) -> HttpResponse:
    found = _ask(request, pk)
    form = ExtendForm(request.POST, auto_id="extend_%s")
    if form.is_valid():
        said = form.cleaned_data
        carried_out(request, lambda: answering.extend(
            found, to=said["to"], why=said["why"], by=request.user, at=now()),
            done=_("期限已延长。"))  # fmt: skip
        return redirect("staff:ask", pk)
    context = _context(request, found, None) | {"extend": form}
    return render(request, "staff/ask.html", context)


def _ask(request: HttpRequest, pk: int) -> Ask:
    visible = Ask.objects.visible_to(request.user)
    found = visible.select_related("round", "unit", "handed_in_by", "confirmed_by", "sent_back_by")
    return get_object_or_404(found, pk=pk)


urlpatterns = [
    path("collection/asks/<int:pk>/", ask, name="ask"),
    path("collection/asks/<int:pk>/send-back/", ask_send_back, name="ask_send_back"),
    path("collection/asks/<int:pk>/extend/", ask_extend, name="ask_extend"),
]
