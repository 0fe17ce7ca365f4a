"""What must be done today, for one person: a verb, a case, a reason. Nothing is stored.

`casework.day` finds it, for the reminders too; here it is put in the order of the page.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from casework.day import Day, day_of
from casework.rows import CaseRow
from casework.task_sources import Errand
from casework.tasks import REPLY, Task
from office.models import User
from requests_app.models import Application
from requests_app.urgency import SOON_DAYS, Part, part_of
from web.staff.acts_waiting import Line, line_of

# The parts of the queue that hold the cases of a figure.
FILTERS = {
    Part.OVERDUE: "overdue",
    Part.TODAY: "today",
    Part.SOON: str(SOON_DAYS),
    Part.LATER: "later",
    Part.NOT_RUNNING: "not_running",
}


@dataclass
class Agenda:
    """The lines by urgency, and the counts that add up to all open cases this person sees."""

    overdue: list[Line] = field(default_factory=list)
    now: list[Line] = field(default_factory=list)
    soon: list[Line] = field(default_factory=list)
    later: list[Line] = field(default_factory=list)
    waiting: list[CaseRow] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.overdue) + len(self.now)

    @property
    def upcoming(self) -> Line | None:
        """The next thing that will be due."""
        return min(self.soon, key=lambda line: line.last_day or date.max, default=None)

    @property
    def figures(self) -> list[tuple[Part, int, str]]:
        """Each part with its number of cases and the filter of the queue that lists them."""
        return [(part, self.counts[part], FILTERS[part]) for part in Part]


def agenda_of(user: User, *, on: date) -> Agenda:
    """Everything this person has to act on, and the rest of what they see."""
    day = day_of(Application.objects.visible_to(user), on=on)
    made = Agenda(counts=_counts(day))
    listed: set[int] = set()
    for task in sorted(day.of(user), key=lambda task: task.due_on != on):
        _place(made, task, day)
        listed.add(task.case.pk)
    for errand in day.errands_of(user):
        _place(made, errand, day)
    for lines in (made.overdue, made.soon, made.later):
        lines.sort(key=lambda line: line.last_day or date.max)
    made.waiting = [row for row in day.rows if row.case.pk not in listed]
    return made


def _place(made: Agenda, task: Task | Errand, day: Day) -> None:
    """Put a task where its urgency belongs: what waits for this person is for today."""
    part, line = day.part(task), line_of(task)
    if part is Part.OVERDUE:
        made.overdue.append(line)
    elif day.is_for_today(task):
        made.now.append(line)
    elif part is Part.SOON:
        made.soon.append(line)
    elif task.limit != REPLY:
        made.later.append(line)


def _counts(day: Day) -> dict[str, int]:
    """Six figures; the last five add up to the first."""
    parts = Counter(part_of(row.case.alarm_on, on=day.on, last=day.last) for row in day.rows)
    return {"open": len(day.rows)} | {part.value: parts[part] for part in Part}
