"""The heading of the list under which a case is counted, as a field of the case's page."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models import Category, Item
from requests_app.models import Application
from web.dates import in_english


class HeadingField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Category) -> str:
        title = obj.title_en if in_english() and obj.title_en else obj.title
        return f"{obj.number}. {title}"


class CategoryForm(forms.Form):
    """The headings of the list in use, and the one chosen from an earlier list."""

    category = HeadingField(
        Category.objects.none(), label=_("公开类别"), required=False,
        empty_label=_("未分类"),
    )  # fmt: skip
    was = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, case: Application) -> None:
        chosen = case.category_id
        super().__init__(data, label_suffix="", initial={"category": chosen, "was": chosen})
        in_use = Item.objects.values("category")
        self.fields["category"].queryset = Category.objects.filter(Q(pk__in=in_use) | Q(pk=chosen))
