"""Who may do what, as prose an auditor can read and as data the steps ask.

Roles are those of a Chinese information-disclosure office. The three administrators are kept apart
(三员分立, GB/T 22239): none of them reads the content of a case.
"""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    REGISTRAR = "registrar", _("登记员")
    OFFICER = "officer", _("承办人")
    DEPARTMENT_HEAD = "department_head", _("承办单位负责人")
    OFFICE_HEAD = "office_head", _("信息公开办公室负责人")
    SECRECY_REVIEWER = "secrecy_reviewer", _("保密审查员")
    FINANCE = "finance", _("财务人员")
    LEADER = "leader", _("主管校领导")
    INSPECTOR = "inspector", _("监督检查员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


class May(StrEnum):
    """One thing a role lets a person do."""

    REGISTER = "register"  # take in applications, put in facts that arrive from outside
    ASSIGN = "assign"  # send a case to a unit
    HANDLE = "handle"  # work on a case assigned to one's unit
    DRAFT = "draft"  # write a notice for a case one handles
    APPROVE_UNIT = "approve_unit"
    APPROVE_OFFICE = "approve_office"
    APPROVE_SECRECY = "approve_secrecy"
    APPROVE_FINANCE = "approve_finance"
    APPROVE_LEADER = "approve_leader"
    SERVE = "serve"  # record how and when a notice reached its addressee
    SET_RIGHT = "set_right"
    SEE_ALL = "see_all"  # every case of the institution, personal data masked
    REVEAL = "reveal"  # unmask personal data, with a reason that is logged
    REMEDY = "remedy"  # log complaints, appeals, reviews and lawsuits
    REPORT = "report"  # figures and the annual report
    CONFIGURE = "configure"  # the institution's own facts, calendars, catalogue
    MANAGE_PEOPLE = "manage_people"
    KEEP_SEAL = "keep_seal"  # put in and retire the seal's image; never to use it
    READ_AUDIT = "read_audit"


ROLE_MAY: dict[Role, frozenset[May]] = {
    Role.REGISTRAR: frozenset(
        {May.REGISTER, May.ASSIGN, May.SERVE, May.SEE_ALL, May.REVEAL, May.REMEDY, May.REPORT}
    ),
    Role.OFFICER: frozenset({May.HANDLE, May.DRAFT}),
    Role.DEPARTMENT_HEAD: frozenset({May.HANDLE, May.APPROVE_UNIT}),
    Role.OFFICE_HEAD: frozenset(
        {
            May.REGISTER, May.ASSIGN, May.HANDLE, May.DRAFT, May.APPROVE_OFFICE, May.SERVE,
            May.SET_RIGHT, May.SEE_ALL, May.REVEAL, May.REMEDY, May.REPORT, May.CONFIGURE,
        }
    ),
    Role.SECRECY_REVIEWER: frozenset({May.APPROVE_SECRECY, May.SEE_ALL}),
    Role.FINANCE: frozenset({May.APPROVE_FINANCE, May.SEE_ALL}),
    Role.LEADER: frozenset({May.APPROVE_LEADER, May.SEE_ALL, May.REPORT}),
    Role.INSPECTOR: frozenset({May.SEE_ALL, May.REPORT, May.READ_AUDIT}),
    Role.SYSTEM_ADMIN: frozenset({May.CONFIGURE}),
    Role.SECURITY_ADMIN: frozenset({May.MANAGE_PEOPLE, May.KEEP_SEAL}),
    Role.AUDIT_ADMIN: frozenset({May.READ_AUDIT}),
}  # fmt: skip

# One person may hold both of a pair only if the pair is not here (GB/T 22239: separation of
# administrators; whoever administers the machine does not read its log).
NEVER_TOGETHER: tuple[frozenset[Role], ...] = (
    frozenset({Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN}),
    frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
    frozenset({Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}),
)

# Roles bound to a unit: what they may do, they may do for that unit's cases only.
UNIT_ROLES = frozenset({Role.OFFICER, Role.DEPARTMENT_HEAD})
