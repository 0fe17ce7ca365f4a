"""The answers checked and the application filed; the page that says what happens next."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import filing, paper
from records.log import SYSTEM
from records.refusals import Refusal
from requests_app.models import Application
from web.pieces import Fact
from web.public import draft as drafts
from web.public import filed, filing_draft, opened, steps, story, uploads
from web.public.draft import Draft
from web.public.forms import Declaration
from web.public.steps import FILES, asked_under, default_law
from web.today import now, today

logger = logging.getLogger("web.public")


@login_not_required
def check(request: HttpRequest) -> HttpResponse:
    """Every answer with the way back to it, the declaration, and the one button that files."""
    if request.method == "POST" and _filed_already(request):
        return redirect("public:apply_done")
    draft = drafts.current(request)
    if draft is None:
        messages.warning(request, _("这里没有正在填写的申请。可能已经提交，或者保存的时间已过。"))
        return redirect("public:apply")
    asked = asked_under(default_law())
    unanswered = steps.first_open(asked, draft.answers)
    if unanswered is not None:
        return redirect("public:apply", unanswered.slug)
    form = Declaration(request.POST or None, initial={"key": draft.key})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["key"] == draft.key:
            return _file(request, draft, form)
        form.add_error(None, _("这份表单在别的窗口里重新填写过，请核对后再提交。"))
    return _show(request, draft, form)


@login_not_required
def done(request: HttpRequest) -> HttpResponse:
    """Number and code, what happens next and by when. The code is shown for half an hour only."""
    content = filed.last(request, at=now())
    if content is None:
        messages.warning(
            request, _("确认页面只在提交后半小时内显示。请用申请编号和查询码查询进度。")
        )
        return redirect("public:track")
    application = Application.objects.select_related("applicant").get(pk=content["case"])
    clock = application.clock(on=today())
    context = {
        "application": application,
        "code": content["code"],
        "clock": clock if clock.started_on else None,
        "law": application.statute_law,
        "next": story.coming(application, clock if clock.started_on else None),
        "receipt": application.notices.issued().filter(kind="acknowledgement").first(),
        "today": today(),
    }
    return render(request, "public/apply_done.html", context)


def _filed_already(request: HttpRequest) -> bool:
    """Whether this very form was filed here: double click, back and again, retry."""
    content = filed.last(request, at=now())
    return content is not None and content["key"] == request.POST.get("key")


def _file(request: HttpRequest, draft: Draft, form: Declaration) -> HttpResponse:
    at = now()
    try:
        taken = filing.file_online(
            application=filing_draft.application_fields(draft),
            applicant=filing_draft.applicant_fields(draft),
            uploads=uploads.as_uploads(draft.files()),
            filing_key=draft.key,
            at=at,
        )
    except Refusal as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return _show(request, draft, form)
    if taken.query_code is None:
        if not filed.wait_for_the_other(request, str(draft.key), at=at):
            filed.remember(request, draft, taken, at=at)  # the number; the code is not known again
        return redirect("public:apply_done")
    filed.remember(request, draft, taken, at=at)
    draft.discard()
    request.session.set_expiry(None)
    opened.remember(request, taken.application, at=at)
    request.session.save()
    _acknowledge(request, taken.application)
    return redirect("public:apply_done")


def _acknowledge(request: HttpRequest, application: Application) -> None:
    """Print the receipt now if it can be; the case is filed either way and a worker tries again."""
    try:
        paper.acknowledge(application, by=SYSTEM, on=today(), at=now())
    except Refusal as refusal:
        logger.warning("no receipt yet for case %s: %s", application.number, refusal)


def _show(request: HttpRequest, draft: Draft, form: Declaration) -> HttpResponse:
    asked = asked_under(default_law())
    groups: dict[str, list[Fact]] = {}
    for step in asked:
        if step.form is not None:
            change = f"{_address(step.slug)}?then=check"
            groups.setdefault(str(step.legend), []).extend(
                filing_draft.rows(step, draft, change=change)
            )
    context = {
        "form": form,
        "groups": list(groups.items()),
        "files": draft.files(),
        "files_address": f"{_address(FILES)}?then=check",
        "number": len(asked) + 1,
        "count": len(asked) + 1,
        "back": _address(asked[-1].slug),
        "law": default_law(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "public/apply_check.html", context, status=status)


def _address(slug: str) -> str:
    return reverse("public:apply", args=[slug])
