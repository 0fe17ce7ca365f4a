"""Where pages read the clock: the instant, and the date it is in the institution's zone."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate()
