"""A draft's parts: their text in versions, who writes them, what is said of them."""

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from office.models import User
from reports.models.annual import AnnualReport


class PartText(models.Model):
    """One version of the text of one part; the newest counts, the others stay."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="part_texts")
    part = models.CharField(_("部分"), max_length=15)
    number = models.PositiveIntegerField(_("版本"))
    text = models.TextField(_("正文"), blank=True)
    restored_from = models.PositiveIntegerField(_("恢复自"), null=True, blank=True)
    written_at = models.DateTimeField(_("写入时间"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("报告正文")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(part=""), name="a_part_of_the_report"),
            UniqueConstraint(
                fields=["report", "part", "number"], name="versions_of_a_part_numbered"
            ),
        ]


class PartAuthor(models.Model):
    """Who is to write a part of a report: one person for each."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="authors")
    part = models.CharField(_("部分"), max_length=15)
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="parts_to_write", verbose_name=_("执笔人")
    )
    assigned_at = models.DateTimeField(_("分配时间"))
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("报告执笔人")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(part=""), name="an_author_of_a_part"),
            UniqueConstraint(fields=["report", "part"], name="one_author_for_a_part"),
        ]


class PartCommentQuerySet(models.QuerySet):
    def open(self) -> "PartCommentQuerySet":
        return self.filter(resolved_at=None)


class PartComment(models.Model):
    """A remark on a part, open until somebody has dealt with it. It blocks nothing."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="comments")
    part = models.CharField(_("部分"), max_length=15)
    text = models.TextField(_("意见"))
    made_at = models.DateTimeField(_("提出时间"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    to_act = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="report_comments",
        verbose_name=_("请谁处理"),
    )  # fmt: skip
    resolved_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PartCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("报告意见")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(part="") & ~Q(text=""), name="a_comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="resolved_by_somebody",
            ),
        ]
