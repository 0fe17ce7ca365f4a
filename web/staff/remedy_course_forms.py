"""Forms for what is added to a remedy while it runs, and for what is struck from it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remedies.models import CostKind, DocumentKind, Level, PartyRole, Result, Unit, What
from web.fields import DateField, FilesField
from web.staff.remedy_forms import LONG


class CourseForm(forms.Form):
    """One act on a remedy; its fields are what the act takes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class StageForm(CourseForm):
    what = forms.ChoiceField(
        label=_("事项"), choices=[c for c in What.choices if c[0] != What.STRUCK],
        widget=forms.RadioSelect,
    )  # fmt: skip
    day = DateField(label=_("日期"))
    note = forms.CharField(label=_("说明"), required=False, widget=LONG)


class InstanceForm(CourseForm):
    level = forms.ChoiceField(
        label=_("审级"), choices=[c for c in Level.choices if c[0] != Level.FIRST],
        widget=forms.RadioSelect,
        help_text=_("登记二审后，一审裁判视为没有生效，诉讼重新成为未审结；再审不影响已经生效的裁判。"),
    )  # fmt: skip
    ours = forms.BooleanField(label=_("由本校提起"), required=False)
    court = forms.CharField(label=_("法院"), max_length=100)
    docket = forms.CharField(label=_("案号"), max_length=100, required=False)
    lodged_on = DateField(label=_("提起日期"))
    received_on = DateField(
        label=_("本校收到副本日期"), required=False,
        help_text=_("对方上诉的，二审答辩的期限由此起算。"),
    )  # fmt: skip


class PartyForm(CourseForm):
    role = forms.ChoiceField(label=_("地位"), choices=PartyRole.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("姓名或名称"), max_length=200,
        help_text=_("加密保存；自然人的姓名只有登记监督救济和可以查看个人信息的人员看得到全名。"),
    )  # fmt: skip
    is_person = forms.BooleanField(label=_("自然人"), required=False, initial=True)
    acts_for = forms.CharField(label=_("代理谁、职务"), max_length=100, required=False)
    contact = forms.CharField(label=_("联系方式"), max_length=300, required=False)


class DocumentForm(CourseForm):
    kind = forms.ChoiceField(label=_("种类"), choices=DocumentKind.choices)
    title = forms.CharField(
        label=_("名称"), max_length=200, required=False, help_text=_("不填的用文件名。")
    )
    dated_on = DateField(label=_("文件日期"), required=False)
    file = FilesField(label=_("文件"))

    def clean_file(self) -> Any:
        """One at a time: each has its own kind and title."""
        files = self.cleaned_data["file"]
        if len(files) > 1:
            raise forms.ValidationError(_("一次只加一个文件。"))
        return files[0]

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        return found | {"upload": found.pop("file")}


class CostForm(CourseForm):
    kind = forms.ChoiceField(label=_("费用种类"), choices=CostKind.choices)
    amount_yuan = forms.DecimalField(
        label=_("金额（元）"), max_digits=12, decimal_places=2,
        widget=forms.TextInput(attrs={"class": "w10", "inputmode": "decimal"}),
    )  # fmt: skip
    paid_on = DateField(label=_("支付日期"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class OrderForm(CourseForm):
    ordered_on = DateField(label=_("决定书、判决书日期"))
    what = forms.CharField(label=_("责令的内容"), required=False, widget=LONG)
    term = forms.IntegerField(
        label=_("期限"), required=False, min_value=1, max_value=999,
        widget=forms.NumberInput(attrs={"class": "w10"}),
        help_text=_("决定书、判决书没有写期限的，三栏都不填。"),
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("期限单位"), required=False, choices=[("", "—"), *Unit.choices]
    )
    counted_from = DateField(
        label=_("起算日"), required=False,
        help_text=_("如决定书送达本校之日；期限从次日起算。"),
    )  # fmt: skip


class ReasonForm(CourseForm):
    reason = forms.CharField(label=_("理由"), widget=LONG)


class RightForm(ReasonForm):
    """What stands, to be changed with a reason; `edits` tells whether it still stands."""

    edits = forms.IntegerField(widget=forms.HiddenInput)


class OrderRightForm(OrderForm, RightForm):
    """An order as it stands, to be changed with a reason."""


class RetrialRightForm(RightForm):
    """A retrial as it stands, to be changed with a reason."""

    court = forms.CharField(label=_("法院"), max_length=100)
    docket = forms.CharField(label=_("案号"), max_length=100, required=False)
    lodged_on = DateField(label=_("提起日期"))
    decided_on = DateField(label=_("裁判日期"), required=False)
    result = forms.ChoiceField(
        label=_("结果"), required=False, choices=[("", "—"), *Result.choices]
    )
    note = forms.CharField(label=_("裁判内容"), required=False, widget=LONG)
