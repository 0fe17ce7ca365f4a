"""A task as a line of the page: the verb first, then which case, why, and where to do it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import returned
from casework.task_kinds import Act, verb_of
from casework.task_sources import Errand
from casework.tasks import REPLY, Task
from requests_app.models import Application
from statute.clock import Clock
from web import dates
from web.templatetags.words import said


@dataclass(frozen=True)
class Line:
    """One thing to do: what, with which case, why, and where. `due_on`: its own last day.

    What concerns no case has a `name` alone.
    """

    verb: str
    case: Application | None
    url: str
    name: str
    why: str = ""
    clock: Clock | None = None
    due_on: date | None = None
    provisional: bool = False  # of `due_on`; the clock knows its own

    @property
    def last_day(self) -> date | None:
        return self.due_on or (self.clock.due_on if self.clock else None)


def line_of(task: Task | Errand) -> Line:
    if isinstance(task, Errand):
        return Line(task.verb, None, task.address, task.name, due_on=task.due_on)
    clock = task.row.clock if task.row else None
    own = task.due_on if task.limit != REPLY else None
    unsure = own is not None and task.is_provisional
    why = _why(task, clock)
    return Line(verb_of(task), task.case, url_of(task), task.name, why, clock, own, unsure)


def url_of(task: Task) -> str:
    """Where the act is done; the case itself where it is not one page."""
    if task.act in _STEPS:
        return reverse("staff:step", args=[task.case.number, _STEPS[task.act]])
    if task.act in _PAGES:
        return reverse(f"staff:{_PAGES[task.act]}", args=[task.subject.pk])
    return task.case.get_absolute_url()


_STEPS = {
    Act.REGISTER: "receive",
    Act.CONFIRM_RECEIPT: "confirm_receipt",
    Act.ASSIGN: "assign",
    Act.PROVE_RECEIPT: "record_party_receipt",
    Act.NOTE_SILENCE: "receive_opinion",
    Act.ABANDON: "deem_abandoned",
}
_PAGES = {
    Act.SIGN: "approve",
    Act.REVISE: "notice",
    Act.SERVE: "serve",
    Act.RETURNED: "returned",
    Act.SEE_REDACTED: "redaction",
    Act.REDACT_AGAIN: "redaction",
    Act.REPLY_TO_REMEDY: "remedy",
    Act.HANDLE_ANEW: "remedy",
}


def due_words(clock: Clock | None) -> str:
    if clock is None or clock.due_on is None:
        return ""
    return _("%(day)s到期") % {"day": dates.full(clock.due_on)}


def _why(task: Task, clock: Clock | None) -> str:
    explain = _REASONS.get(task.act)
    return explain(task) if explain else due_words(clock)


def _lapsed(task: Task) -> str:
    return _("期限%(day)s已过；有正当理由的可以再等") % {"day": dates.full(task.about)}


def _silent(task: Task) -> str:
    return _("第三方的期限%(day)s已过，由本机关依法决定") % {"day": dates.full(task.about)}


def _unconfirmed(task: Task) -> str:
    words = {"channel": task.case.get_channel_display(), "day": dates.full(task.case.arrived_on)}
    return _("%(channel)s，%(day)s到达，尚未确认") % words


def _unproven(task: Task) -> str:
    return _("%(day)s发出，没有收到凭证") % {"day": dates.full(task.about.asked_on)}


def _not_handed_in(task: Task) -> str:
    return _("第%(n)s稿还没有送审") % {"n": task.about.draft_number}


def _unserved(task: Task) -> str:
    words = {"number": task.about.number, "day": dates.full(task.about.issued_on)}
    return _("%(number)s，%(day)s发出") % words


def _came_back(task: Task) -> str:
    return returned.why(task.subject)


def _redacted(task: Task) -> str:
    return task.about.title


def _owed(task: Task) -> str:
    words = {"kind": task.subject.get_kind_display(), "day": dates.full(task.due_on)}
    return _("%(kind)s，%(day)s前") % words


def _ordered_anew(task: Task) -> str:
    words = {"kind": task.subject.get_kind_display(), "day": dates.full(task.since)}
    if task.subject.order.is_begun:
        return _("%(kind)s，%(day)s责令，已经开始重新办理") % words
    return _("%(kind)s，%(day)s责令，还没有开始重新办理") % words


def _last_days_to_ask(task: Task) -> str:
    words = {"article": said(task.about.article), "day": dates.full(task.due_on)}
    if not task.about.binding:
        return _("宜在%(day)s前告知（内部目标）") % words
    return _("%(day)s前可以告知，一次为限（%(article)s）") % words


def _taken_back(task: Task) -> str:
    words = {"number": task.about.notice.number, "day": dates.full(task.about.said)}
    return _("%(number)s写的是%(day)s，用更正告知书告诉") % words


_REASONS: dict[Act, Callable[[Task], str]] = {
    Act.REGISTER: lambda task: str(task.case.get_channel_display()),
    Act.CONFIRM_RECEIPT: _unconfirmed,
    Act.ABANDON: _lapsed,
    Act.NOTE_SILENCE: _silent,
    Act.PROVE_RECEIPT: _unproven,
    Act.REVISE: _not_handed_in,
    Act.SERVE: _unserved,
    Act.RETURNED: _came_back,
    Act.SEE_REDACTED: _redacted,
    Act.REDACT_AGAIN: _redacted,
    Act.REPLY_TO_REMEDY: _owed,
    Act.HANDLE_ANEW: _ordered_anew,
    Act.TELL_SHORTENED: _taken_back,
    Act.ASK_CORRECTION: _last_days_to_ask,
}
