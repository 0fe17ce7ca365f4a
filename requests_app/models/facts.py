"""What happened to an application: one row per fact. Nothing here is overwritten by a conclusion.

What may happen once is a OneToOneField or a unique constraint, not an `if`.
"""

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from office.models import Unit, User
from records.files import StoredFile
from requests_app.models.application import Application
from requests_app.models.handlings import Handling


class LawChoice(models.Model):
    """Which law the case is handled under, from when, and why."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="law_choices"
    )
    law = models.CharField(_("适用法规"), max_length=30)
    chosen_on = models.DateField(_("确定日期"))
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("适用法规的确定")
        ordering = ["pk"]


class Assignment(models.Model):
    """That a unit has the case, from then until then."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="assignments"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name=_("承办单位"))
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("承办人"),
    )
    since = models.DateField(_("交办日期"))
    until = models.DateField(_("交回日期"), null=True, blank=True)
    reason = models.TextField(_("交办意见"), blank=True)
    return_reason = models.TextField(_("退回理由"), blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("交办")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["application"], condition=Q(until=None), name="one_unit_at_a_time"
            )
        ]


class Correction(models.Model):
    """The one correction an applicant may be asked for (Regulations art. 30), and their answer."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="correction", verbose_name=_("申请")
    )
    asked_on = models.DateField(_("告知补正日期"))
    missing = models.TextField(_("需要补正的事项"))
    days = models.PositiveSmallIntegerField(_("补正期限（工作日）"))
    corrected_on = models.DateField(_("收到补正日期"), null=True, blank=True)
    answer = models.TextField(_("补正内容"), blank=True)

    class Meta:
        verbose_name = _("补正")
        constraints = [
            models.CheckConstraint(
                condition=Q(corrected_on__isnull=True, answer="")
                | Q(corrected_on__isnull=False) & ~Q(answer=""),
                name="correction_received_with_content",
            )
        ]


class Extension(models.Model):
    """The one extension (Regulations art. 33(2)); the handling it belongs to has no second."""

    handling = models.OneToOneField(
        Handling, on_delete=models.PROTECT, related_name="extension", verbose_name=_("办理")
    )
    decided_on = models.DateField(_("决定日期"))
    by_days = models.PositiveSmallIntegerField(_("延长工作日数"))
    reason = models.TextField(_("延期理由"))
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("延期")


class FeeDemand(models.Model):
    """A demand for the information-processing fee (国办函〔2020〕109号), and its payment."""

    handling = models.OneToOneField(
        Handling, on_delete=models.PROTECT, related_name="fee_demand", verbose_name=_("办理")
    )
    asked_on = models.DateField(_("收费通知日期"))
    amount_yuan = models.DecimalField(_("金额（元）"), max_digits=10, decimal_places=2)
    basis = models.TextField(_("收费依据与计算"))
    days = models.PositiveSmallIntegerField(_("缴费期限（工作日）"))
    paid_on = models.DateField(_("缴费日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("收费通知")


class LaterDate(models.Model):
    """The later date fixed for an excessive but justified application (Regulations art. 35)."""

    handling = models.OneToOneField(
        Handling, on_delete=models.PROTECT, related_name="later_date", verbose_name=_("办理")
    )
    decided_on = models.DateField(_("决定日期"))
    due_on = models.DateField(_("延迟答复日期"))
    reason = models.TextField(_("理由"))

    class Meta:
        verbose_name = _("延迟答复")


class ReasonsRequest(models.Model):
    """The one demand for the reasons of clearly excessive applications (Regulations art. 35)."""

    handling = models.OneToOneField(
        Handling, on_delete=models.PROTECT, related_name="reasons_request", verbose_name=_("办理")
    )
    asked_on = models.DateField(_("要求说明理由日期"))
    grounds = models.TextField(_("认为明显超过合理范围的事实"))
    days = models.PositiveSmallIntegerField(_("说明理由的期限（工作日）"))
    answered_on = models.DateField(_("收到说明日期"), null=True, blank=True)
    answer = models.TextField(_("申请人说明的理由"), blank=True)

    class Meta:
        verbose_name = _("要求说明理由")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="")
                | Q(answered_on__isnull=False) & ~Q(answer=""),
                name="reasons_received_with_content",
            )
        ]


class SearchRecord(models.Model):
    """Where was looked, by whom and with what result: what “not held” has to prove (art. 36(4))."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="searches")
    on = models.DateField(_("检索日期"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    places = models.TextField(_("检索范围"))
    terms = models.CharField(_("检索关键词"), max_length=200)
    found = models.TextField(_("检索结果"))

    class Meta:
        verbose_name = _("检索记录")
        ordering = ["pk"]


class SecrecyReview(models.Model):
    """The conclusion of the secrecy review; never the secret. There is no file here, on purpose."""

    class Conclusion(models.TextChoices):
        MAY_RELEASE = "may_release", _("可以公开")
        MAY_NOT = "may_not", _("不得公开")
        IN_PART = "in_part", _("部分可以公开")

    handling = models.ForeignKey(Handling, on_delete=models.PROTECT, related_name="secrecy_reviews")
    reviewed_on = models.DateField(_("审查日期"))
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    conclusion = models.CharField(_("审查结论"), max_length=15, choices=Conclusion.choices)
    basis = models.TextField(_("审查依据"))
    paper_reference = models.CharField(_("审查表编号"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("保密审查")
        ordering = ["pk"]


class Attachment(models.Model):
    """A file of the case: the applicant's own, or one to be given to them."""

    class Kind(models.TextChoices):
        APPLICATION = "application", _("申请材料")
        CORRECTION = "correction", _("补正材料")
        REASONS = "reasons", _("说明理由材料")
        RELEASED = "released", _("提供的信息")
        EVIDENCE = "evidence", _("办理材料")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="attachments"
    )
    kind = models.CharField(_("类别"), max_length=15, choices=Kind.choices)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=200)
    added_on = models.DateField(_("加入日期"))
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("附件")
        ordering = ["pk"]


class Righting(models.Model):
    """A mistake set right: what it was, what it became, who asked, who approved, and why."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="rightings")
    on = models.DateField(_("更正日期"))
    what = models.CharField(_("更正事项"), max_length=40)
    was = models.CharField(_("原为"), max_length=200)
    becomes = models.CharField(_("改为"), max_length=200)
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("更正")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=models.F("approved_by")), name="righted_by_one_approved_by_another"
            )
        ]
