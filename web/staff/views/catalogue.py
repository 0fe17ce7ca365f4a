"""The directory of what the institution publishes, as the office and the units look after it."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from casework import catalogue as verbs
from casework import catalogue_proposals as proposals
from casework.catalogue_state import standing
from catalogue.models import Item, ItemList, Proposal
from office.models import Unit
from office.roles import May
from records.refusals import Refusal
from requests_app.steps import ChangedMeanwhile
from web.fields import number_sent
from web.refusals import carried_out, say, tell
from web.staff import catalogue_page as pages
from web.staff.catalogue_forms import DirectoryFilter, ItemForm, ManyForm, ProposalForm
from web.staff.filters import in_words
from web.today import now, today


def catalogue(request: HttpRequest) -> HttpResponse:
    """How the directory stands, and the items asked for."""
    office = pages.require_directory(request.user)
    own = None if office else request.user.unit_ids()
    asked = DirectoryFilter(request.GET, own=own)
    chosen = asked.chosen()
    found = standing(pages.asked_for(request.user, chosen), on=today())
    context = {
        "office": office, "filter": asked, "said": in_words(asked), "standing": found,
        "rows": pages.listed(found, chosen["show"]), "many": ManyForm() if office else None,
        "ticked": request.POST.getlist("item"), "checks": settings.LINK_CHECK,
        "waiting": list(proposals.waiting()) if office else [],
        "the_list": ItemList.objects.current(), "on": today(),
        "by_name": {str(unit): unit.pk for unit in Unit.objects.all()},
    }  # fmt: skip
    return render(request, "staff/catalogue.html", context)


@require_POST
def catalogue_many(request: HttpRequest) -> HttpResponse:
    """Give the ticked items one unit or one cycle."""
    if not request.user.may(May.CONFIGURE):
        raise PermissionDenied
    form = ManyForm(request.POST)
    ticked = [int(pk) for pk in request.POST.getlist("item") if pk.isdecimal()]
    back = redirect(_back(request))
    if not form.is_valid():
        messages.error(request, _("所选的单位或者周期不存在。"))
        return back
    unit = Unit.objects.filter(pk=form.cleaned_data["new_unit"] or None).first()
    try:
        changed = verbs.settle_many(
            Item.objects.filter(pk__in=ticked), unit=unit, cycle=form.cleaned_data["new_cycle"],
            by=request.user, on=today(), at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        say(request, refusal)
        return back
    messages.success(
        request, ngettext("已修改%(n)s项。", "已修改%(n)s项。", changed) % {"n": changed}
    )
    return back


def _back(request: HttpRequest) -> str:
    """The list with the filters it was shown with; they come back as a query, nothing else."""
    query = request.POST.get("query", "")[:500]
    return reverse("staff:catalogue") + (f"?{query}" if query else "")


def catalogue_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: what is filled in, its links as last looked at, proposals, history."""
    office = pages.require_directory(request.user)
    item = get_object_or_404(verbs.seen_by(request.user).for_list(), pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = ItemForm(posted, item=item) if office and item.retired_at is None else None
    proposal = ProposalForm(posted) if proposals.may_propose(request.user, item) else None
    if posted and "propose" in posted and proposal is not None:
        form = ItemForm(item=item) if form else None
        done = _proposed(request, item, proposal)
    else:
        proposal = ProposalForm() if proposal else None
        done = form is not None and posted is not None and _filled(request, item, form)
    if done:
        return redirect("staff:catalogue_item", pk=pk)
    [row] = standing([item], on=today()).rows
    context = {
        "item": item, "row": row, "form": form, "proposal": proposal, "office": office,
        "proposals": item.proposals.select_related("by", "decided_by").order_by("-at")[:10],
        "history": pages.history_of(item), "on": today(), "checks": settings.LINK_CHECK,
    }  # fmt: skip
    return render(request, "staff/catalogue_item.html", context)


def _filled(request: HttpRequest, item: Item, form: ItemForm) -> bool:
    if not form.is_valid():
        return False
    facts = dict(form.cleaned_data)
    edits, more_links = facts.pop("edits"), facts.pop("more_links")
    try:
        verbs.fill_in(
            item, facts, more_links=more_links, edits=edits, by=request.user, on=today(), at=now()
        )
    except ChangedMeanwhile as refusal:
        tell(form, refusal)
        # What others changed is in the history below; saving again is then said knowingly.
        form.data = form.data.copy()
        form.data["edits"] = Item.every.get(pk=item.pk).edits
        return False
    except Refusal as refusal:
        tell(form, refusal)
        return False
    messages.success(request, _("已保存。"))
    return True


def _proposed(request: HttpRequest, item: Item, form: ProposalForm) -> bool:
    if not form.is_valid():
        return False
    try:
        proposals.propose(item, by=request.user, on=today(), at=now(), **form.cleaned_data)
    except Refusal as refusal:
        tell(form, refusal)
        return False
    messages.success(request, _("已提交，等信息公开办公室确认。"))
    return True


@require_POST
def catalogue_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what a unit proposed, or send it back with the reason."""
    if not request.user.may(May.CONFIGURE):
        raise PermissionDenied
    found = get_object_or_404(Proposal, pk=number_sent(request, "proposal"), item=pk)
    if "confirm" in request.POST:
        carried_out(
            request, lambda: proposals.confirm(found, by=request.user, on=today(), at=now()),
            done=_("已确认，目录已更新。"),
        )  # fmt: skip
    else:
        reason = request.POST.get("reason", "")[:300]
        carried_out(
            request,
            lambda: proposals.send_back(found, reason=reason, by=request.user, at=now()),
            done=_("已退回。"),
        )
    return redirect("staff:catalogue_item", pk=pk)


urlpatterns = [
    path("catalogue/", catalogue, name="catalogue"),
    path("catalogue/many/", catalogue_many, name="catalogue_many"),
    path("catalogue/<int:pk>/", catalogue_item, name="catalogue_item"),
    path("catalogue/<int:pk>/decide/", catalogue_decide, name="catalogue_decide"),
]
