"""The questions of an application, one form per page. Field names are those of the models."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from requests_app.states import ApplicantKind, Delivery, Form, IdentityKind
from web import identity_numbers

FIRST_YEAR = 1900
PHONE = re.compile(r"\+?[0-9][0-9 \-()（）]{5,24}")

# By which ways each form of the information can reach the applicant.
WAYS = {
    Form.ELECTRONIC: (Delivery.ONLINE, Delivery.EMAIL),
    Form.PAPER: (Delivery.POST, Delivery.COUNTER),
    Form.INSPECTION: (Delivery.COUNTER,),
}
OFFERED = tuple(dict.fromkeys(way for ways in WAYS.values() for way in ways))
PERSONAL_PAPERS = (
    IdentityKind.RESIDENT_CARD, IdentityKind.PASSPORT, IdentityKind.HMT_PERMIT, IdentityKind.OTHER,
)  # fmt: skip
ORGANISATION_PAPERS = (IdentityKind.CREDIT_CODE, IdentityKind.OTHER)


def labelled(choices: Any) -> list[tuple[str, Any]]:
    return [(choice.value, choice.label) for choice in choices]


class Question(forms.Form):
    """A page of the application. `known` are the answers given on the other pages."""

    def __init__(self, *args: Any, known: dict[str, Any] | None = None, **kwargs: Any) -> None:
        self.known = known or {}
        super().__init__(*args, label_suffix="", **kwargs)


def _text(label: Any, *, required: Any = "", **kwargs: Any) -> forms.CharField:
    """A line of text; required if the sentence to show when it is missing is given."""
    widget = kwargs.pop("widget", None) or forms.TextInput(attrs=kwargs.pop("attrs", {}))
    return forms.CharField(
        label=label, required=bool(required), widget=widget,
        error_messages={"required": required} if required else {}, **kwargs,
    )  # fmt: skip


class What(Question):
    subject = _text(
        _("信息的名称"), max_length=200, required=_("请写明您要的信息叫什么"),
        help_text=_("用一句话概括，例如“2023—2025年各学院接收转专业学生的人数”"),
    )  # fmt: skip
    description = _text(
        _("内容描述"), max_length=4000,
        required=_("请写明信息的内容，或者能让我们找到它的特征"),
        help_text=_("写一份文件、一组数据或一件事的材料。一次申请写一项，其他的请另行申请。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    document_number = _text(
        _("文号"), max_length=100, help_text=_("如果您知道，例如“示大教〔2024〕12号”"),
        attrs={"class": "w20"},
    )  # fmt: skip
    year_from = forms.IntegerField(
        label=_("信息产生的时间，从哪一年"), required=False, min_value=FIRST_YEAR, max_value=2100,
        help_text=_("四位数的年份，例如2023"),
        widget=forms.TextInput(attrs={"class": "w10", "inputmode": "numeric", "maxlength": 4}),
        error_messages={"invalid": _("开始年份请写四位数字")},
    )  # fmt: skip
    year_to = forms.IntegerField(
        label=_("到哪一年"), required=False, min_value=FIRST_YEAR, max_value=2100,
        widget=forms.TextInput(attrs={"class": "w10", "inputmode": "numeric", "maxlength": 4}),
        error_messages={"invalid": _("结束年份请写四位数字")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("year_from"), data.get("year_to")
        if first and last and last < first:
            self.add_error("year_to", _now("结束年份不能早于开始年份"))
        return data


class How(Question):
    form = forms.ChoiceField(
        label=_("您要什么形式"), choices=labelled(Form), widget=forms.RadioSelect,
        initial=Form.ELECTRONIC, error_messages={"required": _("请选择信息的形式")},
    )  # fmt: skip
    delivery = forms.ChoiceField(
        label=_("怎样给您"), choices=labelled(OFFERED), widget=forms.RadioSelect,
        initial=Delivery.ONLINE, error_messages={"required": _("请选择获取方式")},
        help_text=_(
            "电子文本可以网上下载或者用电子邮件；纸质文本可以邮寄或者当面领取；"
            "现场查阅请选当面领取。"
        ),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        form, way = data.get("form"), data.get("delivery")
        if form and way and way not in WAYS[Form(form)]:
            possible = _now("、").join(str(each.label) for each in WAYS[Form(form)])
            self.add_error(
                "delivery",
                _now("“%(form)s”可以用这些方式给您：%(ways)s")
                % {"form": Form(form).label, "ways": possible},
            )
        return data


class Why(Question):
    purpose = _text(
        _("用途"), max_length=1000, required=_("请写明您要这份信息做什么用"),
        help_text=_("例如学习、科研、工作中的什么需要。不影响您得到信息的权利。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class Kind(Question):
    kind = forms.ChoiceField(
        label=_("申请人类别"), choices=labelled(ApplicantKind), widget=forms.RadioSelect,
        error_messages={"required": _("请选择您以什么身份申请")},
        help_text=_("个人选“自然人”。年度报告按这几类统计。"),
    )  # fmt: skip


class Identity(Question):
    """Who applies: a person with a paper, or an organisation with its code and spokesman."""

    name = _text(
        _("姓名"), max_length=200, required=_("请填写姓名"), attrs={"autocomplete": "name"}
    )
    identity_kind = forms.ChoiceField(
        label=_("证件类型"), widget=forms.RadioSelect,
        error_messages={"required": _("请选择证件类型")},
    )  # fmt: skip
    identity_number = _text(
        _("证件号码"), max_length=40, required=_("请填写证件号码"),
        help_text=_("居民身份证为18位，最后一位可能是字母X"),
        attrs={"class": "w20", "autocomplete": "off", "spellcheck": "false",
               "autocapitalize": "characters"},
    )  # fmt: skip
    legal_representative = _text(
        _("法定代表人或负责人"), max_length=100, required=_("请填写法定代表人或负责人")
    )
    contact_name = _text(
        _("联系人"), max_length=100, required=_("请填写联系人"), attrs={"autocomplete": "name"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.known.get("kind", ApplicantKind.NATURAL_PERSON) == ApplicantKind.NATURAL_PERSON:
            self._for_a_person()
        else:
            self._for_an_organisation()

    def _for_a_person(self) -> None:
        del self.fields["legal_representative"], self.fields["contact_name"]
        self.fields["identity_kind"].choices = labelled(PERSONAL_PAPERS)
        self.fields["identity_kind"].initial = IdentityKind.RESIDENT_CARD

    def _for_an_organisation(self) -> None:
        name = self.fields["name"]
        name.label = _("单位名称")
        name.error_messages["required"] = _("请填写单位名称")
        name.widget.attrs["autocomplete"] = "organization"
        kinds = self.fields["identity_kind"]
        kinds.choices = labelled(ORGANISATION_PAPERS)
        kinds.initial = IdentityKind.CREDIT_CODE
        self.fields["identity_number"].help_text = _("统一社会信用代码为18位数字和大写字母")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("identity_number") and data.get("identity_kind"):
            data["identity_number"] = identity_numbers.normal(data["identity_number"])
            fault = identity_numbers.fault_of(data["identity_kind"], data["identity_number"])
            if fault:
                self.add_error("identity_number", fault)
        return data


def a_phone(value: str) -> None:
    if not PHONE.fullmatch(value):
        raise ValidationError(_("请填写能打通的电话号码，例如13800000000或0000-1234567"))


class Contact(Question):
    """One way to reach the applicant is always needed, and the one the delivery uses; no more
    (个人信息保护法 art. 6)."""

    phone = _text(
        _("联系电话"), max_length=30, required=_("请填写联系电话"), validators=[a_phone],
        help_text=_("只在需要与您核实时使用"),
        attrs={"class": "w20", "type": "tel", "inputmode": "tel", "autocomplete": "tel"},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("电子邮箱"), max_length=200, required=False,
        help_text=_("有进展时发邮件提醒您；邮件里不写办理内容"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("请填写完整的电子邮箱，例如name@example.com")},
    )  # fmt: skip
    address = _text(
        _("通信地址"), max_length=300, help_text=_("只在需要寄给您时使用"),
        attrs={"autocomplete": "street-address"},
    )  # fmt: skip
    postcode = _text(
        _("邮政编码"), max_length=10,
        attrs={"class": "w10", "inputmode": "numeric", "autocomplete": "postal-code"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.known.get("delivery") == Delivery.EMAIL:
            email = self.fields["email"]
            email.required = True
            email.error_messages["required"] = _("您选择了用电子邮件获取，请填写电子邮箱")
        if self.known.get("delivery") == Delivery.POST:
            address = self.fields["address"]
            address.required = True
            address.error_messages["required"] = _("您选择了邮寄，请填写通信地址")

    def clean_postcode(self) -> str:
        value = identity_numbers.normal(self.cleaned_data["postcode"])
        if value and not re.fullmatch(r"[0-9A-Z]{4,10}", value):
            raise ValidationError(_now("邮政编码不对，例如430000"))
        return value


class Agent(Question):
    has_agent = forms.ChoiceField(
        label=_("是您本人（本单位）申请，还是代别人申请"), widget=forms.RadioSelect, initial="no",
        choices=[("no", _("本人或本单位申请")), ("yes", _("我是代理人"))],
        error_messages={"required": _("请选择是否代别人申请")},
    )  # fmt: skip
    agent_name = _text(_("代理人姓名"), max_length=100, help_text=_("只有代理人申请时才填写"))
    agent_identity_number = _text(
        _("代理人居民身份证或其他证件号码"), max_length=40,
        help_text=_("下一步请上传授权委托书"),
        attrs={"class": "w20", "autocomplete": "off", "spellcheck": "false"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("has_agent") != "yes":
            return data | {"agent_name": "", "agent_identity_number": ""}
        if not data.get("agent_name"):
            self.add_error("agent_name", _now("请填写代理人姓名"))
        number = identity_numbers.normal(data.get("agent_identity_number") or "")
        data["agent_identity_number"] = number
        if not identity_numbers.looks_like_a_document(number):
            self.add_error("agent_identity_number", _now("请填写代理人的证件号码"))
        return data
