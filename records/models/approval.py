from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.models.append_only import AppendOnlyModel


class Verdict(models.TextChoices):
    APPROVED = "approved", _("同意")
    RETURNED = "returned", _("退回修改")


class Approval(AppendOnlyModel):
    """Who said yes or no to which content. A no voids the yeses before it."""

    subject = models.CharField(_("审批对象"), max_length=80)
    stage = models.CharField(_("审批环节"), max_length=40)
    verdict = models.CharField(_("审批意见"), max_length=20, choices=Verdict.choices)
    by_id = models.BigIntegerField(_("审批人编号"))
    by_name = models.CharField(_("审批人"), max_length=100)
    at = models.DateTimeField(_("审批时间"))
    content_hash = models.CharField(_("内容哈希值"), max_length=64)
    comment = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("审批记录")
        verbose_name_plural = _("审批记录")
        ordering = ["id"]
        indexes = [models.Index(fields=["subject", "id"], name="approval_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="approval_verdict_known"
            ),
            models.CheckConstraint(condition=~Q(content_hash=""), name="approval_of_something"),
            models.CheckConstraint(condition=~Q(by_name=""), name="approval_by_someone"),
        ]
