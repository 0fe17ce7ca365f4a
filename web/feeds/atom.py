"""The Atom feed of what must be done today: the lines of the page, without subject or person."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casework import feeds
from casework.day import Day, day_of, stages_of
from casework.models import FeedAddress, Stage
from casework.task_kinds import verb_of
from casework.task_sources import Errand
from casework.tasks import Task
from office import institution
from office.calendars import working_calendar
from requests_app.urgency import SOON_DAYS


def feed_of(address: FeedAddress, *, on: date) -> bytes:
    """The feed as bytes. It does not repeat its own address, which is a secret."""
    house, day = institution.current(), day_of(feeds.cases_of(address), on=on)
    english = (get_language() or "").startswith("en")
    made = Atom1Feed(
        title=_("今天必须办"), link=f"{settings.PUBLIC_ADDRESS}/staff/",
        description="", language=get_language(), feed_guid=_tag("today", f"{address.pk}"),
        author_name=(house.office_name_en if english else house.office_name),
    )  # fmt: skip
    for stage, since, task in _entries(address, day):
        made.add_item(
            title=f"{task.name}　{verb_of(task)}",
            link=settings.PUBLIC_ADDRESS + _address(task),
            description=_words(stage, task), updateddate=_midnight(since),
            unique_id=_tag(_own_name(task), task.limit, task.waiting_key),
        )  # fmt: skip
    return made.writeString("utf-8").encode()


def _own_name(task: Task | Errand) -> str:
    return task.matter if isinstance(task, Errand) else task.case.number


def _address(task: Task | Errand) -> str:
    return task.address if isinstance(task, Errand) else task.case.get_absolute_url()


def _entries(address: FeedAddress, day: Day) -> Iterator[tuple[Stage, date, Task | Errand]]:
    """What waits for everybody, or for one person; what concerns no case is for a person alone."""
    everyone, person = address.scope == FeedAddress.Scope.OFFICE, address.person
    found = day.of_all() if everyone else chain(day.of(person), day.errands_of(person))
    for task in found:
        keys = stages_of(task, day)
        if keys and day.is_for_today(task):
            _case, _limit, due_on, stage = keys[0]
            yield stage, _begun(stage, due_on), task


def _begun(stage: Stage, due_on: date) -> date:
    """The day from which a task has been at its stage."""
    if stage is Stage.SOON:
        return working_calendar().previous(due_on, SOON_DAYS)
    return due_on + timedelta(days=1) if stage is Stage.OVERDUE else due_on


def _words(stage: Stage, task: Task | Errand) -> str:
    if task.due_on is None:
        return str(stage.label)
    return _("%(stage)s，期限%(day)s") % {"stage": stage.label, "day": task.day_text}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def _tag(*parts: str) -> str:
    """An identifier that stays the same wherever the site moves (RFC 4151)."""
    host = urlsplit(settings.PUBLIC_ADDRESS).hostname
    return f"tag:{host},2026:" + "/".join(parts)
