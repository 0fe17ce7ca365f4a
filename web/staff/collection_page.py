"""What the pages of a collection share: whose they are, its version, a form on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from office.roles import May
from records.refusals import Refusal
from reports.collection_rounds import NOT_ALLOWED
from reports.models import CollectionRound
from reports.publication import may_write
from requests_app.steps import ChangedMeanwhile, NotPermitted
from web.fields import number_sent
from web.refusals import tell
from web.staff.access import require
from web.today import now


def round_of(request: HttpRequest, pk: int) -> CollectionRound:
    require(request.user, May.REPORT)
    return get_object_or_404(CollectionRound, pk=pk)


def require_writer(request: HttpRequest) -> None:
    require(request.user, May.REPORT)
    if not may_write(request.user):
        raise PermissionDenied(NOT_ALLOWED)


def sent(request: HttpRequest) -> dict[str, Any]:
    return {"edits": number_sent(request, "edits"), "by": request.user, "at": now()}


def form_page(
    request: HttpRequest, found: CollectionRound, form: BaseForm, template: str,
    act: Callable[[dict[str, Any]], object], *, back: str = "staff:collection_round",
    **context: Any,
) -> HttpResponse:  # fmt: skip
    """A form on one collection: done and back to its page, or shown again with every reason."""
    edits = found.edits
    if request.method == "POST":
        edits = number_sent(request, "edits")
        if form.is_valid():
            try:
                act(sent(request))
            except NotPermitted as refusal:
                raise PermissionDenied(str(refusal)) from refusal
            except ChangedMeanwhile as refusal:
                form.add_error(None, str(refusal))
                edits = CollectionRound.objects.get(pk=found.pk).edits
            except Refusal as refusal:
                tell(form, refusal)
            else:
                messages.success(request, _("已保存。"))
                return redirect(back, found.pk)
    return render(request, template, {"round": found, "form": form, "edits": edits} | context)


def attempt(form: BaseForm, verb: Callable[[], Any]) -> Any:
    try:
        return verb()
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        tell(form, refusal)
    return None
