"""What a unit proposes for its own items, until the office confirms it or sends it back."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.items import Item
from office.models import User


class Proposal(models.Model):
    """A link, or that an item changed or was brought up to date, proposed by its unit."""

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        RETURNED = "returned", _("已退回")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="proposals")
    link = models.URLField(
        _("网址链接"), blank=True, max_length=500, validators=[URLValidator(["http", "https"])]
    )
    changed_on = models.DateField(_("内容形成或者变更日期"), null=True, blank=True)
    updated_on = models.DateField(_("更新日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("提出时间"))
    verdict = models.CharField(
        _("处理"), max_length=9, choices=Verdict.choices, default=Verdict.WAITING
    )
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    reason = models.CharField(_("退回理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("公开目录更新建议")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(link="") | Q(changed_on__isnull=False) | Q(updated_on__isnull=False),
                name="a_proposal_proposes_something",
            ),
            models.CheckConstraint(
                condition=Q(verdict="waiting", decided_by=None, decided_at=None)
                | Q(
                    verdict__in=["confirmed", "returned"],
                    decided_by__isnull=False, decided_at__isnull=False,
                ),
                name="a_proposal_is_decided_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.item_id} {self.verdict}"
