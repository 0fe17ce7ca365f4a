"""Preparing a collection: its questions, whom it asks, until when."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from office.models import Unit
from reports import collection_rounds as rounds
from reports.collection_questions import Consolidated, Kind, Question
from reports.models import CollectionRound
from reports.publication import may_write
from web.refusals import carried_out
from web.staff.collection_forms import QuestionForm, ScheduleForm, UnitsForm
from web.staff.collection_page import form_page, require_writer, round_of, sent


def collection_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """The date and the note for all."""
    found = round_of(request, pk)
    require_writer(request)
    form = ScheduleForm(request.POST or None, initial={"due_on": found.due_on, "note": found.note})
    return form_page(request, found, form, "staff/collection_schedule.html", lambda sent: (
        rounds.reschedule(found, **form.cleaned_data, **sent)))  # fmt: skip


def collection_units(request: HttpRequest, pk: int) -> HttpResponse:
    found = round_of(request, pk)
    require_writer(request)
    form = UnitsForm(request.POST or None, round_=found)
    return form_page(request, found, form, "staff/collection_units.html", lambda sent: (
        rounds.choose_units(found, **form.cleaned_data, **sent)))  # fmt: skip


def collection_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked, and how often it was changed."""
    found = round_of(request, pk)
    context = {
        "round": found, "questions": _listed(found),
        "versions": found.question_sets.select_related("saved_by").order_by("-version"),
        "may_write": may_write(request.user) and not found.withdrawn_at,
    }  # fmt: skip
    return render(request, "staff/collection_questions.html", context)


@dataclass(frozen=True)
class Listed:
    """A question as the list shows it; `units` is None where all are asked."""

    number: int
    question: Question
    units: str | None

    @property
    def kind(self) -> str:
        return Kind(self.question.kind).label

    @property
    def consolidated(self) -> str:
        return Consolidated(self.question.consolidated).label


def _listed(found: CollectionRound) -> list[Listed]:
    names = {unit.code: str(unit) for unit in Unit.objects.all()}
    return [
        Listed(number, question, None if question.units is None else _("、").join(
            names.get(code, code) for code in question.units))
        for number, question in enumerate(rounds.questions_of(found), 1)
    ]  # fmt: skip


def collection_question(request: HttpRequest, pk: int, code: str = "") -> HttpResponse:
    """A question changed, or a new one added."""
    found = round_of(request, pk)
    require_writer(request)
    asked = {question.code: question for question in rounds.questions_of(found)}
    if code and code not in asked:
        raise Http404
    form = QuestionForm(
        request.POST or None, question=asked.get(code), is_asked=bool(found.opened_at)
    )
    taken = request.method == "POST" and form.is_valid() and form.cleaned_data["code"] in asked
    if taken and not code:
        form.add_error("code", _("已有这个代码的问题。"))
    context = {"question": asked.get(code)}
    return form_page(
        request, found, form, "staff/collection_question.html",
        lambda sent: rounds.set_question(found, form.made(), **sent),
        back="staff:collection_questions", **context,
    )  # fmt: skip


@require_POST
def collection_question_drop(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    found = round_of(request, pk)
    carried_out(request, lambda: rounds.drop_question(found, code, **sent(request)),
                done=_("问题已删去。"))  # fmt: skip
    return redirect("staff:collection_questions", pk)


_AT = "collection/<int:pk>/"
urlpatterns = [
    path(f"{_AT}schedule/", collection_schedule, name="collection_schedule"),
    path(f"{_AT}units/", collection_units, name="collection_units"),
    path(f"{_AT}questions/", collection_questions, name="collection_questions"),
    path(f"{_AT}new-question/", collection_question, name="collection_question_new"),
    path(f"{_AT}questions/<slug:code>/", collection_question, name="collection_question"),
    path(f"{_AT}questions/<slug:code>/drop/", collection_question_drop,
         name="collection_question_drop"),
]  # fmt: skip
