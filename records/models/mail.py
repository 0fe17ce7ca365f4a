import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.encryption import EncryptedTextField

REFUSED_FOR_GOOD = 3  # attempts after which a permanent refusal (5xx) is believed
REFUSAL = "Refused 5"


class MailQuerySet(models.QuerySet):
    def unsent(self):
        return self.filter(sent_at=None, given_up_at=None)

    def due(self, at: datetime):
        return self.unsent().filter(next_try_at__lte=at, leased_until=None)

    def late(self, at: datetime, *, after: timedelta = timedelta(minutes=15)):
        """Mail that should have left by now: what an alarm looks at. Some is written to wait."""
        tried = Q(attempts__gt=0, created_at__lte=at - after)
        return self.unsent().filter(tried | Q(next_try_at__lte=at - after))

    def given_up(self):
        return self.exclude(given_up_at=None)

    def not_arrived(self):
        """Came back, was given up, or is refused again and again for its address."""
        return self.filter(
            Q(bounced_at__isnull=False)
            | Q(given_up_at__isnull=False)
            | Q(sent_at=None, attempts__gte=REFUSED_FOR_GOOD, last_error__contains=REFUSAL)
        )


class OutgoingMail(models.Model):
    """Mail that must leave, written in the transaction that causes it."""

    row_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("种类"), max_length=60)
    dedupe_key = models.CharField(_("去重键"), max_length=120, unique=True)
    message_id = models.CharField(_("邮件标识"), max_length=200, unique=True)
    recipient = EncryptedTextField(_("收件人"))
    subject = models.CharField(_("主题"), max_length=200)
    body = EncryptedTextField(_("正文"))
    created_at = models.DateTimeField(_("产生时间"))
    next_try_at = models.DateTimeField(_("下次发送时间"))
    attempts = models.PositiveIntegerField(_("已尝试次数"), default=0)
    last_error = models.CharField(_("最近一次错误"), max_length=120, blank=True)
    lease = models.CharField(max_length=32, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("放弃时间"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("退信时间"), null=True, blank=True)
    bounce_status = models.CharField(_("退信状态码"), max_length=20, blank=True)  # RFC 3463

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("待发邮件")
        verbose_name_plural = _("待发邮件")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at=None, given_up_at=None),
                name="mail_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None), name="mail_sent_or_given_up"
            ),
            models.CheckConstraint(
                condition=Q(lease="", leased_until=None)
                | (~Q(lease="") & Q(leased_until__isnull=False)),
                name="mail_lease_both_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(bounced_at=None, bounce_status="")
                | (Q(bounced_at__isnull=False) & ~Q(bounce_status="")),
                name="mail_bounced_with_its_status",
            ),
        ]

    @property
    def has_not_arrived(self) -> bool:
        """What `not_arrived` asks of the database, of a mail at hand."""
        refused = self.attempts >= REFUSED_FOR_GOOD and REFUSAL in self.last_error
        return bool(self.bounced_at or self.given_up_at or (self.sent_at is None and refused))

    @property
    def state(self) -> str:
        if self.bounced_at:
            return "bounced"
        if self.sent_at:
            return "sent"
        if self.given_up_at:
            return "given_up"
        if self.lease:
            return "sending"
        return "retrying" if self.attempts else "waiting"
