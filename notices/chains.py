"""Who signs what before it goes out (审批链). The roles are those of `office.roles`."""

from django.utils.translation import gettext_lazy as _

from office.roles import May, Role
from records.approval import Chain, Stage

UNIT_STAGE = Stage("unit", Role.DEPARTMENT_HEAD.value, _("承办单位负责人审核"))
OFFICE_STAGE = Stage("office", Role.OFFICE_HEAD.value, _("信息公开办公室负责人审核"))
SECRECY_STAGE = Stage("secrecy", Role.SECRECY_REVIEWER.value, _("保密审查"))
FINANCE_STAGE = Stage("finance", Role.FINANCE.value, _("财务审核"))
LEADER_STAGE = Stage("leader", Role.LEADER.value, _("主管校领导批准"))

AUTOMATIC = Chain(())
OFFICE = Chain((OFFICE_STAGE,))
FEE = Chain((FINANCE_STAGE, OFFICE_STAGE))
REPLY = Chain((UNIT_STAGE, OFFICE_STAGE, LEADER_STAGE))
RELEASE = Chain((UNIT_STAGE, OFFICE_STAGE, SECRECY_STAGE, LEADER_STAGE))

# A reply on the day of receipt: the office head alone, once it may be released.
ON_THE_SPOT = OFFICE
ON_THE_SPOT_RELEASE = Chain((SECRECY_STAGE, OFFICE_STAGE))

STAGES: dict[str, Stage] = {
    stage.code: stage
    for stage in (UNIT_STAGE, OFFICE_STAGE, SECRECY_STAGE, FINANCE_STAGE, LEADER_STAGE)
}

# The only two stages of one paper that one person may have, as in an office of two people.
ONE_PERSON_MAY = frozenset({OFFICE_STAGE.code, SECRECY_STAGE.code})

# What a person must be allowed in order to sign a stage.
STAGE_NEEDS: dict[str, May] = {
    Role.DEPARTMENT_HEAD.value: May.APPROVE_UNIT,
    Role.OFFICE_HEAD.value: May.APPROVE_OFFICE,
    Role.SECRECY_REVIEWER.value: May.APPROVE_SECRECY,
    Role.FINANCE.value: May.APPROVE_FINANCE,
    Role.LEADER.value: May.APPROVE_LEADER,
}
