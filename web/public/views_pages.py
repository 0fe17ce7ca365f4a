"""Pages for everyone: home, catalogue, guide, privacy, accessibility."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
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
    dated = Item.objects.filled().exclude(updated_on=None).select_related("category")
    context = {
        "law": law,
        "count": len(asked_under(law)) + 1,
        "recent": dated.order_by("-updated_on", "number")[:RECENT],
        "categories": Category.objects.annotate(n=Count("items")),
        "track_form": Track(auto_id="id_home_%s"),
    }
    return render(request, "public/home.html", context)


@login_not_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every item by category; with a search, those that hold every word of it."""
    asked_for = request.GET.get("q", "").strip()[:100]
    found = Item.objects.matching(asked_for) if asked_for else Item.objects.all()
    groups: dict[Category, list[Item]] = {}
    for item in found.select_related("category").order_by("category__number", "number"):
        groups.setdefault(item.category, []).append(item)
    context = {
        "asked_for": asked_for,
        "groups": list(groups.items()),
        "count": sum(len(items) for items in groups.values()),
        "law": default_law(),
    }
    return render(request, "public/catalogue.html", context)


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
