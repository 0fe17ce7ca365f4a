"""The yearly report: which form and period, sent for approval when, and frozen once published."""

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from office.models import User
from records.files import StoredFile
from reports import parts
from reports.parts import UNIVERSITY, Form
from reports.scope import Scope
from statute.periods import PERIODS, Period, span


class AnnualReportQuerySet(models.QuerySet):
    def published(self) -> "AnnualReportQuerySet":
        return self.filter(published_at__isnull=False)

    def drafts(self) -> "AnnualReportQuerySet":
        return self.filter(published_at=None)

    def submitted(self) -> "AnnualReportQuerySet":
        return self.drafts().filter(submitted_at__isnull=False)


class AnnualReport(models.Model):
    """The report on one period. A correction of a published one is its next version, with reason.

    Sent for approval, `submitted_hash` is what was sent: text, numbers and form. Once published it
    is a snapshot, a PDF and their hashes: nothing in it is computed again.
    """

    form = models.CharField(_("报告格式"), max_length=40, default=UNIVERSITY)
    first = models.DateField(_("首日"))
    last = models.DateField(_("末日"))
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    reason = models.TextField(_("更正理由"), blank=True)
    facts = models.JSONField(_("文中引用的数据"), default=dict, blank=True)
    begun_at = models.DateTimeField(_("开始编制时间"))
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    edits = models.PositiveIntegerField(default=0, editable=False)  # changed meanwhile?

    submitted_at = models.DateTimeField(_("送审时间"), null=True, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_hash = models.CharField(max_length=64, blank=True)

    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    snapshot = models.JSONField(_("数据快照"), null=True, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    run = models.OneToOneField(  # the cases behind its figures, to be compared with those of today
        "reports.FigureRun", on_delete=models.PROTECT, null=True, related_name="report",
    )  # fmt: skip
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
            models.CheckConstraint(condition=~Q(form=""), name="a_report_has_a_form"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_hash="")
                | Q(submitted_at__isnull=False) & ~Q(submitted_hash=""),
                name="submitted_as_something",
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
    def of_form(self) -> Form:
        return parts.form(self.form)

    @property
    def has_form(self) -> bool:
        """Whether its form is still there: the file of an own one may have been taken away."""
        return self.form in parts.forms()

    @property
    def period(self) -> Period:
        """Under its name if it is a whole school or calendar year."""
        for named in (year(self.first.year) for year in PERIODS.values()):
            if (named.first, named.last) == (self.first, self.last):
                return named
        return span(self.first, self.last)

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
    def is_submitted(self) -> bool:
        return self.submitted_at is not None and not self.is_published

    @property
    def chain(self) -> str:
        return f"report:{self.first.isoformat()}:{self.last.isoformat()}"

    def texts(self) -> dict[str, str]:
        """The newest text of each part."""
        return {row.part: row.text for row in self.part_texts.order_by("pk")}
