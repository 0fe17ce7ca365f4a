"""What the office keeps about telling people: rules, each person's choices, who was told, feeds."""

from datetime import date, time
from typing import Any

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from office.models import User
from records.models import OutgoingMail
from requests_app.models import Application


class Stage(models.TextChoices):
    """How far a date has come; in this order nobody is told an earlier stage after a later one."""

    WAITING = "waiting", _("待办")
    SOON = "soon", _("三个工作日内到期")
    TODAY = "today", _("今天到期")
    OVERDUE = "overdue", _("逾期")
    ESCALATED = "escalated", _("仍未送审答复")


class ReminderRules(models.Model):
    """When the office reminds, and whom it turns to when nothing is handed in.

    One row per version; the newest is in use. Days are working days from the due date, negative
    before it.
    """

    head_days = models.SmallIntegerField(_("提醒承办单位负责人（距到期日的工作日）"), default=-1)
    office_days = models.SmallIntegerField(
        _("提醒信息公开办公室负责人（距到期日的工作日）"), default=0
    )
    leader_days = models.SmallIntegerField(_("提醒主管校领导（距到期日的工作日）"), default=1)
    quiet_from = models.TimeField(_("晚间不发送，自"), default=time(21, 0))
    quiet_until = models.TimeField(_("至次日"), default=time(7, 0))
    urgent_by = models.TimeField(_("当日到期的最迟发送时间"), default=time(9, 0))
    on_rest_days = models.BooleanField(_("休息日照常发送"), default=False)
    changed_at = models.DateTimeField(_("修改时间"))
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("提醒规则")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(head_days__range=(-10, 10), office_days__range=(-10, 10))
                & Q(leader_days__range=(-10, 10)),
                name="escalation_within_ten_days",
            )
        ]

    @classmethod
    def current(cls) -> "ReminderRules":
        """The rules in use; before anybody changed them, the defaults."""
        return cls.objects.first() or cls()


class ReminderChoice(models.Model):
    """One person's own quiet hours, and who is told as well while they are away."""

    person = models.OneToOneField(User, on_delete=models.PROTECT, related_name="reminder_choice")
    quiet_from = models.TimeField(_("不发送，自"), null=True, blank=True)
    quiet_until = models.TimeField(_("至"), null=True, blank=True)
    deputy = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("代办人"),
    )  # fmt: skip
    away_from = models.DateField(_("离开，自"), null=True, blank=True)
    away_until = models.DateField(_("离开，至"), null=True, blank=True)

    class Meta:
        verbose_name = _("个人提醒设定")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None, away_from=None, away_until=None)
                | Q(deputy__isnull=False, away_from__isnull=False)
                & Q(away_until__gte=F("away_from")),
                name="a_deputy_from_then_until_then",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("person")), name="nobody_is_their_own_deputy"
            ),
        ]

    def is_away(self, on: date) -> bool:
        return bool(self.deputy_id and self.away_from <= on <= self.away_until)


class Reminder(models.Model):
    """That a person was told of one stage of one date, once.

    `limit` names the limit within the case (reply, correction_notice, remedy:5); what waits without
    a date of its own has the name of the act there and the day it arose as `due_on`. What concerns
    no case has the name of its `matter` instead (`casework.task_sources`).
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="reminders"
    )
    matter = models.CharField(_("事项"), max_length=60, blank=True)
    limit = models.CharField(_("期限"), max_length=60)
    due_on = models.DateField(_("到期日"))
    stage = models.CharField(_("阶段"), max_length=10, choices=Stage.choices)
    written_at = models.DateTimeField(_("提醒时间"))
    mail = models.ForeignKey(
        OutgoingMail, on_delete=models.SET_NULL, null=True, related_name="+"
    )  # fmt: skip

    class Meta:
        verbose_name = _("提醒")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["person", "application", "limit", "due_on", "stage"], name="told_once"
            ),
            UniqueConstraint(
                fields=["person", "matter", "limit", "due_on", "stage"],
                condition=~Q(matter=""),
                name="told_once_of_a_matter",
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=False, matter="")
                | Q(application=None) & ~Q(matter=""),
                name="told_of_a_case_or_a_matter",
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="a_known_stage"),
        ]

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.application_id or self.matter, self.limit, self.due_on, self.stage)


class FeedAddress(models.Model):
    """A secret address under which a calendar program fetches the dates without a sign-in.

    Only the keyed hash of the secret is kept: the address is shown once, when it is made.
    """

    class Scope(models.TextChoices):
        PERSON = "person", _("我的期限")
        OFFICE = "office", _("全部在办的期限")

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="feed_addresses")
    scope = models.CharField(_("范围"), max_length=10, choices=Scope.choices)
    language = models.CharField(_("语言"), max_length=10)
    name = models.CharField(_("用在哪里"), max_length=60, blank=True)
    secret_hash = models.CharField(max_length=100, unique=True, editable=False)
    created_at = models.DateTimeField(_("生成时间"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    last_used_at = models.DateTimeField(_("最近读取"), null=True, blank=True)

    class Meta:
        verbose_name = _("订阅地址")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=["person", "office"]), name="a_known_feed_scope"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="revoked_at_and_by_together",
            ),
        ]


class FeedEntry(models.Model):
    """One limit as calendars were last told of it; the number rises whenever it changes."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="feed_entries"
    )
    limit = models.CharField(_("期限"), max_length=60)
    due_on = models.DateField(_("到期日"))
    provisional = models.BooleanField(_("暂定"), default=False)
    is_over = models.BooleanField(_("已了结"), default=False)
    sequence = models.PositiveIntegerField(_("修订次数"), default=0)
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = _("日程条目")
        ordering = ["due_on", "application_id", "limit"]
        constraints = [
            UniqueConstraint(fields=["application", "limit"], name="one_entry_for_a_limit")
        ]
