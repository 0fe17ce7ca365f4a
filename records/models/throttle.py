from django.db import models
from django.utils.translation import gettext_lazy as _


class Throttle(models.Model):
    """The recent attempts on one door, under a keyed hash of its name."""

    bucket = models.CharField(_("计数对象"), max_length=80, unique=True)
    hits = models.JSONField(_("近期尝试"), default=list)
    denied = models.PositiveIntegerField(_("被拒次数"), default=0)
    last_at = models.DateTimeField(_("最近尝试时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("尝试计数")
        verbose_name_plural = _("尝试计数")
        indexes = [models.Index(fields=["last_at"], name="throttle_last")]
