"""The last day for the reply that an applicant was told in a letter, and whether it stands.

A letter is evidence: what it says is read from the letter as issued. A later change of the
calendar may bring the computed date forward; what we told the applicant stands until a person
takes it back, with a reason, in the log (docs/adr/0007-what-we-told-the-applicant.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from notices.models import Notice
from notices.outdated import Outdated, outdated
from notices.stated import dates_stated
from records.models import LogEntry
from requests_app import clock as clocks
from requests_app.models import Application

REPLY = "reply"
SHORTENED = "told_date_shortened"


@dataclass(frozen=True)
class Told:
    """The last day the applicant was told, and in which letter."""

    on: date
    notice: Notice


def letters_of(application: Application) -> list[Notice]:
    """The letters that went out and were not withdrawn, in the order they went."""
    sent = [n for n in application.notices.all() if n.is_issued and not _is_withdrawn(n)]
    return sorted(sent, key=lambda notice: (notice.issued_on, notice.pk))


def _is_withdrawn(notice: Notice) -> bool:
    by = clocks.fact(notice, "withdrawn_by")
    return by is not None and by.is_issued


def letters_stating(application: Application, day: date | None) -> list[Notice]:
    """The letters already sent that say the reply is due on this day."""
    return [n for n in letters_of(application) if day and dates_stated(n).get(REPLY) == day]


def told(application: Application) -> Told | None:
    """What the newest letter on the limit says; None if none does or the limit began anew since."""
    since = _begun_anew(application)
    for notice in reversed(letters_of(application)):
        day = dates_stated(notice).get(REPLY)
        if day and (since is None or notice.issued_on > since):
            return Told(day, notice)
    return None


def _begun_anew(application: Application) -> date | None:
    """The last day on which the limit began anew: a correction, a payment, a later handling."""
    handling, correction = application.handling, clocks.correction_of(application)
    demand = clocks.fact(handling, "fee_demand")
    again = handling is not None and handling.sequence > 1
    days = [
        correction and correction.corrected_on,
        demand and demand.paid_on,
        handling.opened_on if again else None,
    ]
    return max((day for day in days if day), default=None)


def standing(application: Application) -> Told | None:
    """The date told, unless a person has since decided to tell the applicant an earlier one."""
    found = told(application)
    return None if found is None or _decision_on(application, found.on) else found


def shortenings(chains: Iterable[str]) -> dict[str, list[LogEntry]]:
    """By chain of a case: the decisions to tell its applicant an earlier date, oldest first."""
    found: dict[str, list[LogEntry]] = {}
    for entry in LogEntry.objects.filter(chain__in=list(chains), event=SHORTENED).order_by("pk"):
        found.setdefault(entry.chain, []).append(entry)
    return found


def _decision_on(application: Application, day: date) -> LogEntry | None:
    """The newest decision that this day, once told, holds no longer."""
    entries = shortenings([application.chain]).get(application.chain, [])
    return next((e for e in reversed(entries) if e.payload["told"] == day.isoformat()), None)


@dataclass(frozen=True)
class Untold:
    """A date that was told and taken back, of which no letter told the applicant yet."""

    statement: Outdated
    decision: LogEntry


def untold(application: Application) -> Untold | None:
    """What a rectification notice has still to say, because a person decided it is to be said."""
    said = next((one for one in outdated(application) if one.what == REPLY), None)
    decision = _decision_on(application, said.said) if said and said.said else None
    return Untold(said, decision) if said and decision else None
