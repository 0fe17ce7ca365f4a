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


def addressee(application: Application, facts: dict[str, Any]) -> str:
    """Whom the notice that is revoked was written to: the letter that revokes it goes there too."""
    target = named(application, facts.get("taken_back"))
    return target.snapshot["letter"]["salutation"] if target else ""


def context(application: Application, facts: dict[str, Any], law: Law, on: date) -> dict[str, Any]:
    """For the letters that revoke: which notice, whether the case was closed by it, whether an
    opinion had come in answer to it.
    """
    handling, target = application.handling, named(application, facts.get("taken_back"))
    asked = target.consultation if target is not None else None
    to_a_person = target is not None and target.facts.get("party_kind") == "person"
    return {
        "revoked": target,
        "was_closed": handling is not None and handling.closed_on is not None,
        "party": "您" if to_a_person else "你单位",
        "opinion_given": asked is not None and asked.answered_on is not None,
    }
