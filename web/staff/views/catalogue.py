"""The list of what the institution publishes, filled in item by item."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.catalogue import fill_in
from catalogue.models import Item
from office.roles import May
from records.refusals import Refusal
from web.fields import DateField
from web.refusals import tell
from web.staff.access import require
from web.today import now, today


class ItemForm(forms.Form):
    link = forms.URLField(
        label=gettext_lazy("网址链接"), required=False, max_length=500, assume_scheme="https",
        help_text=gettext_lazy("以https://开头。没有公开的不填，显示为“未填”。"),
    )  # fmt: skip
    unit = forms.CharField(label=gettext_lazy("责任单位"), required=False, max_length=100)
    cycle = forms.CharField(label=gettext_lazy("更新周期"), required=False, max_length=30)
    updated_on = DateField(label=gettext_lazy("更新日期"), required=False)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        names = ("link", "unit", "cycle", "updated_on")
        initial = {name: getattr(item, name) for name in names}
        super().__init__(*args, label_suffix="", initial=initial, **kwargs)


def catalogue(request: HttpRequest) -> HttpResponse:
    """All matters, the ones without a link first to see."""
    require(request.user, May.CONFIGURE)
    items = Item.objects.select_related("category")
    missing = sum(not item.link for item in items)
    return render(request, "staff/catalogue.html", {"items": items, "missing": missing})


def catalogue_item(request: HttpRequest, number: int) -> HttpResponse:
    require(request.user, May.CONFIGURE)
    item = get_object_or_404(Item.objects.select_related("category"), number=number)
    form = ItemForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            fill_in(item, by=request.user, on=today(), at=now(), **form.cleaned_data)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("staff:catalogue")
    return render(request, "staff/catalogue_item.html", {"item": item, "form": form})


urlpatterns = [
    path("catalogue/", catalogue, name="catalogue"),
    path("catalogue/<int:number>/", catalogue_item, name="catalogue_item"),
]
