"""Forms of the office that are no step: revealing, and taking a paper application down."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from requests_app.models import Applicant, Application
from requests_app.states import ApplicantKind, Channel, Delivery, Form, IdentityKind
from statute.law import laws
from web import identity_numbers
from web.dates import in_english
from web.fields import DateField, FilesField
from web.today import today


class RevealForm(forms.Form):
    """Which personal data, and why; the reason goes into the log before anything is shown."""

    fields_to_show = forms.MultipleChoiceField(
        label=_("要查看的信息"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("查看理由"),
        help_text=_("理由会记入本件的办理记录。"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["fields_to_show"].choices = [
            (name, Applicant._meta.get_field(name).verbose_name) for name in Applicant.SENSITIVE
        ]


class ApplicationForm(forms.ModelForm):
    """What was asked for, and how it came."""

    channel = forms.ChoiceField(
        label=_("怎样收到的"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.ONLINE],
        widget=forms.RadioSelect,
        initial=Channel.POST,
    )
    arrived_on = DateField(label=_("到达日期"), help_text=_("信件、传真或本人到达学校的那一天。"))
    signed_for = forms.BooleanField(
        label=_("挂号信、特快专递等须签收的邮件"), required=False,
        help_text=_("签收之日即为收到申请之日。"),
    )  # fmt: skip
    confirmed_on = DateField(
        label=_("与申请人确认收到的日期"), required=False,
        help_text=_("平常信函、传真、电子邮件：当天与申请人确认，确认之日为收到之日；还没有确认的留空。"),
    )  # fmt: skip
    description = forms.CharField(
        label=_("内容描述"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("与上一栏相同的不必再填。"),
    )  # fmt: skip
    law = forms.ChoiceField(label=_("适用法规"))
    uploads = FilesField(label=_("扫描件"), required=False)
    filing_key = forms.UUIDField(widget=forms.HiddenInput)  # one form, one case

    class Meta:
        model = Application
        fields = [
            "channel", "arrived_on", "signed_for", "confirmed_on", "subject", "description",
            "document_number", "purpose", "form", "delivery", "law", "uploads",
        ]  # fmt: skip
        widgets = {"purpose": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, default_law: str, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["law"].choices = [
            (law.code, law.title.en if in_english() else law.title.zh) for law in laws()
        ]
        self.fields["law"].initial = default_law
        self.fields["arrived_on"].initial = today()
        self.fields["form"].initial, self.fields["delivery"].initial = Form.PAPER, Delivery.POST
        self.fields["filing_key"].initial = uuid4

    def clean(self):
        cleaned = super().clean()
        on = today()
        arrived, confirmed = cleaned.get("arrived_on"), cleaned.get("confirmed_on")
        if arrived and arrived > on:
            self.add_error("arrived_on", _now("到达日期不能晚于今天。"))
        if arrived and confirmed and not arrived <= confirmed <= on:
            self.add_error("confirmed_on", _now("确认日期须在到达日期与今天之间。"))
        if cleaned.get("channel") != Channel.POST:
            cleaned["signed_for"] = None
        cleaned["description"] = cleaned.get("description") or cleaned.get("subject", "")
        return cleaned


class ApplicantForm(forms.ModelForm):
    """Who asked (Regulations art. 29(2)(1))."""

    class Meta:
        model = Applicant
        fields = [
            "kind", "name", "identity_kind", "identity_number", "phone", "email", "address",
            "postcode", "legal_representative", "contact_name", "agent_name",
            "agent_identity_number",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for name in ("identity_number", "agent_identity_number"):
            self.fields[name].widget = forms.TextInput(
                attrs={"class": "w20", "autocomplete": "off"}
            )
        self.fields["kind"].initial = ApplicantKind.NATURAL_PERSON
        self.fields["identity_kind"].initial = IdentityKind.RESIDENT_CARD
        self.fields["phone"].widget = forms.TextInput(attrs={"class": "w20", "inputmode": "tel"})
        self.fields["email"] = forms.EmailField(label=_("电子邮箱"), required=False)
        self.fields["address"].widget = forms.TextInput()

    def clean(self):
        cleaned = super().clean()
        kind, number = cleaned.get("identity_kind"), cleaned.get("identity_number")
        if kind and number:
            cleaned["identity_number"] = identity_numbers.normal(number)
            fault = identity_numbers.fault_of(kind, cleaned["identity_number"])
            if fault:
                self.add_error("identity_number", fault)
        if not any(cleaned.get(name) for name in ("phone", "email", "address")):
            self.add_error("phone", _now("电话、邮箱、地址至少填一项，否则无法答复。"))
        return cleaned
