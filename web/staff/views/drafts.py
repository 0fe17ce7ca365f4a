"""Drafts: beginning a notice, changing it beside its preview, handing it in, throwing it away."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework import paper, released, segregation, standing
from casework.earlier import earlier_replies
from casework.precedents import contrary_to
from notices import english_texts
from notices.kind import Kind
from notices.kinds import KINDS
from notices.models import Notice
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.steps import ChangedMeanwhile
from web import dates
from web.fields import number_sent
from web.refusals import say
from web.staff import notice_page, outgoing_page, revoking
from web.staff.access import case_of
from web.staff.growing import growing, grown
from web.staff.notice_forms import DraftForms
from web.staff.prefill import first_facts
from web.today import now, today


def draft(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Begin a notice of this kind: the form its declaration asks for."""
    case, declared = case_of(request, number), _drafted_kind(kind)
    notice_page.refuse_unless_drafting(request.user, case)
    vow = not released.acknowledged(case, request.user)
    first = first_facts(request, declared, case) | revoking.first_facts(declared, request.GET)
    likely = paper.Translation(english_texts.prefilled(case, declared))
    forms = DraftForms(
        declared, case, request.POST or None, facts=first, vow=vow,
        parts=segregation.parts_of(case), translation=likely,
    )  # fmt: skip
    if growing(request):
        forms = grown(request, forms, case, vow)
    elif "resumed" in request.POST:
        _say_resumed(request)
    elif request.method == "POST" and forms.is_valid():
        made = _begin(request, case, declared, forms)
        if made:
            return _saved(request, made)
    context = notice_page.draft_context(None, case, declared, today())
    context["reasons"] = tuple(standing.obstacles(declared, case))
    if declared.code == "repeated":
        context["earlier"] = earlier_replies(case, by=request.user)
    return _page(request, forms, context)


def notice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft beside its preview. A draft another person saved meanwhile stays as it is."""
    found = notice_page.notice_of(request, pk)
    case, kind = found.application, KINDS[found.kind]
    notice_page.refuse_unless_drafting(request.user, case)
    if not found.is_draft and request.method == "GET":
        return redirect("staff:notice", pk)
    vow = not released.acknowledged(case, request.user)
    words = {"facts": found.all_facts, "wording": found.wording, "vow": vow}
    words["translation"] = paper.Translation(found.english, found.english_facts)
    forms = DraftForms(kind, case, request.POST or None, **words)
    if growing(request):
        forms = grown(request, forms, case, vow)
    elif "resumed" in request.POST:
        _say_resumed(request)
    elif "own_words" in request.POST:
        forms = _with_standard_words(request, found, forms, vow)
    elif request.method == "POST" and forms.is_valid() and _change(request, found, forms):
        return _saved(request, found)
    context = notice_page.draft_context(found, case, kind, today())
    context["precedents"] = contrary_to(found, by=request.user)
    return _page(request, forms, context)


@require_POST
def notice_submit(request: HttpRequest, pk: int) -> HttpResponse:
    found = notice_page.notice_of(request, pk)
    notice_page.refuse_unless_drafting(request.user, found.application)
    _submit(request, found, seen=number_sent(request, "seen"))
    return redirect("staff:notice", pk)


@require_POST
def notice_discard(request: HttpRequest, pk: int) -> HttpResponse:
    found = notice_page.notice_of(request, pk)
    notice_page.refuse_unless_drafting(request.user, found.application)
    try:
        paper.discard(found, by=request.user, at=now(), reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        say(request, refusal)
        return redirect("staff:notice", pk)
    messages.success(request, _("草稿已作废。"))
    return redirect(found.application)


def _drafted_kind(code: str) -> Kind:
    kind = KINDS.get(code)
    if kind is None or kind.is_automatic:
        raise Http404
    return kind


def _with_standard_words(
    request: HttpRequest, found: Notice, forms: DraftForms, vow: bool
) -> DraftForms:
    """The standard words to start one's own from; never in place of words already written."""
    wording = forms.wording["wording"].value() or ""
    if wording.strip():
        messages.warning(request, _("自拟正文里已经有文字，没有换成标准正文；要换的，先把它清空。"))
    else:
        wording = paper.standard_wording(found, on=today())
    return DraftForms(
        forms.kind, found.application, facts=forms.as_typed(), wording=wording, vow=vow,
        translation=forms.translation_as_typed(),
    )  # fmt: skip


def _begin(request: HttpRequest, case: Application, kind: Kind, forms: DraftForms) -> Notice | None:
    by, on, at = request.user, today(), now()
    asked = case.consultations.last() if kind.code == "consultation_note" else None
    try:
        made = paper.draft(
            kind.code, case, by=by, on=on, at=at, facts=forms.facts(), wording=forms.own_words(),
            consultation=asked, translation=forms.translation(),
        )  # fmt: skip
    except Refusal as refusal:
        forms.refuse(refusal.reasons)
        return None
    released.acknowledge(case, by=by, at=at)
    _hand_over_files(request, made)
    return made


def _change(request: HttpRequest, found: Notice, forms: DraftForms) -> bool:
    by, at = request.user, now()
    try:
        paper.redraft(
            found, by=by, at=at, facts=forms.facts(), wording=forms.own_words(),
            seen=number_sent(request, "seen"), translation=forms.translation(),
        )  # fmt: skip
    except ChangedMeanwhile:
        last = notice_page.last_change(found)
        words = {"who": last.actor_name, "at": _clock_time(last.at), "n": found.draft_number}
        forms.refuse(
            (_("%(who)s已于%(at)s保存了第%(n)s稿，您的改动没有保存。您写的文字还在下面，对方的一稿见预览；"
               "再按保存，即以您的文字为新的一稿。") % words,)
        )  # fmt: skip
        return False
    except Refusal as refusal:
        forms.refuse(refusal.reasons)
        return False
    released.acknowledge(found.application, by=by, at=at)
    _hand_over_files(request, found)
    return True


def _clock_time(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{dates.short(local.date())} {local:%H:%M}"


def _hand_over_files(request: HttpRequest, made: Notice) -> None:
    """Files added and removed on the page of the draft; the text is saved whatever they are."""
    case, by = made.application, request.user
    try:
        for pk in request.POST.getlist("remove"):
            attachment = notice_page.released_files(case).filter(pk=pk).first()
            if attachment:
                released.remove(attachment, by=by, at=now())
        outgoing_page.let_through_as_typed(request, case)
        for upload in request.FILES.getlist("upload"):
            released.add(case, upload, by=by, on=today(), at=now())
    except Refusal as refusal:
        messages.error(request, _("附件没有保存：%(why)s") % {"why": refusal})


def _saved(request: HttpRequest, made: Notice) -> HttpResponse:
    made.refresh_from_db()
    if "submit" in request.POST and _submit(request, made, seen=made.draft_number):
        return redirect("staff:notice", made.pk)
    if "submit" not in request.POST:
        messages.success(request, _("第%(n)s稿已保存。") % {"n": made.draft_number})
    return redirect("staff:notice_edit", made.pk)


def _submit(request: HttpRequest, found: Notice, *, seen: int | None) -> bool:
    try:
        paper.submit(found, by=request.user, at=now(), seen=seen)
    except Refusal as refusal:
        say(request, refusal)
        return False
    messages.success(request, _("已送审。"))
    return True


def _say_resumed(request: HttpRequest) -> None:
    messages.warning(request, _("您写的文字都在下面，还没有保存。"))


def _page(request: HttpRequest, forms: DraftForms, context: dict[str, Any]) -> HttpResponse:
    """`seen` stays what it was for words carried over: they do not replace another's draft."""
    resumed = "resumed" in request.POST
    context |= {"forms": forms, "failed": forms.has_errors, "resumed": resumed}
    if context["notice"]:
        context["seen"] = (
            number_sent(request, "seen") if resumed else context["notice"].draft_number
        )
    return render(request, "staff/draft.html", context)


urlpatterns = [
    path("cases/<str:number>/draft/<slug:kind>/", draft, name="draft"),
    path("notices/<int:pk>/edit/", notice_edit, name="notice_edit"),
    path("notices/<int:pk>/submit/", notice_submit, name="notice_submit"),
    path("notices/<int:pk>/discard/", notice_discard, name="notice_discard"),
]
