"""Signatures given on the printed approval form (审签单), put in afterwards with its scan.

Where a leader signs on paper, the form is printed for the draft that waits, signed, scanned and
recorded here: who, which stage, on which day, with what words. It never takes the place of a
signature given in the system.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from casework import signatures, signing, standing
from casework.approval_form import code_of
from casework.approving import take_back
from casework.drafting import check_dates, locked_draft, log_notice
from casework.foreseen import refuse_unseen
from casework.issuing import issue, refuse_changed, refuse_unsubmitted
from casework.models import ReminderChoice
from casework.trial import foresee_notice
from notices.chains import SECRECY_STAGE, STAGES
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User, holders_of
from office.roles import May, Role
from records import approval, files
from records.approval import OnPaper, Stage
from records.instants import local
from records.models import Approval, StoredFile
from records.models.approval import Verdict
from records.refusals import FileRefused, Refusal
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

SCANS = ("pdf", "jpg", "jpeg", "png")


@dataclass(frozen=True)
class Signed:
    """One signature as it stands on the sheet."""

    stage: str
    signer: User
    signed_on: date
    verdict: str = Verdict.APPROVED
    comment: str = ""


def stages_open(notice: Notice) -> list[Stage]:
    """The stages that may be signed on paper now: those next in turn, up to the secrecy review.

    The review is recorded with its own paper and its own number, never by this form.
    """
    given = signatures.given_to(notice)
    found = []
    for stage in signatures.chain_of(notice).stages:
        if stage == SECRECY_STAGE:
            if signatures.secrecy_fault(notice, given=given):
                break
        elif all(a.stage != stage.code for a in given):
            found.append(stage)
    return found


def signers_of(stage: Stage, notice: Notice) -> list[User]:
    """Who may have signed a stage: those whose role it is, and whoever they named as deputy."""
    given = signatures.given_to(notice)
    prefetch_related_objects([notice], "handling__secrecy_reviews")
    holders = holders_of(stage.role)
    own = [user for user in holders if signatures.may_sign(user, stage, notice, given=given)]
    named = ReminderChoice.objects.filter(person__in=own, deputy__isnull=False)
    deputies = [row.deputy for row in named.select_related("deputy") if row.deputy not in own]
    return [*own, *deputies]


def may_record(user: User, notice: Notice) -> bool:
    return user.may(May.REGISTER) and user.pk not in notice.drafters


def record(
    notice: Notice,
    signed: Sequence[Signed],
    *,
    scan: UploadedFile,
    code: str,
    by: User,
    on: date,
    at: datetime,
    foreseen: str | None = None,
) -> Notice:
    """Keep the signatures of a form with its scan; the last one issues the notice at once.

    Raises Refusal with everything that is wrong: a form of another draft, a signer without the
    role, days that cannot be, stages out of turn. Raises NotPermitted for a recorder who drafted.
    """
    with files.all_or_nothing():
        locked_draft(notice)
        refuse_unsubmitted(notice)
        _refuse_recorder(notice, by)
        _refuse_other_draft(notice, code)
        refuse_changed(notice, on=on)
        standing.refuse_if_any([*standing.lacking(notice), *_faults(notice, signed, by=by, on=on)])
        check_dates(KINDS[notice.kind], notice.application, notice.facts, on=on)
        moves = foresee_notice(notice, on=on)
        if moves is not None:
            refuse_unseen(moves, foreseen)
        stored = _stored(scan, at=at)
        kept = [_keep(notice, one, stored, by=by, at=at) for one in signed]
        returned = kept[-1].verdict == Verdict.RETURNED
        if returned:
            take_back(notice)
        last = not returned and signatures.next_stage(notice) is None
    return issue(notice, by=by, on=on, at=at, foreseen=foreseen) if last else notice


def _refuse_recorder(notice: Notice, by: User) -> None:
    if by.pk in notice.drafters:
        raise NotPermitted(_("起草人不能登记自己起草的文书的签署。"))
    if not by.may(May.REGISTER):
        raise NotPermitted(_("纸面签署由登记员或信息公开办公室负责人登记。"))


def _refuse_other_draft(notice: Notice, code: str) -> None:
    given, now = _plain(code), _plain(code_of(notice))
    if given != now:
        raise Refusal(
            _(
                "审签单的校验码与现在的第%(n)s稿（%(now)s）不符：签的不是这一稿。请重新打印、重新签署。"
            )
            % {"n": notice.draft_number, "now": code_of(notice)}
        )


def _plain(code: str) -> str:
    return "".join(c for c in code.upper() if c.isascii() and c.isalnum())


def _faults(notice: Notice, signed: Sequence[Signed], *, by: User, on: date) -> Iterator[str]:
    if not signed:
        yield _("请至少登记一个签署。")
        return
    turn = [stage.code for stage in stages_open(notice)][: len(signed)]
    if [one.stage for one in signed] != turn:
        yield _("签署须按审批环节的顺序登记，已经签署的环节不能再登记，保密审查另行记录。")
        return
    earliest = max([local(notice.submitted_at).date(), *map(day_of, signatures.given_to(notice))])
    for place, one in enumerate(signed):
        words = {"stage": STAGES[one.stage].label, "who": one.signer.full_name}
        if one.signed_on > on:
            yield _("“%(stage)s”的签署日期不能晚于今天。") % words
        if one.signed_on < earliest:
            yield _("“%(stage)s”的签署日期不能早于送审或者前一环节的日期。") % words
        earliest = max(earliest, one.signed_on)
        if one.signer == by:
            yield _("自己的签署不能由自己登记：请在系统内签署，或者请他人登记。")
        if one.verdict == Verdict.RETURNED and not one.comment.strip():
            yield _("退回时请写明理由。")
        if one.verdict == Verdict.RETURNED and place < len(signed) - 1:
            yield _("“%(stage)s”已退回，其后的环节不能登记。") % words


def _keep(notice: Notice, one: Signed, scan: StoredFile, *, by: User, at: datetime) -> Approval:
    """One signature; asked with those before it in place, so that nobody signs twice."""
    stage = STAGES[one.stage]
    right = signing.capacity(one.signer, stage, notice, on=one.signed_on)
    words = {"stage": stage.label, "who": one.signer.full_name, "day": one.signed_on.isoformat()}
    if right is None:
        raise Refusal(
            _(
                "%(who)s不能签“%(stage)s”：没有这个角色，当日不是代办人，起草了本文书，"
                "或者已签过另一环节。"
            )
            % words
        )
    if not _held_role(right.instead_of or one.signer, stage, notice, one.signed_on):
        raise Refusal(_("%(day)s时%(who)s还没有签“%(stage)s”的角色。") % words)
    absent = actor_of(right.instead_of) if right.instead_of else None
    common = {
        "stage": one.stage, "by": actor_of(one.signer), "at": at,
        "content_hash": notice.content_hash, "comment": one.comment.strip(), "instead_of": absent,
        "on_paper": OnPaper(one.signed_on, actor_of(by), scan),
    }  # fmt: skip
    if one.verdict == Verdict.RETURNED:
        kept = approval.send_back(notice.subject_key, **common)
    else:
        kept = approval.approve(notice.subject_key, not_by=notice.drafters, **common)
    events = {Verdict.RETURNED: "notice_returned_on_paper"}
    log_notice(
        notice, events.get(one.verdict, "notice_signed_on_paper"), by=by, at=at,
        stage=one.stage, signer=one.signer.pk, signed_on=one.signed_on.isoformat(),
        scan=scan.sha256, private={"comment": one.comment} if one.comment.strip() else None,
        **({"instead_of": right.instead_of.pk} if right.instead_of else {}),
    )  # fmt: skip
    return kept


def _held_role(who: User, stage: Stage, notice: Notice, day: date) -> bool:
    unit = notice.application.unit_in_charge_id if stage.role == Role.DEPARTMENT_HEAD else None
    return any(
        grant.role == stage.role and grant.unit_id == unit and local(grant.granted_at).date() <= day
        for grant in who.grants()
    )


def day_of(given: Approval) -> date:
    """The day a signature bears: of the paper, or of the click."""
    return given.signed_on or local(given.at).date()


def _stored(scan: UploadedFile, *, at: datetime) -> StoredFile:
    """The scan, in quarantine like whatever comes from outside; PDF or a picture."""
    if scan.name.lower().rpartition(".")[2] not in SCANS:
        raise FileRefused(_("审签单扫描件只接受 PDF、JPG、PNG 文件。"))
    return files.store(scan, name=scan.name, at=at)
