"""Forms for the yearly report: which period, its text, why it is corrected."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from reports.models import AnnualReport, PartCode
from reports.parts import PARTS, PREFACE
from statute.periods import Period
from web.dates import in_english
from web.staff.figures_forms import periods


class BeginForm(forms.Form):
    period = forms.ChoiceField(label=_("报告期"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.named = periods(on)
        self.fields["period"].choices = [
            (key, period.label.en if in_english() else period.label.zh)
            for key, period in self.named.items()
        ]
        self.fields["period"].initial = next(
            key for key, period in self.named.items() if period.last < on
        )

    def chosen(self) -> Period:
        return self.named[self.cleaned_data["period"]]


class CorrectForm(forms.Form):
    reason = forms.CharField(label=_("更正理由"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class PartField(forms.CharField):
    """Needed for publication, not for saving: an empty part is saved and reported as missing."""

    def validate(self, value: str) -> None:
        pass


class TextsForm(forms.Form):
    """One box for each part, and the facts that texts may name as {name}."""

    use_required_attribute = False
    facts = forms.CharField(
        label=_("文中引用的数据"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一个，例如：procurement_projects = 58，正文中写{procurement_projects}。"),
    )  # fmt: skip
    edits = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: AnnualReport, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        texts = report.texts()
        guidance = {part.code: part.guidance for part in PARTS}
        guidance[PREFACE] = _("不填则按机构信息生成。")
        needed = {part.code for part in PARTS if not part.generated and not part.default}
        numbers = {part.code: part.number for part in PARTS}
        for code, label in PartCode.choices:
            self.fields[code] = PartField(
                label=_numbered(numbers.get(code), label), required=code in needed,
                help_text=guidance[code],
                widget=forms.Textarea(attrs={"rows": 4 if code in _SHORT else 10}),
                initial=texts.get(code, ""),
            )  # fmt: skip
        self.fields["facts"].initial = "\n".join(f"{k} = {v}" for k, v in report.facts.items())
        self.fields["edits"].initial = report.edits
        self.order_fields([*PartCode.values, "facts", "edits"])

    def clean_facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for line in self.cleaned_data["facts"].splitlines():
            if not line.strip():
                continue
            name, equals, value = (piece.strip() for piece in line.partition("="))
            if not equals or not _is_name(name) or not value:
                raise forms.ValidationError(
                    _now("“%(line)s”应写成名称 = 数据，名称用小写英文字母。") % {"line": line}
                )
            facts[name] = int(value) if value.isascii() and value.isdigit() else value
        return facts

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in PartCode.values}


_SHORT = {PREFACE, "requests", "remedies", "catalogue", "other", "evaluation"}


def _numbered(number: str | None, label: str) -> str:
    return f"{number}、{label}" if number and not in_english() else label


def _is_name(name: str) -> bool:
    return name.isascii() and name.replace("_", "").isalpha() and name.islower()
