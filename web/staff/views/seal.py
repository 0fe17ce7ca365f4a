"""The seal: which image is in use, which letters bear which version, a new one, no longer this one.

Nobody can take the image away from here: it is shown small and crossed out.
"""

import logging

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from casework import seals
from notices import seal, seal_image, signing
from notices.models import SealImage
from notices.signing import SigningUnusable
from office import institution
from records import files
from records.refusals import Refusal
from web.files import file_response
from web.refusals import say, tell
from web.staff import reauthentication
from web.today import now

logger = logging.getLogger(__name__)

LETTERS = 50  # of one version, listed


class SealForm(forms.Form):
    """A new version of the image."""

    image = forms.FileField(widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}))
    name = forms.CharField(max_length=100)
    millimetres = forms.IntegerField(
        min_value=seals.SMALLEST, max_value=seals.LARGEST, initial=seal.DRAWN
    )
    reason = forms.CharField(max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        labels = {
            "image": _("图样文件"), "name": _("印章名称"), "millimetres": _("直径（毫米）"),
            "reason": _("说明"),
        }  # fmt: skip
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["image"].help_text = _(
            "透明底的PNG，或者白纸上的JPG（白色变为透明）；每边%(least)s至%(most)s像素，只有印章。"
        ) % {"least": seal_image.SMALLEST, "most": seal_image.LARGEST}
        self.fields["millimetres"].help_text = _("%(least)s至%(most)s毫米，以实物为准。") % {
            "least": seals.SMALLEST, "most": seals.LARGEST,
        }  # fmt: skip
        self.fields["reason"].help_text = _("例如制发印章的文件、启用日期。")


def seal_page(request: HttpRequest) -> HttpResponse:
    """What letters are sealed and signed with, every version, and what it was used for."""
    _refuse_unless_keeping(request)
    rows = [
        (found, seals.letters_sealed_with(found.version).count())
        for found in SealImage.objects.select_related("added_by", "image")
    ]
    context = {
        "rows": rows, "current": seal.in_use(), "drawn": seals.letters_sealed_with(0).count(),
        "drawn_name": seal.drawn(institution.current().name).name,
    } | _signature()  # fmt: skip
    return render(request, "staff/seal.html", context)


def _signature() -> dict:
    at = now()
    try:
        return {"certificate": signing.usable_certificate(signing.provider(), at=at)}
    except SigningUnusable as refused:
        return {"unusable": str(refused)}


def seal_new(request: HttpRequest) -> HttpResponse:
    """Put in a new version. A file cannot be kept by a form: it is chosen again after a fault."""
    _refuse_unless_keeping(request)
    form = SealForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and not reauthentication.fault(request):
        given = form.cleaned_data
        image = given.pop("image")
        try:
            found = seals.put_in(
                image.read(), file_name=image.name, **given, by=request.user, at=now()
            )
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(
                request, _("第%(n)s版印章已启用，此后发出的文书都用这一版。") % {"n": found.version}
            )
            return redirect("staff:seal")
    return render(request, "staff/seal_new.html", {"form": form})


def seal_version(request: HttpRequest, version: int) -> HttpResponse:
    """One version and the letters that bear it; version 0 is the drawing."""
    _refuse_unless_keeping(request)
    found = get_object_or_404(SealImage, version=version) if version else None
    return _version(request, version, found)


def _version(request: HttpRequest, version: int, found: SealImage | None) -> HttpResponse:
    letters = seals.letters_sealed_with(version)
    context = {
        "found": found, "version": version, "count": letters.count(), "most": LETTERS,
        "letters": letters.values_list("number", "issued_on")[:LETTERS],
        "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    return render(request, "staff/seal_version.html", context)


@require_POST
def seal_retire(request: HttpRequest, version: int) -> HttpResponse:
    _refuse_unless_keeping(request)
    found = get_object_or_404(SealImage, version=version)
    if reauthentication.fault(request):
        return _version(request, version, found)
    try:
        seals.retire(found, reason=request.POST.get("reason", ""), by=request.user, at=now())
    except Refusal as refusal:
        say(request, refusal)
        return redirect("staff:seal_version", version)
    messages.success(request, _("第%(n)s版印章已停用。") % {"n": version})
    return redirect("staff:seal")


@never_cache
@require_safe
def seal_shown(request: HttpRequest, version: int) -> HttpResponse:
    """The picture as a page shows it: small, and crossed out by words."""
    _refuse_unless_keeping(request)
    found = get_object_or_404(SealImage, version=version)
    try:
        content = seal_image.crossed_out(files.read(found.image))
    except files.FileDamaged as fault:
        logger.exception("the image of seal %s is not what was stored", version)
        raise Http404 from fault
    return file_response(content, name=f"seal-{version}.png", media_type="image/png")


def _refuse_unless_keeping(request: HttpRequest) -> None:
    if why_not := seals.why_not_keeping(request.user):
        raise PermissionDenied(why_not)


urlpatterns = [
    path("seal/", seal_page, name="seal"),
    path("seal/new/", seal_new, name="seal_new"),
    path("seal/<int:version>/", seal_version, name="seal_version"),
    path("seal/<int:version>/retire/", seal_retire, name="seal_retire"),
    path("seal/<int:version>/shown.png", seal_shown, name="seal_shown"),
]
