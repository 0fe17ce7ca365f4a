"""The words of a reminder: numbers of cases, verbs and dates. It names no person and no subject."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import partial

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casework.models import Stage
from casework.task_kinds import verb_of
from casework.task_sources import Errand
from casework.tasks import Task
from casework.telling import in_both_languages

SUBJECT = gettext_noop("信息公开：%(n)s件办件需要办理")
MIXED_SUBJECT = gettext_noop("信息公开：%(n)s项工作需要办理")  # not only cases
BODY = gettext_noop(
    "截至%(on)s，有以下事项需要您办理：\n\n%(lines)s\n\n您现在共有：%(counts)s。\n"
    "请登录系统办理：%(url)s\n调整提醒时间、指定代办人：%(settings)s"
)
MOST_LINES = 40
URGENT_FIRST = (Stage.OVERDUE, Stage.ESCALATED, Stage.TODAY, Stage.SOON, Stage.WAITING)

Told = tuple[Stage, Task | Errand]


def message(new: list[Told], present: Iterable[Told], *, on: date) -> dict[str, str]:
    """Subject and body about what is new, with the counts of all that waits at present."""
    present = list(present)
    matters = {task.matter for _stage, task in new}
    only_cases = all(isinstance(task, Task) for _stage, task in new)
    return in_both_languages(
        SUBJECT if only_cases else MIXED_SUBJECT, BODY, n=len(matters), on=on.isoformat(),
        lines=partial(_lines, new), counts=partial(_counts, present),
        url=f"{settings.PUBLIC_ADDRESS}/staff/",
        settings=f"{settings.PUBLIC_ADDRESS}/staff/reminders/",
    )  # fmt: skip


def _lines(new: list[Told]) -> str:
    ordered = sorted(new, key=_haste)
    said: list[str] = []
    stage_before = None
    for stage, task in ordered[:MOST_LINES]:
        if stage != stage_before:
            said.append(_("【%(stage)s】") % {"stage": capfirst(stage.label)})
        stage_before = stage
        said.append(_line(task))
    if len(ordered) > MOST_LINES:
        said.append(_("另有%(n)s项，请登录系统查看。") % {"n": len(ordered) - MOST_LINES})
    return "\n".join(said)


def _haste(told: Told) -> tuple[int, date]:
    stage, task = told
    return URGENT_FIRST.index(stage), task.due_on or date.max


def _line(task: Task | Errand) -> str:
    words = {"number": task.name, "verb": verb_of(task)}
    if task.due_on is None:
        return "　".join(words.values())
    return _("%(number)s　%(verb)s（期限%(day)s）") % (words | {"day": task.day_text})


def _counts(present: list[Told]) -> str:
    by_stage = Counter(stage for stage, _task in present)
    said = [
        _("%(stage)s%(n)s项") % {"stage": stage.label, "n": by_stage[stage]}
        for stage in URGENT_FIRST
        if by_stage[stage]
    ]
    return capfirst(_("，").join(said))
