"""Reminders by level, not by edge: each person is told once of each stage of each date.

What is so now is compared with what a person was told. So a run that failed, ran twice, came three
days late or met another at the same moment changes nothing: what is still true is told once, at the
stage it has by then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import NamedTuple

from django.db import transaction

from casework import digest
from casework.day import Day, Key, day_of, sees, stages_of
from casework.models import Reminder, ReminderChoice, ReminderRules, Stage
from casework.quiet_hours import hours_of
from casework.task_sources import Errand
from casework.tasks import Task
from office.calendars import working_calendar
from office.models import User
from records import outbox
from records.instants import local
from records.models import OutgoingMail
from records.refusals import Refusal
from requests_app.models import Application

ORDER = (Stage.WAITING, Stage.SOON, Stage.TODAY, Stage.OVERDUE)
URGENT = frozenset({Stage.TODAY, Stage.OVERDUE, Stage.ESCALATED})


class Due(NamedTuple):
    """A task and the stage of its date that is to be told."""

    key: Key
    task: Task | Errand

    @property
    def stage(self) -> Stage:
        return self.key[3]


@dataclass(frozen=True)
class Round:
    """One run: the day as it stands, and how this office reminds."""

    day: Day
    at: datetime
    rules: ReminderRules
    is_rest_day: bool

    def may_tell(self, due: Due) -> bool:
        """On a day of rest only what is due that very day; the rest is told when work begins."""
        return not self.is_rest_day or due.stage is Stage.TODAY


def remind(*, at: datetime) -> int:
    """Write to everybody who has something new to do; return to how many.

    One message a day, and another only about what is due that day or over. Raises Refusal with
    those who could not be written to, after all the others were.
    """
    on, rules = local(at).date(), ReminderRules.current()
    audience = list(_audience(on))
    if not audience:  # nobody has a role yet: the office is not set up
        return 0
    is_rest_day = not rules.on_rest_days and not working_calendar().is_working(on)
    run = Round(day_of(Application.objects.all(), on=on, rules=rules), at, rules, is_rest_day)
    written, faults = 0, []
    for person, choice, stands_in_for in audience:
        try:
            written += _tell(person, choice, stands_in_for, run)
        except Refusal as refusal:
            faults.append(f"{person.username}：{refusal}")
    if faults:
        raise Refusal(*faults)
    return written


def _audience(on: date) -> Iterator[tuple[User, ReminderChoice | None, list[User]]]:
    """Who is written to: with their own choice, and those away whose deputy they are.

    Who is away is written to as well: a deputy may not see every case of theirs.
    """
    found = User.objects.filter(is_active=True, role_grants__ended_at=None)
    people = {person.pk: person for person in found.exclude(role_grants=None).distinct()}
    choices = {choice.person_id: choice for choice in ReminderChoice.objects.all()}
    away = [choice for choice in choices.values() if choice.is_away(on)]
    for pk, person in people.items():
        absent = [people[c.person_id] for c in away if c.deputy_id == pk and c.person_id in people]
        if person.email:
            yield person, choices.get(pk), absent


def _tell(
    person: User, choice: ReminderChoice | None, stands_in_for: list[User], run: Round
) -> bool:
    """Write what is new to one person; rows and message happen together or not at all."""
    present = list(due_for([person, *stands_in_for], sees(person, run.day), run.day))
    if not new_to(person, present, run):
        return False
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        new = new_to(person, present, run)
        if not new:
            return False
        mail = _write(person, choice, new, present, run)
        keep(person, new, mail, at=run.at)
    return True


def due_for(people: Iterable[User], visible: set[int], day: Day) -> Iterator[Due]:
    """What these people, one and those they stand in for, are to be told of, each stage once."""
    found: dict[Key, Task | Errand] = {}
    reader, *_others = people = list(people)
    for person in people:
        errands = day.errands_of(person, reader=reader)
        for task in chain(day.of(person, sees=visible), errands):
            for key in stages_of(task, day):
                found.setdefault(key, task)
    for key, task in found.items():
        yield Due(key, task)


def new_to(person: User, present: list[Due], run: Round) -> list[Due]:
    """What this person was not told yet, if it is enough for a message now."""
    if not present:
        return []
    since = min(due.key[2] for due in present)
    rows = Reminder.objects.filter(person=person, due_on__gte=since)
    told = {row.key for row in rows}
    new = [due for due in present if run.may_tell(due) and not _is_told(due.key, told)]
    if any(due.stage in URGENT for due in new) or not _messages_of(person, run).exists():
        return new
    return []


def _is_told(key: Key, told: set[Key]) -> bool:
    """Told of this stage, or of a later one: a clock set back makes nothing less urgent."""
    *limit, stage = key
    same = ORDER[ORDER.index(stage) :] if stage in ORDER else (stage,)
    return any((*limit, later) in told for later in same)


def _messages_of(person: User, run: Round):
    key = f"reminder:{person.pk}:{run.day.on.isoformat()}:"
    return OutgoingMail.objects.filter(dedupe_key__startswith=key)


def _write(
    person: User, choice: ReminderChoice | None, new: list[Due], present: list[Due], run: Round
) -> OutgoingMail:
    most_urgent = min((due.stage for due in new), key=_HASTE.index)
    count = _messages_of(person, run).count()
    words = digest.message(
        [(due.stage, due.task) for due in _once_each(new)],
        [(due.stage, due.task) for due in present if due.stage is not Stage.ESCALATED],
        on=run.day.on,
    )
    return outbox.send_later(
        to=person.email, kind="reminder", at=run.at,
        key=f"reminder:{person.pk}:{run.day.on.isoformat()}:{count + 1}",
        not_before=hours_of(choice, run.rules).not_before(run.at, stage=most_urgent), **words,
    )  # fmt: skip


_HASTE = (Stage.TODAY, Stage.OVERDUE, Stage.ESCALATED, Stage.SOON, Stage.WAITING)


def _once_each(found: list[Due]) -> list[Due]:
    """One line for a task that is both over and escalated."""
    lines: dict[int, Due] = {}
    for due in found:
        known = lines.get(id(due.task))
        if known is None or due.stage is Stage.ESCALATED:
            lines[id(due.task)] = due
    return list(lines.values())


def keep(person: User, new: list[Due], mail: OutgoingMail, *, at: datetime) -> None:
    """Remember that a person was told. Raises IntegrityError if they were told before."""
    Reminder.objects.bulk_create(
        Reminder(
            person=person, **_about(matter), limit=limit, due_on=due_on, stage=stage,
            written_at=at, mail=mail,
        )
        for (matter, limit, due_on, stage), _task in new
    )  # fmt: skip


def _about(matter: int | str) -> dict[str, int | str]:
    return {"matter": matter} if isinstance(matter, str) else {"application_id": matter}
