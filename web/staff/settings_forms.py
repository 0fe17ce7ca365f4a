"""Forms by which an office settles its own facts: itself, its people, what law leaves it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from office.models import Institution, Unit, User
from office.roles import UNIT_ROLES, Role
from statute.law import Law, Setting, laws
from web.staff.settings_labels import SETTINGS, VALUES
from web.templatetags.words import said

FACTS = (
    "name", "name_en", "number_prefix", "office_name", "office_name_en", "head_name", "address",
    "address_en", "postcode", "phone", "fax", "email", "hours", "hours_en", "supervisor",
    "supervisor_en", "discipline_office", "discipline_office_en", "review_authority",
    "review_authority_en", "online_review", "court", "court_en", "own_rules", "payment_details",
)  # fmt: skip


class InstitutionForm(forms.ModelForm):
    """The institution's own facts; what is not the same becomes a new version."""

    class Meta:
        model = Institution
        fields = (*FACTS, "default_law")
        widgets = {"payment_details": forms.Textarea(attrs={"rows": 3})}

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
