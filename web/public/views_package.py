"""Everything given with the reply, at once: a ZIP with a list, or one PDF to read and print."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casework import merged, package, suspected
from records import throttle
from records.files import FileDamaged
from records.inspection import MEDIA_TYPES
from records.refusals import Refusal
from requests_app.models import Application, Attachment
from web.files import file_response, stream_response
from web.public.opened import of_the_opened_case
from web.today import now

MOST_AN_HOUR = 30
# A slow reader keeps one of the server's eight threads for as long as a ZIP takes to go out.
# Merging 150 MB takes four seconds and 300 MB; a picture of 64 million pixels alone eight seconds.
_zips = threading.BoundedSemaphore(3)
_merges = threading.BoundedSemaphore(1)


class Busy(Refusal):
    """As many packages are being made for others as the server can bear."""


class Given(NamedTuple):
    """A file given with the answer; `stopped`: for the time being it is not to be had."""

    attachment: Attachment
    stopped: bool


def given(application: Application, attachments: list[Attachment]) -> dict[str, object]:
    """What the page of the case shows of it."""
    rows = [Given(each, suspected.is_stopped(each.file)) for each in attachments]
    whole = package.of_case(application) if rows and package.replies_of(application) else None
    return {"given": rows, "package": whole}


@of_the_opened_case
def package_zip(request: HttpRequest, application: Application) -> HttpResponse:
    """The reply, the files in order and the list of them."""

    def streamed(whole: package.Package, place: ExitStack) -> HttpResponse:
        stream = _Stream(package.zipped(whole), place.pop_all())
        return stream_response(
            stream, name=f"{application.number}.zip", media_type="application/zip"
        )

    return _answer(request, application, streamed, places=_zips)


@of_the_opened_case
def package_pdf(request: HttpRequest, application: Application) -> HttpResponse:
    """The reply and every file that has pages, bound together; it carries no signature."""

    def bound(whole: package.Package, _place: ExitStack) -> HttpResponse:
        return file_response(
            merged.merged(whole), name=f"{application.number}.pdf", media_type=MEDIA_TYPES["pdf"]
        )

    return _answer(request, application, bound, places=_merges)


class _Stream:
    """What is sent piece by piece, with a place given back at its end, or where it breaks off."""

    def __init__(self, pieces: Iterator[bytes], place: ExitStack) -> None:
        self._pieces, self._place = pieces, place

    def __iter__(self) -> Iterator[bytes]:
        with self._place:
            yield from self._pieces

    def close(self) -> None:
        self._place.close()


def _answer(
    request: HttpRequest,
    application: Application,
    made: Callable[[package.Package, ExitStack], HttpResponse],
    *,
    places: threading.BoundedSemaphore,
) -> HttpResponse:
    if application.closed_on is None or not package.replies_of(application):
        raise Http404
    hour = timedelta(hours=1)
    if not throttle.hit(f"package:{application.pk}", at=now(), limit=MOST_AN_HOUR, per=hour):
        messages.warning(request, _("下载次数过多，请一小时后再试，或者逐个下载。"))
        return redirect("public:case")
    try:
        with ExitStack() as place:
            _take(places, place)
            whole = package.of_case(application)
            package.refuse_unfit(whole)
            return made(whole, place)
    except FileDamaged:
        messages.error(request, _("有文件暂时打不开。请打电话或者当面索取。"))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("public:case")


def _take(places: threading.BoundedSemaphore, place: ExitStack) -> None:
    if not places.acquire(blocking=False):
        raise Busy(_("现在下载的人较多，请过几分钟再试，或者逐个下载。"))
    place.callback(places.release)
