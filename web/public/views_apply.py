"""Filing: one question per page, then the answers checked, then the case."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from records.refusals import Refusal
from requests_app.states import Delivery
from web.public import draft as drafts
from web.public import hints, steps, uploads
from web.public.draft import Draft
from web.public.forms import Files
from web.public.steps import AskedStep, asked_under, default_law
from web.today import now

HINTED = ("what", "how")  # where it is not too late to read what is already there


@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """What is needed and how long it takes; begin, go on with what was kept, or drop it."""
    draft = drafts.current(request)
    law = default_law()
    asked = asked_under(law)
    if request.method == "POST":
        if request.POST.get("discard") and draft:
            draft.discard()
            messages.success(request, _("已删除填写的内容和上传的文件。"))
            return redirect("public:apply")
        draft = draft or drafts.begin(request)
        return redirect(_address(next_step(draft, asked)))
    context = {"law": law, "draft": draft, "count": len(asked) + 1, "steps": asked}
    return render(request, "public/apply_start.html", context)


@login_not_required
def question(request: HttpRequest, step: str) -> HttpResponse:
    asked = asked_under(default_law())
    here = next((each for each in asked if each.slug == step), None)
    if here is None:
        raise Http404
    draft = drafts.current(request)
    if draft is None and request.method == "POST":
        draft = drafts.begin(request)  # the session ended while they typed: go on with what came
    if draft is None:
        return _nothing_kept(request)
    if here.form is None:
        return _files(request, here, draft, asked)
    known = draft.all_answers()
    if request.method != "POST":
        form = here.form(initial=draft.typed.get(step) or draft.answers.get(step), known=known)
        return _page(request, here, draft, asked, form)
    form = here.form(request.POST, known=known)
    if request.POST.get("later"):
        return _keep_as_typed(request, here, draft, form)
    if not form.is_valid():
        return _page(request, here, draft, asked, form)
    draft.keep(step, form.cleaned_data)
    _forget_what_no_longer_fits(draft, step, known)
    if request.POST.get("then") == "check" and steps.first_open(asked, draft.answers) is None:
        return redirect("public:apply_check")
    return redirect(_address(_after(here, draft, asked)))


def next_step(draft: Draft, asked: tuple[AskedStep, ...]) -> AskedStep | None:
    return steps.first_open(asked, draft.answers)


def _after(here: AskedStep, draft: Draft, asked: tuple[AskedStep, ...]) -> AskedStep | None:
    """The page after this one, but never past one that has no answer yet."""
    position = asked.index(here)
    following = asked[position + 1] if position + 1 < len(asked) else None
    open_ = steps.first_open(asked, draft.answers)
    if open_ is not None and (following is None or asked.index(open_) < asked.index(following)):
        return open_
    return following


def _address(step: AskedStep | None) -> str:
    return reverse("public:apply", args=[step.slug]) if step else reverse("public:apply_check")


def _nothing_kept(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request, _("这个浏览器里没有正在填写的申请。可能已经提交，或者保存的时间已过。")
    )
    return redirect("public:apply")


def _page(
    request: HttpRequest,
    here: AskedStep,
    draft: Draft,
    asked: tuple[AskedStep, ...],
    form,
    **more,
) -> HttpResponse:
    position = asked.index(here)
    context = {
        "step": here,
        "number": position + 1,
        "count": len(asked) + 1,
        "back": _address(asked[position - 1]) if position else reverse("public:apply"),
        "form": form,
        "draft": draft,
        "then": request.POST.get("then") or request.GET.get("then", ""),
        "published": hints.already_public(draft.get("subject")) if here.slug in HINTED else (),
        **more,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "public/apply_question.html", context, status=status)


def _keep_as_typed(request: HttpRequest, here: AskedStep, draft: Draft, form) -> HttpResponse:
    """Keep the page as it is, right or wrong: it is judged when the applicant goes on."""
    if here.form is not None:
        draft.keep_typed(here.slug, {name: form[name].data for name in form.fields})
    until = drafts.keep_for_later(request, at=now())
    local = timezone.localtime(until)
    messages.success(
        request,
        _("已保存在这个浏览器里，到%(day)s %(time)s为止。在公用电脑上请不要这样保存。")
        % {"day": local.date().isoformat(), "time": f"{local:%H:%M}"},
    )
    return redirect("public:apply")


def _forget_what_no_longer_fits(draft: Draft, step: str, before: dict) -> None:
    """Another kind of applicant has other papers; another way to deliver may need an address."""
    if step == "kind" and "kind" in before and before["kind"] != draft.get("kind"):
        draft.answers.pop("identity", None)
    needed = {Delivery.EMAIL: "email", Delivery.POST: "address"}.get(draft.get("delivery"))
    if needed and not draft.get(needed):
        draft.answers.pop("contact", None)
    draft.save()


def _files(
    request: HttpRequest, here: AskedStep, draft: Draft, asked: tuple[AskedStep, ...]
) -> HttpResponse:
    form = Files(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if removed := request.POST.get("remove", ""):
            draft.remove_file(int(removed) if removed.isdigit() else 0)
            return redirect(request.path)
        for upload in form.cleaned_data["files"] if form.is_valid() else []:
            _take_one(request, draft, upload, form)
        if not form.errors:
            if request.POST.get("later"):
                return _keep_as_typed(request, here, draft, form)
            if request.POST.get("add"):
                return redirect(request.path)
            return redirect(_address(_after(here, draft, asked)))
    return _page(request, here, draft, asked, form, kept=draft.files())


def _take_one(request: HttpRequest, draft: Draft, upload, form: Files) -> None:
    if len(draft.file_ids) >= uploads.MOST_FILES:
        form.add_error("files", _("最多%(n)s个文件。") % {"n": uploads.MOST_FILES})
        return
    try:
        draft.add_file(uploads.take(request, upload, at=now()))
    except Refusal as refusal:
        for reason in refusal.reasons:
            form.add_error("files", reason)
