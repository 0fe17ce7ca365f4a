"""Until when an applicant may give the reasons asked for (art. 35), counted as the letter says.

The letter gives them working days from its receipt, so nothing is counted until its service is
recorded. Day 0 is the day of handing over or sending; of posting only with an allowance beside
it, a setting of the law (`reasons_posting_days`), since nobody records when the post arrived.
A service that came back counts for nothing.
"""

from datetime import date
from typing import NamedTuple

from casework.returned import came_back_on
from notices.models import Manner, Notice, ServiceRecord
from office.calendars import working_calendar
from requests_app.models import ReasonsRequest


class TimeForReasons(NamedTuple):
    """The days given and the last of them; None while the letter has not arrived."""

    days: int
    until: date | None
    provisional: bool

    def over(self, on: date) -> bool:
        return self.until is not None and on > self.until


def letter_asking(asked: ReasonsRequest) -> Notice | None:
    """The letter that asks, unless it was revoked."""
    letters = asked.handling.application.notices.in_force()
    return letters.filter(kind="reasons_request", handling=asked.handling).last()


def time_for_reasons(asked: ReasonsRequest) -> TimeForReasons:
    letter, calendar = letter_asking(asked), working_calendar()
    arrived = [row for row in letter.services.all() if not came_back_on(row)] if letter else []
    last_days = [
        (calendar.add(row.counted_on, asked.days + _for_the_post(row)), row.counted_on)
        for row in arrived
    ]
    if not last_days:
        return TimeForReasons(asked.days, None, False)
    until, begun = min(last_days)
    return TimeForReasons(asked.days, until, not calendar.certain_between(begun, until))


def _for_the_post(service: ServiceRecord) -> int:
    if service.manner != Manner.POST:
        return 0
    return service.notice.application.statute_law.facts["reasons_posting_days"].value
