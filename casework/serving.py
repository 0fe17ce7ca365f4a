"""Service: how and when a notice reached its addressee, what proves it, and what that closes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import standing
from casework.drafting import locked
from casework.drafting import log_notice as _log
from casework.telling import tell_applicant
from notices.kinds import KINDS
from notices.models import Manner, Notice, ServiceRecord
from office.models import User
from records import files
from records.instants import local
from records.log import SYSTEM, Actor
from records.models import OutgoingMail
from requests_app.models import Application
from requests_app.states import Delivery
from requests_app.steps import NotPermitted
from requests_app.who import HANDLER, SERVER


@dataclass(frozen=True)
class Proof:
    """What shows that a notice was served: the postal number, who signed, words, a scan."""

    reference: str = ""
    signed_by: str = ""
    words: str = ""
    file: UploadedFile | None = None
    mail: OutgoingMail | None = None

    @property
    def text(self) -> str:
        """In one line, for lists and the log."""
        return "，".join(part for part in (self.reference, self.signed_by, self.words) if part)


NO_PROOF = Proof()


def serve(
    notice: Notice,
    *,
    manner: str,
    on: date,
    by: User | Actor,
    at: datetime,
    proof: Proof = NO_PROOF,
) -> ServiceRecord:
    """Record how and when a notice reached its addressee (国办公开办函〔2016〕235号).

    `on` is the day the law counts: posting for mail, signature at the counter. For a reply the
    case is closed with the first such day; serving it again changes nothing of that.
    """
    with files.all_or_nothing():
        Application.objects.select_for_update().get(pk=notice.application_id)
        locked(notice)
        _refuse_service(notice, manner, proof, on=on, by=by, at=at)
        return _serve(notice, manner, on=on, by=by, at=at, proof=proof)


def hand_over(notice: Notice, *, on: date, at: datetime) -> None:
    """Tell the applicant. Where they take delivery online, upload and message are the service."""
    application = notice.application
    mail = tell_applicant(application, event="notice", at=at, key=f"notice:{notice.pk}")
    if mail is not None and application.delivery == Delivery.ONLINE:
        _serve(notice, Manner.ONLINE, on=on, by=SYSTEM, at=at, proof=Proof(mail=mail))


def _serve(
    notice: Notice, manner: str, *, on: date, by: User | Actor, at: datetime, proof: Proof
) -> ServiceRecord:
    scan = files.store(proof.file, name=proof.file.name, at=at) if proof.file else None
    record = notice.services.create(
        manner=manner, counted_on=on, reference=proof.reference, signed_by=proof.signed_by,
        proof=proof.words, proof_file=scan, mail=proof.mail, recorded_at=at,
        recorded_by=by if isinstance(by, User) else None,
    )  # fmt: skip
    if notice.served_on is None:
        _first(notice, record, proof, by=by, at=at)
    _log(
        notice, "notice_served", by=by, at=at, manner=str(manner), served_on=on.isoformat(),
        private={"proof": proof.text} if proof.text else None,
        **({"proof_sha256": scan.sha256} if scan else {}),
    )  # fmt: skip
    return record


def _first(
    notice: Notice, record: ServiceRecord, proof: Proof, *, by: User | Actor, at: datetime
) -> None:
    """The day the law counts is that of the first service; for a reply it closes the case."""
    notice.served_on, notice.manner_of_service = record.counted_on, record.manner
    notice.service_proof = proof.text[:200]
    notice.save(update_fields=["served_on", "manner_of_service", "service_proof"])
    application = notice.application
    if KINDS[notice.kind].step == "answer" and application.closed_on is None:
        application.close(by=by, on=record.counted_on, at=at)


def _refuse_service(
    notice: Notice, manner: str, proof: Proof, *, on: date, by: User | Actor, at: datetime
) -> None:
    reasons = []
    if not notice.is_issued:
        reasons.append(_("文书尚未发出，不能登记送达。"))
    elif not notice.issued_on <= on <= local(at).date():
        reasons.append(_("送达日期须在发出日期与今天之间。"))
    elif not notice.is_in_force:
        reasons.append(_("这份文书已经撤销，不再送达。"))
    if manner not in Manner.values:
        reasons.append(_("请选择送达方式。"))
    if manner == Manner.POST and not proof.reference:
        reasons.append(_("邮寄的请填写邮件号码：以交邮之日为准，须能证明是哪一天交邮的。"))
    if manner in (Manner.COUNTER, Manner.ENTRUSTED) and not proof.signed_by:
        reasons.append(_("当面送达或者委托送达的请填写签收人。"))
    if not (SERVER | HANDLER).allows(by, notice.application):
        raise NotPermitted(_("送达由登记员或者承办人登记。"), *reasons)
    standing.refuse_if_any(reasons)
