"""One view takes every plain step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import acts
from casework.foreseen import Foreseen, Unseen
from records import log
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.steps import STEPS, ChangedMeanwhile, NotPermitted, Step
from web.refusals import tell
from web.staff import foresight, reauthentication
from web.staff.access import case_of
from web.staff.step_forms import FORMS, StepForm
from web.today import now, today

# Steps that answer for what leaves the house: the password is asked for again.
GRAVE = frozenset({"review_secrecy"})


def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Show the step's form, with what it will change; take it on POST."""
    case, chosen = case_of(request, number), _plain_step(name)
    blockers = chosen.blockers(case, request.user)
    _refuse_person(blockers)
    if request.method == "POST":
        return _sent(request, case, chosen)
    form, foreseen = FORMS[name](case=case, user=request.user, name=name), None
    if not blockers:
        foreseen = form.foreseen()
        form.set_hidden(seen=foreseen.seen if foreseen else "")
    reasons = [reason for blocker in blockers for reason in blocker.reasons]
    return _page(request, case, chosen, form, foreseen=foreseen, reasons=reasons)


def _sent(request: HttpRequest, case: Application, chosen: Step) -> HttpResponse:
    """Take the step, unless it moves what was not on the page: then show that first."""
    form = FORMS[chosen.name](request.POST, case=case, user=request.user, name=chosen.name)
    if not form.is_valid() or (chosen.name in GRAVE and reauthentication.fault(request)):
        return _page(request, case, chosen, form)
    try:
        taken = _taken(request, case, chosen, form)
    except Unseen as unseen:
        case.refresh_from_db()
        form.set_hidden(seen=unseen.foreseen.seen)
        return _page(request, case, chosen, form, foreseen=unseen.foreseen, unseen=True)
    if taken:
        messages.success(request, _("已办理：%(step)s。") % {"step": chosen.label})
        return _onward(request, case.number)
    return _page(request, case, chosen, form)


def _plain_step(name: str) -> Step:
    if name not in FORMS:
        raise Http404(_("没有这个步骤。"))
    return STEPS[name]


def _refuse_person(blockers: list[Refusal]) -> None:
    """Sees the case but may not take the step: 403 with the reason."""
    for blocker in blockers:
        if isinstance(blocker, NotPermitted):
            raise PermissionDenied(str(blocker))


def _taken(request: HttpRequest, case: Application, chosen: Step, form: StepForm) -> bool:
    cleaned = form.cleaned_data
    try:
        acts.take(
            case, chosen.name, by=request.user, on=cleaned["on"], at=now(),
            version=cleaned["version"], seen=cleaned["seen"], **form.facts(),
        )  # fmt: skip
    except Unseen:
        raise
    except ChangedMeanwhile:
        case.refresh_from_db()
        form.add_error(None, _changed_by(case))
        form.set_hidden(version=case.version)  # told the news, the person may send it again
    except Refusal as refusal:
        case.refresh_from_db()
        tell(form, refusal)
    else:
        return True
    return False


def _changed_by(case: Application) -> str:
    last = log.entries(case.chain).last()
    words = {
        "who": last.actor_name or last.get_actor_kind_display(),
        "when": timezone.localtime(last.at).strftime("%H:%M"),
    }
    sentence = _(
        "这件申请刚才（%(when)s）已由%(who)s办理，情况可能变了。您填写的内容都在，"
        "请看过最新情况后再提交。"
    )
    return sentence % words


def _onward(request: HttpRequest, number: str) -> HttpResponse:
    """To the case; to the list, if the case has just left this person's hands."""
    if Application.objects.visible_to(request.user).filter(number=number).exists():
        return redirect("staff:case", number)
    return redirect("staff:queue")


def _page(
    request: HttpRequest,
    case: Application,
    chosen: Step,
    form: StepForm,
    *,
    foreseen: Foreseen | None = None,
    unseen: bool = False,
    reasons: list[str] | None = None,
) -> HttpResponse:
    on = today()
    context = {
        "case": case, "step": chosen, "form": form, "on": on, "reasons": reasons or [],
        "foreseen": foreseen and foresight.shown(foreseen), "unseen": unseen,
        "clock": case.clock(on=on) if case.received_on else None, "grave": chosen.name in GRAVE,
    }  # fmt: skip
    return render(request, "staff/step.html", context)
