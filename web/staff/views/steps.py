"""One view takes every plain step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casework import acts
from records import log
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.steps import STEPS, ChangedMeanwhile, NotPermitted, Step
from web.staff.access import case_of
from web.staff.step_forms import FORMS
from web.today import now, today


def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Show the step's form, with what it will change; take it on POST."""
    found, chosen = case_of(request, number), _plain_step(name)
    blockers = chosen.blockers(found, request.user)
    _refuse_person(blockers)
    form = FORMS[name](request.POST or None, case=found, user=request.user)
    if request.method == "POST" and form.is_valid() and _taken(request, found, name, form):
        messages.success(request, _("已办理：%(step)s。") % {"step": chosen.label})
        return redirect("staff:case" if _still_visible(request, number) else "staff:queue",
                        *([number] if _still_visible(request, number) else []))  # fmt: skip
    context = {
        "case": found, "step": chosen, "form": form, "on": today(),
        "reasons": [r for blocker in blockers for r in blocker.reasons],
        "clock": found.clock(on=today()) if found.received_on else None,
    }  # fmt: skip
    return render(request, "staff/step.html", context)


def _plain_step(name: str) -> Step:
    if name not in FORMS:
        raise Http404(_("没有这个步骤。"))
    return STEPS[name]


def _refuse_person(blockers: list[Refusal]) -> None:
    """Sees the case but may not take the step: 403 with the reason."""
    for blocker in blockers:
        if isinstance(blocker, NotPermitted):
            raise PermissionDenied(str(blocker))


def _taken(request: HttpRequest, case: Application, name: str, form) -> bool:
    cleaned = form.cleaned_data
    try:
        acts.take(
            case, name, by=request.user, on=cleaned["on"], at=now(),
            version=cleaned["version"], **form.facts(),
        )  # fmt: skip
    except ChangedMeanwhile:
        case.refresh_from_db()
        form.add_error(None, _changed_by(case))
        form.data = form.data.copy()
        form.data["version"] = case.version  # shown the news, the person may send it again
        return False
    except Refusal as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        case.refresh_from_db()
        return False
    return True


def _changed_by(case: Application) -> str:
    last = log.entries(case.chain).last()
    words = {
        "who": last.actor_name or last.get_actor_kind_display(),
        "when": last.at.astimezone().strftime("%H:%M"),
    }
    return (
        _(
            "这件申请刚才（%(when)s）已由%(who)s办理，情况可能变了。您填写的内容都在，"
            "请看过最新情况后再提交。"
        )
        % words
    )


def _still_visible(request: HttpRequest, number: str) -> bool:
    return Application.objects.visible_to(request.user).filter(number=number).exists()
