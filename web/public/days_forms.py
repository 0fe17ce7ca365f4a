"""The calculator's small questions: working days between two days, and whether one is worked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from office.calendars import CODE
from statute import protocol
from statute.asked import BadQuestion, Calendars
from statute.calendar import WorkingCalendar
from statute.day_table import WORKING_DAY
from statute.text import Text
from web.dates import in_english
from web.public.deadline_fields import Day, Question, calendars, told
from web.public.forms import Plain
from web.templatetags.words import said


class Asking(Plain):
    """A form that one answer of the protocol settles; `blame` is the field of what it refuses."""

    calendar = forms.ChoiceField(label=_("工作日历"), choices=calendars, initial=CODE)
    ask = staticmethod(protocol.day)
    blame = ""

    def __init__(self, data: Any = None, *, find: Calendars, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.find = find

    def clean(self) -> None:
        if self.errors:
            return
        self.question = self.asked(self.cleaned_data)
        try:
            language = "en" if in_english() else "zh"
            self.answer = self.ask(self.question, language=language, calendars=self.find)
        except BadQuestion as bad:
            self.add_error(self.blame, capfirst(said(bad.reason)))

    def asked(self, data: Mapping[str, Any]) -> Question:
        return told(data)

    @property
    def used(self) -> WorkingCalendar:
        """The calendar the answer was counted in."""
        return self.find(self.cleaned_data["calendar"])


class Count(Asking):
    """How many working days lie between two days."""

    first = Day(_("第一天"), need=_("请填写第一天"))
    last = Day(_("最后一天"), need=_("请填写最后一天"))
    bounds = forms.ChoiceField(
        label=_("两端怎么算"),
        choices=[
            ("[]", _("两端都计")), ("(]", _("第一天不计")), ("[)", _("最后一天不计")),
            ("()", _("两端都不计")),
        ],
    )  # fmt: skip
    field_order = ("first", "last", "bounds", "calendar")
    ask = staticmethod(protocol.count)
    blame = "last"

    @property
    def bounds_said(self) -> Any:
        return dict(self.fields["bounds"].choices)[self.cleaned_data["bounds"]]

    def asked(self, data: Mapping[str, Any]) -> Question:
        return told(
            {
                "calendar": data["calendar"],
                "from": data["first"],
                "to": data["last"],
                "bounds": data["bounds"],
            }
        )


class Worked(Asking):
    """Whether a day is worked, and why."""

    on = Day(_("哪一天"), need=_("请填写日期"))
    field_order = ("on", "calendar")
    blame = "on"

    @property
    def why(self) -> Text:
        return self.used.why(self.cleaned_data["on"])

    @property
    def tells_more(self) -> bool:
        """Whether the reason says more than that the day is worked."""
        return self.why != WORKING_DAY

    @property
    def source(self) -> str:
        """The notice or the statute that says so; none for a plain weekday or weekend."""
        return self.used.source_for(self.cleaned_data["on"])
