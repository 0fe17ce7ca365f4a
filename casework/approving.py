"""Approval: the signatures of a chain, each of exactly the words it was given for."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework import standing
from casework.drafting import check_dates, locked_draft
from casework.drafting import log_notice as _log
from casework.foreseen import refuse_unseen
from casework.issuing import issue, refuse_changed, refuse_unsubmitted
from casework.trial import foresee_notice
from notices import numbering
from notices.chains import SECRECY_STAGE
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from records import approval
from records.approval import Stage
from records.refusals import Refusal
from requests_app.models import Application
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
        stage = _stage_for(notice, by)
        refuse_changed(notice, on=on)
        standing.refuse_if_any(standing.lacking(notice))
        check_dates(KINDS[notice.kind], notice.application, notice.facts, on=on)
        moves = foresee_notice(notice, on=on)
        if moves is not None:
            refuse_unseen(moves, foreseen)
        approval.approve(
            notice.subject_key, stage=stage.code, by=actor_of(by), at=at,
            content_hash=notice.content_hash, comment=comment, not_by=notice.drafters,
        )  # fmt: skip
        shown = moves.as_logged() if moves else {}
        _log(notice, "notice_approved", by=by, at=at, stage=stage.code, **shown)
        last = standing.next_stage(notice) is None
    return issue(notice, by=by, on=on, at=at, foreseen=foreseen) if last else notice


def send_back(notice: Notice, *, by: User, at: datetime, comment: str) -> Notice:
    """Return a draft to whoever wrote it, with the reason; approvals given fall."""
    with transaction.atomic():
        locked_draft(notice)
        refuse_unsubmitted(notice)
        stage = _stage_for(notice, by, reviewing=True)
        approval.send_back(
            notice.subject_key, stage=stage.code, by=actor_of(by), at=at,
            content_hash=notice.content_hash, comment=comment,
        )  # fmt: skip
        notice.submitted_at = None
        notice.save(update_fields=["submitted_at"])
        numbering.release(notice)
        _log(
            notice, "notice_sent_back", by=by, at=at, stage=stage.code, private={"comment": comment}
        )
    return notice


def waiting_for(user: User) -> QuerySet[Notice]:
    """The notices whose next signature this person may give."""
    visible = Application.objects.visible_to(user)
    waiting = Notice.objects.to_approve().filter(application__in=visible)
    found = []
    for notice in waiting.select_related("application", "handling"):
        stage = standing.next_stage(notice)
        if stage is not None and standing.may_sign(user, stage, notice):
            found.append(notice.pk)
    return Notice.objects.filter(pk__in=found).select_related("application")


def _stage_for(notice: Notice, by: User, *, reviewing: bool = False) -> Stage:
    """The next stage, if it is this person's to sign."""
    stage = standing.next_stage(notice)
    if stage is None:
        raise Refusal(_("这份文书已经全部审批，可以发出。"))
    if by.pk in notice.drafters:
        raise NotPermitted(_("起草人不能审批自己起草的文书。"))
    if not standing.may_sign(by, stage, notice):
        raise NotPermitted(_("现在应由%(who)s。") % {"who": stage.label})
    if stage == SECRECY_STAGE and not reviewing:
        raise Refusal(standing.secrecy_fault(notice) or "")
    return stage
