"""What the office owes once a review or a lawsuit reaches it, and by when.

Written reply and evidence to the review body (行政复议法 art. 48: 10 days; art. 54: 5 days if
simplified; working days by art. 88), defence and evidence in court (行政诉讼法 art. 67: 15 days,
to the next working day if the last is none). The numbers are facts of `statute`. They bind the
office whatever law the application was handled under: who hears the case decides that it may be
brought.
"""

from dataclasses import dataclass
from datetime import date

from office import institution
from remedies.models import Kind, Remedy
from statute.calendar import WorkingCalendar
from statute.duties import defence_due, review_reply_due, review_reply_fact
from statute.law_parts import Fact
from statute.text import Text

SOURCE = "cn-regulation"  # the law whose data holds what reviews and lawsuits demand


@dataclass(frozen=True)
class Duty:
    """One thing owed: its last day, and the earliest that may prove to be, by which alarms go."""

    label: Text
    due_on: date
    earliest_on: date
    provisional: bool
    article: Text


REPLY = Text("提交行政复议答复书和证据", "written reply and evidence to the review body")
DEFENCE = Text("提交答辩状和证据", "defence and evidence to the court")


def duty_of(remedy: Remedy, *, calendar: WorkingCalendar) -> Duty | None:
    """The duty a remedy puts on the office; None before its copy arrives, or if it puts none."""
    if remedy.received_on is None:
        return None
    fact = _days(remedy)
    if fact is None:
        return None
    is_review = remedy.kind == Kind.REVIEW
    reckon = review_reply_due if is_review else defence_due
    due = reckon(remedy.received_on, fact.value, calendar)
    return Duty(
        label=REPLY if is_review else DEFENCE,
        due_on=due,
        earliest_on=reckon(remedy.received_on, fact.value, calendar.earliest),
        provisional=not calendar.certain_between(remedy.received_on, due),
        article=fact.article,
    )


def _days(remedy: Remedy) -> Fact[int] | None:
    law = institution.law(SOURCE)
    if remedy.is_litigation:
        return law.duties.defence_days
    if remedy.kind == Kind.REVIEW:
        return review_reply_fact(law, simplified=remedy.simplified)
    return None
