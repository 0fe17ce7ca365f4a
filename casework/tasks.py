"""One act that waits for somebody: what, in which case, under which limit, for whom."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from casework.rows import CaseRow
from casework.task_kinds import Act
from office.models import User
from records.approval import Stage
from requests_app.models import Application

REPLY = "reply"


@dataclass(frozen=True)
class Task:
    """One act that waits for whoever it `allows`.

    `due_on` is the alarm date of `limit`. `since` is the day the act arose; None where whoever it
    waits for knows, having begun it. `pressing`: it is to be done now, however far the limit.
    `about` is the notice, the duty or the stage of approval meant, `subject` its row if it has one.
    """

    act: Act
    case: Application
    allows: Callable[[User], bool] = field(repr=False, compare=False)
    due_on: date | None = None
    limit: str = REPLY
    since: date | None = None
    pressing: bool = True
    about: Any = None
    subject: Any = None
    stage: Stage | None = None
    row: CaseRow | None = None
    escalated: bool = False

    @property
    def matter(self) -> int | str:
        """What it is about, in the rows that say who was told of it."""
        return self.case.pk

    @property
    def name(self) -> str:
        return self.case.number

    @property
    def is_held(self) -> bool:
        """Whether its limit stands still today: a third party is being heard."""
        clock = self.row.clock if self.row and self.limit == REPLY else None
        return clock is not None and clock.stopped_by(clock.on) is not None

    @property
    def is_provisional(self) -> bool:
        """Whether the holiday notice of that year may still move its day."""
        if self.limit != REPLY:
            return bool(getattr(self.about, "provisional", False))
        return self.row is not None and self.row.clock is not None and self.row.clock.provisional

    @property
    def day_text(self) -> str:
        """Its day, and whether that is provisional; empty where it has none."""
        if self.due_on is None:
            return ""
        day = self.due_on.isoformat()
        return _("%(day)s，暂定") % {"day": day} if self.is_provisional else day

    @property
    def waiting_key(self) -> str:
        """The name under which it is told as waiting: each letter, each consultation for itself."""
        return f"{self.act}:{self.subject.pk}" if self.subject else str(self.act)
