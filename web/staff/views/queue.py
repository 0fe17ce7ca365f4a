"""The list of cases, and finding one by its applicant."""

import unicodedata

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from records.encryption import keyed_hash
from requests_app.models import Application
from web.staff.filters import OPEN, QueueFilter
from web.staff.rows import rows_of
from web.today import today

PER_PAGE = 30
MOST_FOUND = 200  # by applicant: one page, since a page number would need an address
ORDERS = {
    "due": (F("alarm_on").asc(nulls_last=True), "pk"),
    "received": (F("received_on").desc(nulls_last=True), "-pk"),
    "number": ("-pk",),
}
ORDER_WORDS = {
    "due": _("按到期日从早到晚"),
    "received": _("按收到日期从晚到早"),
    "number": _("按编号从新到旧"),
}


def queue(request: HttpRequest) -> HttpResponse:
    """The cases this person may see; open ones by due date unless they ask otherwise."""
    asked = request.GET.copy()
    untouched = not any(name in asked for name in QueueFilter.base_filters)
    if untouched:
        asked["state"] = OPEN
    order = asked.get("sort") if asked.get("sort") in ORDERS else "due"
    visible = Application.objects.visible_to(request.user).for_list()
    chosen = QueueFilter(asked, queryset=visible)
    said = "" if untouched else chosen.in_words()
    return _listed(request, chosen.qs.order_by(*ORDERS[order]), order, chosen, said=said)


@require_POST
def find_applicant(request: HttpRequest) -> HttpResponse:
    """Cases by an applicant's name or identity number; by POST: neither belongs in an address."""
    wanted = request.POST.get("applicant", "").strip()
    visible = Application.objects.visible_to(request.user).for_list()
    found = visible.none()
    if wanted:
        number = unicodedata.normalize("NFKC", wanted).replace(" ", "").upper()
        found = visible.filter(applicant__name__icontains=wanted) | visible.filter(
            applicant__identity_index=keyed_hash(number, purpose="identity")
        )
    chosen = QueueFilter({"state": ""}, queryset=visible)
    found = found.order_by("-pk")
    return _listed(request, found, "number", chosen, applicant=wanted, per_page=MOST_FOUND)


def _listed(
    request: HttpRequest,
    cases: QuerySet,
    order: str,
    chosen: QueueFilter,
    *,
    said: str = "",
    applicant: str | None = None,
    per_page: int = PER_PAGE,
) -> HttpResponse:
    page = Paginator(cases, per_page).get_page(request.GET.get("page"))
    on = today()
    context = {
        "filter": chosen, "page": page, "rows": rows_of(page.object_list, on=on), "on": on,
        "order": order, "order_words": ORDER_WORDS[order], "applicant": applicant, "said": said,
    }  # fmt: skip
    return render(request, "staff/queue.html", context)
