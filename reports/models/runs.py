"""A run of the figures that is kept: which case stood in which cell, as known then."""

import zlib

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from office.models import User
from records.models.append_only import AppendOnlyModel
from reports.scope import Scope
from statute.periods import named


class FigureRun(AppendOnlyModel):
    """Written once. `cells` is the compressed canonical JSON whose SHA-256 is kept beside it."""

    first = models.DateField(_("首日"))
    last = models.DateField(_("末日"))
    law = models.CharField(_("适用法规"), max_length=30, blank=True)  # empty: all
    as_at = models.DateField(_("截至"), null=True, blank=True)
    label = models.CharField(_("说明"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("统计时间"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    totals = models.JSONField(_("统计表"))
    cells = models.BinaryField(_("逐件明细"))
    cases = models.PositiveIntegerField(_("件数"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("留存的统计")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="a_run_has_a_period"),
            models.CheckConstraint(condition=~Q(sha256=""), name="a_run_has_its_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.scope.period} {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def scope(self) -> Scope:
        return Scope(named(self.first, self.last), self.law or None, self.as_at)

    @property
    def content(self) -> bytes:
        """The JSON that was hashed. Raises zlib.error if the row was tampered with."""
        return zlib.decompress(bytes(self.cells))
