"""What a refused act shows: its reasons as messages, in a form, or the page that says 403.

A file that is not what was stored is no refusal but a fault: logged, and told as one.
"""

import logging
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from records.files import FileDamaged
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from web.files import file_response

logger = logging.getLogger(__name__)


def say(request: HttpRequest, refusal: Refusal) -> None:
    """Every reason as a message on the next page."""
    for reason in refusal.reasons:
        messages.error(request, reason)


def tell(form: BaseForm, refusal: Refusal) -> None:
    """Every reason above the form."""
    for reason in refusal.reasons:
        form.add_error(None, reason)


def say_damaged(request: HttpRequest) -> None:
    """For the block that caught FileDamaged: whoever runs the system finds which file it is."""
    logger.exception("%s: a file is not what was stored", request.path)
    messages.error(request, _("文件与存入时的校验值不一致，已停止下载，请告知系统管理员。"))


def handed_out(
    request: HttpRequest, fetch: Callable[[], bytes], *, name: str, media_type: str, back: str
) -> HttpResponse:
    """The file that `fetch` reads, or the page at `back` with why it is not to be had."""
    try:
        content = fetch()
    except FileDamaged:
        say_damaged(request)
    except Refusal as refusal:
        say(request, refusal)
    else:
        return file_response(content, name=name, media_type=media_type)
    return redirect(back)


def carried_out(request: HttpRequest, act: Callable[[], object], *, done: str) -> bool:
    """Do it and say so, or why not. Raises PermissionDenied where the person may not at all."""
    try:
        act()
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        say(request, refusal)
        return False
    messages.success(request, done)
    return True
