"""One unit's answers as one page: numbered questions, last year's beside each, nothing lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal
from reports.collection_answers import Given, Said
from reports.collection_questions import Kind, Question, canonical
from reports.models import Answer, HowSaid
from web.dates import in_english
from web.fields import DateField
from web.staff.collection_forms import Plain

WIDGETS = {
    Kind.NUMBER: (forms.TextInput, {"inputmode": "numeric", "class": "w10", "maxlength": 30}),
    Kind.MONEY: (forms.TextInput, {"inputmode": "decimal", "class": "w10", "maxlength": 30}),
    Kind.TEXT: (forms.Textarea, {"rows": 5}),
    Kind.DATE: (forms.DateInput, {"type": "date", "class": "w10"}),
    Kind.LINK: (forms.URLInput, {"maxlength": 500}),
}


@dataclass(frozen=True)
class Row:
    """A question as the page shows it. `meanwhile`: what somebody else saved in between."""

    number: int
    question: Question
    value: Any
    same: Any
    comment: Any
    answer: Answer | None
    before: Answer | None
    meanwhile: Answer | None = None

    @property
    def is_last_years(self) -> bool:
        """Nothing was answered yet: what stands in the field is last year's."""
        return self.answer is None and self.before is not None


class AskForm(Plain):
    """Everything one unit is asked; with `for_unit` also who told the office."""

    def __init__(
        self, *args: Any, questions: Iterable[Question], answers: Mapping[str, Answer],
        before: Mapping[str, Answer], for_unit: bool, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.questions, self.answers, self.before = list(questions), answers, before
        for number, question in enumerate(self.questions, 1):
            self._add(number, question)
        self.for_unit = for_unit
        if for_unit:
            self.fields["said_by"] = forms.CharField(label=_("由谁提供"), max_length=50)
            self.fields["said_on"] = DateField(label=_("提供日期"))
            self.fields["said_how"] = forms.ChoiceField(
                label=_("提供方式"), choices=HowSaid.choices
            )

    def _add(self, number: int, question: Question) -> None:
        code, answer = question.code, self.answers.get(question.code)
        last = self.before.get(code)
        widget, attrs = WIDGETS[Kind(question.kind)]
        label = question.label_en if in_english() and question.label_en else question.label
        self.fields[f"v_{code}"] = forms.CharField(
            label=f"{number}. {label}", required=False, widget=widget(attrs=dict(attrs)),
            initial=answer.value if answer else last.value if last else "",
        )  # fmt: skip
        self.fields[f"c_{code}"] = forms.CharField(
            label=_("备注"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
            initial=answer.comment if answer else "",
        )  # fmt: skip
        if last:
            self.fields[f"s_{code}"] = forms.BooleanField(
                label=_("与上年相同，已核对"), required=False,
                initial=bool(answer and answer.same),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        for question in self.questions:
            name = f"v_{question.code}"
            try:
                canonical(question.kind, found.get(name, ""))
            except Refusal as refusal:
                self.add_error(name, str(refusal))
        return found

    def given(self) -> dict[str, Given]:
        said = self.cleaned_data
        return {
            q.code: Given(said[f"v_{q.code}"], said[f"c_{q.code}"], said.get(f"s_{q.code}", False))
            for q in self.questions
        }

    def said(self) -> Said | None:
        if not self.for_unit:
            return None
        said = self.cleaned_data
        return Said(said["said_by"], said["said_on"], HowSaid(said["said_how"]))

    def rows(self, meanwhile: Mapping[str, Answer] | None = None) -> list[Row]:
        found = []
        for number, question in enumerate(self.questions, 1):
            code = question.code
            found.append(Row(
                number, question, self[f"v_{code}"],
                self[f"s_{code}"] if code in self.before else None, self[f"c_{code}"],
                self.answers.get(code), self.before.get(code), (meanwhile or {}).get(code),
            ))  # fmt: skip
        return found

    def said_fields(self) -> list[Any]:
        return [self[name] for name in ("said_by", "said_on", "said_how") if self.for_unit]
