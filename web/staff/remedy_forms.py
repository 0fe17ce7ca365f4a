"""Forms for what is brought against a decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from remedies.models import Kind, Remedy, Result
from web.fields import DateField
from web.today import today


class RemedyForm(forms.ModelForm):
    filed_on = DateField(label=_("提起日期"))
    received_on = DateField(
        label=_("本校收到日期"), required=False,
        help_text=_("收到受理机关或法院送来的副本之日，答复、答辩期限由此起算。"),
    )  # fmt: skip

    class Meta:
        model = Remedy
        fields = [
            "kind", "filed_on", "received_on", "simplified", "body", "docket", "grounds", "follows",
        ]  # fmt: skip
        widgets = {"kind": forms.RadioSelect, "grounds": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["kind"].choices = Kind.choices
        self.fields["received_on"].initial = today()
        self.fields["follows"].queryset = case.remedies.filter(kind=Kind.REVIEW)
        if not self.fields["follows"].queryset.exists():
            del self.fields["follows"]


class ReplyForm(forms.Form):
    replied_on = DateField(label=_("答复或答辩材料送出日期"))


class DecideForm(forms.Form):
    decided_on = DateField(label=_("审结日期"))
    result = forms.ChoiceField(label=_("结果"), choices=Result.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("处理情况"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
