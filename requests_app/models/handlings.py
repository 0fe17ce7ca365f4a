"""One run through the procedure, what was decided in it and what was withheld."""

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from requests_app.models.application import Application


class Handling(models.Model):
    """One run through the procedure: the first, and any that came after it.

    A later one is ordered by a review or a court, or begins when the office revokes its own reply.
    The first one's closing is what the year's table counts (sequence 1).
    """

    class Cause(models.TextChoices):
        APPLICATION = "application", _("申请")
        REVIEW = "review", _("行政复议决定")
        COURT = "court", _("法院判决")
        OWN = "own", _("自行纠正")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="handlings")
    sequence = models.PositiveSmallIntegerField(_("次序"), default=1)
    opened_on = models.DateField(_("开始日期"))
    cause = models.CharField(
        _("起因"), max_length=15, choices=Cause.choices, default=Cause.APPLICATION
    )
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    result = models.CharField(
        _("办理结果"), max_length=40, blank=True
    )  # statute.answers.RESULT_CODES
    closed_under = models.CharField(_("办结时适用的法规"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("办理")
        ordering = ["sequence"]
        constraints = [
            UniqueConstraint(fields=["application", "sequence"], name="handlings_are_numbered"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, result="", closed_under="")
                | Q(closed_on__isnull=False) & ~Q(result="") & ~Q(closed_under=""),
                name="closed_with_result_and_law",
            ),
        ]
        indexes = [models.Index(fields=["sequence", "closed_on", "result"])]


class Decision(models.Model):
    """What was decided (决定), carried by a reply (答复书) and made of answers, one per item."""

    handling = models.ForeignKey(Handling, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField(_("决定日期"))
    voided_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("决定")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["handling"], condition=Q(voided_on=None), name="one_decision_stands"
            )
        ]


class DecisionItem(models.Model):
    """One answer to one item asked for."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("次序"))
    asked_for = models.TextField(_("申请事项"))
    answer = models.CharField(_("答复"), max_length=40)  # statute.answers.RESULT_CODES
    ground = models.CharField(_("情形"), max_length=40, blank=True)  # statute.answers.GROUNDS
    reasons = models.TextField(_("事实与理由"), blank=True)
    how_obtained = models.TextField(_("获取方式、途径和时间"), blank=True)

    class Meta:
        verbose_name = _("答复事项")
        ordering = ["position"]
        constraints = [UniqueConstraint(fields=["decision", "position"], name="items_are_numbered")]

    @property
    def grounds(self) -> list[str]:
        """The grounds of the parts withheld, or the item's own."""
        return [part.ground for part in self.withheld.all()] or (
            [self.ground] if self.ground else []
        )


class WithheldPart(models.Model):
    """One part of an item that is withheld while the rest is given, and why (arts 37, 14–16)."""

    item = models.ForeignKey(DecisionItem, on_delete=models.PROTECT, related_name="withheld")
    position = models.PositiveSmallIntegerField(_("次序"))
    part = models.TextField(_("不予公开的部分"))
    ground = models.CharField(_("情形"), max_length=40)  # statute.answers: a refusal or its variant
    reasons = models.TextField(_("事实与理由"))

    class Meta:
        verbose_name = _("区分处理记录")
        ordering = ["position"]
        constraints = [UniqueConstraint(fields=["item", "position"], name="parts_are_numbered")]
