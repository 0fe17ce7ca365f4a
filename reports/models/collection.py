"""What units are asked for the yearly report, and what they answered: every version is kept."""

from datetime import date

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from office.models import Unit, User
from office.roles import May, Role
from records.models.append_only import AppendOnlyModel
from statute.periods import Period, calendar_year, school_year, span


class RoundState(models.TextChoices):
    PREPARING = "preparing", _("准备中")
    OPEN = "open", _("填报中")
    CLOSED = "closed", _("已截止")
    WITHDRAWN = "withdrawn", _("已作废")


class AskState(models.TextChoices):
    OPEN = "open", _("未报送")
    HANDED_IN = "handed_in", _("待单位负责人确认")
    CONFIRMED = "confirmed", _("已报送")
    EXCUSED = "excused", _("不再要求填报")


class HowSaid(models.TextChoices):
    """How an answer reached the office that entered it for a unit."""

    PAPER = "paper", _("纸质材料")
    PHONE = "phone", _("电话")
    EMAIL = "email", _("电子邮件")
    IN_PERSON = "in_person", _("当面")


def period_of(first: date, last: date) -> Period:
    """The period with these ends under its own name, if it has one."""
    for named in (school_year(first.year), calendar_year(first.year)):
        if (named.first, named.last) == (first, last):
            return named
    return span(first, last)


class CollectionRound(models.Model):
    """One collection of the units' data for the report on one period. Both ends belong to it."""

    first = models.DateField(_("首日"))
    last = models.DateField(_("末日"))
    due_on = models.DateField(_("报送期限"))
    note = models.TextField(_("填报说明"), blank=True)
    begun_at = models.DateTimeField(_("建立时间"))
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("截止时间"), null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.TextField(_("作废理由"), blank=True)
    edits = models.PositiveIntegerField(default=0, editable=False)  # changed meanwhile?

    class Meta:
        verbose_name = _("数据收集")
        ordering = ["-first", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["first", "last"], condition=Q(withdrawn_at=None),
                name="one_collection_of_a_period",
            ),
            models.CheckConstraint(
                condition=Q(last__gt=F("first")), name="a_collection_covers_a_period"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False),
                name="a_closed_collection_was_opened",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why=""),
                name="a_withdrawn_collection_says_why",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.period)

    @property
    def period(self) -> Period:
        return period_of(self.first, self.last)

    @property
    def state(self) -> RoundState:
        if self.withdrawn_at:
            return RoundState.WITHDRAWN
        if self.closed_at:
            return RoundState.CLOSED
        return RoundState.OPEN if self.opened_at else RoundState.PREPARING

    @property
    def is_open(self) -> bool:
        return self.state == RoundState.OPEN

    @property
    def chain(self) -> str:
        return f"collection:{self.pk}"


class QuestionSet(AppendOnlyModel):
    """The questions of one collection, one row per version; the newest is asked."""

    round = models.ForeignKey(
        CollectionRound, on_delete=models.PROTECT, related_name="question_sets"
    )
    version = models.PositiveIntegerField(_("版本"))
    questions = models.JSONField(_("问题"))
    saved_at = models.DateTimeField(_("保存时间"))
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("问题集")
        ordering = ["version"]
        constraints = [UniqueConstraint(fields=["round", "version"], name="question_sets_numbered")]


class AskQuerySet(models.QuerySet):
    def asked(self) -> "AskQuerySet":
        """Those that count: not excused, of collections that were not withdrawn."""
        return self.filter(excused_at=None, round__withdrawn_at=None)

    def running(self) -> "AskQuerySet":
        """Those that may still be answered."""
        return self.asked().filter(round__opened_at__isnull=False, round__closed_at=None)

    def visible_to(self, user: User) -> "AskQuerySet":
        """All for whoever sees the report; the people of a unit see what it was asked."""
        if user.may(May.REPORT):
            return self
        return self.asked().filter(round__opened_at__isnull=False, unit__in=user.unit_ids())


class Ask(models.Model):
    """That one unit is asked: until when, and how far it is with its answers."""

    round = models.ForeignKey(CollectionRound, on_delete=models.PROTECT, related_name="asks")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    extended_to = models.DateField(_("延期至"), null=True, blank=True)
    extended_why = models.CharField(_("延期理由"), max_length=500, blank=True)
    handed_in_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    handed_in_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_back_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    sent_back_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_back_why = models.TextField(_("退回理由"), blank=True)
    excused_at = models.DateTimeField(_("免报时间"), null=True, blank=True)
    excused_why = models.CharField(_("免报理由"), max_length=500, blank=True)
    edits = models.PositiveIntegerField(default=0, editable=False)

    objects = AskQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位填报")
        ordering = ["unit__name"]
        constraints = [
            UniqueConstraint(fields=["round", "unit"], name="a_unit_is_asked_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(handed_in_at__isnull=False),
                name="confirmed_once_handed_in",
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None, extended_why="")
                | Q(extended_to__isnull=False) & ~Q(extended_why=""),
                name="a_longer_time_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(excused_at=None, excused_why="")
                | Q(excused_at__isnull=False) & ~Q(excused_why=""),
                name="an_excused_unit_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(sent_back_at=None, sent_back_why="")
                | Q(sent_back_at__isnull=False) & ~Q(sent_back_why=""),
                name="sent_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.unit}"

    @property
    def due_on(self) -> date:
        return self.extended_to or self.round.due_on

    @property
    def state(self) -> AskState:
        if self.excused_at:
            return AskState.EXCUSED
        if self.confirmed_at:
            return AskState.CONFIRMED
        return AskState.HANDED_IN if self.handed_in_at else AskState.OPEN


def heads(user: User, unit_id: int) -> bool:
    """Whether this person answers for the unit."""
    return any(g.role == Role.DEPARTMENT_HEAD and g.unit_id == unit_id for g in user.grants())


class Answer(AppendOnlyModel):
    """One version of a unit's answer to one question; the newest counts, the others stay.

    `value` is canonical text: digits, yuan with two decimals, an ISO date, an address, or prose.
    `edit` is the number of the change of the ask that brought it. `same` says that last year's
    answer was looked at and holds. The `said_` fields: entered by the office for the unit.
    """

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="answers")
    code = models.CharField(_("问题代码"), max_length=40)
    version = models.PositiveIntegerField(_("版本"))
    edit = models.PositiveIntegerField(editable=False)
    value = models.TextField(_("答复"), blank=True)
    comment = models.TextField(_("备注"), blank=True)
    same = models.BooleanField(_("与上年相同"), default=False)
    saved_at = models.DateTimeField(_("保存时间"))
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    said_by = models.CharField(_("提供人"), max_length=50, blank=True)
    said_on = models.DateField(_("提供日期"), null=True, blank=True)
    said_how = models.CharField(
        _("提供方式"), max_length=10, choices=HowSaid.choices, blank=True
    )  # fmt: skip

    class Meta:
        verbose_name = _("填报答复")
        ordering = ["ask", "code", "version"]
        constraints = [
            UniqueConstraint(fields=["ask", "code", "version"], name="answers_numbered"),
            models.CheckConstraint(
                condition=Q(said_by="", said_on=None, said_how="")
                | ~Q(said_by="") & Q(said_on__isnull=False) & Q(said_how__in=HowSaid.values),
                name="said_by_somebody_on_a_day",
            ),
        ]


class ReportReminderRules(models.Model):
    """How early people are reminded of the report. One row per version; the newest is in use.

    No law says how early: these are the office's own choice.
    """

    lead_days = models.PositiveSmallIntegerField(
        _("报告公布期限前多少天开始提醒（日历日）"), default=45
    )
    after_days = models.PositiveSmallIntegerField(
        _("逾期后多少天停止提醒（日历日）"), default=90
    )  # fmt: skip
    missing_days = models.PositiveSmallIntegerField(
        _("单位逾期多少个工作日后提醒信息公开办公室"), default=1
    )
    changed_at = models.DateTimeField(_("修改时间"))
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("报告提醒规则")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lead_days__lte=180, after_days__lte=180, missing_days__lte=20),
                name="report_reminders_within_half_a_year",
            )
        ]

    @classmethod
    def current(cls) -> "ReportReminderRules":
        """The rules in use; before anybody changed them, the defaults."""
        return cls.objects.first() or cls()
