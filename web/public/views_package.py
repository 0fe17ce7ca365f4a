"""Everything given with the reply, at once: a ZIP with a list, or one PDF to read and print."""

from collections.abc import Callable
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
    return _answer(request, application, lambda whole: stream_response(
        package.zipped(whole), name=f"{application.number}.zip", media_type="application/zip"
    ))  # fmt: skip


@of_the_opened_case
def package_pdf(request: HttpRequest, application: Application) -> HttpResponse:
    """The reply and every file that has pages, bound together; it carries no signature."""
    return _answer(request, application, lambda whole: file_response(
        merged.merged(whole), name=f"{application.number}.pdf", media_type=MEDIA_TYPES["pdf"]
    ))  # fmt: skip


def _answer(
    request: HttpRequest,
    application: Application,
    made: Callable[[package.Package], HttpResponse],
) -> HttpResponse:
    if application.closed_on is None or not package.replies_of(application):
        raise Http404
    hour = timedelta(hours=1)
    if not throttle.hit(f"package:{application.pk}", at=now(), limit=MOST_AN_HOUR, per=hour):
        messages.warning(request, _("下载次数过多，请一小时后再试，或者逐个下载。"))
        return redirect("public:case")
    try:
        whole = package.of_case(application)
        package.refuse_unfit(whole)
        return made(whole)
    except FileDamaged:
        messages.error(request, _("有文件暂时打不开。请打电话或者当面索取。"))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("public:case")
