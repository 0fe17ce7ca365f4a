"""What a letter says of the notice it revokes or replaces."""

from datetime import date
from typing import Any

from notices.models import Notice
from requests_app.models import Application
from statute.law import Law


def named(application: Application, number: str | None) -> Notice | None:
    """The issued notice of this case with this number."""
    if not number:
        return None
    return application.notices.issued().filter(number=number).first()


def context(application: Application, facts: dict[str, Any], law: Law, on: date) -> dict[str, Any]:
    """For the letters that revoke: which notice, and whether the case was closed by it."""
    handling = application.handling
    return {
        "revoked": named(application, facts.get("taken_back")),
        "was_closed": handling is not None and handling.closed_on is not None,
        "party": "您" if facts.get("party_kind") == "person" else "你单位",
    }
