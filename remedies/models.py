"""Complaints, appeals, reviews and lawsuits against what was decided or left undone."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from office.models import User
from requests_app.models import Application


class Kind(models.TextChoices):
    """The kinds a register and the yearly table tell apart."""

    COMPLAINT = "complaint", _("投诉举报")
    APPEAL = "appeal", _("申诉")
    REVIEW = "review", _("行政复议")
    LITIGATION_DIRECT = "litigation_direct", _("行政诉讼（未经复议直接起诉）")
    LITIGATION_AFTER_REVIEW = "litigation_after_review", _("行政诉讼（复议后起诉）")


class Result(models.TextChoices):
    UPHELD = "upheld", _("结果维持")
    CORRECTED = "corrected", _("结果纠正")
    OTHER = "other", _("其他结果")


LITIGATION = (Kind.LITIGATION_DIRECT, Kind.LITIGATION_AFTER_REVIEW)


class RemedyQuerySet(models.QuerySet):
    def pending(self) -> "RemedyQuerySet":
        return self.filter(decided_on=None)

    def against(self, applications) -> "RemedyQuerySet":
        """Those against these applications: what may be seen of a case decides what may be seen."""
        return self.filter(application__in=applications)


class Remedy(models.Model):
    """One complaint, appeal, review or lawsuit, and how it ended."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="remedies", verbose_name=_("申请")
    )
    kind = models.CharField(_("种类"), max_length=30, choices=Kind.choices)
    filed_on = models.DateField(_("提起日期"))
    received_on = models.DateField(_("本机关收到日期"), null=True, blank=True)
    simplified = models.BooleanField(_("适用简易程序"), default=False)
    body = models.CharField(_("受理机关"), max_length=100, blank=True)
    docket = models.CharField(_("案号"), max_length=100, blank=True)
    grounds = models.TextField(_("事由"), blank=True)
    replied_on = models.DateField(_("本机关答复或答辩日期"), null=True, blank=True)
    decided_on = models.DateField(_("审结日期"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=10, choices=Result.choices, blank=True)
    note = models.TextField(_("处理情况"), blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by",
        verbose_name=_("所针对的复议"),
    )  # fmt: skip
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    logged_at = models.DateTimeField(_("登记时间"))

    objects = RemedyQuerySet.as_manager()

    class Meta:
        verbose_name = _("监督救济")
        ordering = ["filed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, result="")
                | Q(decided_on__isnull=False) & ~Q(result=""),
                name="remedy_decided_with_result",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("filed_on")),
                name="remedy_decided_after_filing",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="remedy_of_a_known_kind"
            ),
        ]
        indexes = [models.Index(fields=["kind", "filed_on", "decided_on"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.filed_on:%Y-%m-%d}"

    @property
    def is_pending(self) -> bool:
        return self.decided_on is None

    @property
    def is_litigation(self) -> bool:
        return self.kind in LITIGATION
