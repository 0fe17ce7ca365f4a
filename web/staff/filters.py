"""The queue's filters: what a clerk asks of the list, in words above the result."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from office.calendars import working_calendar
from office.models import Unit
from requests_app.models import Application
from requests_app.states import ApplicantKind, Channel, State
from requests_app.urgency import Part, soon_until
from statute.law import laws
from web.dates import in_english
from web.today import today

OPEN, ALL = "open", "all"
DUE = [
    ("overdue", _("逾期")),
    ("today", _("今日到期")),
    ("3", _("今天以后3个工作日内")),
    ("7", _("今天以后7个工作日内")),
    ("later", _("3个工作日以后")),
    ("not_running", _("不计时")),
    ("provisional", _("期限暂定")),
]


def _laws() -> list[tuple[str, str]]:
    return [(law.code, law.short.en if in_english() else law.short.zh) for law in laws()]


class QueueFilter(django_filters.FilterSet):
    """Which cases are listed. Nothing personal: applicants are looked up by POST."""

    q = django_filters.CharFilter(label=_("编号或内容"), method="filter_text")
    state = django_filters.ChoiceFilter(
        label=_("状态"),
        method="filter_state",
        choices=[(OPEN, _("在办")), *State.choices],
        empty_label=_("全部"),
    )
    due = django_filters.ChoiceFilter(
        label=_("期限"), method="filter_due", choices=DUE, empty_label=_("全部")
    )
    law = django_filters.ChoiceFilter(label=_("依据"), choices=_laws, empty_label=_("全部"))
    unit = django_filters.ModelChoiceFilter(
        label=_("承办单位"),
        field_name="unit_in_charge",
        queryset=Unit.objects.all(),
        empty_label=_("全部"),
    )
    kind = django_filters.ChoiceFilter(
        label=_("申请人类别"),
        field_name="applicant__kind",
        choices=ApplicantKind.choices,
        empty_label=_("全部"),
    )
    channel = django_filters.ChoiceFilter(
        label=_("申请渠道"), choices=Channel.choices, empty_label=_("全部")
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def filter_text(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split():
            cases = cases.filter(
                Q(number__icontains=word) | Q(subject__icontains=word)
                | Q(description__icontains=word)
            )  # fmt: skip
        return cases

    def filter_state(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        return cases.open() if value == OPEN else cases.filter(state=value)

    def filter_due(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        if value == "provisional":
            return cases.clock_running().filter(due_provisional=True)
        on, calendar = today(), working_calendar()
        if value.isdecimal():
            last = soon_until(on, calendar=calendar, days=int(value))
            return cases.in_part(Part.SOON, on=on, last=last)
        return cases.in_part(Part(value), on=on, last=soon_until(on, calendar=calendar))

    def in_words(self) -> str:
        return in_words(self.form)


def in_words(form: forms.Form) -> str:
    """The filters that apply, as a person would say them."""
    if not form.is_valid():
        return ""
    said = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in ("", None):
            continue
        labels = {code: label for code, label in getattr(field, "choices", ())}  # noqa: C416
        shown = labels.get(value, value)
        said.append(_now("%(field)s：%(value)s") % {"field": field.label, "value": shown})
    return _now("，").join(said)
