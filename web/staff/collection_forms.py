"""Forms for collecting the year's data: the collection, its units, its questions, the reasons."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from office.models import Unit
from reports.collection_questions import Consolidated, Kind, Question
from reports.models import CollectionRound, ReportReminderRules
from statute.periods import Period
from web.dates import in_english
from web.fields import DateField
from web.staff.figures_forms import periods

ALL, SOME = "all", "some"


class Plain(forms.Form):
    """Labels without a colon; the browser leaves the checking to us."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class BeginForm(Plain):
    period = forms.ChoiceField(label=_("报告期"))
    due_on = DateField(label=_("报送期限"), help_text=_("各单位在这一天以前报送。"))
    note = forms.CharField(
        label=_("填报说明"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("各单位填报时看到。"),
    )  # fmt: skip

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = periods(on)
        self.fields["period"].choices = [
            (key, period.label.en if in_english() else period.label.zh)
            for key, period in self.named.items()
        ]
        self.fields["period"].initial = next(
            (key for key, period in self.named.items() if period.last < on), None
        )

    def chosen(self) -> Period:
        return self.named[self.cleaned_data["period"]]


class ScheduleForm(Plain):
    due_on = DateField(label=_("报送期限"))
    note = forms.CharField(
        label=_("填报说明"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class UnitsForm(Plain):
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("要求填报的单位"), widget=forms.CheckboxSelectMultiple
    )
    why = forms.CharField(
        label=_("减少单位的理由"), required=False, max_length=500,
        help_text=_("填报发出以后减少单位的，须写明。"),
    )  # fmt: skip

    def __init__(self, *args: Any, round_: CollectionRound, **kwargs: Any) -> None:
        asked = set(round_.asks.filter(excused_at=None).values_list("unit", flat=True))
        super().__init__(*args, initial={"units": asked}, **kwargs)
        self.fields["units"].queryset = Unit.objects.filter(closed_on=None)
        if not round_.opened_at:
            del self.fields["why"]


class QuestionForm(Plain):
    """A question; its code and kind are settled once it was asked."""

    code = forms.CharField(
        label=_("代码"), max_length=40, help_text=_("正文中用{代码}引用，例如{web_items}。")
    )
    label = forms.CharField(label=_("问题"), max_length=200)
    label_en = forms.CharField(label=_("英文"), required=False, max_length=300)
    kind = forms.ChoiceField(label=_("答复的种类"), choices=Kind.choices)
    consolidated = forms.ChoiceField(label=_("怎样汇总"), choices=Consolidated.choices)
    required = forms.BooleanField(label=_("必须回答"), required=False)
    asked = forms.ChoiceField(
        label=_("问哪些单位"), widget=forms.RadioSelect,
        choices=[(ALL, _("参加填报的全部单位")), (SOME, _("只问下面选的单位"))],
    )  # fmt: skip
    units = forms.MultipleChoiceField(
        label=_("选择单位"), required=False, widget=forms.CheckboxSelectMultiple
    )
    source = forms.CharField(
        label=_("依据"), required=False, max_length=200, help_text=_("哪个文件要求报告这一项。")
    )

    def __init__(
        self, *args: Any, question: Question | None, is_asked: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=_initial(question), **kwargs)
        self.question = question
        units = Unit.objects.filter(closed_on=None)
        self.fields["units"].choices = [(unit.code, str(unit)) for unit in units]
        if question:
            self.fields["code"].disabled = True
            self.fields["kind"].disabled = is_asked

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("asked") == SOME and not found.get("units"):
            self.add_error("units", _("请至少选择一个单位。"))
        return found

    def made(self) -> Question:
        said = self.cleaned_data
        units = tuple(said["units"]) if said["asked"] == SOME else None
        kept = {} if self.question is None else {"source_en": self.question.source_en}
        if self.question and said["source"] != self.question.source:
            kept = {}
        names = ("code", "label", "label_en", "kind", "required", "consolidated", "source")
        return Question(**{name: said[name] for name in names}, units=units, **kept)


def _initial(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {"asked": ALL, "required": True}
    asked = ALL if question.units is None else SOME
    return question.as_json() | {"asked": asked, "units": list(question.units or ())}


class WhyForm(Plain):
    why = forms.CharField(
        label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip


class ExtendForm(WhyForm):
    to = DateField(label=_("延期至"))
    field_order = ("to", "why")


class RemindersForm(forms.ModelForm):
    class Meta:
        model = ReportReminderRules
        fields = ("lead_days", "after_days", "missing_days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
