"""The course of a remedy: its stages, the courts that hear it, what was ordered in the end."""

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from office.models import User
from records.models.append_only import AppendOnlyModel
from remedies.models.remedy import Remedy, Result
from requests_app.models import Handling


class What(models.TextChoices):
    """Stages that no other fact of a remedy holds.

    Lodging, the copy's arrival, our reply and the decision are fields of the remedy and its courts.
    """

    ACCEPTED = "accepted", _("受理、立案")
    HEARING = "hearing", _("听证、开庭")
    SUSPENDED = "suspended", _("中止")
    RESUMED = "resumed", _("恢复")
    MEDIATION = "mediation", _("调解、和解")
    SERVED = "served", _("决定书、裁判文书送达")
    OTHER = "other", _("其他")
    STRUCK = "struck", _("划去误记")


class Stage(AppendOnlyModel):
    """One thing that happened on one day. A wrong one is struck by a later row that says why."""

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="stages")
    what = models.CharField(_("事项"), max_length=10, choices=What.choices)
    on = models.DateField(_("日期"))
    note = models.TextField(_("说明"), blank=True)
    strikes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="struck_by"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("救济进程")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=What.values), name="a_known_stage_of_it"),
            models.CheckConstraint(
                condition=Q(strikes=None) & ~Q(what="struck")
                | Q(strikes__isnull=False, what="struck") & ~Q(note=""),
                name="struck_with_a_reason",
            ),
        ]


class Level(models.TextChoices):
    FIRST = "first", _("一审")
    SECOND = "second", _("二审")
    RETRIAL = "retrial", _("再审")


class Instance(models.Model):
    """One court's hearing of a lawsuit. Its result says how our act came off, not a judgement."""

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="instances")
    level = models.CharField(_("审级"), max_length=10, choices=Level.choices)
    court = models.CharField(_("法院"), max_length=100, blank=True)
    docket = models.CharField(_("案号"), max_length=100, blank=True)
    ours = models.BooleanField(_("由本校提起"), default=False)
    lodged_on = models.DateField(_("提起日期"))
    received_on = models.DateField(_("本校收到副本日期"), null=True, blank=True)
    replied_on = models.DateField(_("本校答辩日期"), null=True, blank=True)
    reply_proof = models.CharField(_("送出的凭证"), max_length=200, blank=True)
    decided_on = models.DateField(_("裁判日期"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=10, choices=Result.choices, blank=True)
    note = models.TextField(_("裁判内容"), blank=True)

    class Meta:
        verbose_name = _("审级")
        ordering = ["lodged_on", "pk"]
        constraints = [
            UniqueConstraint(fields=["remedy", "level"], name="each_instance_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="a_known_instance"),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, result="")
                | Q(decided_on__isnull=False, result__in=Result.values)
                & Q(decided_on__gte=F("lodged_on")),
                name="an_instance_decided_with_result",
            ),
        ]

    @property
    def is_pending(self) -> bool:
        return self.decided_on is None


class Unit(models.TextChoices):
    WORKING_DAY = "working_day", _("个工作日")
    DAY = "day", _("日")
    MONTH = "month", _("个月")


class Order(models.Model):
    """That a review or a court ordered a new decision, within which term; and its handling.

    The term is what the decision says: so many units, counted from the day after `counted_from`.
    None where it names no term.
    """

    remedy = models.OneToOneField(Remedy, on_delete=models.PROTECT, related_name="order")
    ordered_on = models.DateField(_("决定书、判决书日期"))
    term = models.PositiveSmallIntegerField(_("期限"), null=True, blank=True)
    unit = models.CharField(_("期限单位"), max_length=12, choices=Unit.choices, blank=True)
    counted_from = models.DateField(_("起算日"), null=True, blank=True)
    what = models.TextField(_("责令的内容"), blank=True)
    handling = models.OneToOneField(
        Handling, on_delete=models.PROTECT, null=True, blank=True, related_name="order",
        verbose_name=_("重新办理"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("责令重新作出")
        constraints = [
            models.CheckConstraint(
                condition=Q(term__isnull=True, unit="", counted_from__isnull=True)
                | Q(term__gt=0, unit__in=Unit.values, counted_from__isnull=False),
                name="a_term_with_unit_and_first_day",
            )
        ]

    @property
    def is_begun(self) -> bool:
        return self.handling_id is not None

    @property
    def is_met(self) -> bool:
        return self.handling is not None and self.handling.closed_on is not None
