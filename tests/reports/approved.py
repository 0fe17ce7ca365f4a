"""A report through its signatures, as any story that only wants it published needs it."""

from reports import approving, publication
from reports.models import AnnualReport


def sign(report: AnnualReport, cast, *, on, at) -> None:
    """Sent for approval, and signed by the office's head and the leader."""
    report.refresh_from_db()
    approving.submit(report, edits=report.edits, by=cast.registrar, on=on, at=at)
    for person in (cast.office_head, cast.leader):
        approving.approve(report, seen=report.submitted_hash, by=person, on=on, at=at)


def publish(report: AnnualReport, cast, *, on, at) -> None:
    """Signed by everybody and published by the office's head."""
    sign(report, cast, on=on, at=at)
    publication.publish(report, edits=report.edits, by=cast.office_head, on=on, at=at)
    report.refresh_from_db()
