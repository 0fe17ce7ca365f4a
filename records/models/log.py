import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.encryption import EncryptedTextField
from records.models.append_only import AppendOnlyModel


class ActorKind(models.TextChoices):
    STAFF = "staff", _("工作人员")
    APPLICANT = "applicant", _("申请人")
    THIRD_PARTY = "third_party", _("第三方")
    SYSTEM = "system", _("系统")


class LogEntry(AppendOnlyModel):
    """One event of one chain. No foreign keys: the log outlives what it speaks of."""

    chain = models.CharField(_("日志链"), max_length=80)
    sequence = models.PositiveIntegerField(_("序号"))
    event = models.CharField(_("事件"), max_length=80)
    actor_kind = models.CharField(_("行为人类别"), max_length=20, choices=ActorKind.choices)
    actor_id = models.BigIntegerField(_("行为人编号"), null=True, blank=True)
    actor_name = models.CharField(_("行为人姓名"), max_length=100, blank=True)
    at = models.DateTimeField(_("时间"))
    utc_offset = models.CharField(_("时区偏移"), max_length=6)
    payload = models.JSONField(_("内容"), default=dict)
    private_commitment = models.CharField(_("个人信息承诺值"), max_length=64, blank=True)
    previous_hash = models.CharField(_("前一条哈希值"), max_length=64)
    hash = models.CharField(_("哈希值"), max_length=64)

    class Meta:
        verbose_name = _("日志")
        verbose_name_plural = _("日志")
        ordering = ["chain", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="log_one_per_place"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="log_sequence_from_one"),
            models.CheckConstraint(
                condition=Q(actor_kind__in=ActorKind.values), name="log_actor_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(actor_name="") | Q(actor_kind="staff"), name="log_names_staff_only"
            ),
        ]


class LogPrivate(models.Model):
    """The personal part of an entry. Destroying it leaves the chain whole."""

    row_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.OneToOneField(
        LogEntry, on_delete=models.PROTECT, related_name="private", verbose_name=_("日志")
    )
    salt = models.CharField(_("盐值"), max_length=64)
    content = EncryptedTextField(_("个人信息"))
    retention = models.CharField(_("保存类别"), max_length=40)

    class Meta:
        verbose_name = _("日志个人信息")
        verbose_name_plural = _("日志个人信息")


class ChainHead(models.Model):
    """Where a chain stands. Locked by whoever adds to it; moves forward by one at a time."""

    chain = models.CharField(_("日志链"), max_length=80, unique=True)
    sequence = models.PositiveIntegerField(_("序号"), default=0)
    hash = models.CharField(_("哈希值"), max_length=64)

    class Meta:
        verbose_name = _("日志链末端")
        verbose_name_plural = _("日志链末端")
