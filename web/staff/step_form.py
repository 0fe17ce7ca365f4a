"""The form every plain step has: its day, and the case as the page showed it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from casework.foreseen import Foreseen
from casework.trial import foresee
from office.models import User
from requests_app.models import Application
from web.fields import DateField
from web.today import today


def prose(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


class StepForm(forms.Form):
    """The day of the act, and the version of the case that the page showed."""

    on = DateField(label=_("日期"), help_text=_("发生的日期，不能晚于今天。"))
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # see casework.foreseen

    NOT_FACTS = ("on", "version", "seen")

    def __init__(self, *args, case: Application, user: User, name: str, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.case, self.user, self.name = case, user, name
        self.fields["on"].initial = today()
        self.fields["version"].initial = case.version
        self.fill()
        self.order_fields([name for name in self.fields if name not in self.NOT_FACTS])

    def fill(self) -> None:
        """Set choices that depend on the case."""

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_now("日期不能晚于今天。"))
        return on

    def facts(self) -> dict[str, Any]:
        """What the step takes besides the day and the person."""
        return {n: v for n, v in self.cleaned_data.items() if n not in self.NOT_FACTS}

    def foreseen(self) -> Foreseen | None:
        """What the step would move by what the form begins with."""
        given = self._beginning()
        return foresee(self.name, self.case, given, act_on=given["on"], on=today())

    def _beginning(self) -> dict[str, Any]:
        return {name: self.get_initial_for_field(f, name) for name, f in self.fields.items()}

    def set_hidden(self, **values: Any) -> None:
        """Send the form again with what was typed and these hidden values."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data.update({self.add_prefix(name): value for name, value in values.items()})
        else:
            self.initial.update(values)


class ReasonForm(StepForm):
    reason = prose(_("理由"))
