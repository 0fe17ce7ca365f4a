"""Forms about reminders: one's own hours and deputy, the office's rules, a feed address."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from casework import feeds
from casework.models import FeedAddress, ReminderChoice, ReminderRules
from casework.reminder_settings import CHOICES, RULES
from office.models import User
from web.staff.notice_forms import day_input


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time", "class": "w10"}, format="%H:%M")


class ChoiceForm(forms.ModelForm):
    """When I get no messages, and who is told as well while I am away."""

    class Meta:
        model = ReminderChoice
        fields = CHOICES
        widgets = {
            "quiet_from": time_input(),
            "quiet_until": time_input(),
            "away_from": day_input(),
            "away_until": day_input(),
        }

    def __init__(self, person: User, rules: ReminderRules, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        words = {"since": f"{rules.quiet_from:%H:%M}", "until": f"{rules.quiet_until:%H:%M}"}
        hint = _("不填按全机构的规定：%(since)s至次日%(until)s。") % words
        self.fields["quiet_from"].help_text = hint
        others = User.objects.filter(is_active=True, role_grants__ended_at=None)
        others = others.exclude(role_grants=None).exclude(pk=person.pk).distinct()
        self.fields["deputy"].queryset = others
        self.fields["deputy"].empty_label = _("没有")
        self.fields["deputy"].help_text = _(
            "离开期间，代办人也会收到提醒，并可以代您签署您有权审批的文书，记为“代”。只限其本来能看到的"
            "办件，起草人不能代签，保密审查不能代作。其他办理权限不随之转移。"
        )

    def _post_clean(self) -> None:
        """The rules are the verb's, which says all reasons at once; not the model's."""


class RulesForm(forms.ModelForm):
    """How this office reminds, and whom it turns to when nothing is handed in."""

    class Meta:
        model = ReminderRules
        fields = RULES
        widgets = {name: time_input() for name in ("quiet_from", "quiet_until", "urgent_by")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for name in ("head_days", "office_days", "leader_days"):
            label = self.fields[name].label
            self.fields[name] = forms.IntegerField(label=label, min_value=-10, max_value=10)
        self.fields["head_days"].help_text = _(
            "到期日当天为0，之前的工作日为负数，之后的为正数。只在还没有送审答复或者延期时提醒。"
        )
        self.fields["urgent_by"].help_text = _("当天到期的提醒不受晚间限制，最迟此时发出。")
        self.fields["on_rest_days"].help_text = _("不勾选时，休息日只提醒当天到期的事项。")


class FeedForm(forms.Form):
    """A new address: whose dates, in which language, and a word by which to know it again."""

    scope = forms.ChoiceField(widget=forms.RadioSelect)
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.RadioSelect)
    name = forms.CharField(max_length=60, required=False)

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        open_to = [choice for choice in FeedAddress.Scope if feeds.may_make(person, choice)]
        self.fields["scope"].choices = [(choice.value, choice.label) for choice in open_to]
        self.fields["scope"].label, self.fields["language"].label = _("范围"), _("语言")
        self.fields["name"].label = _("用在哪里")
        self.fields["name"].help_text = _("例如：手机日历。便于日后辨认和停用。")
        self.initial.setdefault("scope", FeedAddress.Scope.PERSON)
