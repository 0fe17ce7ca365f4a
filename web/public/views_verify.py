"""Whether a notice is ours: by the code printed on it, or by the file itself; for anybody.

Everything that is no issued notice gets one answer. A file is hashed as it comes in and not kept.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from notices import codes, verification
from notices.models import Notice
from records import throttle
from web.context import face
from web.dates import in_english
from web.middleware import view_name
from web.public.fingerprint import FingerprintField, HashingHandler, Passed
from web.public.forms import Plain
from web.today import now

logger = logging.getLogger("web.incident")

NOT_FOUND, NOT_FILLED_IN, TOO_MANY = 404, 422, 429
AN_HOUR_PER_ADDRESS = 60
A_MINUTE_FOR_ALL = 300


class Verify(Plain):
    code = forms.CharField(
        label=_("核验码"), required=False, max_length=codes.LONGEST_TYPED,
        help_text=_("印在文书上，三组各四个字符，例如7KQM-3TXP-9WHD。"),
        widget=forms.TextInput(
            attrs={"class": "w20", "autocomplete": "off", "autocapitalize": "characters",
                   "spellcheck": "false"}
        ),
    )  # fmt: skip
    file = FingerprintField(
        label=_("文书的PDF文件"), required=False,
        help_text=_("只比对是否与发出时一样，看不到也不保存内容。"),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.errors and not found.get("code") and not found.get("file"):
            self.add_error("code", _now("请填写核验码，或者选择PDF文件。"))
        return found


def _counted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Count the attempt before anything is read of it, and let no handler keep an upload.

    A request's form may be read only once the handler is in place, so its token is checked after
    that, by the view itself.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @login_not_required
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asks = request.method == "POST" or bool(args or kwargs)
        if asks and not _allowed(request):
            return _page(request, Verify(), status=TOO_MANY, too_many=True)
        request.upload_handlers = [HashingHandler(request)]
        return protected(request, *args, **kwargs)

    return inner


def _allowed(request: HttpRequest) -> bool:
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    doors = (
        (f"verify:address:{request.META.get('REMOTE_ADDR', '')}", AN_HOUR_PER_ADDRESS, hour),
        ("verify:site", A_MINUTE_FOR_ALL, minute),
    )
    at = now()
    counted = [throttle.hit(door, at=at, limit=limit, per=per) for door, limit, per in doors]
    return all(counted)


@_counted
def verify(request: HttpRequest) -> HttpResponse:
    """Enter the code, choose the file, or both."""
    if request.method != "POST":
        return _page(request, Verify())
    form = Verify(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=NOT_FILLED_IN)
    typed, file = form.cleaned_data["code"], form.cleaned_data["file"]
    found = verification.find(typed) if typed else verification.find_by_file(file.sha256)
    if found is not None and file is None:
        return redirect("public:verified", found.code)
    return _answer(request, found, form, file, by_code=bool(typed))


@_counted
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """What the square on a notice opens."""
    found = verification.find(code)
    form = Verify(initial={"code": codes.grouped(found.code)} if found else {})
    return _answer(request, found, form, None, by_code=True)


def _answer(
    request: HttpRequest, found: Notice | None, form: Verify, file: Passed | None, *, by_code: bool
) -> HttpResponse:
    if found is None:
        return _page(request, form, status=NOT_FOUND, unknown=by_code, strange=not by_code)
    told = verification.tell(found)
    if not told.intact:
        logger.error(
            "incident %s in %s: notice %s is not kept as it was issued",
            request.incident, view_name(request), found.pk,
        )  # fmt: skip
    match = verification.compare(found, file.sha256) if file and told.intact else None
    issuer = face(told.issuer, english=in_english())
    return _page(
        request,
        form,
        told=told,
        code=codes.grouped(told.code),
        match=match,
        issuer=issuer.name,
        incident=request.incident,
    )


def _page(request: HttpRequest, form: Verify, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "public/verify.html", context | {"form": form}, status=status)
