"""What the office owes once a review or a lawsuit reaches it.

The numbers are facts of the law; None where it opens neither.
"""

from datetime import date, timedelta

from statute.day_table import WorkingCalendar
from statute.law import Law
from statute.law_parts import Fact


def review_reply_fact(law: Law, *, simplified: bool = False) -> Fact[int] | None:
    """The days for answering a review body; None where the law opens no review."""
    duties = law.duties
    return duties.review_reply_simplified_days if simplified else duties.review_reply_days


def review_reply_due(received_on: date, days: int, calendar: WorkingCalendar) -> date:
    """Written reply and evidence to the review body, in working days (行政复议法 48, 54, 88)."""
    return calendar.add(received_on, days)


def defence_due(received_on: date, days: int, calendar: WorkingCalendar) -> date:
    """Defence and evidence to the court, in days, off a last day of rest (行政诉讼法 67)."""
    return calendar.next_working(received_on + timedelta(days=days))
