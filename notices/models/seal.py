"""The seal's image, one row per version, kept apart from those who draft and approve."""

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from office.models import User
from records.files import StoredFile


class SealImage(models.Model):
    """The image of a seal (印章) as the security administrator put it in; one is in use."""

    version = models.PositiveIntegerField(_("版本"), unique=True)
    name = models.CharField(_("印章名称"), max_length=100)
    image = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    millimetres = models.PositiveSmallIntegerField(_("直径（毫米）"), default=42)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("录入时间"))
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("印章图样")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                IsNull(F("retired_at"), True), condition=Q(retired_at=None), name="one_seal_in_use"
            )
        ]
