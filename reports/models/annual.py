"""The yearly report: its text in versions while it is written, and frozen bytes once published."""

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from office.models import User
from records.files import StoredFile
from reports.parts import PARTS, PREFACE
from reports.scope import Scope
from statute.periods import Period, school_year, span


class PartCode(models.TextChoices):
    PREFACE = PREFACE, _("前言")
    OVERVIEW = PARTS[0].code, _("信息公开工作概述")
    PROACTIVE = PARTS[1].code, _("主动公开情况")
    REQUESTS = PARTS[2].code, _("依申请公开和不予公开情况")
    EVALUATION = PARTS[3].code, _("对信息公开的评议情况")
    REMEDIES = PARTS[4].code, _("因学校信息公开工作受到举报、复议、诉讼的情况")
    PROBLEMS = PARTS[5].code, _("信息公开工作存在的主要问题与改进措施")
    OTHER = PARTS[6].code, _("其他需要报告的事项")
    CATALOGUE = PARTS[7].code, _("清单事项公开情况表")


class AnnualReportQuerySet(models.QuerySet):
    def published(self) -> "AnnualReportQuerySet":
        return self.filter(published_at__isnull=False)

    def drafts(self) -> "AnnualReportQuerySet":
        return self.filter(published_at=None)


class AnnualReport(models.Model):
    """The report on one period. A correction of a published one is its next version, with reason.

    Once published it is a snapshot, a PDF and their hashes: nothing in it is computed again.
    """

    first = models.DateField(_("首日"))
    last = models.DateField(_("末日"))
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    reason = models.TextField(_("更正理由"), blank=True)
    facts = models.JSONField(_("文中引用的数据"), default=dict, blank=True)
    begun_at = models.DateTimeField(_("开始编制时间"))
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    edits = models.PositiveIntegerField(default=0, editable=False)  # changed meanwhile?

    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    snapshot = models.JSONField(_("数据快照"), null=True, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    pdf_sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度报告")
        ordering = ["-first", "-version"]
        constraints = [
            UniqueConstraint(fields=["first", "last", "version"], name="report_versions_numbered"),
            UniqueConstraint(
                fields=["first", "last"], condition=Q(published_at=None),
                name="one_draft_of_a_report",
            ),
            models.CheckConstraint(
                condition=Q(last__gt=F("first")), name="a_report_covers_a_period"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="a_corrected_report_says_why"
            ),
            models.CheckConstraint(
                condition=Q(
                    published_on__isnull=True, published_at__isnull=True, snapshot__isnull=True,
                    pdf__isnull=True, snapshot_sha256="", pdf_sha256="",
                )
                | Q(
                    published_on__isnull=False, published_at__isnull=False,
                    snapshot__isnull=False, pdf__isnull=False,
                )
                & ~Q(snapshot_sha256="") & ~Q(pdf_sha256=""),
                name="published_with_snapshot_and_bytes",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.period} v{self.version}"

    @property
    def period(self) -> Period:
        year = school_year(self.first.year)
        same = (year.first, year.last) == (self.first, self.last)
        return year if same else span(self.first, self.last)

    @property
    def slug(self) -> str:
        """Its place in an address: 2024-2025, 2024-2025-v2, or 2025 for a calendar year."""
        same_year = self.first.year == self.last.year
        years = f"{self.last.year}" if same_year else f"{self.first.year}-{self.last.year}"
        return years if self.version == 1 else f"{years}-v{self.version}"

    @property
    def scope(self) -> Scope:
        """All laws: the report is the institution's."""
        return Scope(self.period)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def chain(self) -> str:
        return f"report:{self.first.isoformat()}:{self.last.isoformat()}"

    def texts(self) -> dict[str, str]:
        """The newest text of each part."""
        return {row.part: row.text for row in self.part_texts.order_by("pk")}


class PartText(models.Model):
    """One version of the text of one part; the newest counts, the others stay."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="part_texts")
    part = models.CharField(_("部分"), max_length=15, choices=PartCode.choices)
    text = models.TextField(_("正文"), blank=True)
    written_at = models.DateTimeField(_("写入时间"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("报告正文")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=PartCode.values), name="a_part_of_the_report"
            )
        ]
