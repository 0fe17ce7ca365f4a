"""What others say of an application: who was asked, their opinion, and what overrides it."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from records.encryption import EncryptedTextField
from requests_app.models.application import Application
from requests_app.querysets import ConsultationQuerySet


class Consultation(models.Model):
    """An outside opinion: a third party's (art. 32) or a co-making body's (art. 34).

    `statute` sees it only as a Suspension.
    """

    class Kind(models.TextChoices):
        THIRD_PARTY = "third_party", _("征求第三方意见")
        CO_MAKING_BODY = "co_making_body", _("征求共同制作机关意见")

    class Opinion(models.TextChoices):
        AGREES = "agrees", _("同意公开")
        OBJECTS = "objects", _("不同意公开")
        SILENT = "silent", _("逾期未提出意见")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="consultations"
    )
    kind = models.CharField(_("征求对象"), max_length=20, choices=Kind.choices)
    party_name = models.CharField(_("名称"), max_length=200)
    party_address = EncryptedTextField(_("联系地址"), blank=True)
    concerning = models.TextField(_("征求意见的信息"))
    asked_on = models.DateField(_("征求意见书发出日期"))
    received_on = models.DateField(_("对方收到日期"), null=True, blank=True)
    receipt_proof = models.CharField(_("收到凭证"), max_length=200, blank=True)
    answered_on = models.DateField(_("收到意见日期"), null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=10, choices=Opinion.choices, blank=True)
    opinion_reason = models.TextField(_("意见理由"), blank=True)
    closed_on = models.DateField(_("终止日期"), null=True, blank=True)  # by a correction
    withdrawn_on = models.DateField(_("征求意见书撤销日期"), null=True, blank=True)
    row_key = models.UUIDField(default=uuid4, editable=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("征求意见")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, opinion="")
                | Q(answered_on__isnull=False) & ~Q(opinion=""),
                name="opinion_and_its_day_together",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    @property
    def ended_on(self) -> date | None:
        """The day from which it keeps nobody waiting any more, by opinion or without one."""
        return self.answered_on or self.closed_on or self.withdrawn_on

    @property
    def override(self) -> "Override | None":
        """The decision to release what the party objects to, while it stands."""
        return self.overrides.filter(withdrawn_on=None).first()


class Override(models.Model):
    """A decision to release, for the public interest, what a third party objects to (15, 32)."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="overrides", verbose_name=_("征求意见")
    )
    decided_on = models.DateField(_("决定公开日期"))
    reason = models.TextField(_("决定公开的理由"))
    withdrawn_on = models.DateField(_("决定公开撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("决定公开")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["consultation"], condition=Q(withdrawn_on=None), name="one_override_stands"
            )
        ]
