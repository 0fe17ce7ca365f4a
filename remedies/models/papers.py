"""Who is party to a remedy, its documents and what it cost. Nothing is removed: it is struck."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.models import User
from records.encryption import EncryptedTextField
from records.files import StoredFile
from remedies.models.remedy import Remedy


class EntryQuerySet(models.QuerySet):
    def standing(self) -> "EntryQuerySet":
        return self.filter(struck_at=None)


class Entry(models.Model):
    """A row somebody added, and may strike with a reason."""

    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("登记时间"))
    struck_at = models.DateTimeField(_("划去时间"), null=True, blank=True)
    struck_why = models.TextField(_("划去理由"), blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]


def _struck(name: str) -> models.CheckConstraint:
    condition = Q(struck_at=None, struck_why="") | Q(struck_at__isnull=False) & ~Q(struck_why="")
    return models.CheckConstraint(condition=condition, name=name)


class PartyRole(models.TextChoices):
    APPLICANT = "applicant", _("申请人、原告")
    RESPONDENT = "respondent", _("被申请人、被告")
    THIRD_PARTY = "third_party", _("第三人")
    AGENT = "agent", _("代理人")


class Party(Entry):
    """A party or an agent. `shown_to` says who reads the name of a person."""

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(_("地位"), max_length=12, choices=PartyRole.choices)
    is_person = models.BooleanField(_("自然人"), default=True)
    name = EncryptedTextField(_("姓名或名称"))
    contact = EncryptedTextField(_("联系方式"), blank=True)
    acts_for = models.CharField(_("代理谁、职务"), max_length=100, blank=True)
    row_key = models.UUIDField(default=uuid4, editable=False)

    class Meta(Entry.Meta):
        verbose_name = _("救济当事人")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=PartyRole.values), name="a_known_role"),
            _struck("a_party_struck_with_a_reason"),
        ]


class DocumentKind(models.TextChoices):
    COPY = "copy", _("申请书、起诉状副本")
    REPLY = "reply", _("本校的答复书、答辩状")
    EVIDENCE = "evidence", _("证据")
    DECISION = "decision", _("决定书、裁判文书")
    PROOF = "proof", _("送出的凭证")
    OTHER = "other", _("其他")


class Document(Entry):
    """One file of a remedy. It begins in quarantine, as every upload does."""

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("种类"), max_length=10, choices=DocumentKind.choices)
    title = models.CharField(_("名称"), max_length=200)
    dated_on = models.DateField(_("文件日期"), null=True, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(Entry.Meta):
        verbose_name = _("救济材料")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values), name="a_known_kind_of_document"
            ),
            _struck("a_document_struck_with_a_reason"),
        ]


class CostKind(models.TextChoices):
    COURT_FEE = "court_fee", _("诉讼费")
    LAWYER = "lawyer", _("律师费")
    TRAVEL = "travel", _("差旅费")
    SETTLEMENT = "settlement", _("赔偿、补偿")
    OTHER = "other", _("其他")


class Cost(Entry):
    """What the university paid for one remedy, in yuan."""

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="costs")
    kind = models.CharField(_("费用种类"), max_length=12, choices=CostKind.choices)
    amount_yuan = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2)
    paid_on = models.DateField(_("支付日期"))
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("救济费用")
        constraints = [
            models.CheckConstraint(condition=Q(amount_yuan__gt=0), name="a_cost_is_above_nothing"),
            models.CheckConstraint(
                condition=Q(kind__in=CostKind.values), name="a_known_kind_of_cost"
            ),
            _struck("a_cost_struck_with_a_reason"),
        ]
