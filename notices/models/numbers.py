"""The numbers of notices, each taken once from its series."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from notices.models.notice import Notice


class Reservation(models.Model):
    """A number taken from its series for a notice, before the notice is rendered.

    One whose notice came to nothing is free (`notice` is null) and goes to the next notice of its
    series and year, so that the book of numbers has no gap.
    """

    series = models.CharField(_("文号系列"), max_length=60)
    year = models.PositiveSmallIntegerField(_("年份"))
    sequence = models.PositiveIntegerField(_("顺序号"))
    notice = models.OneToOneField(
        Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="reservation"
    )
    reserved_at = models.DateTimeField(_("取号时间"))

    class Meta:
        verbose_name = _("文号")
        ordering = ["series", "year", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year", "sequence"], name="a_number_is_taken_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.sequence}号"
