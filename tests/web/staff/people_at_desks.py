"""Signing people in, and the moment at which their day happens."""

from datetime import date, datetime

import time_machine
from django.http import HttpRequest
from django.test import Client

from tests.cast import at
from web.staff import reauthentication
from web.today import now


def desk(user, *, fresh: bool = True) -> Client:
    """A browser with this person signed in; `fresh`: they gave their password this moment."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    if fresh:
        request = HttpRequest()
        request.user, request.session = user, client.session
        reauthentication.mark(request, at=now())
        request.session.save()
    return client


def on(day: date, hour: int = 9, minute: int = 0):
    """The clock of the pages stands at this time in Shanghai; `with on(day):`."""
    moment: datetime = at(day, hour, minute)
    return time_machine.travel(moment, tick=False)


def text(response) -> str:
    return response.content.decode()
