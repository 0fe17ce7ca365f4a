from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkRun(models.Model):
    """When a piece of scheduled work is next due, and how it last went."""

    name = models.CharField(_("名称"), max_length=80, unique=True)
    due_at = models.DateTimeField(_("下次运行时间"))
    leased_until = models.DateTimeField(_("占用至"), null=True, blank=True)
    finished_at = models.DateTimeField(_("最近完成时间"), null=True, blank=True)
    failed_at = models.DateTimeField(_("最近失败时间"), null=True, blank=True)
    last_error = models.CharField(_("最近一次错误"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("定时工作")
        verbose_name_plural = _("定时工作")
        ordering = ["name"]
