from django.db import models
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    series = models.CharField(_("编号序列"), max_length=60)
    year = models.PositiveSmallIntegerField(_("年份"))
    last = models.PositiveIntegerField(_("最后一号"), default=0)

    class Meta:
        verbose_name = _("编号计数")
        verbose_name_plural = _("编号计数")
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="counter_one_per_series_year")
        ]
