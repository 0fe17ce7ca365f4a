"""The case: one application, where it is, and what its facts say.

Its steps are in `procedure.py`, its facts in `facts.py`, `consultations.py` and `handlings.py`, the
arithmetic in `statute`.
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMFieldMixin, FSMModelMixin

from catalogue.models import Category
from office.calendars import working_calendar
from office.models import Unit, User
from requests_app import clock as clocks
from requests_app.models.procedure import Procedure
from requests_app.querysets import ApplicationQuerySet
from requests_app.states import FINAL_STATES, Channel, Delivery, Form, State, Turn
from requests_app.steps import STEPS, Step
from statute.answers import combine
from statute.clock import Clock, Limit
from statute.law import Law


class Application(Procedure, FSMModelMixin, models.Model):
    """An application for information (公开申请), from filing to the table that counts it."""

    number = models.CharField(_("申请编号"), max_length=20, unique=True)
    state = FSMField(
        _("状态"), choices=State.choices, default=State.FILED, protected=True, db_index=True
    )
    law = models.CharField(_("适用法规"), max_length=30)  # the latest LawChoice
    channel = models.CharField(_("申请渠道"), max_length=10, choices=Channel.choices)
    signed_for = models.BooleanField(_("邮件须签收"), null=True, blank=True)  # post only
    subject = models.CharField(_("所需信息"), max_length=200)
    description = models.TextField(_("内容描述"))
    document_number = models.CharField(_("文号"), max_length=100, blank=True)
    purpose = models.TextField(_("用途"), blank=True)  # asked only where the law asks
    form = models.CharField(_("形式"), max_length=15, choices=Form.choices, default=Form.ELECTRONIC)
    delivery = models.CharField(
        _("获取方式"), max_length=10, choices=Delivery.choices, default=Delivery.ONLINE
    )
    notice_version = models.CharField(_("个人信息告知版本"), max_length=20, blank=True)
    category = models.ForeignKey(  # of the list of matters; for the figures only, decides nothing
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("公开类别"),
    )  # fmt: skip
    filing_key = models.UUIDField(null=True, unique=True, editable=False)  # one form, one case
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    query_code_hash = models.CharField(max_length=200, blank=True, editable=False)

    # Three dates: when it reached the house, when it was typed in, when the law says it came.
    arrived_on = models.DateField(_("到达日期"))
    submitted_at = models.DateTimeField(_("录入时间"))
    received_on = models.DateField(_("收到申请之日"), null=True, blank=True, db_index=True)
    imported = models.BooleanField(_("导入"), default=False)

    # Indexes of what the facts say; they find rows and never decide. See `index_due_dates`.
    unit_in_charge = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("承办单位"),
    )
    due_on = models.DateField(_("答复到期日"), null=True, blank=True)
    alarm_on = models.DateField(_("预警日期"), null=True, blank=True, db_index=True)
    due_provisional = models.BooleanField(_("暂定"), default=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("申请")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[State.FILED, State.WITHDRAWN])
                | Q(received_on__isnull=False),
                name="handled_only_once_received",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="a_known_state"),
            models.CheckConstraint(
                condition=Q(signed_for__isnull=True) | Q(channel=Channel.POST),
                name="only_post_is_signed_for",
            ),
        ]
        indexes = [models.Index(fields=["state", "alarm_on", "id"])]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("staff:case", args=[self.number])

    def refresh_from_db(self, using=None, fields=None, **kwargs) -> None:
        """Reload, the protected state too, without lifting its protection for other threads."""
        guarded = [
            field.attname
            for field in self._meta.concrete_fields
            if isinstance(field, FSMFieldMixin) and (fields is None or field.name in fields)
        ]
        for name in guarded:
            self.__dict__.pop(name, None)
        for name in ("handling", "statute_law"):
            self.__dict__.pop(name, None)
        models.Model.refresh_from_db(self, using=using, fields=fields, **kwargs)
        for name in guarded:
            getattr(self, name)  # what is not loaded could still be assigned

    # What the facts say

    @property
    def chain(self) -> str:
        return f"application:{self.pk}"

    @cached_property
    def handling(self):
        """The run through the procedure that is on now, or was last; None before registration."""
        return max(self.handlings.all(), key=lambda handling: handling.sequence, default=None)

    @cached_property
    def statute_law(self) -> Law:
        return clocks.law_of(self)

    @property
    def closed_on(self) -> date | None:
        return self.handling.closed_on if self.handling else None

    @property
    def is_closed(self) -> bool:
        return self.state in FINAL_STATES and (self.handling is None or self.closed_on is not None)

    @property
    def officer(self) -> User | None:
        current = self.assignments.filter(until=None).select_related("officer").first()
        return current.officer if current else None

    def clock(self, *, on: date) -> Clock:
        """The reply clock under the law the case has now, with the explanation of its date."""
        return clocks.reply_clock_of(self, calendar=working_calendar(), on=on)

    def limits(self, *, on: date) -> tuple[Limit, ...]:
        """Every limit that runs or has run: reply, correction notice, third party, payment."""
        return clocks.limits_of(self, calendar=working_calendar(), on=on)

    def turn(self) -> Turn:
        """Whose turn it is."""
        return clocks.turn_of(self)

    def standing_decision(self):
        return self.handling and self.handling.decisions.filter(voided_on=None).first()

    def standing_result(self) -> str:
        return combine([item.answer for item in self.standing_decision().items.all()])

    def steps_open_to(self, by: Any) -> list[Step]:
        """The steps this person may take now, in the order of the procedure."""
        return [declared for declared in STEPS.values() if not declared.blockers(self, by)]

    def index_due_dates(self, *, on: date) -> None:
        """Recompute the columns by which lists find what is due."""
        clocks.index(self, calendar=working_calendar(), on=on)
