"""The opened case: what is told of it, its papers, and what its applicant may do."""

import logging
from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casework import acts, package, paper, remedies
from casework.counted_from import limits_with_reasons
from office import institution
from records import throttle
from records.files import FileDamaged
from records.log import APPLICANT
from records.refusals import Refusal
from remedies.models import Kind
from requests_app.clock import fact
from requests_app.models import Application, Attachment
from requests_app.states import State
from statute.clock import Clock, Limit
from statute.text import Text
from web.files import file_response
from web.public import aside, challenge, story, uploads, views_package
from web.public.forms import Complain, Correct, Plain, Reasons, Withdraw
from web.public.opened import of_the_opened_case
from web.today import now, today

logger = logging.getLogger("web.public")

WITH_OFFICE = (State.FILED, State.IN_HAND)
BETWEEN_OFFICES = ("review_reply", "defence")
SENT = (Attachment.Kind.APPLICATION, Attachment.Kind.CORRECTION, Attachment.Kind.REASONS)


@of_the_opened_case
def case(request: HttpRequest, application: Application) -> HttpResponse:
    on = today()
    clock = application.clock(on=on)
    clock = clock if clock.started_on else None
    papers = story.notices_for(application)
    row = institution.current()
    context = {
        "application": application,
        "clock": clock,
        "today": on,
        "standing": story.standing(application, on=on, clock=clock),
        "limits": _limits(application, on),
        "steps": story.timeline(application, clock, papers, on=on),
        "papers": papers,
        **views_package.given(application, _released(application)),
        "sent": application.attachments.filter(kind__in=SENT),
        "demand": fact(application.handling, "fee_demand"),
        "may": _open_steps(application),
        "reasons": story.reasons_awaited(application),
        "overdue": clock is not None and clock.overdue(on) and application.state in WITH_OFFICE,
        "left": clock.days_left(on) if clock and clock.runs(on) else None,
        "used": _used(clock, on),
        "remedy": challenge.against_the_answer(application, row),
        "silence": challenge.against_silence(application.statute_law, row),
        "complaints": application.remedies.filter(kind=Kind.COMPLAINT),
        "parts": application.parts.all(),
    }
    return render(request, "public/case.html", context)


def _limits(application: Application, on: date) -> list[tuple[Limit, Text]]:
    """The limits an applicant can rely on; what the office owes a court is between those two."""
    found = limits_with_reasons(application, on=on)
    return [pair for pair in found if pair[0].code not in BETWEEN_OFFICES]


def _used(clock: Clock | None, on: date) -> int:
    """The number of the last working day counted so far."""
    counted = [day.number for day in clock.days if day.date <= on and day.number] if clock else []
    return max(counted, default=0)


def _released(application: Application) -> list[Attachment]:
    """What is given with the answer: from the day the answer counts as made."""
    if application.closed_on is None:
        return []
    return package.files_given(application)


@of_the_opened_case
def notice(request: HttpRequest, application: Application, pk: int) -> HttpResponse:
    """The bytes that were issued; somebody else's paper is not there."""
    found = next((each for each in story.notices_for(application) if each.pk == pk), None)
    if found is None:
        raise Http404
    try:
        content = paper.issued_pdf(found)
    except FileDamaged:
        return _unreadable(request, f"notice {found.pk}")
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("public:case")
    return file_response(content, name=f"{found.number}.pdf", media_type=found.pdf.media_type)


@of_the_opened_case
def notice_english(request: HttpRequest, application: Application, pk: int) -> HttpResponse:
    """The translation issued beside a notice, for reference."""
    found = next((each for each in story.notices_for(application) if each.pk == pk), None)
    if found is None or found.english_pdf is None:
        raise Http404
    try:
        content = paper.issued_translation(found)
    except FileDamaged:
        return _unreadable(request, f"translation of notice {found.pk}")
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("public:case")
    name = f"{found.number}-English.pdf"
    return file_response(content, name=name, media_type=found.english_pdf.media_type)


@of_the_opened_case
def released(request: HttpRequest, application: Application, pk: int) -> HttpResponse:
    """A file given with the answer."""
    found = next((each for each in _released(application) if each.pk == pk), None)
    if found is None:
        raise Http404
    try:
        content = package.content_as_issued(found)
    except FileDamaged:
        return _unreadable(request, f"attachment {found.pk}")
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("public:case")
    return file_response(content, name=found.title, media_type=found.file.media_type)


def _unreadable(request: HttpRequest, what: str) -> HttpResponse:
    logger.error("%s cannot be read as it was stored", what)
    messages.error(request, _("这份文件暂时打不开。请打电话或者当面索取。"))
    return redirect("public:case")


@of_the_opened_case
def correct(request: HttpRequest, application: Application) -> HttpResponse:
    """Answer a correction notice with words and files."""
    if "receive_correction" not in _open_steps(application):
        return _not_now(request)
    said = _("已收到您的补正。")
    return _answered(request, application, "correct", Correct, take=acts.correct, said=said)


@of_the_opened_case
def reasons(request: HttpRequest, application: Application) -> HttpResponse:
    """Say why so many applications are made, where the office asked (art. 35)."""
    if story.reasons_awaited(application) is None:
        return _not_now(request)
    said = _("已收到您说明的理由。")
    return _answered(request, application, "reasons", Reasons, take=acts.give_reasons, said=said)


def _answered(
    request: HttpRequest, application: Application, name: str, form_class: type[Plain],
    *, take: Callable[..., None], said: str,
) -> HttpResponse:  # fmt: skip
    """Take words and files in answer to a notice; refused, the words stay on the page."""
    start = {"version": application.version} | aside.take(request, application)
    form = form_class(request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid() and _files_taken(request, form):
        data = form.cleaned_data
        try:
            take(
                application, answer=data["answer"], uploads=data["files"], on=today(), at=now(),
                version=data["version"],
            )  # fmt: skip
        except Refusal as refusal:
            return _page(request, application, name, _refused(form, refusal))
        messages.success(request, said)
        return redirect("public:case")
    return _page(request, application, name, form)


@of_the_opened_case
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """Take the application back, on a page of its own that says what that means."""
    if "withdraw" not in _open_steps(application):
        return _not_now(request)
    form = Withdraw(request.POST or None, initial=aside.take(request, application))
    if request.method == "POST" and form.is_valid():
        try:
            acts.withdraw(
                application, reason=form.cleaned_data["reason"], by=APPLICANT, on=today(), at=now()
            )
        except Refusal as refusal:
            return _page(request, application, "withdraw", _refused(form, refusal))
        messages.success(request, _("已撤回这件申请。"))
        return redirect("public:case")
    return _page(request, application, "withdraw", form)


@of_the_opened_case
def complain(request: HttpRequest, application: Application) -> HttpResponse:
    """A complaint about how the case is handled, logged with the case; the same text only once."""
    form = Complain(request.POST or None, initial=aside.take(request, application))
    if request.method == "POST" and form.is_valid():
        grounds, on = form.cleaned_data["grounds"], today()
        same = application.remedies.filter(kind=Kind.COMPLAINT, filed_on=on, grounds=grounds)
        try:
            if not same.exists():
                _slow_down(application)
                remedies.log_remedy(
                    application, kind=Kind.COMPLAINT, filed_on=on, by=APPLICANT, on=on, at=now(),
                    received_on=on, grounds=grounds,
                )  # fmt: skip
        except Refusal as refusal:
            return _page(request, application, "complain", _refused(form, refusal))
        messages.success(request, _("已收到您的投诉。"))
        return redirect("public:case")
    return _page(request, application, "complain", form)


def _slow_down(application: Application) -> None:
    if not throttle.hit(f"complain:{application.pk}", at=now(), limit=5, per=uploads.A_DAY):
        raise Refusal(_("今天已经投诉多次。请打电话或者当面反映。"))


def _open_steps(application: Application) -> set[str]:
    return {step.name for step in application.steps_open_to(APPLICANT)}


def _files_taken(request: HttpRequest, form: Plain) -> bool:
    """Judge the files before the step: what is refused keeps what was typed."""
    if len(form.cleaned_data["files"]) > uploads.MOST_FILES:
        form.add_error("files", _("最多%(n)s个文件。") % {"n": uploads.MOST_FILES})
        return False
    for upload in form.cleaned_data["files"]:
        try:
            uploads.check(request, upload, at=now())
        except Refusal as refusal:
            form.add_error("files", str(refusal))
    return not form.errors


def _refused(form: Plain, refusal: Refusal) -> Plain:
    for reason in refusal.reasons:
        form.add_error(None, reason)
    return form


def _not_now(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("这件申请现在不能这样办。下面是它现在的情况。"))
    return redirect("public:case")


def _page(request: HttpRequest, application: Application, name: str, form: Plain) -> HttpResponse:
    context = {
        "application": application,
        "form": form,
        "standing": story.standing(application, on=today()),
        "correction": fact(application, "correction"),
        "reasons": story.reasons_awaited(application),
        "law": application.statute_law,
        "today": today(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"public/{name}.html", context, status=status)
