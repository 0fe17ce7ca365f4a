"""Complaints, appeals, reviews and lawsuits against what was decided or left undone."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from notices.models import Notice
from office.models import User
from requests_app.models import Application


class Kind(models.TextChoices):
    """The kinds a register and the yearly table tell apart."""

    COMPLAINT = "complaint", _("投诉举报")
    APPEAL = "appeal", _("申诉")
    REVIEW = "review", _("行政复议")
    LITIGATION_DIRECT = "litigation_direct", _("行政诉讼（未经复议直接起诉）")
    LITIGATION_AFTER_REVIEW = "litigation_after_review", _("行政诉讼（复议后起诉）")


class Result(models.TextChoices):
    UPHELD = "upheld", _("结果维持")
    CORRECTED = "corrected", _("结果纠正")
    OTHER = "other", _("其他结果")


class LodgedWith(models.TextChoices):
    """With whom a complaint is lodged (29号令 art. 26)."""

    DISCIPLINE_OFFICE = "discipline_office", _("学校纪检监察机构")
    EDUCATION_AUTHORITY = "education_authority", _("省级教育行政部门")
    OTHER = "other", _("其他机关")


class Inaction(models.TextChoices):
    """What was left undone, where no notice is attacked."""

    NO_ANSWER = "no_answer", _("逾期没有答复")
    INCOMPLETE = "incomplete", _("答复遗漏了申请事项")
    NOT_SUPPLIED = "not_supplied", _("答应提供而没有提供")
    NOT_CARRIED_OUT = "not_carried_out", _("没有履行复议决定或者判决")
    OTHER = "other", _("其他不作为")


LITIGATION = (Kind.LITIGATION_DIRECT, Kind.LITIGATION_AFTER_REVIEW)


class RemedyQuerySet(models.QuerySet):
    def pending(self) -> "RemedyQuerySet":
        return self.filter(decided_on=None)

    def owing(self) -> "RemedyQuerySet":
        """Pending before a first body whose copy arrived, and not all that is due was sent.

        On appeal that is over: the defence to the appeal is owed by its court's own row.
        """
        sent = Q(replied_on__isnull=False, evidence_on__isnull=False)
        first = self.pending().exclude(instances__level="second")
        return first.filter(received_on__isnull=False).exclude(sent)

    def without_target(self) -> "RemedyQuerySet":
        """Of which nobody said what they attack."""
        return self.filter(notice=None, inaction="")

    def against(self, applications) -> "RemedyQuerySet":
        """Those against these applications: what may be seen of a case decides what may be seen."""
        return self.filter(application__in=applications)


class StandingManager(models.Manager.from_queryset(RemedyQuerySet)):
    """All but those that were annulled: what every table, list and duty is made from."""

    def get_queryset(self) -> RemedyQuerySet:
        return super().get_queryset().filter(annulled_at=None)


class Remedy(models.Model):
    """One complaint, appeal, review or lawsuit, and how it ended.

    A lawsuit is one remedy however many courts hear it; `decided_on` and `result` are those of the
    judgement that took effect (docs/adr/0011). `objects` leaves out what was annulled.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="remedies", verbose_name=_("申请")
    )
    kind = models.CharField(_("种类"), max_length=30, choices=Kind.choices)
    lodged_with = models.CharField(
        _("向谁举报"), max_length=20, choices=LodgedWith.choices, blank=True
    )
    notice = models.ForeignKey(
        Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="remedies",
        verbose_name=_("所针对的文书"),
    )  # fmt: skip
    inaction = models.CharField(
        _("所针对的不作为"), max_length=20, choices=Inaction.choices, blank=True
    )
    filed_on = models.DateField(_("提起日期"))
    received_on = models.DateField(_("本机关收到日期"), null=True, blank=True)
    simplified = models.BooleanField(_("适用简易程序"), default=False)
    body = models.CharField(_("受理机关"), max_length=100, blank=True)
    docket = models.CharField(_("案号"), max_length=100, blank=True)
    grounds = models.TextField(_("事由"), blank=True)
    replied_on = models.DateField(_("本机关答复或答辩日期"), null=True, blank=True)
    evidence_on = models.DateField(_("本机关提交证据日期"), null=True, blank=True)
    reply_proof = models.CharField(_("送出的凭证"), max_length=200, blank=True)
    decided_on = models.DateField(_("审结日期"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=10, choices=Result.choices, blank=True)
    note = models.TextField(_("处理情况"), blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by",
        verbose_name=_("所针对的复议"),
    )  # fmt: skip
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    logged_at = models.DateTimeField(_("登记时间"))
    annulled_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    annulled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    annulled_why = models.TextField(_("作废理由"), blank=True)
    edits = models.PositiveIntegerField(default=0, editable=False)  # changed meanwhile?

    objects = StandingManager()
    entries = models.Manager.from_queryset(RemedyQuerySet)()

    class Meta:
        verbose_name = _("监督救济")
        ordering = ["filed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, result="")
                | Q(decided_on__isnull=False) & ~Q(result=""),
                name="remedy_decided_with_result",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("filed_on")),
                name="remedy_decided_after_filing",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="remedy_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(lodged_with="")
                | Q(kind=Kind.COMPLAINT.value, lodged_with__in=LodgedWith.values),
                name="a_complaint_is_lodged_with_somebody",
            ),
            models.CheckConstraint(
                condition=Q(inaction="") | Q(notice=None, inaction__in=Inaction.values),
                name="against_a_notice_or_an_inaction",
            ),
            models.CheckConstraint(
                condition=Q(annulled_at=None, annulled_by=None, annulled_why="")
                | Q(annulled_at__isnull=False, annulled_by__isnull=False) & ~Q(annulled_why=""),
                name="annulled_by_somebody_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["kind", "filed_on", "decided_on"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.filed_on:%Y-%m-%d}"

    @property
    def is_pending(self) -> bool:
        return self.decided_on is None

    @property
    def is_annulled(self) -> bool:
        return self.annulled_at is not None

    @property
    def is_litigation(self) -> bool:
        return self.kind in LITIGATION

    @property
    def has_target(self) -> bool:
        return bool(self.notice_id or self.inaction)
