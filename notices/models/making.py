"""That a blacked-out file is wanted: asked for on a page, made by whichever process comes to it."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from notices.models.outgoing import Redaction
from office.models import User


class MakingQuerySet(models.QuerySet):
    def under_way(self) -> "MakingQuerySet":
        """Wanted, being made or being proved: the boxes stand still until it has ended."""
        return self.filter(ended_at=None)

    def free(self, at: datetime) -> "MakingQuerySet":
        """In nobody's hands; those who began it may have been stopped on the way."""
        return self.under_way().filter(Q(leased_until=None) | Q(leased_until__lte=at))

    def held(self, at: datetime) -> "MakingQuerySet":
        """Being worked on at this moment."""
        return self.under_way().filter(leased_until__gt=at)

    def unread(self) -> "MakingQuerySet":
        """Ended while the one who asked was not looking, and not looked at since."""
        return self.filter(ended_at__isnull=False, read_at=None)


class Making(models.Model):
    """One wish for the file: who, when, from which boxes, how far it is, how it ended.

    `refused` says why no file was made, in the language in which it was asked for.
    """

    redaction = models.ForeignKey(Redaction, on_delete=models.CASCADE, related_name="makings")
    title = models.CharField(_("文件名"), max_length=200)
    seen = models.CharField(max_length=16)  # the fingerprint of the boxes the page showed
    language = models.CharField(max_length=10)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"))
    pages = models.PositiveSmallIntegerField(_("页数"))
    pages_done = models.PositiveSmallIntegerField(_("已完成页数"), default=0)
    is_proving = models.BooleanField(_("正在验证"), default=False)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(_("占用至"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    refused = models.TextField(_("没有生成的原因"), blank=True)
    read_at = models.DateTimeField(_("查看时间"), null=True, blank=True)

    objects = MakingQuerySet.as_manager()

    class Meta:
        verbose_name = _("生成遮盖件")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["redaction"], condition=Q(ended_at=None), name="one_making_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(refused="") | Q(ended_at__isnull=False), name="refused_once_ended"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(ended_at__isnull=False), name="read_once_ended"
            ),
            models.CheckConstraint(
                condition=Q(pages_done__lte=F("pages")), name="no_more_pages_done_than_there_are"
            ),
        ]

    @property
    def is_under_way(self) -> bool:
        return self.ended_at is None

    @property
    def reasons(self) -> list[str]:
        """Why it was refused, each reason for itself."""
        return self.refused.splitlines()
