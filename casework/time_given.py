"""Until when an applicant may do what a letter asks of them, counted as the letter says.

To give reasons (art. 35), to correct (art. 30), to pay: each letter gives working days from its
receipt, so nothing is counted until its service is recorded. Day 0 is the day of handing over or
sending; of posting only with an allowance beside it, a setting of the law (`letter_posting_days`),
since nobody records when the post arrived. A service that came back counts for nothing.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from casework.returned import came_back_on
from notices.models import Manner, Notice, ServiceRecord
from office.calendars import working_calendar
from records.refusals import Refusal
from requests_app.clock import fact
from requests_app.models import Application, ReasonsRequest
from requests_app.states import State


class TimeGiven(NamedTuple):
    """The days given and the last of them; None while the letter has not arrived."""

    days: int
    until: date | None
    provisional: bool

    def over(self, on: date) -> bool:
        return self.until is not None and on > self.until


def letter_asking(asked: ReasonsRequest) -> Notice | None:
    """The letter that asks for reasons, unless it was revoked."""
    letters = asked.handling.application.notices.in_force()
    return letters.filter(kind="reasons_request", handling=asked.handling).last()


def time_for_reasons(asked: ReasonsRequest) -> TimeGiven:
    return time_given(letter_asking(asked), asked.days)


def time_given(letter: Notice | None, days: int) -> TimeGiven:
    """The time of so many working days that a letter gives; the first arrival counts."""
    calendar = working_calendar()
    arrived = [row for row in letter.services.all() if not came_back_on(row)] if letter else []
    last_days = [
        (calendar.add(row.counted_on, days + _for_the_post(row)), row.counted_on) for row in arrived
    ]
    if not last_days:
        return TimeGiven(days, None, False)
    until, begun = min(last_days)
    return TimeGiven(days, until, not calendar.certain_between(begun, until))


def too_early_to_abandon(application: Application, *, on: date) -> Iterator[str]:
    """Why a case that waits for a correction or a payment cannot count as abandoned yet.

    The case's own clock counts from the day of the letter. One without a letter, as a register
    may bring in, has that clock alone.
    """
    waits = _WAITS.get(State(application.state))
    if waits is None:
        return
    kind, name, lies_with_handling = waits
    asked = fact(application.handling if lies_with_handling else application, name)
    letter = application.notices.in_force().filter(kind=kind).last()
    if asked is None or letter is None:
        return
    time = time_given(letter, asked.days)
    if time.until is None:
        yield _("告知书还没有送达申请人（须登记送达；退回的须再次送达），期限尚未起算。")
    elif not time.over(on):
        yield _("告知书给的期限自收到之日起算，至%(day)s届满。") % {"day": time.until.isoformat()}


def refuse_early_abandonment(application: Application, *, on: date) -> None:
    """Raises Refusal while the time the letter gives still runs."""
    if reasons := [*too_early_to_abandon(application, on=on)]:
        raise Refusal(*reasons)


# The letter, the fact it put down, and whether that lies with the handling or the application.
_WAITS = {
    State.AWAITING_CORRECTION: ("correction", "correction", False),
    State.AWAITING_PAYMENT: ("fee", "fee_demand", True),
}


def _for_the_post(service: ServiceRecord) -> int:
    if service.manner != Manner.POST:
        return 0
    return service.notice.application.statute_law.facts["letter_posting_days"].value
