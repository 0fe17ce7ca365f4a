"""Forms besides the questions: confirming, following a case, acting on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.public.uploads import FilesField


class Plain(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class Files(Plain):
    files = FilesField(
        label=_("选择文件"), required=False,
        help_text=_("PDF、DOCX、XLSX、JPG、PNG，每个不超过20MB，最多5个。手机可以直接拍照。"),
    )  # fmt: skip


class Declaration(Plain):
    key = forms.UUIDField(widget=forms.HiddenInput)
    declare = forms.BooleanField(
        label=_("以上内容真实。我知道学校只为办理这件申请使用我的个人信息。"),
        error_messages={"required": _("请确认以上内容真实")},
    )  # fmt: skip


class Track(Plain):
    number = forms.CharField(
        label=_("申请编号"), max_length=30, help_text=_("例如2026-31"),
        error_messages={"required": _("请填写申请编号")},
        widget=forms.TextInput(attrs={"class": "w20", "autocomplete": "off"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_("查询码"), max_length=60, help_text=_("四组各四个字符，可以粘贴，大小写都可以"),
        error_messages={"required": _("请填写查询码")},
        widget=forms.TextInput(
            attrs={"class": "w20", "autocomplete": "off", "autocapitalize": "characters",
                   "spellcheck": "false"}
        ),
    )  # fmt: skip


class Correct(Plain):
    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(
        label=_("补正内容"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("请按补正告知书所列事项逐项写明。"),
        error_messages={"required": _("请填写补正内容")},
    )  # fmt: skip
    files = FilesField(
        label=_("补正材料"), required=False,
        help_text=_("PDF、DOCX、XLSX、JPG、PNG，每个不超过20MB，最多5个。"),
    )  # fmt: skip


class Reasons(Plain):
    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(
        label=_("您的理由"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("为什么需要这些信息，为什么分成这么多件、这样多次申请。"),
        error_messages={"required": _("请写明理由")},
    )  # fmt: skip
    files = FilesField(
        label=_("有关材料"), required=False,
        help_text=_("PDF、DOCX、XLSX、JPG、PNG，每个不超过20MB，最多5个。"),
    )  # fmt: skip


class Withdraw(Plain):
    reason = forms.CharField(
        label=_("撤回理由"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("不写也可以撤回。"),
    )  # fmt: skip
    sure = forms.BooleanField(
        label=_("我确认撤回这件申请"), error_messages={"required": _("请确认撤回")}
    )


class Complain(Plain):
    grounds = forms.CharField(
        label=_("投诉事由"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("哪一件事、什么时候、您希望怎样处理。"),
        error_messages={"required": _("请写明投诉事由")},
    )  # fmt: skip
