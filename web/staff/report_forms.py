"""Forms for the yearly report: which form and period, a part, facts, remarks, corrections."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from office.models import User
from reports import parts
from reports.models import AnnualReport
from reports.parts import Form, Part
from statute.periods import Period
from statute.text import Text
from web.dates import in_english
from web.staff.figures_forms import periods

LINE = 36  # characters on a line of the editor, about
FEWEST, MOST = 6, 40  # lines


def _said(text: Text) -> str:
    return text.en if in_english() else text.zh


class BeginForm(forms.Form):
    """Which report: a form, and a period of the kind that form reports on."""

    chosen = forms.ChoiceField(label=_("格式和报告期"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.named = _reports(on)
        self.fields["chosen"].choices = [
            (_said(form.label), [
                (key, _said(period.label)) for key, (of, period) in self.named.items() if of == form
            ])
            for form in parts.forms().values()
        ]  # fmt: skip
        over = (key for key, (_form, period) in self.named.items() if period.last < on)
        self.fields["chosen"].initial = next(over, None)

    def report(self) -> tuple[Form, Period]:
        return self.named[self.cleaned_data["chosen"]]


def _reports(on: date) -> dict[str, tuple[Form, Period]]:
    return {
        f"{form.code}:{period.first.year}": (form, period)
        for form in parts.forms().values()
        for key, period in periods(on).items()
        if key.startswith(f"{form.period}-")
    }


class CorrectForm(forms.Form):
    reason = forms.CharField(label=_("更正理由"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class PartForm(forms.Form):
    """The text of one part; `seen` is the version it is written upon."""

    use_required_attribute = False
    text = forms.CharField(label=_("正文"), required=False, widget=forms.Textarea())
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        said = _said(part.guidance)
        self.fields["text"].help_text = " ".join(
            filter(None, [said, _now("一行一段；以“（一）”开头的短行是小标题。")])
        )
        box = self.fields["text"].widget.attrs
        box |= {"class": "grow", "lang": "zh-CN", "rows": _lines(str(self["text"].value() or ""))}


def _lines(text: str) -> int:
    """As many as the text needs, with room for two more."""
    needed = sum(1 + len(line) // LINE for line in text.splitlines()) + 2
    return max(FEWEST, min(MOST, needed))


class CommentForm(forms.Form):
    use_required_attribute = False
    text = forms.CharField(label=_("写下意见"), widget=forms.Textarea(attrs={"rows": 3}))
    to_act = forms.ModelChoiceField(
        User.objects.none(), label=_("请谁处理"), required=False, empty_label=_("不指定")
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", prefix="comment", **kwargs)
        self.fields["to_act"].queryset = people


class AuthorForm(forms.Form):
    author = forms.ModelChoiceField(
        User.objects.none(), label=_("执笔人"), required=False, empty_label=_("不指定")
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["author"].queryset = people


class FactsForm(forms.Form):
    """What texts may name besides the figures."""

    use_required_attribute = False
    facts = forms.CharField(
        label=_("文中引用的数据"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一个，例如：procurement_projects = 58，正文中写{procurement_projects}。"),
    )  # fmt: skip
    edits = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: AnnualReport, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["facts"].initial = "\n".join(f"{k} = {v}" for k, v in report.facts.items())
        self.fields["edits"].initial = report.edits

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


def _is_name(name: str) -> bool:
    return name.isascii() and name.replace("_", "").isalpha() and name.islower()
