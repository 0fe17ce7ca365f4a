"""The public directory: every item by category, each with its own page, and all as a file."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from catalogue.models import Category, Item, ItemList
from catalogue.reporting import as_data, items_for_report
from office import institution
from records.csv_file import csv_bytes
from web.files import file_response
from web.public.steps import default_law


@login_not_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every item by category; with a search, those that hold every word of it."""
    asked_for = request.GET.get("q", "").strip()[:100]
    unit = request.GET.get("unit", "").strip()[:100]
    everything = items_for_report()
    units = {_name_of_unit(item): item.answerable for item in everything if item.answerable}
    unit = unit if unit in units else ""
    found = _found(asked_for, unit) if asked_for or unit else everything
    groups: dict[Category, list[Item]] = {}
    for item in found:
        groups.setdefault(item.category, []).append(item)
    context = {
        "asked_for": asked_for, "unit": unit, "unit_shown": units.get(unit, ""),
        "units": sorted(units.items()), "groups": list(groups.items()),
        "count": sum(len(items) for items in groups.values()), "of": len(everything),
        "law": default_law(), "the_list": ItemList.objects.current(),
    }  # fmt: skip
    return render(request, "public/catalogue.html", context)


def _name_of_unit(item: Item) -> str:
    """Its Chinese name, which an address carries in both languages."""
    return item.unit.name if item.unit else item.unit_name


def _found(asked_for: str, unit: str) -> list[Item]:
    found = Item.objects.matching(asked_for).for_list()
    return list(found.filter(Q(unit__name=unit) | Q(unit_name=unit)) if unit else found)


@login_not_required
def catalogue_item(request: HttpRequest, number: int) -> HttpResponse:
    """One item: where it is published, by whom, and when it was brought up to date."""
    item = get_object_or_404(Item.objects.for_list(), number=number)
    context = {"item": item, "updates": item.updates.all()[:100], "law": default_law()}
    return render(request, "public/catalogue_item.html", context)


@login_not_required
def catalogue_json(request: HttpRequest) -> HttpResponse:
    """The directory for machines, as docs/schemas/catalogue.json describes it."""
    found = as_data(
        items_for_report(), institution=institution.current().name,
        the_list=ItemList.objects.current(),
    )  # fmt: skip
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})


@login_not_required
def catalogue_csv(request: HttpRequest) -> HttpResponse:
    """The directory for a spreadsheet: a line for each link, one without for what has none."""
    rows = [[_("序号"), _("类别"), _("公开事项"), _("责任单位"), _("更新周期"), _("更新日期"),
             _("链接名称"), _("网址")]]  # fmt: skip
    for item in items_for_report():
        cycle = item.get_cycle_display() if item.cycle else ""
        same = [
            item.number, item.category.title, item.title, item.answerable, cycle,
            item.updated_on.isoformat() if item.updated_on else "",
        ]  # fmt: skip
        rows += [[*same, title, url] for title, url in item.links or [("", "")]]
    return file_response(csv_bytes(rows), name="catalogue.csv", media_type="text/csv")
