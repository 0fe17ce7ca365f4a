"""The pages the bundle adds of its own: cover, contents, the application, records, the log."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string

from casework.bundle.papers import LeftOut
from casework.standing import chain_of
from notices import pdf
from notices.models import Notice
from office import institution
from records import approval, log
from records.chain import GENESIS
from records.models import Approval, ChainHead
from requests_app.clock import has
from requests_app.models import Application
from statute.answers import ANSWERS


@dataclass(frozen=True)
class Line:
    """A line of the contents: where it begins and what it is, with its hash."""

    number: int
    title: str
    on: date | None
    first: int | None
    last: int | None
    sha256: str
    note: str


def head_of(case: Application) -> str:
    """The hash at the end of the case's log: whoever holds it can prove what the log said."""
    head = ChainHead.objects.filter(chain=case.chain).first()
    return head.hash if head else GENESIS


def cover(
    case: Application, lines: Sequence[Line], left_out: Sequence[LeftOut], *, at: datetime,
    pages: int, by: str,
) -> bytes:  # fmt: skip
    return _page("cover", case, lines=lines, left_out=left_out, at=at, pages=pages, by=by,
                 head=head_of(case))  # fmt: skip


def application(case: Application) -> bytes:
    """The application as it was filed, identity masked."""
    applicant = case.applicant
    number = applicant.shown("identity_number") if applicant.identity_number else ""
    return _page("application", case, applicant=applicant, masked=number)


def facts(case: Application) -> bytes | None:
    """What was asked, answered, searched and decided on the way; None where there is nothing."""
    handlings = case.handlings.prefetch_related("secrecy_reviews__reviewer")
    found = {
        "corrections": [case.correction] if has(case, "correction") else [],
        "reasons": [h.reasons_request for h in handlings if has(h, "reasons_request")],
        "fees": [h.fee_demand for h in handlings if has(h, "fee_demand")],
        "searches": list(case.searches.select_related("by")),
        "reviews": [row for handling in handlings for row in handling.secrecy_reviews.all()],
        "consultations": list(case.consultations.all()),
        "extensions": [h.extension for h in handlings if has(h, "extension")],
        "later_dates": [h.later_date for h in handlings if has(h, "later_date")],
        "rightings": list(case.rightings.select_related("by", "approved_by")),
        "remedies": list(case.remedies.all()),
    }
    return _page("facts", case, **found) if any(found.values()) else None


def of_notice(notice: Notice) -> bytes:
    """Who approved the notice, of which content, and how it was served."""
    content_hash = notice.snapshot.get("content_hash", notice.content_hash)
    return _page(
        "notice", notice.application, notice=notice, content_hash=content_hash,
        approvals=_signed(notice, content_hash),
        services=list(notice.services.select_related("recorded_by", "proof_file")),
    )  # fmt: skip


@dataclass(frozen=True)
class Signed:
    """A signature with the name of its stage."""

    label: str
    row: Approval


def _signed(notice: Notice, content_hash: str) -> list[Signed]:
    labels = {stage.code: str(stage.label) for stage in chain_of(notice).stages}
    given = approval.standing(notice.subject_key, content_hash)
    return [Signed(labels.get(row.stage, row.stage), row) for row in given]


def history(case: Application, event_label: Callable[[str], Any]) -> bytes:
    """Every entry of the log, in its order, with its hash."""
    entries = [(entry, event_label(entry.event)) for entry in log.entries(case.chain)]
    return _page("log", case, entries=entries, head=head_of(case))


def _page(name: str, case: Application, **context: Any) -> bytes:
    result = case.handling.result if case.handling else ""
    common = {
        "case": case, "institution": institution.current(),
        "result": ANSWERS[result].label.zh if result else "",
    }  # fmt: skip
    return pdf.render(render_to_string(f"casework/bundle_{name}.html", common | context)).pdf
