"""What the office owes once a review or a lawsuit reaches it, and by when.

Written reply and evidence to the review body (行政复议法 art. 48: 10 days; art. 54: 5 days if
simplified; working days by art. 88), defence and evidence in court (行政诉讼法 art. 67: 15 days,
to the next working day if the last is none), the defence to the other side's appeal. The numbers
are facts of `statute`, with their doubts. They bind the office whatever law the application was
handled under: who hears the case decides that it may be brought.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from office import institution
from remedies.models import Instance, Kind, Level, Remedy, RemedyQuerySet
from statute.calendar import WorkingCalendar
from statute.duties import defence_due, review_reply_due, review_reply_fact
from statute.law import Law
from statute.law_parts import Fact
from statute.text import Text

SOURCE = "cn-regulation"  # the law whose data holds what reviews and lawsuits demand


@dataclass(frozen=True)
class Duty:
    """One thing owed: its last day, and the earliest that may prove to be, by which alarms go.

    `done_on` is the day it was wholly done. `code` tells it apart within its remedy.
    """

    label: Text
    due_on: date
    earliest_on: date
    provisional: bool
    article: Text
    doubt: Text | None = None
    done_on: date | None = None
    code: str = ""


REPLY = Text("提交行政复议答复书和证据", "written reply and evidence to the review body")
DEFENCE = Text("提交答辩状和证据", "defence and evidence to the court")
REPLY_ALONE = Text("提交行政复议答复书", "written reply to the review body")
DEFENCE_ALONE = Text("提交答辩状", "defence to the court")
EVIDENCE_ALONE = Text("提交证据", "evidence")
APPEAL_DEFENCE = Text("提交二审答辩状", "defence to the appeal")


def duty_of(remedy: Remedy, *, calendar: WorkingCalendar, law: Law | None = None) -> Duty | None:
    """The duty a remedy puts on the office; None before its copy arrives, or if it puts none."""
    fact = _days(remedy, law or institution.law(SOURCE))
    if remedy.received_on is None or fact is None:
        return None
    done = [day for day in (remedy.replied_on, remedy.evidence_on) if day]
    reckon = review_reply_due if remedy.kind == Kind.REVIEW else defence_due
    return _duty(
        reckon, remedy.received_on, fact, calendar, label=_label(remedy),
        done_on=max(done) if len(done) == 2 else None,
    )  # fmt: skip


def duties_of(remedy: Remedy, *, calendar: WorkingCalendar) -> list[Duty]:
    """All that a remedy has put on the office, in first and in second instance."""
    law = institution.law(SOURCE)
    found = [duty_of(remedy, calendar=calendar, law=law)]
    found += [_of_appeal(row, calendar, law) for row in remedy.instances.all()]
    return [duty for duty in found if duty is not None]


def still_owed(remedies: RemedyQuerySet, *, calendar: WorkingCalendar) -> Iterator[
    tuple[Remedy, Duty]
]:  # fmt: skip
    """What is owed in these remedies and not wholly done; few queries however many there are."""
    law = institution.law(SOURCE)
    for remedy in remedies.owing():
        duty = duty_of(remedy, calendar=calendar, law=law)
        if duty is not None:
            yield remedy, duty
    for remedy, row in _appealed(remedies.pending()):
        duty = _of_appeal(row, calendar, law)
        if duty is not None and duty.done_on is None:
            yield remedy, duty


def _appealed(remedies: RemedyQuerySet) -> list[tuple[Remedy, Instance]]:
    rows = Instance.objects.filter(
        remedy__in=remedies, level=Level.SECOND, ours=False, replied_on=None, decided_on=None,
        received_on__isnull=False,
    )  # fmt: skip
    by_remedy = {row.remedy_id: row for row in rows}
    found = remedies.filter(pk__in=by_remedy) if by_remedy else []
    return [(remedy, by_remedy[remedy.pk]) for remedy in found]


def _of_appeal(row: Instance, calendar: WorkingCalendar, law: Law) -> Duty | None:
    """The defence to an appeal of the other side, once its copy has arrived."""
    fact = law.duties.appeal_defence_days
    if row.level != Level.SECOND or row.ours or row.received_on is None or fact is None:
        return None
    return _duty(
        defence_due, row.received_on, fact, calendar, label=APPEAL_DEFENCE,
        done_on=row.replied_on, code=Level.SECOND.value,
    )  # fmt: skip


def _duty(reckon, received_on: date, fact: Fact[int], calendar: WorkingCalendar, **more) -> Duty:
    due = reckon(received_on, fact.value, calendar)
    return Duty(
        due_on=due, earliest_on=reckon(received_on, fact.value, calendar.earliest),
        provisional=not calendar.certain_between(received_on, due), article=fact.article,
        doubt=fact.doubt, **more,
    )  # fmt: skip


def _label(remedy: Remedy) -> Text:
    """Both papers; or the one that is still missing, where the other was sent before."""
    is_review = remedy.kind == Kind.REVIEW
    if bool(remedy.replied_on) == bool(remedy.evidence_on):
        return REPLY if is_review else DEFENCE
    if remedy.replied_on:
        return EVIDENCE_ALONE
    return REPLY_ALONE if is_review else DEFENCE_ALONE


def _days(remedy: Remedy, law: Law) -> Fact[int] | None:
    if remedy.is_litigation:
        return law.duties.defence_days
    if remedy.kind == Kind.REVIEW:
        return review_reply_fact(law, simplified=remedy.simplified)
    return None
