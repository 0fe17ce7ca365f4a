"""Form fields shared by the public's and the office's forms."""

import re
import unicodedata
from datetime import date

from django import forms
from django.utils.translation import gettext as _

from requests_app.states import IdentityKind

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


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
        kwargs.setdefault("help_text", _("PDF、Word、Excel或图片，每个不超过20 MB。"))
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None, initial)
            return []
        return [super(FilesField, self).clean(file, initial) for file in files]


def clean_identity(kind: str, number: str) -> str:
    """Return the number as it is kept, or raise ValidationError saying what is wrong with it."""
    found = unicodedata.normalize("NFKC", number).replace(" ", "").replace("-", "").upper()
    if kind == IdentityKind.RESIDENT_CARD and not _is_resident(found):
        raise forms.ValidationError(_("身份证号码不对：应为18位，最后一位可以是X，请逐位核对。"))
    if kind == IdentityKind.CREDIT_CODE and not _is_credit_code(found):
        raise forms.ValidationError(_("统一社会信用代码不对：应为18位数字或字母，请逐位核对。"))
    if not re.fullmatch(r"[0-9A-Z()]{4,30}", found):
        raise forms.ValidationError(_("证件号码只能是数字和字母，4至30位。"))
    return found


def _is_resident(number: str) -> bool:
    """GB 11643-1999: region, real date of birth, sequence, ISO 7064 MOD 11-2 check character."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(n) * w for n, w in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECK[total % 11] == number[17]


def _is_credit_code(code: str) -> bool:
    """GB 32100-2015: 18 characters, ISO 7064 MOD 31-3 check character."""
    if not re.fullmatch(rf"[{_CREDIT}]{{18}}", code):
        return False
    total = sum(_CREDIT.index(c) * w for c, w in zip(code[:17], _CREDIT_WEIGHTS, strict=True))
    return _CREDIT[(31 - total % 31) % 31] == code[17]
