"""A register or remedies brought in by a file: checked first, then taken whole or not at all."""

from types import ModuleType
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from casework import register, remedies_register
from casework.csv_rows import NotImported
from casework.table_rows import digest
from office.roles import May
from web.staff import reauthentication
from web.staff.access import require
from web.today import now, today

MOST_ROWS = 2000  # in one request: some seconds; more is for the command line
MOST_BYTES = 5 * 1024 * 1024
SHOWN = 100  # faults


class Brought(NamedTuple):
    """What can be brought in: `read` and `take_in` as in `casework.register`."""

    label: Any
    table: ModuleType
    may: May


KINDS = {
    "register": Brought(gettext_lazy("申请登记簿"), register, May.REGISTER),
    "remedies": Brought(gettext_lazy("监督救济"), remedies_register, May.REMEDY),
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


@never_cache
def register_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; every fault of it by line and column, or what was, or would be, brought in."""
    require(request.user, May.REGISTER)
    form = ImportForm(request.POST or None, request.FILES or None)
    context = {"form": form, "most": MOST_ROWS, "shown": SHOWN}
    if request.method == "POST" and form.is_valid():
        try:
            if _brought(request, form, context):
                return redirect(f"{reverse('staff:whole_register')}?imported=yes")
        except NotImported as refused:
            context["refused"] = refused
            context["faults"] = refused.faults[:SHOWN]
            context["counts"] = sorted(refused.counts.items(), key=lambda pair: -pair[1])
    return render(request, "staff/register_import.html", context)


def _brought(request: HttpRequest, form: ImportForm, context: dict[str, Any]) -> bool:
    """Whether the file was taken in. Raises NotImported with every fault."""
    kind = KINDS[form.cleaned_data["kind"]]
    require(request.user, kind.may)
    content, on = form.cleaned_data["file"].read(), today()
    rows = kind.table.read(content, on=on)
    only_check = "check" in request.POST
    if fault := _unfit(rows, content, "" if only_check else form.cleaned_data["checked"]):
        form.add_error("file", fault)
        return False
    if only_check:
        context["checked"] = len(rows)
        form.data = form.data.copy()
        form.data["checked"] = digest(content)
        return False
    if reauthentication.fault(request):
        return False
    kind.table.take_in(rows, content, on=on, at=now(), by=request.user)
    said = _("已导入：%(kind)s，%(n)s行。") % {"kind": kind.label, "n": len(rows)}
    messages.success(request, said)
    return True


def _unfit(rows: list[Any], content: bytes, checked: str) -> str:
    """Why a faultless file cannot be taken in here."""
    if not rows:
        return _("文件里只有表头，没有一行内容。")
    if len(rows) > MOST_ROWS:
        words = {"n": len(rows), "most": MOST_ROWS}
        said = _("文件有%(n)s行，这里一次最多%(most)s行：请分开，或请系统管理员用命令导入。")
        return said % words
    if checked and checked != digest(content):
        return _("这不是刚才检查过的文件。请选同一个文件，或重新检查。")
    return ""
