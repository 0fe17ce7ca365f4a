"""A report from its first draft to its publication."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.models import User
from records import files
from records.refusals import Refusal
from reports import approving, paper, runs
from reports.draft import changed, lock, log_act, refuse_published
from reports.frozen import hash_of
from reports.models import AnnualReport
from reports.parts import UNIVERSITY, form
from reports.prepared import Prepared, prepare
from reports.who import NOT_ALLOWED, may_publish, may_write, require
from reports.writing import keep, refuse_counted
from requests_app.steps import ChangedMeanwhile
from statute.periods import Period

__all__ = ["NOT_ALLOWED", "begin", "may_publish", "may_write", "prepare", "publish", "write"]

MOVED = gettext_lazy("公布之前数字或者公开目录又有变动，没有公布。请核对后重新送审。")

FORMLESS = gettext_lazy(
    "报告的格式“%(form)s”的文件已经不在。请系统管理员把文件放回报告格式的文件夹，再继续。"
)


def begin(
    period: Period, *, by: User, at: datetime, reason: str = "", of: str = UNIVERSITY
) -> AnnualReport:
    """Begin the report on a period, or a correction of the published one, which needs a reason.

    `of` is the form it follows; a correction follows the form of what it corrects.
    """
    require(may_write(by))
    last = AnnualReport.objects.filter(first=period.first, last=period.last).first()
    if last and not last.is_published:
        raise Refusal(_("这一报告期已有正在编制的报告。"))
    if last and not last.has_form:
        raise Refusal(FORMLESS % {"form": last.form})
    if last and not reason.strip():
        raise Refusal(_("更正已公布的报告须写明理由。"))
    try:
        with transaction.atomic():
            report = AnnualReport.objects.create(
                first=period.first, last=period.last, begun_at=at, begun_by=by,
                version=last.version + 1 if last else 1, reason=reason if last else "",
                facts=last.facts if last else {}, form=last.form if last else form(of).code,
            )  # fmt: skip
            for part, text in (last.texts() if last else {}).items():
                keep(report, part, text, by=by, at=at)
            log_act(report, "report_begun", by, at, {"reason": reason} if reason else None)
    except IntegrityError as error:
        raise Refusal(_("这一报告期已有正在编制的报告。")) from error
    return report


def write(
    report: AnnualReport,
    *,
    texts: Mapping[str, str],
    facts: Mapping[str, Any] | None = None,
    edits: int,
    by: User,
    at: datetime,
) -> None:
    """Keep new text for several parts at once; `edits` is what they were made from."""
    require(may_write(by))
    refuse_counted(facts or {})
    with transaction.atomic():
        lock(report)
        if report.edits != edits:
            raise ChangedMeanwhile(_("报告已被他人修改，请核对后再保存。"))
        was = report.texts()
        new = {
            part: text for part, text in texts.items()
            if part in report.of_form.codes and text.strip() != was.get(part, "").strip()
        }  # fmt: skip
        for part, text in new.items():
            keep(report, part, text, by=by, at=at)
        if facts is not None:
            report.facts = dict(facts)
        log_act(report, "report_written", by, at, parts=sorted(new))
        changed(report, by=by, at=at)


def publish(report: AnnualReport, *, edits: int, by: User, on: date, at: datetime) -> None:
    """Freeze the report: snapshot, PDF and their hashes. Raises Refusal with all that blocks it.

    It is composed anew under the lock: what is published is what everybody signed, and what the
    figures are at that moment.
    """
    require(may_publish(by))
    refuse_published(report)
    _refuse_changed(report, edits)
    prepared = prepare(report, on=on)
    if faults := prepared.blocks + _unsigned(report, prepared):
        raise Refusal(*faults)
    snapshot = prepared.snapshot
    content = paper.printed(prepared.document, sha256=hash_of(snapshot))  # before any lock is taken
    with files.all_or_nothing():
        lock(report)
        _refuse_changed(report, edits)
        _refuse_other_than_signed(report, prepared, on=on)
        stored = files.store_document(content, name=f"{report.slug}.pdf", kind="report", at=at)
        report.snapshot, report.snapshot_sha256 = snapshot, hash_of(snapshot)
        report.pdf, report.pdf_sha256 = stored, stored.sha256
        report.published_on, report.published_at, report.published_by = on, at, by
        report.run = runs.keep(report.scope, by=by, at=at, label=str(report))
        _refuse_run_that_differs(report, snapshot)
        report.save()
        log_act(
            report, "report_published", by, at,
            pdf=report.pdf_sha256, snapshot=report.snapshot_sha256, approved=prepared.digest,
        )  # fmt: skip


def _refuse_run_that_differs(report: AnnualReport, snapshot: Mapping[str, Any]) -> None:
    """The run is counted once more: what it keeps is what is published, or nothing is."""
    totals, numbers = report.run.totals, snapshot["numbers"]
    kept = (totals["requests"]["rows"], totals["remedies"])
    if kept != (numbers["requests"], numbers["remedies"]):
        raise Refusal(MOVED)


def _refuse_changed(report: AnnualReport, edits: int) -> None:
    if report.edits != edits:
        raise ChangedMeanwhile(_("报告已被他人修改，请核对后再公布。"))


def _unsigned(report: AnnualReport, prepared: Prepared) -> list[str]:
    """What is missing of the signatures, a sentence each."""
    if not report.is_submitted:
        return [_("报告没有送审，或者送审以后又有改动，须重新送审。")]
    if report.submitted_hash != prepared.digest:
        return [_("送审以后数字或者公开目录有变动，审批已经失效。请退回编制人，核对后重新送审。")]
    said = _("还没有%(stage)s。")
    left = approving.missing(report, prepared.digest)
    return [said % {"stage": stage.label} for stage in left]


def _refuse_other_than_signed(report: AnnualReport, printed: Prepared, *, on: date) -> None:
    """Raises Refusal unless what was printed is what is true and signed now, under the lock."""
    again = prepare(report, on=on)
    if again.digest != printed.digest:
        raise Refusal(MOVED)
    if faults := _unsigned(report, again):
        raise Refusal(*faults)
