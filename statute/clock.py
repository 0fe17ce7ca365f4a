"""The reply clock: the fold of `statute.fold`, with the reason for every day of it.

Nothing here is stored. `on` is the day the question is asked; it moves no date that is settled,
only marks today and says how soon an open suspension may end.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from statute.counting import Gap, amount_text, counted_in
from statute.day_table import WorkingCalendar
from statute.days import Day, days_of
from statute.facts import (
    CONSULTATIONS,
    CORRECTION,
    PAYMENT,
    ClockRefusal,
    Consultation,
    Facts,
    Suspension,
    suspension_end,
)
from statute.fold import Run, Stop
from statute.law import Law
from statute.limits import ApprovalPlan, Limit, approve_by, limits
from statute.reply import reply_dates
from statute.sentences import articles_of, sentence_of
from statute.text import Text, day_text

__all__ = [
    "ApprovalPlan",
    "Clock",
    "ClockRefusal",
    "Consultation",
    "Day",
    "Facts",
    "Limit",
    "Run",
    "Suspension",
    "approve_by",
    "check_extension",
    "limits",
    "reply_clock",
    "suspension_end",
]


@dataclass(frozen=True)
class Clock:
    """The reply limit of one application.

    `due_on` is None before receipt and while the end is unknown: a correction or payment is
    awaited, or a suspension is open. Alarms use `earliest_on`, the earliest the date may prove to
    be: by a holiday notice not yet published, by an open suspension ending on the day asked, or by
    `alternative_due_on` where the law is silent on leaving consultation out of the count. It is
    None while no reply is owed (what is awaited will start the limit again).
    """

    facts: Facts
    law: Law
    calendar: WorkingCalendar
    on: date
    run: Run | None
    history: tuple[Run, ...]
    due_on: date | None
    earliest_on: date | None
    alternative_due_on: date | None
    provisional: bool

    @property
    def started_on(self) -> date | None:
        """Day 0 of the running limit: receipt, or the correction or payment that restarted it."""
        return self.run.started_on if self.run else None

    @property
    def limit_days(self) -> int:
        return self.run.limit_days if self.run else self.law.reply_limit.value

    @property
    def stops(self) -> tuple[Stop, ...]:
        return self.run.stops if self.run else ()

    @property
    def warnings(self) -> tuple[Text, ...]:
        """Facts on record that have no effect, each with its reason."""
        return self.run.without_effect if self.run else ()

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Every day from day 0 to the due date (to `on` while the end is unknown)."""
        if self.run is None:
            return ()
        return days_of(self.run, self.due_on, calendar=self.calendar, on=self.on)

    @cached_property
    def sentence(self) -> Text:
        return sentence_of(self)

    @cached_property
    def articles(self) -> tuple[Text, ...]:
        return articles_of(self)

    def answered_by(self, on: date) -> bool:
        """Whether the reply is made, or no longer owed since the application was withdrawn."""
        return self.facts.ended_on is not None and self.facts.ended_on <= on

    @property
    def answered_late(self) -> bool:
        """Answered after the limit then running."""
        answered = self.facts.answered_on
        return answered is not None and self.due_on is not None and answered > self.due_on

    @property
    def alternative(self) -> Text | None:
        """What the second date means, where there is one."""
        if self.alternative_due_on is None:
            return None
        day = day_text(self.alternative_due_on)
        if any(self.law.consulting(kind).suspends.value for kind in CONSULTATIONS):
            return Text(
                f"如果征求意见的时间计入期限，应在{day}前答复",
                f"if consultation counts, the reply is due on {day.en}",
            )
        return Text(
            f"如果征求意见的时间不计入期限，应在{day}前答复",
            f"if consultation is left out of the count, the reply is due on {day.en}",
        )

    def stopped_by(self, on: date) -> Stop | None:
        """What keeps this day out of the count, if anything."""
        return next((stop for stop in self.stops if stop.covers(on)), None)

    def runs(self, on: date) -> bool:
        """Whether the limit is running on this day. Approval pending never stops it."""
        return (
            self.started_on is not None
            and on >= self.started_on
            and not self.answered_by(on)
            and self.stopped_by(on) is None
        )

    def days_left(self, on: date) -> int | None:
        """Counted days after `on` to the due date; 0 on the last day, negative when over."""
        gaps = self.run.gaps() if self.run else []
        return self._left(on, self.due_on, self.calendar, gaps)

    def earliest_days_left(self, on: date) -> int | None:
        """As `days_left`, to the date alarms use."""
        gaps = self.run.earliest_gaps() if self.run else []
        return self._left(on, self.earliest_on, self.calendar.earliest, gaps)

    def _left(
        self, on: date, due: date | None, calendar: WorkingCalendar, gaps: list[Gap]
    ) -> int | None:
        if due is None or self.run is None:
            return None
        days = counted_in(self.run.rule.unit, calendar)
        if on > due:
            return -days.count(due, on)
        number = 0
        here = max(on, self.run.started_on)
        for since, until in sorted(gaps, key=lambda gap: gap[0]):
            number += days.count(here, min(since, due))
            here = max(here, until or here)
        return number + days.count(here, due)

    def overdue(self, on: date) -> bool:
        """Past the limit with no answer made. An unanswered case only: see `answered_late`."""
        return self.due_on is not None and on > self.due_on and not self.answered_by(on)


def reply_clock(facts: Facts, *, law: Law, calendar: WorkingCalendar, on: date) -> Clock:
    """The limit for the reply (条例 arts 30, 33, 34; 29号令 art 18), from the facts alone."""
    dates = reply_dates(facts, law=law, calendar=calendar, on=on)
    return Clock(
        facts=facts,
        law=law,
        calendar=calendar,
        on=on,
        run=dates.runs[-1] if dates.runs else None,
        history=dates.runs[:-1],
        due_on=dates.due_on,
        earliest_on=dates.earliest_on,
        alternative_due_on=dates.alternative_due_on,
        provisional=dates.provisional,
    )


def check_extension(
    facts: Facts, *, law: Law, calendar: WorkingCalendar, on: date, by_days: int
) -> date | None:
    """The due date an extension told on this day would give; refused with the reason.

    Once, no longer than the law allows, decided and told before the running limit ends
    (条例 art 33(2)).
    """
    rule = law.extension
    if not rule.allowed.value:
        raise ClockRefusal(f"{law.short}不允许延期", f"{law.short.en} allow no extension")
    if facts.extended_by or facts.extended_on:
        raise ClockRefusal("本申请已经延期过一次，不能再延", "already extended once")
    if not 1 <= by_days <= rule.max_days.value:
        most = amount_text(rule.max_days.value, law.rule.unit)
        raise ClockRefusal(f"延长的期限须为1至{most}", f"an extension is 1 to {most.en}")
    clock = reply_clock(facts, law=law, calendar=calendar, on=on)
    _check_running(clock, on)
    later = replace(facts, extended_on=on, extended_by=by_days)
    return reply_clock(later, law=law, calendar=calendar, on=on).due_on


def _check_running(clock: Clock, on: date) -> None:
    if clock.started_on is None:
        raise ClockRefusal("尚未收到申请，没有期限可以延长", "not yet received; nothing to extend")
    if clock.facts.answered_on is not None:
        raise ClockRefusal("申请已经答复，不能延期", "already answered")
    if clock.due_on is not None and on > clock.due_on:
        last = day_text(clock.due_on)
        raise ClockRefusal(
            f"期限已于{last}届满，不能延期", f"the limit ended on {last.en}; no extension now"
        )
    stop = clock.stopped_by(on)
    if clock.due_on is None and stop is not None and stop.kind in (CORRECTION, PAYMENT):
        raise ClockRefusal(
            f"{stop.label}，期限没有在计算，不能延期", f"{stop.label.en}; the limit is not running"
        )
