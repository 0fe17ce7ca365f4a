"""Who signs which kind of notice: the chains an institution settles, one version after another."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from casework import settling
from notices import chain_rules
from notices.kind import Kind
from notices.kinds import KINDS
from notices.models import Notice
from office import institution as office_institution
from office.roles import May
from records.approval import Stage
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from web.fields import number_sent
from web.refusals import tell
from web.staff.access import require
from web.staff.chain_forms import ChainForm
from web.today import now


class Settled(NamedTuple):
    """A kind with its chain, and whether the institution changed it."""

    kind: Kind
    stages: tuple[Stage, ...]
    is_own: bool


def chains(request: HttpRequest) -> HttpResponse:
    """Every kind of notice with those who sign it, in order."""
    require(request.user, May.CONFIGURE)
    current = office_institution.current()
    rows = [
        Settled(
            kind,
            chain_rules.settled_chain(kind, current.approval_chains).stages,
            kind.code in current.approval_chains,
        )
        for kind in KINDS.values()
        if not kind.is_automatic
    ]
    return render(request, "staff/chains.html", {"rows": rows, "current": current})


def chain(request: HttpRequest, code: str) -> HttpResponse:
    """Change who signs one kind; a draft that waits then has to be saved and handed in anew."""
    require(request.user, May.CONFIGURE)
    kind = KINDS.get(code)
    if kind is None or kind.is_automatic:
        raise Http404
    current = office_institution.current()
    form = ChainForm(kind, current.approval_chains, request.POST or None)
    if request.method == "POST" and form.is_valid() and _saved(request, kind, form):
        return redirect("staff:chains")
    context = {
        "form": form, "kind": kind, "current": current, "default": kind.approval.stages,
        "drafts": Notice.objects.drafts().count(),
    }  # fmt: skip
    return render(request, "staff/chain.html", context)


def _saved(request: HttpRequest, kind: Kind, form: ChainForm) -> bool:
    current = office_institution.current()
    changed = chain_rules.with_chain(current.approval_chains, kind, form.codes())
    try:
        settling.change_institution(
            {"approval_chains": changed}, by=request.user, at=now(),
            version=number_sent(request, "version"),
        )  # fmt: skip
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        tell(form, refusal)
        return False
    messages.success(request, _("新的审批环节已启用，起草中的文书须重新保存送审。"))
    return True


urlpatterns = [
    path("institution/chains/", chains, name="chains"),
    path("institution/chains/<slug:code>/", chain, name="chain"),
]
