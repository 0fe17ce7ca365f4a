"""Pages for everyone: home, guide, privacy, accessibility."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.models import Category, Item
from office import institution
from web.public import challenge
from web.public.forms import Track
from web.public.privacy import NOTICE_VERSION
from web.public.steps import asked_under, default_law

RECENT = 4


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    law = default_law()
    dated = Item.objects.filled().exclude(updated_on=None).select_related("category", "unit")
    context = {
        "law": law,
        "count": len(asked_under(law)) + 1,
        "recent": dated.order_by("-updated_on", "number")[:RECENT],
        "categories": _categories(),
        "track_form": Track(auto_id="id_home_%s"),
    }
    return render(request, "public/home.html", context)


def _categories() -> QuerySet[Category]:
    """The headings of the list in use, with how many items stand under each."""
    counted = Count("items", filter=Q(items__retired_at=None))
    return Category.objects.annotate(n=counted).filter(n__gt=0)


@login_not_required
def guide(request: HttpRequest) -> HttpResponse:
    law, row = default_law(), institution.current()
    context = {
        "law": law,
        "bodies": challenge.places(row),
        "row": row,
        "count": len(asked_under(law)) + 1,
        "remedies": challenge.all_ways(law, row),
        "silence": challenge.against_silence(law, row),
    }
    return render(request, "public/guide.html", context)


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html", {"law": default_law(), "version": NOTICE_VERSION})


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")
