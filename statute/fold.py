"""The arithmetic of the reply limit: facts in order, one day-count, no words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from statute.counting import Ending, Extension, Gap, Rule, is_certain, run_out
from statute.day_table import WorkingCalendar
from statute.facts import (
    CONSULTATIONS,
    CORRECTION,
    PAYMENT,
    STATED,
    STOP_LABELS,
    Facts,
    suspension_end,
)
from statute.law import Law
from statute.text import Text
from statute.without_effect import extension_beyond, extension_too_late, suspension_too_late

RECEIVED = "received"
CORRECTED = "corrected"
PAID = "paid"


@dataclass(frozen=True)
class Stop:
    """A suspension as the count sees it; `earliest_until` is the soonest it can end."""

    since: date
    until: date | None
    earliest_until: date | None
    kind: str
    label: Text

    def covers(self, day: date) -> bool:
        return self.since < day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Run:
    """One running of the limit, from receipt or from a restart.

    `started_on` is the day of receipt as the rule takes it, `ended_on` the day a restart ended it.
    """

    cause: str
    started_on: date
    ended_on: date | None
    rule: Rule
    extensions: tuple[Extension, ...]
    stops: tuple[Stop, ...]
    ending: Ending
    idle: tuple[Text, ...] = ()
    refused: tuple[Text, ...] = ()

    @property
    def due_on(self) -> date | None:
        return self.ending.due

    @property
    def without_effect(self) -> tuple[Text, ...]:
        """What was told and changed nothing: suspensions come too late, extensions not allowed."""
        return self.idle + self.refused

    @property
    def base_days(self) -> int:
        """The limit itself, in the unit of its rule."""
        return self.rule.amount

    @property
    def extended_days(self) -> int:
        return sum(extension.by for extension in self.extensions)

    @property
    def limit_days(self) -> int:
        return self.base_days + self.extended_days

    @cached_property
    def base_due_on(self) -> date | None:
        """The due date before any extension."""
        return self.ending.legs[0] if self.ending.legs else None

    def gaps(self) -> list[Gap]:
        return [(stop.since, stop.until) for stop in self.stops]

    def earliest_gaps(self) -> list[Gap]:
        return [(stop.since, stop.earliest_until) for stop in self.stops]

    def earliest_due_on(self, calendar: WorkingCalendar) -> date | None:
        """The end, were every open question to end it as soon as it may."""
        gaps = self.earliest_gaps()
        return run_out(
            self.rule, calendar.earliest, self.started_on, gaps=gaps, extensions=self.extensions
        ).due


def is_provisional(run: Run, calendar: WorkingCalendar) -> bool:
    """Whether any counted day may still be changed by a notice to come."""
    counted, due, _legs = run.ending
    return due is not None and not is_certain(counted, due, unit=run.rule.unit, calendar=calendar)


def stops(facts: Facts, *, law: Law, calendar: WorkingCalendar, on: date) -> Iterator[Stop]:
    """Every stretch of days the law leaves out of the count. The answer closes what is open."""
    ended = facts.ended_on
    for stop in _stops(facts, law, calendar, on):
        if ended is None or stop.since < ended:
            until = stop.until or ended
            soonest = stop.earliest_until or until or max(on, stop.since)
            yield Stop(stop.since, until, soonest, stop.kind, stop.label)


def _stops(facts: Facts, law: Law, calendar: WorkingCalendar, on: date) -> Iterator[Stop]:
    for s in facts.suspensions:
        if suspends(law, s.kind):
            yield Stop(s.since, s.until, s.until, s.kind, s.said)
    for c in facts.consultations:
        if suspends(law, c.kind):
            until, earliest = (
                suspension_end(
                    c.asked_on, c.received_on, c.answered_on, law=law, calendar=which, kind=c.kind
                )
                for which in (calendar, calendar.earliest)
            )
            if c.answered_on is None and facts.ended_on is None:
                earliest = min(earliest, max(on, c.asked_on))  # the opinion may come today
            yield Stop(c.asked_on, until, earliest, c.kind, c.said)
    for kind, asked, done in (
        (CORRECTION, facts.correction_asked_on, facts.corrected_on),
        (PAYMENT, facts.payment_asked_on, facts.paid_on),
    ):
        if asked is not None:
            yield Stop(asked, done, done, kind, STOP_LABELS[kind])


def suspends(law: Law, kind: str) -> bool:
    """Whether days spent on this are left out of the count."""
    if kind in (CORRECTION, PAYMENT, STATED) or kind in law.suspensions.value:
        return True
    return kind in CONSULTATIONS and law.consulting(kind).suspends.value


def starts(facts: Facts, law: Law) -> list[tuple[date, str]]:
    """Receipt, then each restart, in order."""
    if facts.received_on is None:
        return []
    found = [(facts.received_on, RECEIVED)]
    if facts.corrected_on is not None and law.correction.restarts.value:
        found.append((facts.corrected_on, CORRECTED))
    if facts.paid_on is not None and law.payment.restarts.value:
        found.append((facts.paid_on, PAID))
    return [found[0], *sorted(found[1:], key=lambda item: item[0])]


def fold(facts: Facts, *, law: Law, calendar: WorkingCalendar, on: date) -> tuple[Run, ...]:
    """Every running of the limit, the current one last; none before receipt."""
    begun = starts(facts, law)
    found = sorted(stops(facts, law=law, calendar=calendar, on=on), key=_since)
    runs = []
    for index, (start, cause) in enumerate(begun):
        end = begun[index + 1][0] if index + 1 < len(begun) else None
        own = [s for s in found if start <= s.since and (end is None or s.since < end)]
        runs.append(_run(facts, law, calendar, (start, cause, end), own))
    return tuple(runs)


def _since(stop: Stop) -> date:
    return stop.since


def _run(
    facts: Facts,
    law: Law,
    calendar: WorkingCalendar,
    bounds: tuple[date, str, date | None],
    own: Sequence[Stop],
) -> Run:
    arrived, cause, end = bounds
    rule = law.rule
    start = rule.received(arrived, calendar)
    kept: list[Stop] = []
    extensions: list[Extension] = []
    idle: list[Text] = []
    refused: list[Text] = []
    events = _in_order(facts, own, arrived, end)
    ending = run_out(rule, calendar, start)
    for day, what in events:
        due = ending.due
        if isinstance(what, Stop):
            if due is not None and day >= due:  # a letter sent on the last day stops nothing
                idle.append(suspension_too_late(what.label, day, due))
                continue
            kept.append(what)
        elif due is not None and day > due:  # told on the last day, an extension still counts
            refused.append(extension_too_late(day, due))
            continue
        else:
            allowed, fault = extension_beyond(law, what, due)
            if fault is not None:
                refused.append(fault)
            extensions.append(allowed)
        gaps = [(s.since, s.until) for s in kept]
        ending = run_out(rule, calendar, start, gaps=gaps, extensions=extensions)
    return Run(
        cause=cause,
        started_on=start,
        ended_on=end,
        rule=rule,
        extensions=tuple(extensions),
        stops=tuple(kept),
        ending=ending,
        idle=tuple(idle),
        refused=tuple(refused),
    )


def _in_order(
    facts: Facts, own: Sequence[Stop], start: date, end: date | None
) -> list[tuple[date, Stop | Extension]]:
    """Suspensions and extensions by date. An extension without a date was told at the start of the
    last run.
    """
    events: list[tuple[date, Stop | Extension]] = [(stop.since, stop) for stop in own]
    for extension in facts.extensions:
        if extension.on is None:
            if end is None:
                events.append((start, extension))
        elif start <= extension.on and (end is None or extension.on < end):
            events.append((extension.on, extension))
    return sorted(events, key=lambda event: (event[0], isinstance(event[1], Stop)))


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
    return run.due_on is not None and run.earliest_gaps() != run.gaps()


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
