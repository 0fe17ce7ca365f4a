"""Who approved what. It records and answers questions; what follows is for others to do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from records.instants import require_aware
from records.log import Actor
from records.models import Approval
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


def approve(
    subject: str,
    *,
    stage: str,
    by: Actor,
    at: datetime,
    content_hash: str,
    comment: str = "",
    not_by: Collection[int] = (),
) -> Approval:
    """Record a yes to exactly this content. `not_by` are those who drafted it."""
    if by.id in not_by:
        raise Refusal(_("起草人不能审批自己起草的文书。"))
    return _record(subject, stage, Verdict.APPROVED, by, at, content_hash, comment)


def send_back(
    subject: str, *, stage: str, by: Actor, at: datetime, content_hash: str, comment: str
) -> Approval:
    """Record a no with its reason; it voids every yes given before it."""
    if not comment.strip():
        raise Refusal(_("退回时请写明理由。"))
    return _record(subject, stage, Verdict.RETURNED, by, at, content_hash, comment)


def _record(subject, stage, verdict, by, at, content_hash, comment) -> Approval:
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
    )


def standing(subject: str, content_hash: str) -> list[Approval]:
    """Return the approvals that still hold: of this very content, and not followed by a no."""
    given = Approval.objects.filter(subject=subject).order_by("id")
    last_no = given.filter(verdict=Verdict.RETURNED).values_list("pk", flat=True).last() or 0
    return list(given.filter(pk__gt=last_no, content_hash=content_hash))


def next_stage(chain: Chain, subject: str, content_hash: str) -> Stage | None:
    """Return the stage whose turn it is, or None when all have approved."""
    done = {approval.stage for approval in standing(subject, content_hash)}
    return next((stage for stage in chain.stages if stage.code not in done), None)
