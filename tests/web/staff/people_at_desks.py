"""Signing people in, and the moment at which their day happens."""

from datetime import date, datetime

import time_machine
from django.test import Client

from tests.cast import at


def desk(user) -> Client:
    """A browser with this person signed in."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def on(day: date, hour: int = 9, minute: int = 0):
    """The clock of the pages stands at this time in Shanghai; `with on(day):`."""
    moment: datetime = at(day, hour, minute)
    return time_machine.travel(moment, tick=False)


def text(response) -> str:
    return response.content.decode()
