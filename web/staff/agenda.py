"""What must be done today: each line a verb, then the case, then why. Overdue first.

Level-triggered: it looks at what is so now, so nothing is lost by a day nobody looked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework import paper
from notices.models import Notice
from office.calendars import working_calendar
from office.models import User
from office.roles import May
from requests_app.models import Application
from requests_app.states import Turn
from web.staff.acts_waiting import Line, acts_waiting, due_words
from web.staff.rows import CaseRow, rows_of

SOON_DAYS = 3


@dataclass
class Agenda:
    """The lines by urgency, and the counts that add up to all open cases this person sees."""

    overdue: list[Line] = field(default_factory=list)
    now: list[Line] = field(default_factory=list)
    soon: list[Line] = field(default_factory=list)
    waiting: list[CaseRow] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    provisional: int = 0
    missing_year: int | None = None

    @property
    def total(self) -> int:
        return len(self.overdue) + len(self.now)

    @property
    def upcoming(self) -> Line | None:
        """The next thing that will be due."""
        return min(self.soon, key=lambda line: line.last_day or date.max, default=None)


def agenda_of(user: User, *, on: date) -> Agenda:
    """Everything this person has to act on, and the rest of what they see."""
    visible = Application.objects.visible_to(user)
    rows = rows_of(visible.open().for_list().order_by("alarm_on", "pk"), on=on)
    last = working_calendar().add(on, SOON_DAYS)
    made = Agenda(counts=_counts(rows, on, last), missing_year=_missing_year(on))
    made.provisional = sum(1 for row in rows if row.clock and row.clock.provisional)
    waiting, signing = _by_case(acts_waiting(user, rows, on=on)), _being_signed(visible)
    for row in rows:
        acts = waiting.pop(row.case.pk, [])
        is_due = row.case.alarm_on is not None and row.case.alarm_on <= last
        lines = acts or ([_chase(row, user, signing)] if is_due else [])
        _place(made, row, lines, bool(acts), on, last)
    _place_closed(made, waiting, on, last)
    made.now.sort(key=lambda line: line.case.alarm_on != on)
    return made


def _by_case(acts: Iterable[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for act in acts:
        found.setdefault(act.case.pk, []).append(act)
    return found


def _place(
    made: Agenda, row: CaseRow, lines: list[Line], is_mine: bool, on: date, last: date
) -> None:
    """Put a case where its urgency belongs: what is due is told with the act that is next."""
    alarm = row.case.alarm_on
    if alarm is not None and alarm < on:
        made.overdue += lines
    elif alarm == on or is_mine:
        made.now += lines
    elif alarm is not None and alarm <= last:
        made.soon += lines
    else:
        made.waiting.append(row)


def _place_closed(made: Agenda, waiting: dict[int, list[Line]], on: date, last: date) -> None:
    """Acts on cases that are closed: a reply owed to a review or a court has a day of its own."""
    for act in (act for acts in waiting.values() for act in acts):
        if act.due_on is not None and act.due_on < on:
            made.overdue.append(act)
        elif act.due_on is None or act.due_on <= last:
            made.now.append(act)
        else:
            made.soon.append(act)


def _being_signed(visible: QuerySet) -> dict[int, Notice]:
    handed_in = Notice.objects.to_approve().filter(application__in=visible)
    return {notice.application_id: notice for notice in handed_in.select_related("application")}


def _chase(row: CaseRow, user: User, signing: dict[int, Notice]) -> Line:
    """What this person can do about a case that is due and has no act of theirs waiting."""
    case = row.case
    verb = _("查看")
    if case.pk in signing:
        stage = paper.next_stage(signing[case.pk])
        if stage is not None and user.may(May.ASSIGN):
            verb = _("催%(stage)s") % {"stage": stage.label}
    elif row.turn == Turn.UNIT and case.unit_in_charge_id in user.unit_ids():
        verb = _("起草答复")
    elif row.turn == Turn.UNIT and user.may(May.ASSIGN):
        verb = _("催%(unit)s交答复稿") % {"unit": case.unit_in_charge}
    elif row.turn == Turn.THIRD_PARTY and user.may(May.REGISTER):
        verb = _("催第三方意见")
    elif row.turn == Turn.OFFICE and user.may(May.ASSIGN):
        verb = _("办理")
    return Line(verb, case, case.get_absolute_url(), due_words(row.clock), row.clock)


def _counts(rows: list[CaseRow], on: date, last: date) -> dict[str, int]:
    """Six figures; the last five add up to the first."""
    alarms = [row.case.alarm_on for row in rows]
    running = [alarm for alarm in alarms if alarm is not None]
    return {
        "open": len(rows),
        "overdue": sum(1 for alarm in running if alarm < on),
        "today": sum(1 for alarm in running if alarm == on),
        "soon": sum(1 for alarm in running if on < alarm <= last),
        "rest": sum(1 for alarm in running if alarm > last),
        "stopped": len(rows) - len(running),
    }


def _missing_year(on: date) -> int | None:
    """Next year, if its holiday notice is not entered; asked for from 1 October."""
    if on.month >= 10 and on.year + 1 not in working_calendar().published_years:
        return on.year + 1
    return None
