"""What the facts say of the reply limit, in dates alone."""

from dataclasses import dataclass
from datetime import date

from statute.day_table import WorkingCalendar
from statute.facts import CONSULTATIONS, CORRECTION, PAYMENT, Facts
from statute.fold import Run, fold, is_provisional
from statute.law import Law


@dataclass(frozen=True)
class ReplyDates:
    """What the facts say of the reply limit, in dates alone."""

    runs: tuple[Run, ...]
    due_on: date | None
    earliest_on: date | None
    alternative_due_on: date | None
    provisional: bool


def reply_dates(facts: Facts, *, law: Law, calendar: WorkingCalendar, on: date) -> ReplyDates:
    """The due date; the earliest it may prove to be; the date under the other reading."""
    runs = fold(facts, law=law, calendar=calendar, on=on)
    if not runs:
        return ReplyDates((), None, None, None, False)
    run = runs[-1]
    if facts.agreed_due_on is not None and law.agreed_delay.value:
        return ReplyDates(runs, facts.agreed_due_on, facts.agreed_due_on, None, False)
    provisional = is_provisional(run, calendar)
    other = _other_reading(facts, law, calendar, on)
    soonest = run.due_on
    if provisional or _may_end_sooner(run) or (run.due_on is None and not _will_restart(run, law)):
        soonest = run.earliest_due_on(calendar)
    return ReplyDates(
        runs=runs,
        due_on=run.due_on,
        earliest_on=min((day for day in (soonest, other[1]) if day is not None), default=None),
        alternative_due_on=other[0] if other[0] != run.due_on else None,
        provisional=provisional,
    )


def _may_end_sooner(run: Run) -> bool:
    return run.due_on is not None and any(s.until != s.earliest_until for s in run.stops)


def _will_restart(run: Run, law: Law) -> bool:
    """Whether what is awaited starts the limit again, so that no reply is owed meanwhile."""
    awaited = {stop.kind for stop in run.stops if stop.until is None}
    return (CORRECTION in awaited and law.correction.restarts.value) or (
        PAYMENT in awaited and law.payment.restarts.value
    )


def _other_reading(
    facts: Facts, law: Law, calendar: WorkingCalendar, on: date
) -> tuple[date | None, date | None]:
    """Due and earliest, were consultation (not) left out, where the law leaves that open."""
    if not facts.suspensions and not facts.consultations:
        return None, None
    asked = {s.kind for s in facts.suspensions} | {c.kind for c in facts.consultations}
    doubtful = [
        kind for kind in CONSULTATIONS if kind in asked and law.consulting(kind).suspends.setting
    ]
    if not doubtful:
        return None, None
    turned = law.configured(
        {f"{kind}.suspends": not law.consulting(kind).suspends.value for kind in doubtful}
    )
    run = fold(facts, law=turned, calendar=calendar, on=on)[-1]
    soonest = run.earliest_due_on(calendar)
    return run.due_on, soonest if is_provisional(run, calendar) else run.due_on
