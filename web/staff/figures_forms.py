"""Which period, law and day the figures are asked for, read from the address."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Min
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from office import institution
from reports import table_two
from reports.compared import MOST_YEARS
from reports.models import TableTwo
from reports.scope import Scope
from requests_app.models import Application
from statute.law import laws
from statute.periods import PERIOD_OF, PERIODS, Period, month, named, quarter
from web.dates import in_english
from web.fields import DateField

QUARTERS, MONTHS = 8, 24  # that may be chosen by name


class ScopeForm(forms.Form):
    """A named period, or any two days; a law or all; as known at a day."""

    period = forms.ChoiceField(label=_("期间"), required=False)
    first = DateField(label=_("自"), required=False)
    last = DateField(label=_("至"), required=False)
    law = forms.ChoiceField(label=_("适用法规"), required=False)
    as_at = DateField(label=_("截至"), required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.on = on
        self.named = periods(on)
        self.fields["period"].choices = [*_grouped(self.named), ("", _("自选日期"))]
        self.fields["law"].choices = [
            ("", _("全部")), *((law.code, _said(law.short)) for law in laws())
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if not cleaned.get("period") and not self.errors:
            if not first or not last:
                self.add_error("first" if not first else "last", _now("请填写日期，或选择期间。"))
            elif last < first:
                self.add_error("last", _now("末日不能早于首日。"))
        return cleaned

    def scope(self) -> Scope:
        cleaned = self.cleaned_data
        chosen = self.named.get(cleaned["period"])
        period = chosen or named(cleaned["first"], cleaned["last"])
        return Scope(period, cleaned["law"] or None, cleaned["as_at"])


def _said(text: Any) -> str:
    return text.en if in_english() else text.zh


GROUPS = {
    "school_year": _("学年"), "calendar_year": _("年"), "quarter": _("季度"), "month": _("月份"),
}  # fmt: skip


def _grouped(named: dict[str, Period]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """The choices under the kind of period each is."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key, period in named.items():
        found.setdefault(key.partition("-")[0], []).append((key, _said(period.label)))
    return [(GROUPS[kind], choices) for kind, choices in found.items()]


def periods(on: date) -> dict[str, Period]:
    """School years and calendar years until now, the latest first.

    They begin with the first receipt, and at least with the year before last: a year without
    applications is reported too.
    """
    earliest = Application.objects.aggregate(day=Min("received_on"))["day"] or on
    earliest = min(earliest, date(on.year - 2, 1, 1))
    found = {}
    for name, of in PERIOD_OF.items():
        for year in range(of(on).first.year, of(earliest).first.year - 1, -1):
            found[f"{name}-{year}"] = PERIODS[name](year)
    return found | _short_periods(on)


def _short_periods(on: date) -> dict[str, Period]:
    """The last eight quarters and two years of months, the latest first."""
    found = {}
    for ago in range(QUARTERS):
        number = 4 * on.year + (on.month - 1) // 3 - ago
        year, turn = number // 4, number % 4 + 1
        found[f"quarter-{year}-{turn}"] = quarter(year, turn)
    for ago in range(MONTHS):
        number = 12 * on.year + on.month - 1 - ago
        year, turn = number // 12, number % 12 + 1
        found[f"month-{year}-{turn}"] = month(year, turn)
    return found


def usual(on: date) -> str:
    """The reporting period that is running, under the law the institution goes by."""
    name = institution.law(institution.current().default_law).reporting.period.value
    return f"{name}-{PERIOD_OF[name](on).first.year}"


class YearsForm(forms.Form):
    """How many years stand side by side."""

    years_shown = forms.TypedChoiceField(
        label=_("年数"), required=False, coerce=int, empty_value=3,
        choices=[(n, n) for n in range(2, MOST_YEARS + 1)],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def years(self) -> int:
        return self.cleaned_data["years_shown"]


class TableTwoForm(forms.ModelForm):
    """The year's numbers; what is left empty stays not filled in."""

    edits = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = TableTwo
        fields = list(table_two.FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["edits"].initial = self.instance.edits
        for name in table_two.FIELDS:
            self.fields[name].widget.attrs |= {"class": "w10", "inputmode": "decimal"}

    def numbers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in table_two.FIELDS}


class KeepForm(forms.Form):
    """Why these figures are kept."""

    label = forms.CharField(
        label=_("说明"), max_length=200,
        help_text=_("例如“上报前核对”。留存后不能修改。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
