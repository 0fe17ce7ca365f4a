"""What the office owes once a review or a lawsuit reaches it, and by when.

Written reply and evidence to the review body (行政复议法 art. 48: 10 days; art. 54: 5 days if
simplified; working days by art. 88), defence and evidence in court (行政诉讼法 art. 67: 15 days,
to the next working day if the last is none). The numbers are facts of `statute`. They bind the
office whatever law the application was handled under: who hears the case decides that it may be
brought.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from office import institution
from remedies.models import Kind, Remedy
from statute.calendar import WorkingCalendar
from statute.law_parts import Fact
from statute.text import Text

SOURCE = "cn-regulation"  # the law whose data holds what reviews and lawsuits demand


@dataclass(frozen=True)
class Duty:
    label: Text
    due_on: date
    article: Text

    def overdue(self, on: date) -> bool:
        return on > self.due_on


REPLY = Text("提交行政复议答复书和证据", "written reply and evidence to the review body")
DEFENCE = Text("提交答辩状和证据", "defence and evidence to the court")


def duty_of(remedy: Remedy, *, calendar: WorkingCalendar) -> Duty | None:
    """The duty a remedy puts on the office; None before its copy arrives, or if it puts none."""
    if remedy.received_on is None:
        return None
    fact = _days(remedy)
    if fact is None:
        return None
    if remedy.kind == Kind.REVIEW:
        return Duty(REPLY, calendar.add(remedy.received_on, fact.value), fact.article)
    last = remedy.received_on + timedelta(days=fact.value)
    return Duty(DEFENCE, calendar.next_working(last), fact.article)


def _days(remedy: Remedy) -> Fact[int] | None:
    duties = institution.law(SOURCE).duties
    if remedy.is_litigation:
        return duties.defence_days
    if remedy.kind == Kind.REVIEW:
        return (
            duties.review_reply_simplified_days if remedy.simplified else duties.review_reply_days
        )
    return None
