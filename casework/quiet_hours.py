"""When a message may leave: not at night, and yet never after the hours of the day it speaks of.

Wall times of the office's zone. An hour that a change of the clocks leaves out, or has twice, moves
no message by more than that hour.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from casework.models import ReminderChoice, ReminderRules, Stage
from records.instants import local


@dataclass(frozen=True)
class QuietHours:
    """No message between the two wall times; both the same: at any hour. `urgent_by` is when
    what concerns a due date leaves at the latest."""

    begins: time
    ends: time
    urgent_by: time

    def covers(self, wall: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= wall < self.ends
        return wall >= self.begins or wall < self.ends

    def not_before(self, at: datetime, *, stage: Stage) -> datetime:
        """The instant from which a message written at `at` may leave."""
        here = local(at)
        if not self.covers(here.time()):
            return at
        morning = _next(self.ends, here)
        if stage is Stage.TODAY:
            return min(morning, max(at, _on(here.date(), self.urgent_by, here.tzinfo)))
        if stage in (Stage.OVERDUE, Stage.ESCALATED):
            return min(morning, _next(self.urgent_by, here))
        return morning


def hours_of(choice: ReminderChoice | None, rules: ReminderRules) -> QuietHours:
    """A person's own quiet hours, or the office's."""
    if choice is None or choice.quiet_from is None or choice.quiet_until is None:
        return QuietHours(rules.quiet_from, rules.quiet_until, rules.urgent_by)
    return QuietHours(choice.quiet_from, choice.quiet_until, rules.urgent_by)


def _next(wall: time, here: datetime) -> datetime:
    """The next instant after `here` at which clocks show that time."""
    today, tomorrow = here.date(), here.date() + timedelta(days=1)
    zone = here.tzinfo
    candidates = [_on(day, wall, zone, fold) for day in (today, tomorrow) for fold in (0, 1)]
    return min(instant for instant in candidates if instant > here.astimezone(UTC))


def _on(day: date, wall: time, zone: tzinfo | None, fold: int = 0) -> datetime:
    """In UTC: within one zone Python compares walls, which go back when the clocks do."""
    return datetime.combine(day, wall, tzinfo=zone).replace(fold=fold).astimezone(UTC)
