"""Who may take a step: predicates over a person and a case, each with the words of its refusal.

A person is a member of staff (`office.User`) or an outside `records.log.Actor` (applicant, system).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from office.models import User
from office.roles import May
from records.log import Actor

if TYPE_CHECKING:
    from requests_app.models.application import Application


@dataclass(frozen=True)
class Who:
    """A named predicate; `a | b` is allowed to either."""

    label: str | Promise
    allows: Callable[["User | Actor", "Application"], bool]

    def __or__(self, other: "Who") -> "Who":
        return Who(
            _either(self.label, other.label),
            lambda by, application: self.allows(by, application) or other.allows(by, application),
        )


def _either(one: str | Promise, other: str | Promise) -> Promise:
    return lazy(lambda: gettext("%(one)s或%(other)s") % {"one": one, "other": other}, str)()


def _staff_with(thing: May, label: str | Promise) -> Who:
    return Who(label, lambda by, application: isinstance(by, User) and by.may(thing))


def _handles(by: "User | Actor", application: "Application") -> bool:
    """Hold the case's unit, or the office itself, which handles whatever is in no unit's hands."""
    if not (isinstance(by, User) and by.may(May.HANDLE)):
        return False
    return by.may(May.ASSIGN) or application.unit_in_charge_id in by.unit_ids()


def _applies(by: "User | Actor", application: "Application") -> bool:
    """The applicant, who proved it with the case's query code before coming here."""
    return isinstance(by, Actor) and by.kind == "applicant"


def _system(by: "User | Actor", application: "Application") -> bool:
    return isinstance(by, Actor) and by.kind == "system"


REGISTRAR = _staff_with(May.REGISTER, _("登记员"))
ASSIGNER = _staff_with(May.ASSIGN, _("登记员或信息公开办公室负责人"))
HANDLER = Who(_("承办人"), _handles)
OFFICE_HEAD = _staff_with(May.APPROVE_OFFICE, _("信息公开办公室负责人"))
LEADER = _staff_with(May.APPROVE_LEADER, _("主管校领导"))
SECRECY_REVIEWER = _staff_with(May.APPROVE_SECRECY, _("保密审查员"))
FINANCE = _staff_with(May.APPROVE_FINANCE, _("财务人员"))
SERVER = _staff_with(May.SERVE, _("登记员或信息公开办公室负责人"))
RIGHTER = _staff_with(May.SET_RIGHT, _("信息公开办公室负责人"))
APPLICANT = Who(_("申请人"), _applies)
SYSTEM = Who(_("系统"), _system)


def actor_of(by: "User | Actor") -> Actor:
    """The person as the log names them: staff by name, others by kind only."""
    if isinstance(by, User):
        return Actor("staff", by.pk, by.full_name)
    return by
