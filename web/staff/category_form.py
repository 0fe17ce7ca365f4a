"""The heading of the list under which a case is counted, as a field of the case's page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Category
from requests_app.models import Application
from web.dates import in_english


class HeadingField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Category) -> str:
        title = obj.title_en if in_english() and obj.title_en else obj.title
        return f"{obj.number}. {title}"


class CategoryForm(forms.Form):
    category = HeadingField(
        Category.objects.all(), label=_("公开类别"), required=False,
        empty_label=_("未分类"),
    )  # fmt: skip
    was = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, case: Application | None = None) -> None:
        given = {"category": case.category_id, "was": case.category_id} if case else None
        super().__init__(data, label_suffix="", initial=given)
