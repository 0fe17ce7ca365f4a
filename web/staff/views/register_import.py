"""A register or remedies brought in by a file: checked first, then taken whole or not at all."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import register, remedies_register

MOST_ROWS = 2000  # in one request: what takes longer is for the command line
MOST_BYTES = 5 * 1024 * 1024
SHOWN = 100  # faults


class Brought(NamedTuple):
    """What can be brought in: `take_in` as `casework.register.import_register`."""

    label: Any
    take_in: Callable[..., int]


KINDS = {
    "register": Brought(gettext_lazy("申请登记簿"), register.import_register),
    "remedies": Brought(gettext_lazy("监督救济"), remedies_register.import_remedies),
}


class ImportForm(forms.Form):
    """The file, and which table it is."""

    kind = forms.ChoiceField(
        label=gettext_lazy("内容"),
        choices=[(code, kind.label) for code, kind in KINDS.items()],
        initial="register",
    )
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("按模板填写的XLSX，或UTF-8编码的CSV。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    checked = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            said = _("文件超过%(size)sMB，请分成几个文件，或请系统管理员用命令导入。")
            raise forms.ValidationError(said % {"size": MOST_BYTES // 1024**2})
        return file
