"""A report from its first draft to its publication.

Whoever may register and see figures writes it; the office's head or the leader publishes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office import institution
from office.models import User
from office.roles import May
from records import files, log
from records.log import Actor
from records.refusals import Refusal
from reports import paper
from reports.checks import Finding, findings
from reports.compose import Issuer, Written, compose, matters_published
from reports.document import Document
from reports.frozen import hash_of
from reports.models import AnnualReport
from reports.parts import WRITTEN
from reports.year import Year, year_of
from requests_app.steps import ChangedMeanwhile, NotPermitted
from statute.periods import Period

NOT_ALLOWED = gettext_lazy("年度报告由登记员或信息公开办公室负责人编制，由负责人或校领导公布。")


def may_write(by: User) -> bool:
    return by.may(May.REPORT) and by.may(May.REGISTER)


def may_publish(by: User) -> bool:
    return by.may(May.REPORT) and (by.may(May.APPROVE_OFFICE) or by.may(May.APPROVE_LEADER))


@dataclass(frozen=True)
class Prepared:
    """A draft as it would be published now."""

    document: Document
    year: Year
    findings: list[Finding]

    @property
    def blocks(self) -> list[str]:
        return [found.text for found in self.findings if found.blocks and not found.holds]

    @property
    def warnings(self) -> list[str]:
        return [found.text for found in self.findings if not found.blocks and not found.holds]

    @property
    def held(self) -> list[str]:
        return [found.text for found in self.findings if found.holds]


def begin(period: Period, *, by: User, at: datetime, reason: str = "") -> AnnualReport:
    """Begin the report on a period, or a correction of the published one, which needs a reason."""
    _require(may_write(by))
    last = AnnualReport.objects.filter(first=period.first, last=period.last).first()
    if last and not last.is_published:
        raise Refusal(_("这一报告期已有正在编制的报告。"))
    if last and not reason.strip():
        raise Refusal(_("更正已公布的报告须写明理由。"))
    try:
        with transaction.atomic():
            report = AnnualReport.objects.create(
                first=period.first, last=period.last, begun_at=at, begun_by=by,
                version=last.version + 1 if last else 1, reason=reason if last else "",
                facts=last.facts if last else {},
            )  # fmt: skip
            for part, text in (last.texts() if last else {}).items():
                report.part_texts.create(part=part, text=text, written_at=at, written_by=by)
            _log(report, "report_begun", by, at, private={"reason": reason} if reason else None)
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
    """Keep new text for parts; `edits` is what the page was made from."""
    _require(may_write(by))
    with transaction.atomic():
        report.refresh_from_db(from_queryset=AnnualReport.objects.select_for_update())
        _refuse_published(report)
        if report.edits != edits:
            raise ChangedMeanwhile(_("报告已被他人修改，请核对后再保存。"))
        was = report.texts()
        changed = {
            part: text for part, text in texts.items()
            if part in WRITTEN and text.strip() != was.get(part, "").strip()
        }  # fmt: skip
        for part, text in changed.items():
            report.part_texts.create(part=part, text=text, written_at=at, written_by=by)
        if facts is not None:
            report.facts = dict(facts)
        report.edits += 1
        report.save(update_fields=["facts", "edits"])
        _log(report, "report_written", by, at, parts=sorted(changed))


def prepare(report: AnnualReport, *, on: date) -> Prepared:
    """The report as it stands, from the live figures."""
    year = year_of(report.scope)
    issuer = Issuer.of(institution.current())
    written = Written(report.texts(), report.facts)
    matters = matters_published()
    found = findings(report, year=year, issuer=issuer, written=written, matters=matters, on=on)
    return Prepared(compose(year, issuer=issuer, written=written, matters=matters), year, found)


def publish(report: AnnualReport, *, edits: int, by: User, on: date, at: datetime) -> None:
    """Freeze the report: snapshot, PDF and their hashes. Raises Refusal with all that blocks it."""
    _require(may_publish(by))
    _refuse_published(report)
    prepared = prepare(report, on=on)
    if prepared.blocks:
        raise Refusal(*prepared.blocks)
    snapshot = {"document": prepared.document.as_json(), "numbers": prepared.year.numbers()}
    content = paper.printed(prepared.document, sha256=hash_of(snapshot))  # before any lock is taken
    with files.all_or_nothing():
        report.refresh_from_db(from_queryset=AnnualReport.objects.select_for_update())
        _refuse_published(report)
        if report.edits != edits:
            raise ChangedMeanwhile(_("报告已被他人修改，请核对后再公布。"))
        stored = files.store_document(content, name=f"{report.slug}.pdf", kind="report", at=at)
        report.snapshot, report.snapshot_sha256 = snapshot, hash_of(snapshot)
        report.pdf, report.pdf_sha256 = stored, stored.sha256
        report.published_on, report.published_at, report.published_by = on, at, by
        report.save()
        _log(
            report, "report_published", by, at,
            pdf=report.pdf_sha256, snapshot=report.snapshot_sha256,
        )  # fmt: skip


def _refuse_published(report: AnnualReport) -> None:
    if report.is_published:
        raise Refusal(_("报告已经公布，不能修改；确有错误的，请编制更正版。"))


def _require(allowed: bool) -> None:
    if not allowed:
        raise NotPermitted(NOT_ALLOWED)


def _log(
    report: AnnualReport, event: str, by: User, at: datetime,
    private: dict[str, Any] | None = None, **payload: Any,
) -> None:  # fmt: skip
    payload |= {"report": report.pk, "version": report.version}
    log.append(report.chain, event, actor=Actor.of(by), at=at, payload=payload, private=private)
