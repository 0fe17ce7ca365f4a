"""The parts withheld of an item granted in part, as rows of a form inside the item's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _

from notices import withheld
from notices.basis import article_of
from notices.english_citations import short
from notices.words import VARIANTS
from statute.law import Law
from statute.text import Text
from web.templatetags.words import said

ROWS = 3  # offered where nothing is written yet


class PartForm(forms.Form):
    """One part: which, on what ground, why. Left empty it is none."""

    part = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    ground = forms.ChoiceField()
    reasons = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, law: Law, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask("part", _("不予公开的部分"), _("写到页、栏目或者内容，如“第2页学生姓名、学号”。"))
        self._ask("ground", _("不予公开的依据"))
        self._ask("reasons", _("这一部分的事实与理由"), _("写进答复书，申请人会看到。"))
        self.fields["ground"].choices = [("", "—"), *ground_choices(law)]
        self.fields["ground"].error_messages["required"] = _("请选择不予公开的依据。")
        self.fields["reasons"].error_messages["required"] = _("请写明事实与理由。")

    def _ask(self, name: str, label: str, help_text: str = "") -> None:
        self.fields[name].label, self.fields[name].help_text = label, help_text

    def full_clean(self) -> None:
        """A row left empty is not looked at: it is no part."""
        if self.is_bound and self.is_empty:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def typed(self) -> dict[str, str]:
        return {key: str(self[key].value() or "").strip() for key in withheld.KEYS}

    @property
    def is_empty(self) -> bool:
        return not any(self.typed().values())


class PartFormSet(forms.BaseFormSet):
    """The parts of one item. The rows left empty do not count."""

    def filled(self) -> list[PartForm]:
        return [form for form in self.forms if not form.is_empty]

    def typed(self) -> list[dict[str, str]]:
        return [form.typed() for form in self.filled()]

    def rows(self) -> list[dict[str, str]]:
        """Every row, those left empty too."""
        return [form.typed() for form in self.forms]

    def places(self) -> list[int]:
        """Which rows are filled."""
        return [place for place, form in enumerate(self.forms) if not form.is_empty]

    def clean(self) -> None:
        """One row may leave open which part it is; several must say it."""
        filled = self.filled()
        for form in filled if len(filled) > 1 else []:
            if not form.typed()["part"] and "part" not in form.errors:
                form.add_error("part", _("请写明是哪一部分。"))
        if not filled and self.forms:
            self.forms[0].add_error("part", _("请至少写出一处不予公开的部分，以及依据和理由。"))


def ground_choices(law: Law) -> list[tuple[str, str]]:
    """Every ground a part may newly rest on, with the article in the law of the case."""
    return [(code, in_words(code, law)) for code in withheld.OFFERED]


def in_words(ground: str, law: Law) -> str:
    told_apart = (law.code, ground) in VARIANTS
    article = variant_article(ground, law) if told_apart else law.answers[ground].article
    return f"{said(withheld.GROUNDS[ground])}　{said(article)}"


def variant_article(ground: str, law: Law) -> Text:
    """The article of a ground that shares its row of the table with another."""
    basis, _finding = VARIANTS[law.code, ground]
    article = article_of(basis).partition("》")[2]
    return Text(article, short(article))


def parts_formset(
    data: QueryDict | None, *, prefix: str, law: Law, first: Sequence[Mapping[str, str]], more: int
) -> PartFormSet:
    rows = len(first) + more if first else ROWS + more
    made = forms.formset_factory(
        PartForm, formset=PartFormSet, extra=rows - len(first), max_num=withheld.MOST,
        absolute_max=withheld.MOST + 10,
    )  # fmt: skip
    words = {"law": law, "label_suffix": ""}
    return made(data, initial=list(first), prefix=prefix, form_kwargs=words)
