"""The last day for the reply that an applicant was told in a letter, and whether it stands.

A letter is evidence: what it says is read from the letter as issued. A later change of the
calendar may bring the computed date forward; what we told the applicant stands until a person
takes it back, with a reason, in the log (docs/adr/0007-what-we-told-the-applicant.md).
"""

import re
from dataclasses import dataclass
from datetime import date

from notices.models import Notice
from records import log
from requests_app import clock as clocks
from requests_app.models import Application

TELLS_THE_LIMIT = ("acknowledgement", "extension")
SHORTENED = "told_date_shortened"
WRITTEN = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


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


def dates_in(notice: Notice) -> list[date]:
    """Every day the letter names, as it was issued."""
    paragraphs = notice.snapshot.get("letter", {}).get("paragraphs", [])
    return [
        date(int(year), int(month), int(day))
        for year, month, day in WRITTEN.findall("".join(map(str, paragraphs)))
    ]


def letters_stating(application: Application, day: date | None) -> list[Notice]:
    """The letters already sent that name this day."""
    return [n for n in letters_of(application) if day is not None and day in dates_in(n)]


def told(application: Application) -> Told | None:
    """What the newest letter on the limit says; None if none does or the limit began anew since.

    Such a letter names the day of receipt, the limit now and the limit extended: the last is it.
    """
    since = _begun_anew(application)
    telling = [n for n in letters_of(application) if n.kind in TELLS_THE_LIMIT]
    for notice in reversed(telling):
        named = [day for day in dates_in(notice) if day > notice.issued_on]
        if named and (since is None or notice.issued_on > since):
            return Told(max(named), notice)
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
    """The date told, unless a person has since told the applicant that it is earlier."""
    found = told(application)
    if found is None:
        return None
    taken_back = log.entries(application.chain).filter(event=SHORTENED)
    if any(entry.payload["told"] == found.on.isoformat() for entry in taken_back):
        return None
    return found
