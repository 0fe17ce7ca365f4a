"""The form of a notice, built from the declaration of its kind; for a reply, one part per item."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from casework.translating import NONE, Translation
from notices import items
from notices.english_texts import Kept
from notices.kind import Field, Kind, Widget
from requests_app.models import Application
from requests_app.objections import standing_objections
from statute.law import Law
from web.staff import revoking
from web.staff.english_form import EnglishForm
from web.staff.item_forms import ItemForm
from web.templatetags.words import said

# Where the law fixes a number, or the institution has settled it, the form begins with it.
FIRST_VALUES: dict[tuple[str, str], Callable[[Law], Any]] = {
    ("correction", "days"): lambda law: law.correction.applicant_period.value,
    ("extension", "by_days"): lambda law: law.extension.max_days.value,
    ("fee", "days"): lambda law: law.payment.days.value,
    ("reasons_request", "days"): lambda law: law.facts["reasons_days"].value,
}


def form_for(kind: Kind, law: Law) -> type[forms.Form]:
    """A form class with the fields the kind declares, in their order, and the wording."""
    made = {f.name: _made(f) for f in kind.fields if f.widget != Widget.ITEMS}
    for name, field in made.items():
        if (kind.code, name) in FIRST_VALUES:
            field.initial = FIRST_VALUES[kind.code, name](law)
    return type("NoticeForm", (forms.Form,), made)


def _made(declared: Field) -> forms.Field:
    common = {
        "label": said(declared.label),
        "help_text": said(declared.help),
        "required": declared.required,
    }
    return _MAKERS[declared.widget](declared, common)


def _number(declared: Field, common: dict[str, Any]) -> forms.Field:
    bounds = {"min_value": declared.least, "max_value": declared.most}
    if declared.decimals:
        return forms.DecimalField(**common, **bounds, decimal_places=declared.decimals)
    return forms.IntegerField(**common, **bounds)


def _choice(declared: Field, common: dict[str, Any]) -> forms.Field:
    choices = [(code, said(label)) for code, label in declared.choices]
    first = choices[0][0]
    return forms.ChoiceField(**common, choices=choices, widget=forms.RadioSelect, initial=first)


def _date(declared: Field, common: dict[str, Any]) -> forms.Field:
    return forms.DateField(**common, widget=day_input())


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _consultation(declared: Field, common: dict[str, Any]) -> forms.Field:
    """Which of them the case has is filled in by DraftForms."""
    return forms.TypedChoiceField(**common, coerce=int, widget=forms.RadioSelect)


_MAKERS: dict[str, Callable[[Field, dict[str, Any]], forms.Field]] = {
    Widget.TEXT: lambda declared, common: forms.CharField(**common, max_length=300),
    Widget.TEXTAREA: lambda declared, common: forms.CharField(
        **common, widget=forms.Textarea(attrs={"rows": 4})
    ),
    Widget.NUMBER: _number,
    Widget.DATE: _date,
    Widget.CHOICE: _choice,
    Widget.CONSULTATION: _consultation,
}


class WordingForm(forms.Form):
    """Own words for the body of a letter; empty means the standard words."""

    wording = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 10}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wording"].label = _("自拟正文")
        self.fields["wording"].help_text = _(
            "留空即用标准正文。自拟的须写明法律依据；首段和救济途径始终由系统写。一行一段；行首写"
            "“1. ”“（一）”“- ”的是列表，**文字**是强调，每行以|开头和结尾的是表格，第一行是栏目。"
        )
        self.fields["wording"].widget.attrs["data-marks"] = ""


class VowForm(forms.Form):
    """The confirmation, once a person and case, that nothing secret is put into the system."""

    no_secrets = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["no_secrets"].label = _("我确认写入和上传的内容不涉及国家秘密、工作秘密")
        self.fields["no_secrets"].error_messages["required"] = _("请先确认内容不涉密。")


class _ItemFormSet(forms.BaseFormSet):
    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("删去这一项")


class DraftForms:
    """The forms of one draft together: what the kind declares, the items, wording, confirmation."""

    def __init__(
        self,
        kind: Kind,
        application: Application,
        data: QueryDict | None = None,
        *,
        facts: Mapping[str, Any] | None = None,
        wording: str = "",
        vow: bool = False,
        more: int = 0,
        more_parts: int = 0,
        parts: Sequence[Mapping[str, str]] = (),
        translation: Translation = NONE,
    ) -> None:
        law = application.statute_law
        known = dict(facts or {})
        self.kind = kind
        self.form = form_for(kind, law)(data, initial=known, label_suffix="")
        if "consultation" in self.form.fields:
            rows = standing_objections(application)
            self.form.fields["consultation"].choices = [(row.pk, row.party_name) for row in rows]
        revoking.offer(self.form, kind, application)
        self.wording = WordingForm(data, initial={"wording": wording}, label_suffix="")
        self.vow = VowForm(data, label_suffix="") if vow else None
        self.items = None
        if kind.is_reply:
            asked = {"asked_for": application.subject, "withheld": list(parts)}
            first = known.get("items") or [asked]
            several = _number_of_items(data, len(first) + more) > 1
            words = {"kind": kind, "law": law, "several": several, "more_parts": more_parts,
                     "label_suffix": ""}  # fmt: skip
            self.items = _formset(more)(data, initial=first, prefix="items", form_kwargs=words)
        rows = {"items": [form.rows() for form in self.items.forms]} if self.items else {}
        self.english = EnglishForm(
            data, kind=kind, application=application, typed=known | self.as_typed() | rows,
            wording=self.wording["wording"].value() or "", known=translation,
        )  # fmt: skip

    @property
    def all(self) -> list[forms.BaseForm]:
        found = [self.form]
        for item in self.items.forms if self.items else []:
            found += [item, *(item.parts.forms if item.in_part else [])]
        return [*found, self.wording, self.english, *([self.vow] if self.vow else [])]

    @property
    def is_bound(self) -> bool:
        return self.form.is_bound

    @property
    def has_errors(self) -> bool:
        return self.is_bound and any(form.errors for form in self.all)

    def is_valid(self) -> bool:
        parts = (self.form, self.wording, self.vow, self.english)
        sound = [form.is_valid() for form in parts if form]
        if self.items is not None:
            sound.append(self.items.is_valid())
        return all(sound)

    def facts(self) -> dict[str, Any]:
        found = dict(self.form.cleaned_data)
        if self.items is not None:
            found["items"] = [
                {key: form.cleaned_data.get(key, "") for key in items.KEYS}
                | ({"withheld": form.parts.typed()} if form.in_part else {})
                for form in self.items.forms
                if form.cleaned_data and not form.cleaned_data.get("DELETE")
            ]
        return found

    def own_words(self) -> str:
        return self.wording.cleaned_data["wording"]

    def translation(self) -> Translation:
        if self.items is None:
            return self.english.translation()
        given = enumerate(self.items.cleaned_data)
        return self.english.translation(
            self._places({n for n, item in given if not item or item.get("DELETE")})
        )

    def translation_as_typed(self, struck: Collection[int] = ()) -> Translation:
        """The English that goes with `as_typed`, without the items that are struck out."""
        return self.english.as_typed(self._places(struck) if self.items is not None else None)

    def _places(self, struck: Collection[int]) -> Kept:
        forms = enumerate(self.items.forms)
        return {place: form.places() for place, form in forms if place not in struck}

    def refuse(self, reasons: tuple[str, ...]) -> None:
        """Show why what was filled in could not be saved; everything typed stays."""
        for reason in reasons:
            self.form.add_error(None, reason)

    def as_typed(self) -> dict[str, Any]:
        """What is in the forms now, sound or not, to begin another form with."""
        typed = {name: self.form[name].value() for name in self.form.fields}
        if self.items is not None:
            typed["items"] = [item.typed() for item in self.items.forms]
        return typed


def _number_of_items(data: QueryDict | None, known: int) -> int:
    sent = data.get("items-TOTAL_FORMS", "") if data else ""
    return int(sent) if sent.isdecimal() else known


def _formset(more: int) -> type[forms.BaseFormSet]:
    return forms.formset_factory(
        ItemForm, formset=_ItemFormSet, extra=more, min_num=1, max_num=30, absolute_max=40,
        validate_max=True, can_delete=True,
    )  # fmt: skip
