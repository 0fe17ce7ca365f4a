"""Approval, issue and service: what was approved is what goes out, once, with one number.

The number is reserved in a short transaction, the page is set while nothing is locked, and then one
transaction takes the step, keeps the bytes and tells the applicant, or does none of it.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework import standing
from casework.drafting import check_dates, locked, locked_draft
from casework.drafting import log_notice as _log
from casework.telling import tell_applicant
from notices import letter, numbering, pdf
from notices.chains import SECRECY_STAGE
from notices.kind import Addressee, Kind
from notices.kinds import KINDS
from notices.letter import Letter
from notices.models import Manner, Notice
from office import institution
from office.models import User
from records import approval, files
from records.instants import local
from records.log import SYSTEM, Actor
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.states import Delivery, State
from requests_app.steps import STEPS, NotPermitted, refuse
from requests_app.who import HANDLER, SERVER, actor_of


class ContentChanged(Refusal):
    """The letter would not read as it did when it was approved."""


def approve(
    notice: Notice,
    *,
    by: User,
    on: date,
    at: datetime,
    comment: str = "",
    seen: int | None = None,
) -> Notice:
    """Give the next signature; the last one issues the notice at once.

    `seen` is the number of the draft that was read: nobody signs what they have not seen. The
    approval stands even if issuing fails afterwards: `issue` may be called again.
    """
    with transaction.atomic():
        locked_draft(notice, seen=seen)
        _refuse_unsubmitted(notice)
        stage = _stage_for(notice, by)
        _refuse_changed(notice, on=on)
        standing.refuse_if_any(standing.lacking(notice))
        check_dates(KINDS[notice.kind], notice.application, notice.facts, on=on)
        approval.approve(
            notice.subject_key, stage=stage.code, by=actor_of(by), at=at,
            content_hash=notice.content_hash, comment=comment, not_by=notice.drafters,
        )  # fmt: skip
        _log(notice, "notice_approved", by=by, at=at, stage=stage.code)
        last = standing.next_stage(notice) is None
    return issue(notice, by=by, on=on, at=at) if last else notice


def send_back(notice: Notice, *, by: User, at: datetime, comment: str) -> Notice:
    """Return a draft to whoever wrote it, with the reason; approvals given fall."""
    with transaction.atomic():
        locked_draft(notice)
        _refuse_unsubmitted(notice)
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


def issue(notice: Notice, *, by: User | Actor, on: date, at: datetime) -> Notice:
    """Number, print and issue a notice that everybody approved, and take its step."""
    notice.refresh_from_db()
    kind = KINDS[notice.kind]
    _refuse_unready(notice, kind, by=by, on=on)
    reservation = numbering.reserve(notice, kind, year=on.year, at=at)
    number = numbering.number_of(reservation, prefix=institution.current().number_prefix)
    composed = letter.dated(standing.compose(notice, on=on), number=number, on=on)
    printed = pdf.render(letter.page(composed))
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=notice.application_id)
        locked_draft(notice)
        notice.application = application
        _refuse_unready(notice, kind, by=by, on=on)
        if not numbering.still_held(reservation, notice):
            raise Refusal(_("文号已另作他用，请重新发出。"))
        _take_step(notice, kind, by=by, on=on, at=at)
        _keep(notice, composed, printed, by=by, on=on, at=at)
        _log(notice, "notice_issued", by=by, at=at, number=number, sha256=notice.sha256)
        if kind.addressee == Addressee.APPLICANT:
            _hand_over(notice, kind, on=on, at=at)
    return notice


def acknowledge(application: Application, *, by: User | Actor, on: date, at: datetime) -> Notice:
    """Issue the acknowledgement of receipt (收件回执), which nobody needs to approve; only once."""
    if application.received_on is None:
        raise Refusal(_("尚未与申请人确认收到日期，不能出具收件回执。"))
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        notice = application.notices.filter(kind="acknowledgement", discarded_at=None).first()
        if notice is None:
            notice = _acknowledgement(application, by=by, on=on, at=at)
    if notice.is_issued:
        return notice
    try:
        return issue(notice, by=by, on=on, at=at)
    except Refusal:
        notice.refresh_from_db()
        if notice.is_issued:  # by somebody else in the meantime
            return notice
        raise


def serve(
    notice: Notice, *, manner: str, on: date, by: User | Actor, at: datetime, proof: str = ""
) -> Notice:
    """Record how and when a notice reached its addressee (国办公开办函〔2016〕235号).

    `on` is the day the law counts: posting for mail, signature at the counter. For a reply the
    case is closed with that day.
    """
    with transaction.atomic():
        Application.objects.select_for_update().get(pk=notice.application_id)
        locked(notice)
        _refuse_service(notice, manner, on=on, by=by, at=at)
        _serve(notice, manner, on=on, by=by, at=at, proof=proof)
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


def issued_pdf(notice: Notice) -> bytes:
    """The bytes that were issued; their hash is checked at every reading."""
    content = files.read(notice.pdf)
    if notice.pdf.sha256 != notice.sha256:
        raise files.FileDamaged(f"notice {notice.pk}: not the bytes that were issued")
    return content


def _refuse_unsubmitted(notice: Notice) -> None:
    if notice.submitted_at is None:
        raise Refusal(_("这份文书尚未送审。"))


def _refuse_changed(notice: Notice, *, on: date) -> None:
    if standing.digest(notice, on=on) != notice.content_hash:
        raise ContentChanged(
            _("文书内容与送审时不一致（办件情况、模板或法规已变），请重新保存送审。")
        )


def _stage_for(notice: Notice, by: User, *, reviewing: bool = False):
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


def _refuse_unready(notice: Notice, kind: Kind, *, by: User | Actor, on: date) -> None:
    """Everything that must be true for this notice to go out: asked before and under the lock."""
    if notice.is_issued:
        raise Refusal(_("文书已经发出。"))
    if not kind.is_automatic:
        _refuse_unsubmitted(notice)
        stage = standing.next_stage(notice)
        if stage is not None:
            raise Refusal(_("还没有经过“%(stage)s”。") % {"stage": stage.label})
        _refuse_changed(notice, on=on)
        standing.refuse_if_any(standing.missing(notice))
        if isinstance(by, User) and by.pk in notice.drafters:
            raise NotPermitted(_("起草人不能发出自己起草的文书。"))
    if _takes_step(notice, kind):
        refuse(STEPS[kind.step].blockers(notice.application, by))
    check_dates(kind, notice.application, notice.facts, on=on)


def _takes_step(notice: Notice, kind: Kind) -> bool:
    return bool(kind.step) and State(notice.application.state) not in kind.follows


def _take_step(notice: Notice, kind: Kind, *, by: User | Actor, on: date, at: datetime) -> None:
    if not _takes_step(notice, kind):
        return
    take = getattr(notice.application, kind.step)
    take(by=by, on=on, at=at, **kind.step_facts(notice.all_facts))
    if kind.step == "consult":
        notice.consultation = notice.application.consultations.latest("pk")


def _keep(
    notice: Notice, composed: Letter, printed: bytes, *, by: User | Actor, on: date, at: datetime
) -> None:
    stored = files.store_document(printed, name=f"{composed.number}.pdf", at=at)
    notice.number, notice.pdf, notice.sha256 = composed.number, stored, stored.sha256
    notice.issued_on, notice.issued_at = on, at
    notice.issued_by = by if isinstance(by, User) else None
    approvals = approval.standing(notice.subject_key, notice.content_hash)
    notice.snapshot = {
        "letter": letter.kept(composed),
        "facts": notice.facts,
        "application": notice.application.number,
        "content_hash": notice.content_hash,
        "approvals": [
            {"stage": a.stage, "by": a.by_name, "at": a.at.isoformat()} for a in approvals
        ],
    }
    notice.save()


def _hand_over(notice: Notice, kind: Kind, *, on: date, at: datetime) -> None:
    """Tell the applicant. Where they take delivery online, upload and message are the service."""
    application = notice.application
    told = tell_applicant(application, event="notice", at=at, key=f"notice:{notice.pk}")
    if told and application.delivery == Delivery.ONLINE:
        _serve(notice, Manner.ONLINE, on=on, by=SYSTEM, at=at, proof="")


def _serve(
    notice: Notice, manner: str, *, on: date, by: User | Actor, at: datetime, proof: str
) -> None:
    notice.served_on, notice.manner_of_service = on, manner
    notice.service_proof = proof
    notice.save(update_fields=["served_on", "manner_of_service", "service_proof"])
    application = notice.application
    if KINDS[notice.kind].step == "answer" and application.closed_on is None:
        application.close(by=by, on=on, at=at)
    _log(
        notice, "notice_served", by=by, at=at, manner=str(manner), served_on=on.isoformat(),
        private={"proof": proof} if proof else None,
    )  # fmt: skip


def _refuse_service(
    notice: Notice, manner: str, *, on: date, by: User | Actor, at: datetime
) -> None:
    reasons = []
    if not notice.is_issued:
        reasons.append(_("文书尚未发出，不能登记送达。"))
    elif not notice.issued_on <= on <= local(at).date():
        reasons.append(_("送达日期须在发出日期与今天之间。"))
    if notice.served_on:
        reasons.append(_("送达已经登记。"))
    if manner not in Manner.values:
        reasons.append(_("请选择送达方式。"))
    if not (SERVER | HANDLER).allows(by, notice.application):
        raise NotPermitted(_("送达由登记员或者承办人登记。"), *reasons)
    standing.refuse_if_any(reasons)


def _acknowledgement(
    application: Application, *, by: User | Actor, on: date, at: datetime
) -> Notice:
    notice = Notice(
        application=application,
        handling=application.handling,
        kind="acknowledgement",
        drafted_by=by if isinstance(by, User) else None,
        drafted_at=at,
        submitted_at=at,
        template_version=letter.template_version(),
        institution_version=institution.current().version,
    )
    notice.content_hash = standing.digest(notice, on=on)
    notice.save()
    return notice
