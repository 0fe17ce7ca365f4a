"""Objections of third parties that stand in the way of release (Regulations arts 15, 32)."""

from typing import TYPE_CHECKING

from requests_app.clock import consultations_of

if TYPE_CHECKING:
    from requests_app.models import Application, Consultation

OBJECTS = "objects"


def standing_objections(application: "Application") -> "list[Consultation]":
    """The consultations of the present handling whose party says no, was not overridden and did
    not change its mind: of each party its latest opinion counts, unless the letter that asked for
    it was revoked.
    """
    last: dict[str, Consultation] = {}
    answered = [row for row in consultations_of(application) if row.answered_on is not None]
    for asked in sorted(answered, key=lambda row: (row.answered_on, row.pk)):
        if asked.kind == "third_party" and asked.withdrawn_on is None:
            last[asked.party_name] = asked
    return [row for row in last.values() if row.opinion == OBJECTS and row.override is None]
