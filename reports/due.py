"""By when the report on which period must be public, and the reminders towards that day.

The school year's by 31 October, the calendar year's by 31 January: the law in use says it
(29号令 art. 25, 条例 art. 49), the institution may have settled another period.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.task_sources import Errand
from office import institution
from office.models import Institution, User
from office.roles import May
from reports.models import AnnualReport, ReportReminderRules
from reports.publication import may_publish, may_write
from requests_app.clock import in_page_language
from statute.law import Law
from statute.periods import PERIOD_OF, Period


@dataclass(frozen=True)
class Owed:
    """The report on a period, and the last day to publish it."""

    period: Period
    due_on: date


def owed(*, on: date, law: Law) -> Owed:
    """The report on the last period that has ended by that day."""
    reporting = law.reporting
    running = PERIOD_OF[reporting.period.value](on)
    period = PERIOD_OF[reporting.period.value](running.previous_day)
    return Owed(period, reporting.due_on(period))


def owed_here(*, on: date) -> Owed | None:
    """The same under the institution's own law; None before there is an institution."""
    try:
        house = institution.current()
    except Institution.DoesNotExist:
        return None
    return owed(on=on, law=institution.law(house.default_law, house))


def is_published(period: Period) -> bool:
    found = AnnualReport.objects.published()
    return found.filter(first=period.first, last=period.last).exists()


def waiting(*, on: date) -> Iterator[Errand]:
    """The report while it is due: from so many days before its last day, until it is public.

    Reminders end so many days after; a report that was published elsewhere haunts nobody for ever.
    """
    report = owed_here(on=on)
    if report is None:
        return
    rules = ReportReminderRules.current()
    begins = report.due_on - timedelta(days=rules.lead_days)
    ends = report.due_on + timedelta(days=rules.after_days)
    if not begins <= on <= ends or is_published(report.period):
        return
    yield Errand(
        f"report:{report.period.first.isoformat()}", "publish", _publish,
        lambda: _("%(period)s年度报告") % {"period": in_page_language(report.period.label)},
        reverse("staff:report"), _allows, _sees, since=begins, due_on=report.due_on,
    )  # fmt: skip


def _publish() -> str:
    return _("编制并公布年度报告")


def _allows(user: User) -> bool:
    return may_write(user) or may_publish(user)


def _sees(user: User) -> bool:
    return user.may(May.REPORT)
