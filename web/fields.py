"""Form fields shared by the public's and the office's forms."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class DateField(forms.DateField):
    """A date by the browser's own picker; typed dates are ISO."""

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w10"})
        )
        super().__init__(input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"], **kwargs)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files at once; the cleaned value is a list, empty if none was chosen."""

    ACCEPTED = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", ManyFiles(attrs={"accept": self.ACCEPTED}))
        kwargs.setdefault(
            "help_text", _("PDF、Word、Excel或图片，每个不超过20 MB。不得上传涉密内容。")
        )
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None, initial)
            return []
        return [super(FilesField, self).clean(file, initial) for file in files]


def number_sent(request: HttpRequest, name: str) -> int:
    """The number a hidden field of the page gave; 0, which nothing has, where it gave none."""
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() else 0
