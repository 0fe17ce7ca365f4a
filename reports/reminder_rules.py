"""Changing how early people are reminded of the report: a new version, the one before stays."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casework.people import OFFICE_CHAIN
from office.models import User
from office.roles import May
from records import log
from records.log import Actor
from reports.models import ReportReminderRules
from requests_app.steps import NotPermitted


def change(rules: Mapping[str, int], *, by: User, at: datetime) -> ReportReminderRules:
    if not by.may(May.CONFIGURE):
        raise NotPermitted(_("机构设定由信息公开办公室负责人或系统管理员修改。"))
    with transaction.atomic():
        row = ReportReminderRules.objects.create(**rules, changed_at=at, changed_by=by)
        log.append(
            OFFICE_CHAIN, "report_reminders_changed", actor=Actor.of(by), at=at,
            payload=dict(rules),
        )  # fmt: skip
    return row
