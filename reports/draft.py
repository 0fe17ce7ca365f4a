"""What every act on a draft has in common: the row locked, the log written, approvals voided."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from office.models import User
from records import log
from records.log import Actor
from records.refusals import Refusal
from reports.models import AnnualReport


def lock(report: AnnualReport) -> None:
    """Lock the row and read it anew; for use inside a transaction. Raises Refusal if published."""
    report.refresh_from_db(from_queryset=AnnualReport.objects.select_for_update())
    refuse_published(report)


def refuse_published(report: AnnualReport) -> None:
    if report.is_published:
        raise Refusal(_("报告已经公布，不能修改；确有错误的，请编制更正版。"))


def changed(report: AnnualReport, *, by: User, at: datetime) -> None:
    """Note that the content is another now: whatever was sent for approval is so no longer."""
    was_submitted = report.is_submitted
    report.edits += 1
    take_back(report)
    report.save(update_fields=["facts", "edits", *SUBMISSION])
    if was_submitted:
        log_act(report, "report_approvals_void", by, at)


SUBMISSION = ("submitted_at", "submitted_by", "submitted_hash")


def take_back(report: AnnualReport) -> None:
    report.submitted_at, report.submitted_by, report.submitted_hash = None, None, ""


def log_act(
    report: AnnualReport, event: str, by: User, at: datetime,
    private: dict[str, Any] | None = None, **payload: Any,
) -> None:  # fmt: skip
    """`private` is what somebody wrote: it may be destroyed, the entry stays."""
    payload |= {"report": report.pk, "version": report.version}
    log.append(report.chain, event, actor=Actor.of(by), at=at, payload=payload, private=private)
