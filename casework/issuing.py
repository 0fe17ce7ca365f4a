"""Issue: what was approved goes out, once, with one number.

The number is reserved in a short transaction, the page is set and signed while nothing is locked,
and then one transaction takes the step, keeps the bytes and tells the applicant, or does none of
it.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casework import issuers, outgoing, standing, suspected, translating, withdrawing
from casework.drafting import check_dates, locked_draft
from casework.drafting import log_notice as _log
from casework.foreseen import witness_of
from casework.serving import hand_over
from notices import codes, letter, numbering
from notices.kind import Addressee, Kind
from notices.kinds import KINDS
from notices.letter import Letter
from notices.models import Notice
from notices.sealing import Sealed, seal_and_sign
from office import institution
from office.models import User
from records import approval, files
from records.instants import local
from records.log import Actor
from records.refusals import Refusal
from requests_app.models import Application
from requests_app.states import State
from requests_app.steps import STEPS, refuse


class ContentChanged(Refusal):
    """The letter would not read as it did when it was approved."""


def issue(
    notice: Notice, *, by: User | Actor, on: date, at: datetime, foreseen: str | None = None
) -> Notice:
    """Number, print and issue a notice that everybody approved, and take its step.

    `foreseen` names what the page showed of the dates it moves (`Foreseen.seen`); raises Unseen,
    with nothing issued, if it moves anything else.
    """
    notice.refresh_from_db()
    kind = KINDS[notice.kind]
    _refuse_unready(notice, kind, by=by, on=on)
    outgoing.refuse_changed_bytes(notice)
    reservation = numbering.reserve(notice, kind, year=on.year, at=at)
    number = numbering.number_of(reservation, prefix=institution.current().number_prefix)
    code = codes.reserve(notice)
    composed = letter.dated(standing.compose(notice, on=on), number=number, on=on, code=code)
    sealed = seal_and_sign(composed, at=at)
    translated = translating.printed(composed)
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=notice.application_id)
        locked_draft(notice)
        notice.application = application
        _refuse_unready(notice, kind, by=by, on=on)
        _refuse_other_words(notice, composed)
        if not numbering.still_held(reservation, notice):
            raise Refusal(_("文号已另作他用，请重新发出。"))
        _take_step(notice, kind, by=by, on=on, at=at, foreseen=foreseen)
        translating.keep(notice, translated, number=number, at=at)
        _keep(notice, composed, sealed, by=by, on=on, at=at)
        _log(notice, "notice_issued", by=by, at=at, number=number, sha256=notice.sha256)
        if kind.addressee == Addressee.APPLICANT:
            hand_over(notice, on=on, at=at)
    return notice


def acknowledge(application: Application, *, by: User | Actor, on: date, at: datetime) -> Notice:
    """Issue the acknowledgement of receipt (收件回执), which nobody needs to approve; only once."""
    if application.received_on is None:
        raise Refusal(_("尚未与申请人确认收到日期，不能出具收件回执。"))
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        notice = application.notices.filter(
            kind="acknowledgement", discarded_at=None, withdrawn_by=None
        ).first()
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


def issued_pdf(notice: Notice) -> bytes:
    """The bytes that were issued; their hash is checked at every reading."""
    content = suspected.content_of(notice.pdf)
    if notice.pdf.sha256 != notice.sha256:
        raise files.FileDamaged(f"notice {notice.pk}: not the bytes that were issued")
    return content


def refuse_unsubmitted(notice: Notice) -> None:
    if notice.submitted_at is None:
        raise Refusal(_("这份文书尚未送审。"))


def refuse_changed(notice: Notice, *, on: date) -> None:
    if standing.digest(notice, on=on) != notice.content_hash:
        raise ContentChanged(
            _("文书内容与送审时不一致（办件情况、模板或法规已变），请重新保存送审。")
        )


def _refuse_other_words(notice: Notice, printed: Letter) -> None:
    """Raise ContentChanged if what was printed meanwhile is not the draft that stands approved."""
    if printed.digest(facts=notice.all_facts, draft_number=notice.draft_number) != (
        notice.content_hash
    ):
        raise ContentChanged(_("排印期间文书又有改动，没有发出。请重新发出。"))


def _refuse_unready(notice: Notice, kind: Kind, *, by: User | Actor, on: date) -> None:
    """Everything that must be true for this notice to go out: asked before and under the lock."""
    if notice.is_issued:
        raise Refusal(_("文书已经发出。"))
    if not kind.is_automatic:
        refuse_unsubmitted(notice)
        stage = standing.next_stage(notice)
        if stage is not None:
            raise Refusal(_("还没有经过“%(stage)s”。") % {"stage": stage.label})
        refuse_changed(notice, on=on)
        standing.refuse_if_any(standing.missing(notice))
        issuers.refuse_unless_issuing(notice, by)
    if _takes_step(notice, kind):
        decided_by = issuers.decided_by(notice, by) or by
        refuse(STEPS[kind.step].blockers(notice.application, decided_by))
    check_dates(kind, notice.application, notice.facts, on=on)


def _takes_step(notice: Notice, kind: Kind) -> bool:
    return bool(kind.step) and State(notice.application.state) not in kind.follows


def _take_step(
    notice: Notice, kind: Kind, *, by: User | Actor, on: date, at: datetime, foreseen: str | None
) -> None:
    if not _takes_step(notice, kind):
        return
    witness = witness_of(notice.application, on=local(at).date(), seen=foreseen)
    take = getattr(notice.application, kind.step)
    taken = withdrawing.step_facts(kind, notice.application, notice.all_facts)
    take(
        by=by, on=on, at=at, witness=witness, on_behalf_of=issuers.decided_by(notice, by),
        **taken,
    )  # fmt: skip
    if kind.step == "consult":
        notice.consultation = notice.application.consultations.latest("pk")
    if "consultation" in taken:
        notice.consultation_id = taken["consultation"]


def _keep(
    notice: Notice,
    composed: Letter,
    sealed: Sealed,
    *,
    by: User | Actor,
    on: date,
    at: datetime,
) -> None:
    stored = files.store_document(sealed.pdf, name=f"{composed.number}.pdf", at=at)
    notice.number, notice.pdf, notice.sha256 = composed.number, stored, stored.sha256
    notice.pages = sealed.pages
    notice.issued_on, notice.issued_at = on, at
    notice.issued_by = by if isinstance(by, User) else None
    withdrawing.link(notice)
    approvals = approval.standing(notice.subject_key, notice.content_hash)
    notice.snapshot = {
        "letter": letter.kept(composed),
        "facts": notice.facts,
        "application": notice.application.number,
        "content_hash": notice.content_hash,
        **sealed.record,
        "approvals": [issuers.as_kept(given) for given in approvals],
    }
    notice.save()


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
        facts=_replacing_the_revoked(application),
        template_version=letter.template_version(),
        institution_version=institution.current().version,
    )
    notice.content_hash = standing.digest(notice, on=on)
    notice.save()
    return notice


def _replacing_the_revoked(application: Application) -> dict[str, str]:
    revoked = withdrawing.replaceable(KINDS["acknowledgement"], application)
    mine = [notice.number for notice in revoked if notice.kind == "acknowledgement"]
    return {"replaces": mine[-1]} if mine else {}
