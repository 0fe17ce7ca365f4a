"""What has to be done on a day, by whom, on which case, by when: found from what is so now.

The page, the reminders and the feed all ask here, so that they never say different things.
"""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from casework import escalation, task_finding, task_sources
from casework.models import ReminderRules, Stage
from casework.rows import CaseRow, reckoned
from casework.task_kinds import Act
from casework.task_sources import Errand
from casework.tasks import REPLY, Task
from office.calendars import working_calendar
from office.models import User
from requests_app.models import Application
from requests_app.querysets import ApplicationQuerySet
from requests_app.urgency import Part, part_of, soon_until


@dataclass
class CaseTasks:
    """The acts that wait in a case, and what else can be done about it if it is due."""

    acts: list[Task] = field(default_factory=list)
    chases: list[Task] = field(default_factory=list)
    escalated_to: tuple[Callable[[User], bool], ...] = ()

    def of(self, user: User) -> list[Task]:
        """This person's acts; if there are none, the first thing they can do about it."""
        found = [task for task in self.acts if task.allows(user)]
        found = found or [task for task in self.chases if task.allows(user)][:1]
        if not any(allows(user) for allows in self.escalated_to):
            return found
        return [_escalated(task) for task in found]


def _escalated(task: Task) -> Task:
    act = Act.OVERSEE if task.act == Act.LOOK else task.act
    return replace(task, act=act, escalated=task.limit == REPLY)


@dataclass
class Day:
    """All that is open on a day, the most urgent first, with the tasks of every case.

    `errands` is what waits besides and concerns no case.
    """

    on: date
    last: date
    rows: list[CaseRow]
    tasks: dict[int, CaseTasks]
    errands: list[Errand] = field(default_factory=list)

    def part(self, task: Task | Errand) -> Part:
        return part_of(task.due_on, on=self.on, last=self.last)

    def is_for_today(self, task: Task | Errand) -> bool:
        """Due today or over; or it waits for somebody, however far its limit."""
        return task.pressing or self.part(task) in (Part.OVERDUE, Part.TODAY)

    def of_all(self) -> Iterator[Task]:
        """Every act that waits for anybody; where none does, the first thing that can be done."""
        for waiting in self.tasks.values():
            yield from waiting.acts or waiting.chases[:1]

    def of(self, user: User, *, sees: Container[int] | None = None) -> Iterator[Task]:
        """The tasks of one person; `sees` are the cases they may see, None if all of these."""
        for pk, waiting in self.tasks.items():
            if sees is None or pk in sees:
                yield from waiting.of(user)

    def errands_of(self, user: User, *, reader: User | None = None) -> Iterator[Errand]:
        """What one person has to do besides; `reader`, who stands in, must be able to see it."""
        for errand in self.errands:
            if errand.allows(user) and (reader is None or errand.sees(reader)):
                yield errand


def day_of(cases: ApplicationQuerySet, *, on: date, rules: ReminderRules | None = None) -> Day:
    """What waits in these cases on that day: letters, steps, duties, and what is due."""
    calendar = working_calendar()
    rows = reckoned(cases.open().for_list(), on=on)
    last, signing = soon_until(on, calendar=calendar), task_finding.being_signed(cases)
    errands = list(task_sources.errands(on=on))
    day = Day(on, last, rows, {row.case.pk: CaseTasks() for row in rows}, errands)
    ground = task_finding.Ground(cases, rows, on, last, calendar, signing)
    for task in task_finding.acts(ground):
        day.tasks.setdefault(task.case.pk, CaseTasks()).acts.append(task)
    rules = rules or ReminderRules.current()
    for row in rows:
        waiting, handed_in = day.tasks[row.case.pk], signing.get(row.case.pk)
        if row.case.alarm_on is not None and row.case.alarm_on <= day.last:
            waiting.chases = list(task_finding.chases(row, handed_in))
            waiting.escalated_to = escalation.levels_reached(
                row, handed_in and handed_in.notice, rules, on=on, calendar=calendar
            )
    return day


def sees(user: User, day: Day) -> set[int]:
    """The cases of the day that this person may see, in two queries."""
    opened = {row.case.pk for row in day.rows}
    visible = Application.objects.visible_to(user)
    found = set(visible.open().values_list("pk", flat=True))
    return found | set(visible.filter(pk__in=set(day.tasks) - opened).values_list("pk", flat=True))


Key = tuple[int | str, str, date, Stage]


def stages_of(task: Task | Errand, day: Day) -> list[Key]:
    """(case or matter, limit, date, stage) that whoever does it is to be told of, once each."""
    part = Part.NOT_RUNNING if task.is_held else day.part(task)
    found: list[Key] = []
    if part in _STAGES and task.act != Act.LOOK and task.due_on:
        found.append((task.matter, task.limit, task.due_on, _STAGES[part]))
    elif task.pressing and task.since is not None:
        found.append((task.matter, task.waiting_key, task.since, Stage.WAITING))
    if task.escalated and task.due_on is not None:
        found.append((task.matter, task.limit, task.due_on, Stage.ESCALATED))
    return found


_STAGES = {Part.SOON: Stage.SOON, Part.TODAY: Stage.TODAY, Part.OVERDUE: Stage.OVERDUE}
