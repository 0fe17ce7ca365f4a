"""The form of a notice, built from the declaration of its kind; for a reply, one part per item."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from casework.translating import NONE, Translation
from notices import items
from notices.kind import Field, Kind, Widget
from requests_app.models import Application
from statute.answers import ANSWERS, RESULT_CODES, combine
from statute.law import Law
from web.staff.english_form import EnglishForm
from web.templatetags.words import said

# Where the law fixes a number, or the institution has settled it, the form begins with it.
FIRST_VALUES: dict[tuple[str, str], Callable[[Law], Any]] = {
    ("correction", "days"): lambda law: law.correction.applicant_period.value,
    ("extension", "by_days"): lambda law: law.extension.max_days.value,
    ("fee", "days"): lambda law: law.payment.days.value,
}
NOT_BY_REPLY = frozenset({"other_not_corrected", "other_fee_unpaid"})


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


_MAKERS: dict[str, Callable[[Field, dict[str, Any]], forms.Field]] = {
    Widget.TEXT: lambda declared, common: forms.CharField(**common, max_length=300),
    Widget.TEXTAREA: lambda declared, common: forms.CharField(
        **common, widget=forms.Textarea(attrs={"rows": 4})
    ),
    Widget.NUMBER: _number,
    Widget.DATE: _date,
    Widget.CHOICE: _choice,
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


class ItemForm(forms.Form):
    """One item asked for and the answer to it."""

    asked_for = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
    answer = forms.ChoiceField(widget=forms.RadioSelect)
    ground = forms.ChoiceField(required=False)
    reasons = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    how_obtained = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, kind: Kind, law: Law, several: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own, beside = answers_of(kind)
        beside = beside if several else []
        self._ask("asked_for", _("申请人要求的信息"))
        if beside:
            self.fields["answer"].widget = forms.Select()
        self._ask("answer", _("怎样答复"))
        self.fields["answer"].choices = _answer_choices(own, beside, law)
        if len(own) == 1:
            self.fields["answer"].initial = own[0]
        self._ask("ground", _("具体情形"), _("列出了情形的答复须选一种。"))
        self.fields["ground"].choices = [("", "—"), *_ground_choices([*own, *beside], law)]
        if len(kind.grounds) == 1:
            self.fields["ground"].initial = next(iter(kind.grounds))
        self._ask(
            "reasons", _("事实与理由"), _("写进答复书，申请人会看到。不公开、不能提供的须写。")
        )
        self._ask(
            "how_obtained",
            _("获取的方式、途径和时间"),
            _("提供信息或者告知途径的须写，写到具体网页。"),
        )

    def _ask(self, name: str, label: str, help_text: str = "") -> None:
        self.fields[name].label, self.fields[name].help_text = label, help_text

    def _require(self, answers: list[str]) -> None:
        """What every answer on offer needs is not optional; the rest is looked at in `clean`."""
        given = [{"answer": answer, "ground": ""} for answer in answers]
        rules = (
            ("ground", _("请选择具体情形。"), lambda item: item["answer"] in items.GROUNDS),
            ("reasons", _("请写明事实与理由。"), items.needs_reasons),
            ("how_obtained", _("请写明获取信息的方式、途径和时间。"), items.needs_how),
        )
        for name, told, needed in rules:
            self.fields[name].required = all(map(needed, given))
            self.fields[name].error_messages["required"] = told

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        answer = found.get("answer")
        if not answer or set(self.errors) & {"ground", "reasons", "how_obtained"}:
            return found
        choices = items.GROUNDS.get(answer, {})
        if choices and found.get("ground") not in choices:
            self.add_error("ground", _("请选择具体情形。"))
        if not choices and found.get("ground"):
            self.add_error("ground", _("这种答复没有可选的情形。"))
        if items.needs_reasons(found) and not found.get("reasons"):
            self.add_error("reasons", _("请写明事实与理由。"))
        if items.needs_how(found) and not found.get("how_obtained"):
            self.add_error("how_obtained", _("请写明获取信息的方式、途径和时间。"))
        return found


def answers_of(kind: Kind) -> tuple[list[str], list[str]]:
    """The kind's own answers, and those that other items may have without changing the kind."""
    own = [code for code in RESULT_CODES if code in kind.answers]
    beside = [
        code
        for code in RESULT_CODES
        if code not in kind.answers
        and code not in NOT_BY_REPLY
        and any(combine([mine, code]) in kind.answers for mine in own)
    ]
    return own, beside


def _answer_choices(own: list[str], beside: list[str], law: Law) -> list[Any]:
    choices: list[Any] = [(code, _with_article(code, law)) for code in own]
    if beside:
        others = [(code, _with_article(code, law)) for code in beside]
        choices = [(_("本文书的答复"), choices), (_("其他事项还可以是"), others)]
    return choices


def _with_article(code: str, law: Law) -> str:
    label, article = said(ANSWERS[code].label), law.answers[code].article
    return label if article.zh.startswith("—") else f"{label}　{said(article)}"


def _ground_choices(answers: list[str], law: Law) -> list[Any]:
    return [
        (
            said(ANSWERS[answer].label),
            [
                (code, _with_article(code, law) if code in ANSWERS else said(label))
                for code, label in items.GROUNDS[answer].items()
            ],
        )
        for answer in answers
        if answer in items.GROUNDS
    ]


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
        translation: Translation = NONE,
    ) -> None:
        law = application.statute_law
        known = dict(facts or {})
        self.kind = kind
        self.form = form_for(kind, law)(data, initial=known, label_suffix="")
        self.wording = WordingForm(data, initial={"wording": wording}, label_suffix="")
        self.vow = VowForm(data, label_suffix="") if vow else None
        self.items = None
        if kind.is_reply:
            first = known.get("items") or [{"asked_for": application.subject}]
            several = _number_of_items(data, len(first) + more) > 1
            parts = {"kind": kind, "law": law, "several": several, "label_suffix": ""}
            self.items = _formset(more)(data, initial=first, prefix="items", form_kwargs=parts)
        self.english = EnglishForm(
            data, kind=kind, application=application, typed=known | self.as_typed(),
            wording=self.wording["wording"].value() or "", known=translation,
        )  # fmt: skip

    @property
    def all(self) -> list[forms.BaseForm]:
        found = [self.form, *(self.items.forms if self.items else []), self.wording, self.english]
        return [*found, self.vow] if self.vow else found

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
                {key: part.get(key, "") for key in items.KEYS}
                for part in self.items.cleaned_data
                if part and not part.get("DELETE")
            ]
        return found

    def own_words(self) -> str:
        return self.wording.cleaned_data["wording"]

    def translation(self) -> Translation:
        kept = None
        if self.items is not None:
            parts = enumerate(self.items.cleaned_data)
            kept = [place for place, part in parts if part and not part.get("DELETE")]
        return self.english.translation(kept)

    def refuse(self, reasons: tuple[str, ...]) -> None:
        """Show why what was filled in could not be saved; everything typed stays."""
        for reason in reasons:
            self.form.add_error(None, reason)

    def as_typed(self) -> dict[str, Any]:
        """What is in the forms now, sound or not, to begin another form with."""
        typed = {name: self.form[name].value() for name in self.form.fields}
        if self.items is not None:
            typed["items"] = [
                {key: part[key].value() or "" for key in items.KEYS} for part in self.items.forms
            ]
        return typed


def _number_of_items(data: QueryDict | None, known: int) -> int:
    sent = data.get("items-TOTAL_FORMS", "") if data else ""
    return int(sent) if sent.isdecimal() else known


def _formset(more: int) -> type[forms.BaseFormSet]:
    return forms.formset_factory(
        ItemForm, formset=_ItemFormSet, extra=more, min_num=1, max_num=30, absolute_max=40,
        validate_max=True, can_delete=True,
    )  # fmt: skip
