import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.encryption import EncryptedTextField


class FileKind(models.TextChoices):
    UPLOAD = "upload", _("上传材料")
    NOTICE = "notice", _("告知书、答复书")
    RELEASED = "released", _("公开的信息")
    REPORT = "report", _("年度报告")
    SEAL = "seal", _("印章图样")


class StoredFile(models.Model):
    """A file on disk, sealed, under a random name; what it was called is kept here only."""

    row_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("种类"), max_length=20, choices=FileKind.choices)
    original_name = EncryptedTextField(_("原文件名"))
    media_type = models.CharField(_("媒体类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    sha256 = models.CharField("SHA-256", max_length=64)
    path = models.CharField(_("存放位置"), max_length=60, unique=True, editable=False)
    key_id = models.CharField(_("密钥编号"), max_length=8, editable=False)
    stored_at = models.DateTimeField(_("存入时间"))
    quarantined_at = models.DateTimeField(_("隔离时间"), null=True, blank=True)
    cleared_at = models.DateTimeField(_("解除隔离时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
        ordering = ["id"]
        indexes = [models.Index(fields=["sha256"], name="file_sha256")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="file_kind_known"),
            models.CheckConstraint(
                condition=Q(cleared_at=None) | Q(quarantined_at__isnull=False),
                name="file_cleared_was_quarantined",
            ),
        ]

    @property
    def is_quarantined(self) -> bool:
        return self.quarantined_at is not None and self.cleared_at is None
