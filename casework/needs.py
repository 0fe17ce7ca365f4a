"""One thing a case needs, and what has to be known of the case to say how it stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from notices.kinds import KINDS
from notices.models import Notice
from office.calendars import working_calendar
from requests_app.clock import begun_anew, consultations_of
from requests_app.models import Application, Consultation
from requests_app.states import OPEN_STATES, State
from statute.clock import Clock, Limit

REPLIES = tuple(code for code, kind in KINDS.items() if kind.answers)


class Stands(StrEnum):
    """How one thing the case needs stands on a day."""

    DONE = "done"
    TO_DO = "to_do"
    OPTIONAL = "optional"  # possible until its day, and lawful to leave undone
    LAPSED = "lapsed"  # was optional, and is possible no more
    MISSED = "missed"  # owed, and its day is past


@dataclass(frozen=True)
class Need:
    """One thing the case needs. `on` is when it was done, `by` until when it has to be."""

    code: str
    label: str | Promise
    stands: Stands
    on: date | None = None
    by: date | None = None
    reason: str = ""
    provisional: bool = False
    is_next: bool = False

    @property
    def done(self) -> bool:
        return self.stands == Stands.DONE


class CaseOnADay:
    """A case on a day: its clock, its letters, and the ways one thing it needs may stand."""

    def __init__(self, case: Application, on: date) -> None:
        self.case, self.on = case, on
        received = case.received_on is not None
        self.clock: Clock | None = case.clock(on=on) if received else None
        self.limits: tuple[Limit, ...] = case.limits(on=on) if received else ()
        self.anew = begun_anew(case)
        self.asked = consultations_of(case)
        self.issued = [n for n in case.notices.in_force() if self.of_now(n)]
        self.reply = next((n for n in reversed(self.issued) if n.kind in REPLIES), None)

    def of_now(self, notice: Notice) -> bool:
        """Whether a letter belongs to the present handling: an earlier reply answers it not."""
        return not self.anew or notice.handling_id == self.case.handling.pk

    @property
    def open_in_hand(self) -> bool:
        return self.case.state == State.IN_HAND and self.reply is None

    def due(self) -> date | None:
        """The day everything is counted back from: the earliest it may prove to be."""
        if self.clock is None:
            return None
        return self.clock.earliest_on if self.clock.provisional else self.clock.due_on

    def issued_on(self, kind: str) -> date | None:
        return next((notice.issued_on for notice in self.issued if notice.kind == kind), None)

    def limit(self, code: str, turn: int = 0) -> Limit | None:
        found = [limit for limit in self.limits if limit.code == code]
        return found[turn] if turn < len(found) else None

    def turn_of(self, asked: Consultation) -> int:
        same = [row.pk for row in self.asked if row.kind == asked.kind]
        return same.index(asked.pk)

    def plain(self, code: str, label: str, on: date | None) -> Need:
        return Need(code, label, Stands.DONE if on else Stands.TO_DO, on)

    def owed(self, code: str, label: Any, by: date | None, done: date | bool | None = None) -> Need:
        """Something due by a day; `done` is when it was done, or that it was."""
        if done:
            return Need(code, label, Stands.DONE, None if done is True else done)
        missed = (
            by is not None and self.on > by and self.case.state in OPEN_STATES | {State.ANSWERED}
        )
        return Need(
            code, label, Stands.MISSED if missed else Stands.TO_DO, None, by,
            provisional=self.may_change(by) and code not in ("receipt", "duty"),
        )  # fmt: skip

    @property
    def provisional(self) -> bool:
        return bool(self.clock and self.clock.provisional)

    def may_change(self, by: date | None) -> bool:
        """Whether the day hangs on a notice to come: by the limit, or as counted back from it."""
        if self.provisional or by is None or by == self.due():
            return self.provisional
        return not working_calendar().is_certain(by)

    def awaited(self, code: str, label: str, done: date | None, then: str) -> Need:
        """Something the applicant does; once their time is over the office may go on."""
        if done:
            return Need(code, label, Stands.DONE, done)
        limit = self.limit(code)
        by = limit and limit.due_on
        over = by is not None and self.on > by
        return Need(
            code, label, Stands.MISSED if over else Stands.TO_DO, None, by,
            _("申请人逾期，%(then)s") % {"then": then} if over else "",
            provisional=bool(limit and limit.provisional),
        )  # fmt: skip

    def possible(self, code: str, label: str, by: date | None, gone: str) -> Need:
        """Something the office may do until a day, and may leave undone."""
        if by is not None and self.on > by:
            return Need(code, label, Stands.LAPSED, None, by, gone)
        provisional = self.provisional and by == self.due()
        return Need(code, label, Stands.OPTIONAL, None, by, provisional=provisional)
