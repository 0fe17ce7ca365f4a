"""Every draft of a notice as it was saved, so that two of them can be laid side by side."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from notices.models.notice import Notice
from office.models import User


class DraftVersion(models.Model):
    """One draft as somebody saved it. Addresses and other sealed facts are not kept here."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("稿次"))
    facts = models.JSONField(_("事项"), default=dict)
    wording = models.TextField(_("正文"), blank=True)
    english_facts = models.JSONField(_("事项的英文"), default=dict, blank=True)
    paragraphs = models.JSONField(_("各段文字"), default=list)  # as the letter read that day
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(_("保存时间"))
    content_hash = models.CharField(_("内容校验值"), max_length=64)

    class Meta:
        verbose_name = _("稿")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="drafts_are_numbered")
        ]
