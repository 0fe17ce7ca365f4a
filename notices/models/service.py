"""Service: each time a notice was handed over, sent or posted, and what came back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.models.notice import Manner, Notice
from office.models import User
from records.files import StoredFile
from records.models import OutgoingMail


class ServiceRecord(models.Model):
    """One service of a notice (送达): how, on which day, with what proof.

    The day the law counts stays what it is if the notice comes back. 国办公开办函〔2016〕235号:
    signature for direct service, the day of posting for mail.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="services")
    manner = models.CharField(_("送达方式"), max_length=12, choices=Manner.choices)
    counted_on = models.DateField(_("送达日期"))
    reference = models.CharField(_("邮件号码"), max_length=60, blank=True)
    signed_by = models.CharField(_("签收人"), max_length=100, blank=True)
    proof = models.CharField(_("送达凭证"), max_length=200, blank=True)
    proof_file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    mail = models.ForeignKey(
        OutgoingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"))
    returned_on = models.DateField(_("退回日期"), null=True, blank=True)
    returned_why = models.CharField(_("退回原因"), max_length=200, blank=True)
    settled_at = models.DateTimeField(_("处置时间"), null=True, blank=True)  # of what came back

    class Meta:
        verbose_name = _("送达记录")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True, returned_why="", settled_at__isnull=True)
                | Q(returned_on__isnull=False) & ~Q(returned_why=""),
                name="returned_with_the_reason",
            )
        ]
