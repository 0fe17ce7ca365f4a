"""Table II of a calendar-year report under the Regulations: what no case tells and people type."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.models import User


class TableTwo(models.Model):
    """One year's numbers (条例 art. 20(1), (5), (6), (8); 国办公开办函〔2021〕30号, part two).

    Counts are whole; fees are in 10,000 yuan (万元). Null: not yet filled in.
    """

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    rules_made = models.PositiveIntegerField(_("规章：本年制发件数"), null=True, blank=True)
    rules_repealed = models.PositiveIntegerField(_("规章：本年废止件数"), null=True, blank=True)
    rules_in_force = models.PositiveIntegerField(_("规章：现行有效件数"), null=True, blank=True)
    norms_made = models.PositiveIntegerField(
        _("行政规范性文件：本年制发件数"), null=True, blank=True
    )
    norms_repealed = models.PositiveIntegerField(
        _("行政规范性文件：本年废止件数"), null=True, blank=True
    )
    norms_in_force = models.PositiveIntegerField(
        _("行政规范性文件：现行有效件数"), null=True, blank=True
    )
    permits = models.PositiveIntegerField(_("行政许可：本年处理决定数量"), null=True, blank=True)
    penalties = models.PositiveIntegerField(_("行政处罚：本年处理决定数量"), null=True, blank=True)
    coercion = models.PositiveIntegerField(_("行政强制：本年处理决定数量"), null=True, blank=True)
    fees = models.DecimalField(
        _("行政事业性收费：本年收费金额（万元）"), max_digits=14, decimal_places=6, null=True,
        blank=True, validators=[MinValueValidator(0)],
    )  # fmt: skip
    edits = models.PositiveIntegerField(default=0, editable=False)  # changed meanwhile?
    changed_at = models.DateTimeField(_("填写时间"))
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("主动公开政府信息情况")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fees__isnull=True) | Q(fees__gte=0), name="fees_are_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2008) & Q(year__lte=2999), name="a_year_of_the_regulations"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.year}"

    @property
    def chain(self) -> str:
        return f"table-two:{self.year}"
