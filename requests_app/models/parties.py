"""Who applies. What identifies a person is encrypted at rest and masked on screen."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.encryption import EncryptedTextField, keyed_hash, masked
from requests_app.models.application import Application
from requests_app.states import ApplicantKind, IdentityKind


class Applicant(models.Model):
    """The applicant of one application, as they named themselves (Regulations art. 29(2)(1))."""

    SENSITIVE = ("identity_number", "phone", "email", "address", "agent_identity_number")

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="applicant", verbose_name=_("申请")
    )
    kind = models.CharField(_("申请人类别"), max_length=20, choices=ApplicantKind.choices)
    name = models.CharField(_("姓名或名称"), max_length=200)
    identity_kind = models.CharField(_("证件类型"), max_length=20, choices=IdentityKind.choices)
    identity_number = EncryptedTextField(_("证件号码"), blank=True)
    identity_index = models.CharField(max_length=80, blank=True, db_index=True, editable=False)
    phone = EncryptedTextField(_("联系电话"), blank=True)
    email = EncryptedTextField(_("电子邮箱"), blank=True)
    address = EncryptedTextField(_("通信地址"), blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=10, blank=True)
    legal_representative = models.CharField(_("法定代表人或负责人"), max_length=100, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=100, blank=True)
    agent_name = models.CharField(_("代理人"), max_length=100, blank=True)
    agent_identity_number = EncryptedTextField(_("代理人证件号码"), blank=True)
    row_key = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        verbose_name = _("申请人")

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        number = self.identity_number
        self.identity_index = keyed_hash(number, purpose="identity") if number else ""
        super().save(*args, **kwargs)

    @property
    def is_organisation(self) -> bool:
        return self.kind != ApplicantKind.NATURAL_PERSON

    def shown(self, field: str) -> str:
        """A sensitive field with all but its first and last character masked."""
        return masked(getattr(self, field))
