"""Whom the office turns to when a reply is nearly due or over and nothing has been handed in."""

from collections.abc import Callable
from datetime import date

from casework.models import ReminderRules
from casework.rows import CaseRow
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from office.roles import Role
from requests_app.states import State, Turn
from statute.calendar import WorkingCalendar

Allows = Callable[[User], bool]


def levels_reached(
    row: CaseRow,
    notice: Notice | None,
    rules: ReminderRules,
    *,
    on: date,
    calendar: WorkingCalendar,
) -> tuple[Allows, ...]:
    """Who has to hear of this case by now: head of the unit, head of the office, leader."""
    due = row.case.alarm_on
    if due is None or not _is_ours_to_answer(row, on) or _is_handed_in(notice):
        return ()
    levels = (
        (rules.head_days, _heads_unit(row.case.unit_in_charge_id)),
        (rules.office_days, _holds(Role.OFFICE_HEAD)),
        (rules.leader_days, _holds(Role.LEADER)),
    )
    return tuple(who for days, who in levels if on >= day_from(due, days, calendar))


def day_from(due: date, days: int, calendar: WorkingCalendar) -> date:
    """So many working days after the due date, or before it if negative."""
    return calendar.add(due, days) if days > 0 else calendar.previous(due, -days)


def _is_ours_to_answer(row: CaseRow, on: date) -> bool:
    """In hand, and the clock runs: also when a third party's time is over and it has not spoken."""
    if row.case.state != State.IN_HAND or row.clock is None:
        return False
    return row.turn in (Turn.UNIT, Turn.OFFICE) or row.clock.stopped_by(on) is None


def _is_handed_in(notice: Notice | None) -> bool:
    """A reply or an extension is with those who sign it: the next signature is chased instead."""
    if notice is None:
        return False
    kind = KINDS[notice.kind]
    return kind.is_reply or kind.step == "extend"


def _holds(role: Role) -> Allows:
    return lambda user: role in user.roles()


def _heads_unit(unit_id: int | None) -> Allows:
    return lambda user: any(
        grant.role == Role.DEPARTMENT_HEAD and grant.unit_id == unit_id for grant in user.grants()
    )
