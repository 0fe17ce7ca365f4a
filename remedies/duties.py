"""What the office owes once a review or a lawsuit reaches it, and by when.

Written reply and evidence to the review body (复议法 art. 48: 10 days; 54: 5 working days if
simplified), defence and evidence in court (行诉法 art. 67: 15 days). The numbers are the law's
facts in `statute`; where a law opens neither review nor suit there is no duty.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from remedies.models import Kind, Remedy
from statute.calendar import WorkingCalendar
from statute.law import Fact, Law
from statute.text import Text


@dataclass(frozen=True)
class Duty:
    label: Text
    due_on: date
    article: Text

    def overdue(self, on: date) -> bool:
        return on > self.due_on


REPLY = Text("提交行政复议答复书和证据", "written reply and evidence to the review body")
DEFENCE = Text("提交答辩状和证据", "defence and evidence to the court")


def duty_of(remedy: Remedy, *, law: Law, calendar: WorkingCalendar) -> Duty | None:
    """The duty a remedy puts on the office, or None if it puts none."""
    found = _days(remedy, law)
    if found is None or remedy.received_on is None:
        return None
    label, fact, working = found
    if working:
        due_on = calendar.add(remedy.received_on, fact.value)
    else:
        due_on = calendar.next_working(remedy.received_on + timedelta(days=fact.value))
    return Duty(label, due_on, fact.article)


def _days(remedy: Remedy, law: Law) -> tuple[Text, Fact[int], bool] | None:
    duties = law.duties
    if remedy.kind == Kind.REVIEW and remedy.simplified and duties.review_reply_simplified_days:
        return REPLY, duties.review_reply_simplified_days, True
    if remedy.kind == Kind.REVIEW and duties.review_reply_days is not None:
        return REPLY, duties.review_reply_days, False
    if remedy.is_litigation and duties.defence_days is not None:
        return DEFENCE, duties.defence_days, False
    return None
