"""The arithmetic of the reply limit: facts in order, one day-count, no words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
REOPENED = "reopened"


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

    It arrived on `arrived_on`; `started_on` is the day of receipt as the rule takes it, `ended_on`
    the day a restart ended it.
    """

    cause: str
    arrived_on: date
    started_on: date
    ended_on: date | None
    rule: Rule
    extensions: tuple[Extension, ...]
    stops: tuple[Stop, ...]
    counting: "_Counting" = field(compare=False, repr=False)
    idle: tuple[Text, ...] = ()
    refused: tuple[Text, ...] = ()

    @property
    def ending(self) -> Ending:
        """Where it ends; of a run that a restart overtook nobody may ask."""
        return self.counting.ending

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
    for since, until, earliest, kind, label in _stops(facts, law, calendar, on):
        if ended is None or since < ended:
            until = until or ended
            yield Stop(since, until, earliest or until or max(on, since), kind, label)


_Told = tuple[date, date | None, date | None, str, Text]


def _stops(facts: Facts, law: Law, calendar: WorkingCalendar, on: date) -> Iterator[_Told]:
    for s in facts.suspensions:
        if suspends(law, s.kind):
            yield s.since, s.until, s.until, s.kind, s.said
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
            yield c.asked_on, until, earliest, c.kind, c.said
    for kind, asked, done in (
        (CORRECTION, facts.correction_asked_on, facts.corrected_on),
        (PAYMENT, facts.payment_asked_on, facts.paid_on),
    ):
        if asked is not None:
            yield asked, done, done, kind, STOP_LABELS[kind]


def suspends(law: Law, kind: str) -> bool:
    """Whether days spent on this are left out of the count."""
    if kind in (CORRECTION, PAYMENT, STATED) or kind in law.suspensions.value:
        return True
    return kind in CONSULTATIONS and law.consulting(kind).suspends.value


def starts(facts: Facts, law: Law) -> list[tuple[date, str]]:
    """Receipt or the day it was handled anew, then each restart, in order."""
    if facts.received_on is None:
        return []
    found = [(facts.received_on, REOPENED if facts.begun_anew else RECEIVED)]
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


class _Counting:
    """The limit as it is run out, event by event; counted only when its end is asked for."""

    def __init__(self, rule: Rule, calendar: WorkingCalendar, start: date) -> None:
        self.rule, self.calendar, self.start = rule, calendar, start
        self.stops: list[Stop] = []
        self.extensions: list[Extension] = []
        self._ending: Ending | None = None

    @property
    def ending(self) -> Ending:
        if self._ending is None:
            gaps = [(stop.since, stop.until) for stop in self.stops]
            self._ending = run_out(
                self.rule, self.calendar, self.start, gaps=gaps, extensions=self.extensions
            )
        return self._ending

    def stop(self, stop: Stop) -> Text | None:
        """Leave days out, unless the limit had run out: a letter of its last day stops nothing.

        No limit is shorter than as many days as it has units, so that most need no counting here.
        """
        if stop.since.toordinal() - self.start.toordinal() >= self.rule.amount - 1:
            due = self.ending.due
            if due is not None and stop.since >= due:
                return suspension_too_late(stop.label, stop.since, due)
        self.stops.append(stop)
        self._ending = None
        return None

    def extend(self, law: Law, asked: Extension, told_on: date) -> Text | None:
        """Extend as far as the law allows; told on the last day it still counts.

        As above: told sooner than so many days after receipt, it was told in time.
        """
        soon = told_on.toordinal() - self.start.toordinal() < self.rule.amount
        due = None if soon and asked.until is None else self.ending.due
        if due is not None and told_on > due:
            return extension_too_late(told_on, due)
        longest = self._longest(law) if asked.until is not None else None
        allowed, fault = extension_beyond(law, asked, due, longest=longest)
        self.extensions.append(allowed)
        self._ending = None
        return fault

    def last_day(self, stops: Sequence[Stop]) -> date:
        """The end of the limit itself; the end of time while a stop keeps it open."""
        gaps = [(stop.since, stop.until) for stop in stops]
        return run_out(self.rule, self.calendar, self.start, gaps=gaps).due or date.max

    def _longest(self, law: Law) -> date | None:
        """Where the longest extension the law allows would end; a rule without a law has none."""
        if not law.code or not law.extension.allowed.value:
            return None
        gaps = [(stop.since, stop.until) for stop in self.stops]
        most = Extension(by=law.extension.max_days.value)
        extensions = [*self.extensions, most]
        return run_out(self.rule, self.calendar, self.start, gaps=gaps, extensions=extensions).due


def _run(
    facts: Facts,
    law: Law,
    calendar: WorkingCalendar,
    bounds: tuple[date, str, date | None],
    own: Sequence[Stop],
) -> Run:
    arrived, cause, end = bounds
    counting = _Counting(law.rule, calendar, law.rule.received(arrived, calendar))
    idle: list[Text] = []
    refused: list[Text] = []
    for day, what in _in_order(facts, own, arrived, end, counting):
        if isinstance(what, Stop):
            fault, faults = counting.stop(what), idle
        else:
            fault, faults = counting.extend(law, what, day), refused
        if fault is not None:
            faults.append(fault)
    return Run(
        cause=cause,
        arrived_on=arrived,
        started_on=counting.start,
        ended_on=end,
        rule=law.rule,
        extensions=tuple(counting.extensions),
        stops=tuple(counting.stops),
        counting=counting,
        idle=tuple(idle),
        refused=tuple(refused),
    )


def _in_order(
    facts: Facts, own: Sequence[Stop], start: date, end: date | None, counting: _Counting
) -> list[tuple[date, Stop | Extension]]:
    """Suspensions and extensions by date. An extension without a date was told in time in the last
    run: by so many units at its start, to a day given on its last day, all stops before it known.
    """
    events: list[tuple[date, Stop | Extension]] = [(stop.since, stop) for stop in own]
    for extension in facts.extensions:
        if extension.on is None:
            if end is None:
                told = start if extension.until is None else counting.last_day(own)
                events.append((told, extension))
        elif start <= extension.on and (end is None or extension.on < end):
            events.append((extension.on, extension))
    if len(events) > 1:
        events.sort(key=lambda event: (event[0], isinstance(event[1], Stop)))
    return events
