from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.models.append_only import AppendOnlyModel
from records.models.files import StoredFile


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
    # Signed by a deputy while this person was away.
    instead_of_id = models.BigIntegerField(_("被代理人编号"), null=True, blank=True)
    instead_of_name = models.CharField(_("被代理人"), max_length=100, blank=True)
    # Signed on paper that day, put in here by somebody else, with the sheet scanned.
    signed_on = models.DateField(_("签署日期"), null=True, blank=True)
    recorded_by_id = models.BigIntegerField(_("登记人编号"), null=True, blank=True)
    recorded_by_name = models.CharField(_("登记人"), max_length=100, blank=True)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("审签单扫描件"),
    )  # fmt: skip

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
            models.CheckConstraint(
                condition=Q(instead_of_id__isnull=True, instead_of_name="")
                | Q(instead_of_id__isnull=False) & ~Q(instead_of_name=""),
                name="approval_instead_of_someone",
            ),
            models.CheckConstraint(
                condition=Q(
                    signed_on__isnull=True,
                    recorded_by_id__isnull=True,
                    recorded_by_name="",
                    scan__isnull=True,
                )
                | Q(signed_on__isnull=False, recorded_by_id__isnull=False, scan__isnull=False)
                & ~Q(recorded_by_name=""),
                name="approval_on_paper_with_its_scan",
            ),
        ]
