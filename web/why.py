"""Why a date is what it is: everything the pages and the sheet show of one clock.

The applicant's page is told what was asked of others and for how long, never whom.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.urls import reverse

from notices.kind import Addressee
from notices.kinds import KINDS
from notices.models import Notice
from requests_app.clock import fact
from requests_app.models import Application, Consultation, Handling
from statute.calendar import YearNotice
from statute.clock import Clock, Run
from statute.counting import WORKING_DAY
from statute.days import days_of
from statute.facts import CONSULTATIONS, CORRECTION, PAYMENT
from statute.fold import Stop
from statute.text import Text
from web import strip

LETTERS = {CORRECTION: "correction", PAYMENT: "fee"}


class Audience(StrEnum):
    APPLICANT = "applicant"
    STAFF = "staff"


class Letter(NamedTuple):
    """A letter that stopped or lengthened the limit."""

    label: Text
    number: str
    issued_on: date
    url: str


class Held(NamedTuple):
    """A stretch left out of the count: why, whom it waited for, by which letter, how many days."""

    stop: Stop
    whom: str
    days: int | None
    letters: tuple[Letter, ...]


class Extended(NamedTuple):
    by_days: int
    decided_on: date | None
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class RunShown:
    """One running of the limit as weeks and as a list."""

    run: Run
    weeks: list[strip.Weeks]
    stretches: list[strip.Stretch]
    held: tuple[Held, ...]
    counted: int
    ended_on: date | None = None

    @property
    def cut(self) -> bool:
        return any(week.skipped for week in self.weeks)

    def marked(self, name: str) -> bool:
        return any(
            day is not None and name in day.classes.split()
            for week in self.weeks
            for day in week.days
        )

    @property
    def makeup(self) -> bool:
        return self.marked("makeup")

    @property
    def extended(self) -> bool:
        return self.marked("extended")

    @property
    def unsure(self) -> bool:
        return self.marked("unsure")


@dataclass(frozen=True)
class Explanation:
    """The running limit, those before it, and what they rest on."""

    now: RunShown | None
    before: tuple[RunShown, ...]
    extension: Extended | None
    notices: tuple[YearNotice, ...]
    version: str
    last_year: int
    working_days: bool
    anew: Handling | None


def explain(
    clock: Clock, *, on: date, case: Application | None = None, audience: str = Audience.APPLICANT
) -> Explanation:
    """Explain the clock; with its case, also by which letters it was stopped or lengthened."""
    letters = _Letters(case, audience)
    now = _running(clock.run, clock, letters, on) if clock.run else None
    ends = [*clock.history, clock.run][1:]
    before = tuple(
        _ended(run, then, clock, letters)
        for run, then in zip(clock.history, ends, strict=True)
        if then is not None
    )
    return Explanation(
        now=now,
        before=before,
        extension=letters.extension(clock),
        notices=_notices([*before, *([now] if now else [])]),
        version=clock.calendar.version,
        last_year=max(clock.calendar.published_years, default=0),
        working_days=clock.law.rule.unit == WORKING_DAY,
        anew=case.handling if case and case.handling and case.handling.sequence > 1 else None,
    )


def _running(run: Run, clock: Clock, letters: "_Letters", on: date) -> RunShown:
    return RunShown(
        run=run,
        weeks=strip.weeks(clock.days, on=on, answered_on=clock.facts.answered_on, cause=run.cause),
        stretches=strip.stretches(clock.days, calendar=clock.calendar, stops=run.stops),
        held=tuple(letters.held(run, clock)),
        counted=sum(day.counted for day in clock.days),
    )


def _ended(run: Run, then: Run, clock: Clock, letters: "_Letters") -> RunShown:
    """A run that a correction or a payment ended: its days up to that one."""
    ended_on = then.started_on
    days = days_of(run, ended_on, calendar=clock.calendar, on=ended_on)
    due = run.due_on is not None and run.due_on == ended_on
    days = days if due else tuple(_without(day, "due") for day in days)
    return RunShown(
        run=run,
        weeks=strip.weeks(days, on=date.max, cause=run.cause, restart=(ended_on, then.cause)),
        stretches=strip.stretches(days, calendar=clock.calendar, stops=run.stops),
        held=tuple(letters.held(run, clock)),
        counted=sum(day.counted for day in days),
        ended_on=ended_on,
    )


def _without(day: Any, mark: str) -> Any:
    return replace(day, marks=day.marks - {mark})


def _notices(runs: list[RunShown]) -> tuple[YearNotice, ...]:
    """The holiday notices that set any day shown, each once."""
    found = [row.notice for run in runs for row in run.stretches if row.notice is not None]
    return tuple(dict.fromkeys(found))


class _Letters:
    """The issued letters of a case, by what they did to its clock."""

    def __init__(self, case: Application | None, audience: str) -> None:
        self.case, self.staff = case, audience == Audience.STAFF
        self.issued = list(case.notices.issued()) if case else []
        self.asked = list(case.consultations.all()) if case else []

    def held(self, run: Run, clock: Clock) -> Iterator[Held]:
        waiting = list(self.asked)
        for stop in run.stops:
            asked = _the_one(stop, waiting)
            if asked is not None:
                waiting.remove(asked)
            days = clock.calendar.count(stop.since, stop.until) if stop.until else None
            whom = asked.party_name if asked is not None and self.staff else ""
            yield Held(stop, whom, days, tuple(self._of_stop(stop, asked)))

    def _of_stop(self, stop: Stop, asked: Consultation | None) -> Iterator[Letter]:
        for notice in self.issued:
            if stop.kind in CONSULTATIONS:
                own = notice.consultation_id is not None and asked is not None
                if own and notice.consultation_id == asked.pk and self._may_see(notice):
                    yield self._letter(notice)
            elif notice.kind == LETTERS.get(stop.kind) and notice.issued_on == stop.since:
                yield self._letter(notice)

    def extension(self, clock: Clock) -> Extended | None:
        if clock.run is None or not clock.run.extended_days:
            return None
        row = fact(self.case.handling, "extension") if self.case else None
        found = [
            self._letter(notice)
            for notice in self.issued
            if notice.kind == "extension" and notice.handling_id == self.case.handling.pk
        ]
        return Extended(clock.run.extended_days, row and row.decided_on, tuple(found))

    def _may_see(self, notice: Notice) -> bool:
        return self.staff or KINDS[notice.kind].addressee == Addressee.APPLICANT

    def _letter(self, notice: Notice) -> Letter:
        page = "staff:notice" if self.staff else "public:notice"
        url = reverse(page, args=[notice.pk])
        return Letter(KINDS[notice.kind].label, notice.number or "", notice.issued_on, url)


def _the_one(stop: Stop, waiting: list[Consultation]) -> Consultation | None:
    """The consultation a stop came from: same kind, sent the same day."""
    return next(
        (row for row in waiting if (row.kind, row.asked_on) == (stop.kind, stop.since)), None
    )
