"""What a case's facts come to on one day, and what is different between two such reckonings."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from office.calendars import working_calendar
from requests_app import clock as clocks
from requests_app.models import Application
from statute.calendar import WorkingCalendar
from statute.clock import Clock, Limit
from statute.text import Text

ALARM = Text("预警日期", "alarm date")
RECEIPT = Text("收到申请之日", "day of receipt")


@dataclass(frozen=True)
class Reckoned:
    """One case as its facts stand: under which law, received when, and every limit that follows."""

    law: str
    received_on: date | None
    closed: bool
    clock: Clock | None
    limits: tuple[Limit, ...]
    alarm_on: date | None

    def day_of(self, label: str) -> date | None:
        """The day a letter states under this label: `received_on`, or the code of a limit."""
        if label == "received_on":
            return self.received_on
        return next((limit.due_on for limit in self.limits if limit.code == label), None)


@dataclass(frozen=True)
class Moved:
    """A limit that ends on another day, or is no longer (or only now) provisional."""

    code: str
    label: Text
    owner: str
    was: date | None
    becomes: date | None
    was_provisional: bool = False
    provisional: bool = False

    @property
    def is_earlier(self) -> bool:
        return self.was is not None and self.becomes is not None and self.becomes < self.was

    @property
    def is_new(self) -> bool:
        """A limit that begins to run, and puts no date in the place of another."""
        return self.was is None and self.code != "reply"

    def as_logged(self) -> dict[str, Any]:
        return {
            "limit": self.code,
            "was": self.was and self.was.isoformat(),
            "becomes": self.becomes and self.becomes.isoformat(),
            "provisional": self.provisional,
        }


def reckon(
    application: Application, *, on: date, calendar: WorkingCalendar | None = None
) -> Reckoned:
    """Reckon the case under its present facts; `calendar` is the one in force unless given."""
    calendar = calendar or working_calendar()
    received = application.received_on is not None
    probe = copy(application)  # the index is reckoned on a copy, which is never saved
    clocks.index(probe, calendar=calendar, on=on)
    return Reckoned(
        law=application.law,
        received_on=application.received_on,
        closed=application.is_closed,
        clock=clocks.reply_clock_of(application, calendar=calendar, on=on) if received else None,
        limits=clocks.limits_of(application, calendar=calendar, on=on) if received else (),
        alarm_on=probe.alarm_on,
    )


def moved(before: Reckoned, after: Reckoned) -> tuple[Moved, ...]:
    """Every limit that moves, in the order limits are listed; the alarm last.

    A case that ends moves nothing: what ran has stopped.
    """
    if after.closed and not before.closed:
        return ()
    found = list(_limits_moved(_numbered(before.limits), _numbered(after.limits)))
    if before.received_on != after.received_on:
        found.insert(
            0, Moved("received_on", RECEIPT, "office", before.received_on, after.received_on)
        )
    if before.alarm_on != after.alarm_on and not after.closed:
        found.append(Moved("alarm", ALARM, "office", before.alarm_on, after.alarm_on))
    return tuple(found)


def _numbered(limits: tuple[Limit, ...]) -> dict[tuple[str, int], Limit]:
    """Limits by code and turn: several third parties may be asked in one case."""
    turns: Counter[str] = Counter()
    found = {}
    for limit in limits:
        turns[limit.code] += 1
        found[limit.code, turns[limit.code]] = limit
    return found


def _limits_moved(
    before: dict[tuple[str, int], Limit], after: dict[tuple[str, int], Limit]
) -> Iterator[Moved]:
    for key in [*before, *(key for key in after if key not in before)]:
        was, becomes = before.get(key), after.get(key)
        one = after[key] if key in after else before[key]
        change = Moved(
            code=one.code, label=one.label, owner=one.owner,
            was=was and was.due_on, becomes=becomes and becomes.due_on,
            was_provisional=bool(was and was.provisional),
            provisional=bool(becomes and becomes.provisional),
        )  # fmt: skip
        if (change.was, change.was_provisional) != (change.becomes, change.provisional):
            yield change


def fingerprint(*parts: Any) -> str:
    """A short name for what a page showed, to be sent back with the act that confirms it."""
    plain = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
