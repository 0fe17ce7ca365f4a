"""What is handed over with a reply: how it was checked, what was blacked out in it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.models import User
from records.files import StoredFile
from requests_app.models import Application, Attachment


class OutgoingCheck(models.Model):
    """What a look into a file found before it may leave the house, and who answered for it."""

    attachment = models.OneToOneField(
        Attachment, on_delete=models.CASCADE, related_name="outgoing_check"
    )
    sha256 = models.CharField(max_length=64)
    rules = models.CharField(_("检查规则版本"), max_length=20)
    findings = models.JSONField(_("发现"), default=list)
    checked_at = models.DateTimeField(_("检查时间"))
    overridden_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    overridden_at = models.DateTimeField(_("放行时间"), null=True, blank=True)
    override_reason = models.TextField(_("放行理由"), blank=True)

    class Meta:
        verbose_name = _("外发检查")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    overridden_by__isnull=True, overridden_at__isnull=True, override_reason=""
                )
                | Q(overridden_by__isnull=False, overridden_at__isnull=False)
                & ~Q(override_reason=""),
                name="let_through_by_somebody_with_a_reason",
            )
        ]


class Redaction(models.Model):
    """A file for release made from another by blacking parts out (区分处理)."""

    attachment = models.OneToOneField(
        Attachment, on_delete=models.CASCADE, related_name="redaction", null=True, blank=True
    )
    source = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="redactions")
    source_sha256 = models.CharField(max_length=64)
    boxes = models.JSONField(_("遮盖"), default=list)  # [{page, x, y, width, height, ground, why}]
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("遮盖时间"))

    class Meta:
        verbose_name = _("遮盖")
        ordering = ["pk"]


class SuspectedSecretQuerySet(models.QuerySet):
    def standing(self) -> "SuspectedSecretQuerySet":
        return self.filter(lifted_at=None)


class SuspectedSecret(models.Model):
    """A file stopped as it may hold a state secret (疑似涉密); kept also after it was lifted."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="suspected_secrets"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(_("停止时间"))
    lifted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True)
    lifted_why = models.TextField(_("解除理由"), blank=True)

    objects = SuspectedSecretQuerySet.as_manager()

    class Meta:
        verbose_name = _("疑似涉密")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file"], condition=Q(lifted_at=None), name="a_file_is_stopped_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_why="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why=""),
                name="lifted_by_somebody_with_a_reason",
            ),
        ]
