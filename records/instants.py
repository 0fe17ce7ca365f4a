"""Instants are given by the caller; here they are only checked and placed in the office's zone."""

from datetime import datetime

from django.utils import timezone


def require_aware(at: datetime) -> datetime:
    if not isinstance(at, datetime) or timezone.is_naive(at):
        raise ValueError("an instant needs its offset from UTC")
    return at


def local(at: datetime) -> datetime:
    return require_aware(at).astimezone(timezone.get_default_timezone())


def offset(at: datetime) -> str:
    """Return the office's distance from UTC at this instant, as "+08:00"."""
    return local(at).isoformat()[-6:]
