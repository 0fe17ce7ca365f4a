"""What a refused act shows: its reasons as messages, in a form, or the page that says 403."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest

from records.refusals import Refusal
from requests_app.steps import NotPermitted


def say(request: HttpRequest, refusal: Refusal) -> None:
    """Every reason as a message on the next page."""
    for reason in refusal.reasons:
        messages.error(request, reason)


def tell(form: BaseForm, refusal: Refusal) -> None:
    """Every reason above the form."""
    for reason in refusal.reasons:
        form.add_error(None, reason)


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
