"""Changing how people are reminded: the office's rules, and each person's own hours and deputy."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.models import ReminderChoice, ReminderRules
from casework.people import OFFICE_CHAIN
from office.models import User
from office.roles import May
from records import log
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

CHOICES = ("quiet_from", "quiet_until", "deputy", "away_from", "away_until")
RULES = (
    "head_days", "office_days", "leader_days", "quiet_from", "quiet_until", "urgent_by",
    "on_rest_days",
)  # fmt: skip


def choose(person: User, choice: dict[str, Any], *, at: datetime) -> ReminderChoice:
    """A person's own quiet hours and deputy. Raises Refusal where they do not hold together."""
    _refuse_unless_whole(person, choice)
    with transaction.atomic():
        row, _created = ReminderChoice.objects.update_or_create(
            person=person, defaults={name: choice.get(name) for name in CHOICES}
        )
        deputy = row.deputy and row.deputy.pk
        said = {"user": person.pk, "deputy": deputy}
        log.append(OFFICE_CHAIN, "reminders_chosen", actor=actor_of(person), at=at, payload=said)
    return row


def _refuse_unless_whole(person: User, choice: dict[str, Any]) -> None:
    reasons = []
    if (choice.get("quiet_from") is None) != (choice.get("quiet_until") is None):
        reasons.append(_("不发送的时间，起止要么都填，要么都不填。"))
    deputy, since, until = (choice.get(name) for name in ("deputy", "away_from", "away_until"))
    if len({deputy is None, since is None, until is None}) > 1:
        reasons.append(_("代办人和离开的起止日期须一并填写。"))
    elif since is not None and until < since:
        reasons.append(_("离开的末日不能早于首日。"))
    if deputy == person:
        reasons.append(_("代办人须是另一个人。"))
    if reasons:
        raise Refusal(*reasons)


def change_rules(rules: dict[str, Any], *, by: User, at: datetime) -> ReminderRules:
    """A new version of the office's rules; the one before stays on record."""
    if not by.may(May.CONFIGURE):
        raise NotPermitted(_("机构设定由信息公开办公室负责人或系统管理员修改。"))
    chosen = {name: rules[name] for name in RULES}
    with transaction.atomic():
        row = ReminderRules.objects.create(**chosen, changed_at=at, changed_by=by)
        said = {name: str(value) for name, value in chosen.items()}
        log.append(
            OFFICE_CHAIN, "reminder_rules_changed", actor=actor_of(by), at=at, payload=said
        )  # fmt: skip
    return row
