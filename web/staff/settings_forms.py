"""Forms by which an office settles its own facts: a year's holidays, itself, what law leaves it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from office.models import CalendarNotice, Institution, Unit, User
from office.roles import UNIT_ROLES, Role
from statute.law import Law, Setting, laws
from web.staff.notice_forms import day_input
from web.staff.settings_labels import SETTINGS, VALUES
from web.templatetags.words import said

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
YES_NO = ("yes", "no")
FACTS = (
    "name", "name_en", "number_prefix", "office_name", "office_name_en", "head_name", "address",
    "address_en", "postcode", "phone", "fax", "email", "hours", "hours_en", "supervisor",
    "discipline_office", "review_authority", "court",
)  # fmt: skip


class YearNoticeForm(forms.ModelForm):
    """A year's holiday notice without its days, which have a row for each festival."""

    url = forms.URLField(required=False, assume_scheme="https")
    work = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 6}))

    class Meta:
        model = CalendarNotice
        fields = ("year", "document", "url", "published_on")
        widgets = {"published_on": day_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["url"].label = _("网址")
        self.fields["document"].label = _("通知的标题和文号")
        self.fields["work"].label = _("调休上班的日子")
        self.fields["work"].help_text = _("每行一天，例如2027-02-06。")

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if not 2010 <= year <= 2059:
            raise forms.ValidationError(_("年份须在2010至2059之间。"))
        return year

    def clean_work(self) -> list[str]:
        days = []
        for line in self.cleaned_data["work"].split():
            try:
                days.append(date.fromisoformat(line).isoformat())
            except ValueError:
                raise forms.ValidationError(_("“%(day)s”不是日期。") % {"day": line}) from None
        return sorted(set(days))


class RestForm(forms.Form):
    """One festival: from which day to which day there is no work."""

    name = forms.CharField(max_length=40, required=False)
    first = forms.DateField(required=False, widget=day_input())
    last = forms.DateField(required=False, widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for name, label in (("name", _("节日")), ("first", _("首日")), ("last", _("末日"))):
            self.fields[name].label = label

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        first, last = found.get("first"), found.get("last")
        if not first and not last:
            return found
        if not (first and last and found.get("name")):
            self.add_error("last", _("请把节日、首日、末日都填上。"))
        elif last < first:
            self.add_error("last", _("末日不能早于首日。"))
        return found


RestFormSet = forms.formset_factory(RestForm, extra=1, max_num=20)


def rest_of(formset: forms.BaseFormSet) -> list[list[str]]:
    return [
        [part["name"], part["first"].isoformat(), part["last"].isoformat()]
        for part in formset.cleaned_data
        if part.get("first")
    ]


class InstitutionForm(forms.ModelForm):
    """The institution's own facts; what is not the same becomes a new version."""

    class Meta:
        model = Institution
        fields = (*FACTS, "default_law")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["office_name_en"].label = _("工作机构英文名称")
        choices = [(law.code, said(law.title)) for law in laws()]
        label = self.fields["default_law"].label
        self.fields["default_law"] = forms.ChoiceField(label=label, choices=choices)


class LawForm(forms.Form):
    """What one law leaves open: a field for each, with its article and the doubt beside it."""

    def __init__(self, law: Law, *args: Any, **kwargs: Any) -> None:
        self.law = law
        super().__init__(*args, prefix=law.code, label_suffix="", **kwargs)
        self.settings = {_key(setting): setting for setting in law.settings()}
        for key, setting in self.settings.items():
            self.fields[key] = _field_of(setting)
            self.initial.setdefault(key, _shown(setting.value))

    def chosen(self) -> dict[str, Any]:
        """The settings that differ from what the law's file has as default."""
        found = {}
        for key, setting in self.settings.items():
            value = self.cleaned_data[key]
            value = value == "yes" if isinstance(setting.default, bool) else value
            if value != setting.default:
                found[setting.name] = value
        return found


def _key(setting: Setting) -> str:
    return setting.name.replace(".", "-")


def _shown(value: Any) -> Any:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _field_of(setting: Setting) -> forms.Field:
    common = {"label": SETTINGS.get(setting.name, setting.name), "help_text": _beside(setting)}
    if isinstance(setting.default, bool):
        choices = [("yes", _("是")), ("no", _("否"))]
        return forms.ChoiceField(**common, choices=choices)
    if setting.options:
        choices = [(value, VALUES.get(value, value)) for value in setting.options]
        return forms.ChoiceField(**common, choices=choices)
    if isinstance(setting.default, int):
        return forms.IntegerField(**common, min_value=0, max_value=setting.most)
    return forms.CharField(**common, max_length=100)


def _beside(setting: Setting) -> str:
    """The article and the doubt, and the default: why this is the institution's to decide."""
    default = _shown(setting.default)
    words = {"yes": _("是"), "no": _("否")} | VALUES
    said_default = _("默认：%(value)s。") % {"value": words.get(default, default)}
    article = "" if setting.article.zh == "—" else said(setting.article)
    return "　".join(part for part in (article, said(setting.doubt), said_default) if part)


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("username", "full_name", "full_name_en", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["username"].help_text = _("登录用，字母、数字。")
        self.fields["email"].label = _("电子邮箱")


class GrantForm(forms.Form):
    """A role for a person, with the unit where the role is a unit's."""

    role = forms.ChoiceField(choices=Role.choices)
    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["role"].label = _("角色")
        self.fields["unit"].label = _("单位")
        self.fields["unit"].queryset = Unit.objects.filter(closed_on=None)
        roles = _("、").join(str(role.label) for role in Role if role in UNIT_ROLES)
        self.fields["unit"].help_text = _("只用于%(roles)s。") % {"roles": roles}
