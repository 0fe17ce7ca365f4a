"""Forms of the directory: filters, one item, several at once, a unit's proposal."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from casework.catalogue import FILLED
from casework.catalogue_state import Flaw
from catalogue.models import Category, Item
from catalogue.models.items import Cycle
from office.models import Unit
from web.dates import in_english
from web.fields import DateField

NOBODY, RETIRED = "none", "retired"
CYCLES = [("", "—"), *Cycle.choices]
web_address = URLValidator(["http", "https"])


def units(own: frozenset[int] | None = None) -> list[tuple[str, str]]:
    """Units for a choice; with `own`, only these."""
    found = Unit.objects.filter(closed_on=None)
    found = found if own is None else found.filter(pk__in=own)
    return [(str(unit.pk), str(unit)) for unit in found]


class DirectoryFilter(forms.Form):
    """Which items are listed, by GET."""

    q = forms.CharField(label=_("事项"), required=False, max_length=100)
    unit = forms.ChoiceField(label=_("责任单位"), required=False)
    category = forms.ChoiceField(label=_("类别"), required=False)
    show = forms.ChoiceField(label=_("情况"), required=False)

    def __init__(self, *args: Any, own: frozenset[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        nobody = [] if own is not None else [(NOBODY, _now("没有责任单位"))]
        retired = [] if own is not None else [(RETIRED, _now("不再列入清单"))]
        everything = [("", _now("全部"))]
        self.fields["unit"].choices = [*everything, *nobody, *units(own)]
        categories = Category.objects.filter(items__retired_at=None).distinct()
        self.fields["category"].choices = [
            *everything,
            *((str(one.pk), one.title_en if in_english() else one.title) for one in categories),
        ]
        self.fields["show"].choices = [*everything, *Flaw.choices, *retired]

    def chosen(self) -> dict[str, str]:
        """What is asked for; a value no field knows asks for nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class ManyForm(forms.Form):
    """What several items are given at once."""

    new_unit = forms.ChoiceField(label=_("责任单位改为"), required=False)
    new_cycle = forms.ChoiceField(
        label=_("更新周期改为"), required=False,
        choices=[pair for pair in CYCLES if pair[0] != Cycle.DATED],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["new_unit"].choices = [("", "—"), *units()]


class ItemForm(forms.Form):
    """All that the office fills in about one item."""

    link = forms.URLField(
        label=_("网址链接"), required=False, max_length=500, assume_scheme="https",
        help_text=_("以https://开头。没有公开的不填，显示为“未填”。"),
    )  # fmt: skip
    more_links = forms.CharField(
        label=_("其他链接"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一个：名称，空格，网址。"),
    )  # fmt: skip
    unit = forms.ModelChoiceField(label=_("责任单位"), required=False, queryset=Unit.objects.none())
    unit_name = forms.CharField(
        label=_("系统以外的责任单位"), required=False, max_length=100,
        help_text=_("上面没有的单位写在这里，例如附属医院。"),
    )  # fmt: skip
    cycle = forms.ChoiceField(label=_("更新周期"), required=False, choices=CYCLES)
    cycle_dates = forms.CharField(
        label=_("每年的固定日期"), required=False, max_length=60,
        help_text=_("周期选“每年的固定日期”时填，写成月-日，例如03-31 10-31。"),
    )  # fmt: skip
    cycle_note = forms.CharField(label=_("更新周期说明"), required=False, max_length=60)
    changed_on = DateField(
        label=_("内容形成或者变更日期"), required=False,
        help_text=_("公开或者更新的期限从这一天起算（办法第十七条，清单通知第二项）。"),
    )  # fmt: skip
    updated_on = DateField(label=_("更新日期"), required=False)
    edits = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        initial = {name: getattr(item, name) for name in (*FILLED, "edits")}
        lines = [f"{title} {url}" for title, url in item.links if title]
        initial["more_links"] = "\n".join(lines)
        super().__init__(*args, label_suffix="", initial=initial, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(closed_on=None) | Unit.objects.filter(
            pk=item.unit_id
        )

    def clean_more_links(self) -> list[tuple[str, str]]:
        """(title, address) of every line; every bad line is named."""
        found, faults = [], []
        for number, line in enumerate(self.cleaned_data["more_links"].splitlines(), start=1):
            if not line.strip():
                continue
            title, _gap, url = re.sub(r"[\s　]+", " ", line.strip()).rpartition(" ")
            try:
                web_address(url)
            except ValidationError:
                title = ""
            if not 0 < len(title) <= 100 or len(url) > 500:
                faults.append(_now("第%s行须是“名称 网址”，名称不超过100字。") % number)
            found.append((title, url))
        if faults:
            raise ValidationError(faults)
        return found


class ProposalForm(forms.Form):
    """What a unit puts before the office for one of its items."""

    link = forms.URLField(
        label=_("网址链接"), required=False, max_length=500, assume_scheme="https",
        help_text=_("现在的网址不变的，不必填。"),
    )  # fmt: skip
    changed_on = DateField(label=_("内容形成或者变更日期"), required=False)
    updated_on = DateField(label=_("更新日期"), required=False)
    note = forms.CharField(label=_("说明"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", prefix="p", **kwargs)
