"""What was wrong in a logged remedy, and what it said before."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from office.models import User
from records.encryption import EncryptedTextField
from records.models.append_only import AppendOnlyModel
from remedies.models.remedy import Remedy


class RemedyRighting(AppendOnlyModel):
    """One field set right: the old value is kept beside the new one, with the reason."""

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="rightings")
    field = models.CharField(_("更正的内容"), max_length=30)
    was = EncryptedTextField(_("原来"), blank=True)
    becomes = EncryptedTextField(_("改为"), blank=True)
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("更正时间"))
    row_key = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        verbose_name = _("救济登记的更正")
        ordering = ["pk"]
