"""Approval: the signatures of a chain, each of exactly the words it was given for."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casework import signing, standing
from casework.drafting import check_dates, locked_draft
from casework.drafting import log_notice as _log
from casework.foreseen import refuse_unseen
from casework.issuing import issue, refuse_changed, refuse_unsubmitted
from casework.signing import Capacity
from casework.trial import foresee_notice
from notices import numbering
from notices.chains import SECRECY_STAGE
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from records import approval
from records.approval import Stage
from records.instants import local
from records.log import Actor
from records.refusals import Refusal
from requests_app.steps import NotPermitted
from requests_app.who import actor_of


def approve(
    notice: Notice,
    *,
    by: User,
    on: date,
    at: datetime,
    comment: str = "",
    seen: int | None = None,
    foreseen: str | None = None,
) -> Notice:
    """Give the next signature; the last one issues the notice at once.

    `seen` is the number of the draft that was read, `foreseen` names the dates it was shown to move
    (`Foreseen.seen`): nobody signs what they have not seen. The approval stands even if issuing
    fails afterwards: `issue` may be called again.
    """
    with transaction.atomic():
        locked_draft(notice, seen=seen)
        refuse_unsubmitted(notice)
        stage, right = _stage_for(notice, by, on=local(at).date())
        refuse_changed(notice, on=on)
        standing.refuse_if_any(standing.lacking(notice))
        check_dates(KINDS[notice.kind], notice.application, notice.facts, on=on)
        moves = foresee_notice(notice, on=on)
        if moves is not None:
            refuse_unseen(moves, foreseen)
        approval.approve(
            notice.subject_key, stage=stage.code, by=actor_of(by), at=at,
            content_hash=notice.content_hash, comment=comment, not_by=notice.drafters,
            instead_of=_absent(right),
        )  # fmt: skip
        shown = _as_logged(right) | (moves.as_logged() if moves else {})
        _log(notice, "notice_approved", by=by, at=at, stage=stage.code, **shown)
        last = standing.next_stage(notice) is None
    return issue(notice, by=by, on=on, at=at, foreseen=foreseen) if last else notice


def send_back(notice: Notice, *, by: User, at: datetime, comment: str) -> Notice:
    """Return a draft to whoever wrote it, with the reason; approvals given fall."""
    with transaction.atomic():
        locked_draft(notice)
        refuse_unsubmitted(notice)
        stage, right = _stage_for(notice, by, on=local(at).date(), reviewing=True)
        approval.send_back(
            notice.subject_key, stage=stage.code, by=actor_of(by), at=at,
            content_hash=notice.content_hash, comment=comment, instead_of=_absent(right),
        )  # fmt: skip
        take_back(notice)
        _log(
            notice, "notice_sent_back", by=by, at=at, stage=stage.code,
            private={"comment": comment}, **_as_logged(right),
        )  # fmt: skip
    return notice


def take_back(notice: Notice) -> None:
    """A paper sent back is a draft again; the number reserved for it is free."""
    notice.submitted_at = None
    notice.save(update_fields=["submitted_at"])
    numbering.release(notice)


def _stage_for(
    notice: Notice, by: User, *, on: date, reviewing: bool = False
) -> tuple[Stage, Capacity]:
    """The next stage, if it is this person's to sign, and in which right."""
    stage = standing.next_stage(notice)
    if stage is None:
        raise Refusal(_("这份文书已经全部审批，可以发出。"))
    right = signing.capacity(by, stage, notice, on=on)
    if right is None:
        raise NotPermitted(signing.why_not(by, stage, notice))
    if stage == SECRECY_STAGE and not reviewing:
        raise Refusal(standing.secrecy_fault(notice) or "")
    return stage, right


def _absent(right: Capacity) -> Actor | None:
    return actor_of(right.instead_of) if right.instead_of else None


def _as_logged(right: Capacity) -> dict[str, int]:
    return {"instead_of": right.instead_of.pk} if right.instead_of else {}
