"""Who sends a signed paper out, whose decision its step is, and what is kept of the signatures."""

from django.utils.translation import gettext as _

from casework import signatures
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from office.roles import May
from records.log import Actor
from records.models import Approval
from requests_app.steps import STEPS, NotPermitted


def refuse_unless_issuing(notice: Notice, by: User | Actor) -> None:
    """Raise NotPermitted unless this person may send the paper out that everybody signed.

    Those who signed it or put signatures in may, and the office head and the leader, who may have
    to after a failed printing; its drafters never.
    """
    if not isinstance(by, User):
        return
    if by.pk in notice.drafters:
        raise NotPermitted(_("起草人不能发出自己起草的文书。"))
    if by.may(May.APPROVE_OFFICE) or by.may(May.APPROVE_LEADER):
        return
    given = signatures.given_to(notice)
    if not any(by.pk in (a.by_id, a.recorded_by_id) for a in given):
        raise NotPermitted(_("文书由最后签署的人、信息公开办公室负责人或者主管校领导发出。"))


def decided_by(notice: Notice, by: User | Actor) -> User | None:
    """Whose decision the paper carries, if `by` may not take its step themselves.

    The last of those who signed who may; for whom a deputy signed counts, and who signed on paper.
    None if `by` may, or if none of them may: then the step says no.
    """
    step, case = STEPS.get(KINDS[notice.kind].step or ""), notice.application
    if step is None or step.may.allows(by, case):
        return None
    for given in reversed(signatures.given_to(notice)):
        signer = User.objects.filter(pk=given.instead_of_id or given.by_id).first()
        if signer is not None and step.may.allows(signer, case):
            return signer
    return None


def as_kept(given: Approval) -> dict[str, str]:
    """A signature in a notice's snapshot: who, when, and whether for another or on paper."""
    found = {"stage": given.stage, "by": given.by_name, "at": given.at.isoformat()}
    if given.instead_of_id:
        found["instead_of"] = given.instead_of_name
    if given.signed_on:
        found |= {
            "signed_on": given.signed_on.isoformat(),
            "recorded_by": given.recorded_by_name,
            "scan": given.scan.sha256,
        }
    return found
