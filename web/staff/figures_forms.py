"""Which period, law and day the figures are asked for, read from the address."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Min
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from office import institution
from reports.scope import Scope
from requests_app.models import Application
from statute.law import laws
from statute.periods import PERIOD_OF, PERIODS, Period, span
from web.dates import in_english
from web.fields import DateField


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
        self.fields["period"].choices = [
            *((key, _said(period.label)) for key, period in self.named.items()),
            ("", _("自选日期")),
        ]
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
        named = self.named.get(cleaned["period"])
        period = named or span(cleaned["first"], cleaned["last"])
        return Scope(period, cleaned["law"] or None, cleaned["as_at"])


def _said(text: Any) -> str:
    return text.en if in_english() else text.zh


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
    return found


def usual(on: date) -> str:
    """The reporting period that is running, under the law the institution goes by."""
    name = institution.law(institution.current().default_law).reporting.period.value
    return f"{name}-{PERIOD_OF[name](on).first.year}"
