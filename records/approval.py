"""Who approved what. It records and answers questions; what follows is for others to do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from records.instants import require_aware
from records.log import Actor
from records.models import Approval, StoredFile
from records.models.approval import Verdict
from records.refusals import Refusal


@dataclass(frozen=True)
class Stage:
    """One signature: `role` is the code of the role that gives it."""

    code: str
    role: str
    label: str


@dataclass(frozen=True)
class Chain:
    stages: tuple[Stage, ...]

    def stage(self, code: str) -> Stage:
        return next(stage for stage in self.stages if stage.code == code)


@dataclass(frozen=True)
class OnPaper:
    """That it was signed on paper that day, and put in afterwards by somebody else."""

    signed_on: date
    recorded_by: Actor
    scan: StoredFile


def approve(
    subject: str,
    *,
    stage: str,
    by: Actor,
    at: datetime,
    content_hash: str,
    comment: str = "",
    not_by: Collection[int] = (),
    instead_of: Actor | None = None,
    on_paper: OnPaper | None = None,
) -> Approval:
    """Record a yes to exactly this content. `not_by` are those who drafted it.

    `instead_of` is the person who was away and whose deputy `by` is.
    """
    if by.id in not_by:
        raise Refusal(_("起草人不能审批自己起草的文书。"))
    how = _how(instead_of, on_paper, not_by)
    return _record(subject, stage, Verdict.APPROVED, by, at, content_hash, comment, how)


def send_back(
    subject: str,
    *,
    stage: str,
    by: Actor,
    at: datetime,
    content_hash: str,
    comment: str,
    instead_of: Actor | None = None,
    on_paper: OnPaper | None = None,
) -> Approval:
    """Record a no with its reason; it voids every yes given before it."""
    if not comment.strip():
        raise Refusal(_("退回时请写明理由。"))
    how = _how(instead_of, on_paper, ())
    return _record(subject, stage, Verdict.RETURNED, by, at, content_hash, comment, how)


def _how(
    instead_of: Actor | None, on_paper: OnPaper | None, not_by: Collection[int]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if instead_of is not None:
        found |= {"instead_of_id": instead_of.id, "instead_of_name": instead_of.name}
    if on_paper is not None:
        if on_paper.recorded_by.id in not_by:
            raise Refusal(_("起草人不能登记自己起草的文书的签署。"))
        found |= {
            "signed_on": on_paper.signed_on,
            "recorded_by_id": on_paper.recorded_by.id,
            "recorded_by_name": on_paper.recorded_by.name,
            "scan": on_paper.scan,
        }
    return found


def _record(subject, stage, verdict, by, at, content_hash, comment, how) -> Approval:
    if by.id is None or not by.name:
        raise ValueError("an approval is given by a named person")
    return Approval.objects.create(
        subject=subject,
        stage=stage,
        verdict=verdict,
        by_id=by.id,
        by_name=by.name,
        at=require_aware(at),
        content_hash=content_hash,
        comment=comment,
        **how,
    )


def standing(subject: str, content_hash: str) -> list[Approval]:
    """Return the approvals that still hold: of this very content, and not followed by a no."""
    return standing_of({subject: content_hash})[subject]


def standing_of(hashes: Mapping[str, str]) -> dict[str, list[Approval]]:
    """The same for many subjects at once, each with the hash of its content."""
    found: dict[str, list[Approval]] = {subject: [] for subject in hashes}
    for given in Approval.objects.filter(subject__in=list(hashes)).order_by("id"):
        if given.verdict == Verdict.RETURNED:
            found[given.subject].clear()
        elif given.content_hash == hashes[given.subject]:
            found[given.subject].append(given)
    return found


def next_stage(chain: Chain, subject: str, content_hash: str) -> Stage | None:
    """Return the stage whose turn it is, or None when all have approved."""
    done = {approval.stage for approval in standing(subject, content_hash)}
    return next((stage for stage in chain.stages if stage.code not in done), None)
