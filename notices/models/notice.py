"""Paper as evidence: what was drafted, approved, numbered, rendered and served."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.models import User
from records.encryption import EncryptedTextField
from records.files import StoredFile
from requests_app.models import Application, Consultation, Handling

SUBJECT = "notice:"


class Manner(models.TextChoices):
    """How a notice reached its addressee (国办公开办函〔2016〕235号)."""

    ONLINE = "online", _("网上下载并通知")
    EMAIL = "email", _("电子邮件")
    POST = "post", _("邮寄")
    COUNTER = "counter", _("当面签收")
    FAX = "fax", _("传真")
    ENTRUSTED = "entrusted", _("委托送达")


class NoticeQuerySet(models.QuerySet):
    def issued(self) -> "NoticeQuerySet":
        return self.filter(issued_on__isnull=False)

    def in_force(self) -> "NoticeQuerySet":
        """Issued and not revoked: a notice is linked to the one that revokes it when that goes."""
        return self.issued().filter(withdrawn_by__isnull=True)

    def drafts(self) -> "NoticeQuerySet":
        return self.filter(issued_on=None, discarded_at=None)

    def of_subjects(self, keys: Iterable[str]) -> "NoticeQuerySet":
        """Those that `records.approval` keeps under these names: see `subject_key`."""
        pks = [key.removeprefix(SUBJECT) for key in keys if key.startswith(SUBJECT)]
        return self.filter(pk__in=pks)

    def to_approve(self) -> "NoticeQuerySet":
        """Handed in and waiting for the next stage of its chain."""
        return self.drafts().filter(submitted_at__isnull=False)

    def to_serve(self) -> "NoticeQuerySet":
        """What went out and has not reached anybody; a certificate of service is never served."""
        return self.in_force().filter(served_on=None).exclude(kind="service_certificate")


class Notice(models.Model):
    """One notice (告知书、答复书…). Once issued it is bytes and their hash, never rendered again.

    Until then it is a draft that carries the step it proposes: the case has not moved.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="notices", verbose_name=_("申请")
    )
    handling = models.ForeignKey(
        Handling, on_delete=models.PROTECT, null=True, related_name="notices"
    )
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    kind = models.CharField(_("文书种类"), max_length=40)  # notices.kinds.KINDS
    facts = models.JSONField(_("事项"), default=dict)  # what its step takes, and what its text says
    sealed_facts = EncryptedTextField(_("不公开事项"), blank=True)  # addresses; JSON, as `facts`
    row_key = models.UUIDField(default=uuid4, unique=True, editable=False)
    wording = models.TextField(_("正文"), blank=True)  # staff's own wording of the body, if changed
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    drafters = models.JSONField(_("参与起草人员"), default=list)  # ids; none of them approves it
    drafted_at = models.DateTimeField(_("起草时间"))
    draft_number = models.PositiveSmallIntegerField(_("稿次"), default=1)
    submitted_at = models.DateTimeField(_("送审时间"), null=True, blank=True)
    discarded_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    template_version = models.CharField(_("模板版本"), max_length=20)
    institution_version = models.PositiveIntegerField(_("机构信息版本"))
    content_hash = models.CharField(_("内容校验值"), max_length=64)

    number = models.CharField(_("文号"), max_length=60, unique=True, null=True, blank=True)
    issued_on = models.DateField(_("发出日期"), null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    snapshot = models.JSONField(_("数据快照"), default=dict)

    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    manner_of_service = models.CharField(
        _("送达方式"), max_length=12, choices=Manner.choices, blank=True
    )
    service_proof = models.CharField(_("送达凭证"), max_length=200, blank=True)
    withdraws = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_by"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    code = models.CharField(_("核验码"), max_length=16, unique=True, null=True, blank=True)
    pages = models.PositiveSmallIntegerField(_("页数"), null=True, blank=True)

    english = models.BooleanField(_("附英文译文"), default=False)
    english_facts = models.JSONField(_("事项的英文"), default=dict, blank=True)
    english_pdf = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+"
    )
    english_sha256 = models.CharField(max_length=64, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    issued_on__isnull=True, issued_at__isnull=True, pdf__isnull=True, sha256=""
                )
                | Q(
                    issued_on__isnull=False,
                    issued_at__isnull=False,
                    pdf__isnull=False,
                    number__isnull=False,
                )
                & ~Q(sha256=""),
                name="issued_with_number_and_bytes",
            ),
            models.CheckConstraint(
                condition=Q(served_on__isnull=True, manner_of_service="")
                | Q(served_on__isnull=False, issued_on__isnull=False) & ~Q(manner_of_service=""),
                name="served_once_issued_and_somehow",
            ),
            models.CheckConstraint(
                condition=Q(english_pdf__isnull=True, english_sha256="")
                | Q(english_pdf__isnull=False, english=True) & ~Q(english_sha256=""),
                name="a_translation_with_its_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.kind} {self.pk}"

    @property
    def subject_key(self) -> str:
        """The name under which `records.approval` keeps who approved it."""
        return f"{SUBJECT}{self.pk}"

    @property
    def is_issued(self) -> bool:
        return self.issued_on is not None

    @property
    def is_in_force(self) -> bool:
        """Issued and not revoked by another notice."""
        return self.is_issued and not type(self).objects.filter(withdraws=self).exists()

    @property
    def is_draft(self) -> bool:
        return self.issued_on is None and self.discarded_at is None

    @property
    def all_facts(self) -> dict[str, Any]:
        """The facts with the sealed ones among them."""
        sealed = json.loads(self.sealed_facts) if self.sealed_facts else {}
        return self.facts | sealed
