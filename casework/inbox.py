"""The papers that wait for one person's signature, the most urgent first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from casework import signatures, signing
from casework.signing import Capacity
from notices.models import Notice
from office.models import User
from office.roles import May
from records.approval import Stage
from records.models import Approval
from requests_app.models import Application

SIGNERS = (
    May.APPROVE_UNIT, May.APPROVE_OFFICE, May.APPROVE_SECRECY, May.APPROVE_FINANCE,
    May.APPROVE_LEADER,
)  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """A paper, the stage it waits at, and the right in which this person gives that signature.

    `given` are the signatures that hold.
    """

    notice: Notice
    stage: Stage
    capacity: Capacity
    given: list[Approval]


def inbox(user: User, *, on: date) -> list[Waiting]:
    """What this person may sign now: the case due first comes first, one without a limit last."""
    away = signing.absences(on, deputy=user)
    if not away and not any(user.may(thing) for thing in SIGNERS):
        return []
    visible = Application.objects.visible_to(user)
    papers = Notice.objects.to_approve().filter(application__in=visible)
    related = ("application__applicant", "application__unit_in_charge", "handling", "drafted_by")
    urgency = F("application__alarm_on").asc(nulls_last=True)
    waiting = papers.select_related(*related).order_by(urgency, "pk")
    found = []
    for paper, signed in signatures.with_signatures(waiting):
        stage = signatures.next_stage(paper, given=signed)
        if stage is None:
            continue
        right = signing.capacity(user, stage, paper, on=on, given=signed, away=away)
        if right is not None:
            found.append(Waiting(paper, stage, right, signed))
    return found
